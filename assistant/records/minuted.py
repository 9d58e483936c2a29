"""A minutes part to its records: the meeting, its minutes, what it decided, which earlier minutes it confirmed."""

from __future__ import annotations

from assistant.records.confirmations import confirmations_of
from assistant.records.dates import municipal_year
from assistant.records.meetings import meeting_of
from assistant.records.model import Minute, Record
from assistant.records.parts import Part
from assistant.records.prose import marker_of, merge_pieces
from assistant.records.reading import Context
from assistant.records.resolutions import resolutions_of
from assistant.records.sections import Section, cut_minutes, standing


def read_minutes(index: int, context: Context) -> list[Record]:
    """The records of part ``index`` where it is minutes of a meeting, else []."""
    part = context.facts.parts[index]
    if part.kind != "minutes":
        return []
    minuted = cut_minutes(part, context.paper.pages)
    meeting = meeting_of(minuted, part)
    minutes = [_minute(section, part) for section in minuted.sections]
    return [*([meeting] if meeting else []), *minutes, *resolutions_of(minuted, part), *confirmations_of(minuted, part)]


def _minute(section: Section, part: Part) -> Minute:
    return Minute(
        page=section.heading.page,
        pieces=merge_pieces([piece for p in (section.heading, *section.body) for piece in p.pieces()]),
        as_printed=f"{section.heading.text}\n{section.text}" if section.body else section.heading.text,
        committee=part.committee,
        meeting_date=part.meeting_date,
        municipal_year=municipal_year(part.meeting_date) if part.meeting_date else None,
        number=section.number,
        title=section.title,
        text=section.text,
        points=[p.text for p in section.body if _is_point(p.text)],
        status=standing(part),
    )


def _is_point(text: str) -> bool:
    """Whether a paragraph is a lettered point: a), (b), c., and so on into roman numbers."""
    mark = marker_of(text)
    return mark is not None and mark.style[-1] in "ai" and mark.style != "•"
