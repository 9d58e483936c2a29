"""Work programmes printed as lists: the day of a meeting in a line of its own, its items bulleted or numbered below."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.papers.model import Box, Line
from assistant.records.dates import find_dates, plain
from assistant.records.model import Piece, ProgrammeItem, Record
from assistant.records.programmes import TITLE
from assistant.records.reading import Context

FEWEST = 2
"""Meetings that make a list a programme."""
LONGEST_ITEM = 200
_ITEM = re.compile(r"^(?:[•●▪◦·*\-–\uf000-\uf0ff]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?P<topic>.+)$")
_AROUND = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|meeting(?: of)?|date(?: of meeting)?|at|from|\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm|noon)?"
    r"|[\s,:()-])+",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Listed:
    """An item, the day it stands under, and its lines; ``whole`` is False where its end is not certain."""

    meeting: str
    topic: str
    page: int
    boxes: list[Box]
    whole: bool = True


def listed_programmes(index: int, context: Context) -> list[Record]:
    """The items of a part's work programme that is a list; [] unless its title says what it is and two days have items."""
    items = _items(index, context)
    if len({item.meeting for item in items}) < FEWEST:
        return []
    return [
        ProgrammeItem(
            page=item.page,
            pieces=[Piece(page=item.page, boxes=item.boxes)],
            as_printed=item.topic,
            certainty="likely",
            committee=context.facts.parts[index].committee,
            meeting=item.meeting,
            meeting_date=find_dates(item.meeting)[0].date,
            topic=item.topic,
        )
        for item in items
    ]


def _items(index: int, context: Context) -> list[_Listed]:
    """Items below a title that says it is a programme, each with the day it stands under."""
    part = context.facts.parts[index]
    titled = part.kind == "work programme"
    meeting: str | None = None
    items: list[_Listed] = []
    for page, _, block in part.blocks(context.paper.pages):
        if block.table is not None or (len(block.text) < 120 and TITLE.search(block.text)):
            titled, meeting = titled or block.table is None, None
            continue
        for line in block.lines if titled else []:
            meeting = _take(line, page.number, meeting, items)
    return [item for item in items if item.whole and len(item.topic) < LONGEST_ITEM]


def _take(line: Line, page: int, meeting: str | None, items: list[_Listed]) -> str | None:
    """Take a line into the list: as an item, the rest of one, or the day that the next ones stand under."""
    text = line.text.strip()
    if item := _ITEM.match(text):
        if meeting:
            items.append(_Listed(meeting, item["topic"], page, [line.box]))
        return meeting
    if _is_day(text):
        return text
    if meeting and items and items[-1].meeting == meeting:
        last = items[-1]
        if last.page == page and line.box[0] > last.boxes[0][0] + 2 and last.whole:  # set in under its bullet
            last.topic, last.boxes = f"{last.topic} {text}", [*last.boxes, line.box]
            return meeting
        last.whole = not text[:1].islower() and last.page == page
    return None


def _is_day(text: str) -> bool:
    """Whether a line is a whole date and nothing else but its weekday and hour."""
    days = [mention for mention in find_dates(text) if mention.date is not None]
    if len(days) != 1 or len(text) > 60:
        return False
    rest = plain(text[: days[0].span[0]] + " " + text[days[0].span[1] :]).strip()
    return not rest or _AROUND.fullmatch(rest) is not None
