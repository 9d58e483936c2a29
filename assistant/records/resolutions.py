"""What meetings decided, word for word: resolutions with movers, votes and outcome, and amendments put to the vote."""

from __future__ import annotations

import re

from assistant.records.beside import told_beside
from assistant.records.dates import municipal_year
from assistant.records.extents import Extent
from assistant.records.model import Record, Resolution, Verb
from assistant.records.numbers import find_figures
from assistant.records.parts import Part
from assistant.records.proceedings import proceed
from assistant.records.prose import merge_pieces
from assistant.records.sections import Minuted, Section, standing

_DELEGATES = re.compile(
    r"\bdelegat(?:e|es|ing|ion)\b|\bdelegated (?:authority|powers?|responsibility|to\b)|\b(?:be|is|was|were|authority|approval) delegated\b"
    r"|\bauthoris(?:e|es|ed|ing) the\b|\bauthority (?:be|is|was) (?:given|granted)\b|\b(?:be|is|are) authorised to\b",
    re.IGNORECASE,
)
_FORMAL_WORD = re.compile(r"\b(?:RESOLVED|RECOMMENDED|AGREED)\b|^Resolved\b|\bIt was resolved\b", re.MULTILINE)


def resolutions_of(minuted: Minuted, part: Part) -> list[Record]:
    """The decisions in the minutes of a part, in order."""
    return [record for section in minuted.sections for record in _of_section(section, part)]


def resolution(part: Part, found: Extent, verb: Verb, page: int) -> Resolution:
    """A decision of a part's meeting from its words, with the sums and the delegations in them."""
    passages = found.parts or [found.text.replace("\n", " ")]
    return Resolution(
        page=page,
        pieces=found.pieces,
        as_printed=found.text,
        committee=part.committee,
        meeting_date=part.meeting_date,
        municipal_year=municipal_year(part.meeting_date) if part.meeting_date else None,
        verb=verb,
        text=found.text,
        parts=found.parts,
        amounts=amounts_in(found.text),
        delegations=[text for text in passages if _DELEGATES.search(text)],
        status=standing(part),
    )


def amounts_in(text: str) -> list[str]:
    """The sums of money in a text as printed, in order, each once."""
    if "£" not in text:
        return []
    figures = [figure for figure in find_figures(text) if figure.unit == "GBP" and figure.value is not None]
    return list(dict.fromkeys(" ".join(figure.as_printed.split()).strip("()") for figure in figures))


def _of_section(section: Section, part: Part) -> list[Record]:
    records: list[Record] = []
    formal = bool(_FORMAL_WORD.search(section.text))
    decided = proceed(section.body, part.committee, formal=formal)
    for n, found in enumerate(decided):
        record = resolution(part, found.extent, found.verb, found.page)
        record.minute, record.minute_title = section.number, section.title
        record.mover, record.seconder = found.mover, found.seconder
        record.votes, record.outcome = found.votes, found.outcome
        record.pieces = merge_pieces(sorted([*record.pieces, *found.places], key=lambda piece: piece.page))
        record.certainty = "likely" if found.lead is not None and found.lead.weak else "sure"
        below = [later.extent.next_paragraph for later in decided[n + 1 :]]
        told = told_beside(section.body[found.extent.next_paragraph : below[0] if below else None])
        record.reasons, record.alternatives = told.get("reasons"), told.get("alternatives")
        records.append(record)
    return records
