"""What minutes ask somebody to do, under the word "Action": who, what, by when, and at which minute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from assistant.records.action_cells import Task
from assistant.records.dates import MONTH, find_dates
from assistant.records.due import due_after, due_of
from assistant.records.model import Record, TrackedDecision
from assistant.records.parts import Part
from assistant.records.prose import Paragraph, sentences
from assistant.records.reading import Context
from assistant.records.sections import Section, cut_minutes
from assistant.records.vocabulary import MEETING_KINDS

LONGEST = 500
"""Letters of an action; more is a paragraph that only begins with the word."""
_LABEL = re.compile(
    r"(?:^|(?<=[.;!?)]\s)|(?<=\())(?:ACTIONS?|Actions?)(?: (?:points?|required|agreed|arising))?(?: (?:no\.? ?)?\d{1,2})?\s?"
    r"(?::|\s[-–—])\s*(?=\S)"
)
_NAME = r"(?:[A-Z][\w'’.-]*|[A-Z]{1,4}(?:/[A-Z]{1,4})+)"
_WHO = re.compile(
    rf"(?:[Tt]he |All )?{_NAME}(?:(?:,? (?:and|of|for|the|&)(?: the)?|,)? {_NAME}| \([^)]{{2,40}}\)){{0,9}}"
)
# "Action: Head of Assets, 31 October": who and by when, and what is in the words before it.
_WHO_AND_WHEN = re.compile(
    rf"(?P<who>{_WHO.pattern})\s?(?:,|[-–—]|\(|by)\s?(?:by )?(?P<when>(?:end (?:of )?)?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?i:{MONTH})(?: 20\d\d)?)\)?\.?"
)
_TO_DO = re.compile(rf"^(?P<who>{_WHO.pattern})\s+(?:to|will|shall|is to|are to|agreed to|would)\s+(?=[a-z])")
_LIST_OF = re.compile(r"^\W*(?:agreed |further )?actions?\b[^.:]{0,60}:\W*$", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"^\W{0,3}(?:[A-Z]{0,3}\d{1,3}(?:/\d{2,4})?\s?[-–—:.)]|[a-z]{1,3}[.)]|[•●▪])\s*")
_BODY = re.compile(r"\b(?:committee|panel|cabinet|council|board|executive|members|councillors|cllrs)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:by|before|no later than|not later than|until|on|within)\s+(?P<when>(?:(?!\b(?:by|before|until|on)\b)[^.;,()]){3,40})",
    re.IGNORECASE,
)


class _Asked(NamedTuple):
    """An action in a paragraph: its words, who is to act, and where it stands in it."""

    text: str
    who: str | None
    start: int
    end: int
    when: str | None = None  # where that has a place of its own


def minuted_actions(index: int, context: Context) -> list[Record]:
    """The actions in the minutes of part ``index``, each "likely"; [] for other parts."""
    part = context.facts.parts[index]
    if part.kind not in MEETING_KINDS:
        return []
    pages = context.paper.pages[part.first_page - 1 : part.last_page]
    if not any(re.search(r"\bactions?\b", page.text, re.IGNORECASE) for page in pages):
        return []
    found: list[Record] = []
    for section in cut_minutes(part, context.paper.pages).sections:
        for paragraph, before in zip(section.body, [None, *section.body], strict=False):
            if paragraph.table is None:
                said = before.text if before is not None and before.table is None else ""
                found += [_record(asked, paragraph, section, part) for asked in _asked(paragraph.text, said)]
        for paragraph in _listed(section.body):
            if asked := _to_do(paragraph.text):
                found.append(_record(asked, paragraph, section, part))
        for paragraph, task in section.actions:
            if asked := _entered(paragraph, task) if task else _to_do(paragraph.text):
                found.append(_record(asked, paragraph, section, part))
    return found


def _listed(body: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs under a label such as "Actions/further information to be provided:", as long as each asks something."""
    under = False
    for paragraph in body:
        under = bool(_LIST_OF.match(paragraph.text)) or (under and _to_do(paragraph.text) is not None)
        if under and not _LIST_OF.match(paragraph.text) and paragraph.table is None:
            yield paragraph


def _to_do(text: str) -> _Asked | None:
    """What a text asks somebody to do, its own number before it left out; None where it does not."""
    start = found.end() if (found := _OWN_NUMBER.match(text)) else 0
    said = text[start:].rstrip()
    acting = _TO_DO.match(said)
    return _Asked(said, acting["who"], start, start + len(said)) if acting and len(said) <= LONGEST else None


def _entered(paragraph: Paragraph, task: Task) -> _Asked:
    """What a column of actions asks, with who and when as it says."""
    return _Asked(task.text, task.who, 0, len(paragraph.text), task.when)


def who_acts(text: str) -> str | None:
    """Who is to act, where a text opens so: "Head of Audit to report"; None where it does not. A body is nobody's officer."""
    acting = _TO_DO.match(text)
    return acting["who"] if acting and not _BODY.search(acting["who"]) else None


def _asked(text: str, above: str = "") -> Iterator[_Asked]:
    """The actions of a paragraph. One that only names somebody asks for what the sentence before it says, which may end the
    paragraph ``above``."""
    marks = list(_LABEL.finditer(text))
    stops = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, stop in zip(marks, stops, strict=False):
        said = text[mark.end() : stop].rstrip(" (")
        if mark.start():  # within a paragraph: the sentence, no more
            said = said[: sentences(said)[0][1]] if said else ""
        said = said.rstrip(") ") if said.count(")") > said.count("(") else said.rstrip()
        start, end = mark.start(), mark.end() + len(said)
        if len(said) > LONGEST:
            continue
        acting, dated = _TO_DO.match(said), _WHO_AND_WHEN.fullmatch(said)
        if acting:
            yield _Asked(said, acting["who"], start, end)
        elif dated or _WHO.fullmatch(said.rstrip(".")):
            who, when = (dated["who"], dated["when"]) if dated else (said.rstrip("."), None)
            before, lead = sentences(text[:start].rstrip(" (")), above if dated else ""
            if before:
                yield _Asked(text[slice(*before[-1])].strip(), who, before[-1][0], end, when)
            elif lead and (last := sentences(lead)):
                yield _Asked(lead[slice(*last[-1])].strip(), who, start, end, when)
        elif re.match(r"(?:That|To)\b|[A-Z][a-z]+ ", said) and len(said.split()) > 3:
            yield _Asked(said, None, start, end)


def _record(asked: _Asked, paragraph: Paragraph, section: Section, part: Part) -> TrackedDecision:
    target = asked.when or _when(asked.text, part.meeting_date)
    pieces = paragraph.pieces(asked.start, asked.end)
    return TrackedDecision(
        page=pieces[0].page if pieces else paragraph.page,
        pieces=pieces,
        as_printed=paragraph.text[asked.start : asked.end].strip(),
        certainty="likely",
        committee=part.committee,
        minute=section.number,
        meeting_date=part.meeting_date,
        title=section.title,
        resolution=asked.text,
        target=target,
        due=due_of(target, part.meeting_date) or due_after(target, part.meeting_date),
        officer=asked.who,
        position_at=part.meeting_date,
    )


def _when(text: str, meeting: date | None) -> str | None:
    """When an action is due, as printed; None where no day or month stands behind "by", or more than one."""
    if len([mention for mention in find_dates(text) if mention.date is not None]) > 1:
        return None
    told = [_day_alone(match["when"].strip()) for match in _WHEN.finditer(text)]
    days = [when for when in told if due_of(when) is not None or due_after(when, meeting) is not None]
    return days[0] if len(days) == 1 else None


def _day_alone(when: str) -> str:
    """The words behind "by" as far as the day they begin with: "5 December 2025 with the number of …"."""
    day = next((mention for mention in find_dates(when) if mention.date is not None), None)
    return when[: day.span[1]] if day is not None else when
