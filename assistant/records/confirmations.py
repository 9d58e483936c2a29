"""Which earlier minutes a meeting confirmed, and what it corrected in them."""

from __future__ import annotations

import re
from datetime import date

from assistant.records.dates import DateMention, find_dates
from assistant.records.extents import Extent, extent
from assistant.records.model import Confirmation, Record
from assistant.records.parts import Part
from assistant.records.prose import sentences
from assistant.records.sections import Minuted, Section

_CONFIRMED = re.compile(
    r"\bminutes?\b[^.]{0,240}?(?:\b(?:agreed|confirmed|approved|signed|adopted|accepted|accept|received and)\b|\b(?:true|correct|accurate)(?: and \w+)? record\b)",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^\W*(?:(?:resolved|agreed)\b[^.]{0,30}?|to |that )?(?:approve|confirm|agree|sign|adopt|accept)\w* (?:the |as )\b[^.]{0,120}?\bminutes\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^\W*(?:draft )?minutes (?:of|from|for|\()", re.IGNORECASE)
_PLAINLY = re.compile(r"^\W*(?:agreed|approved|confirmed|accepted|signed|adopted)\b", re.IGNORECASE)
"""What alone says it, under a title that names the minutes."""
_NOT_YET = re.compile(
    r"\b(?:will be|to be asked|not (?:been )?(?:agreed|confirmed|approved|available)|deferred|matters arising)\b",
    re.IGNORECASE,
)
_SUBJECT_TO = re.compile(
    r"\b(?:subject to|with the (?:following|exception|addition|amendment|correction|deletion)|save (?:for|that)|amended to|with (?:one|a|two|three|some|minor) (?:minor )?(?:amendment|correction|change|addition)s?|once amended|once [^.]{2,90}? (?:is|are|was|were|has been|have been|had been) (?:added|amended|corrected|changed|removed|inserted|deleted)|except (?:that|for)|apart from|after (?:adding|amending|correcting|deleting|removing)|following (?:the )?(?:amendment|correction))\b",
    re.IGNORECASE,
)
_DAYS_BEFORE = re.compile(r"(?<![\d/.])(?:\d{1,2}(?:st|nd|rd|th)?\s?(?:,|and|&)\s?)+$")


def confirmations_of(minuted: Minuted, part: Part) -> list[Record]:
    """The confirmations of earlier minutes in the minutes of a part, one a meeting confirmed."""
    return [record for section in minuted.sections for record in _of_section(section, part)]


def _of_section(section: Section, part: Part) -> list[Record]:
    for at, paragraph in enumerate(section.body):
        if paragraph.table:
            continue
        for start, end in sentences(paragraph.text):
            said = paragraph.text[start:end]
            plainly = not at and not start and _PLAINLY.match(said) and _TITLE.match(section.title)
            if not (_CONFIRMED.search(said) or _DOES.match(said) or plainly) or _NOT_YET.search(said):
                continue
            mentions = _of_minutes(said, part.meeting_date)
            if not mentions and re.search(r"\bminutes\b", section.title, re.IGNORECASE):
                mentions = _of_minutes(section.title, part.meeting_date)
            if mentions:
                alone = bool(plainly) and not said.rstrip().endswith(":")
                return [_confirmation(section, part, (at, start, end), day, sure, alone) for day, sure in mentions]
    return []


def _of_minutes(text: str, meeting: date | None) -> list[tuple[date, bool]]:
    """The days of the meetings whose minutes a text is about. A day without its year is the last such before."""
    begin = re.search(r"\bminutes?\b", text, re.IGNORECASE)
    if begin is None:
        return []
    rest = text[begin.start() :]
    cut = _SUBJECT_TO.search(rest)
    rest = rest[: cut.start()] if cut else rest
    found: list[tuple[date, bool]] = []
    pending: list[DateMention] = []
    for mention in find_dates(rest):
        if mention.date is not None:
            for early in pending:  # "19 and 26 January 2025" gives only the last its month
                found += _with_year(early, mention.date)
            pending = []
            found += _beside(rest[: mention.span[0]], mention.date)
            found.append((mention.date, True))
        elif mention.day is not None:
            pending.append(mention)
    for mention in pending:
        found += _with_year(mention, meeting) if meeting else []
    return [(day, sure) for day, sure in dict(found).items() if meeting is None or day < meeting]


def _beside(before: str, day: date) -> list[tuple[date, bool]]:
    """The days that share the month and year of a date behind them: "5 and 12 March 2025"."""
    listed = _DAYS_BEFORE.search(before)
    days = [int(number) for number in re.findall(r"\d{1,2}", listed[0])] if listed else []
    return [(day.replace(day=number), True) for number in days if 0 < number < day.day]


def _with_year(mention: DateMention, before: date) -> list[tuple[date, bool]]:
    if mention.day is None:
        return []
    for year in (before.year, before.year - 1):
        try:
            day = date(year, mention.month, mention.day)
        except ValueError:
            continue
        if day < before:
            return [(day, False)]
    return []


def _confirmation(
    section: Section, part: Part, where: tuple[int, int, int], day: date, sure: bool, alone: bool
) -> Confirmation:
    """The confirmation in a sentence (its paragraph, start and end) and what belongs to it; ``alone``: nothing does."""
    at, start, end = where
    paragraph = section.body[at]
    whole = (
        Extent(paragraph.text[start:end], [], paragraph.pieces(start, end), at + 1, 0)
        if alone
        else extent(section.body, at, start, end, start)
    )
    cut = _SUBJECT_TO.search(whole.text)
    return Confirmation(
        page=section.body[at].page,
        pieces=whole.pieces,
        as_printed=whole.text,
        certainty="sure" if sure else "likely",
        committee=part.committee,
        meeting_date=part.meeting_date,
        minute=section.number,
        confirms=day,
        correction=whole.text[cut.start() :].strip() if cut else None,
    )
