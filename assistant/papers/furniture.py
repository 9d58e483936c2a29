"""What is printed round the text of a paper: running heads and feet, and the page number printed on each
page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Literal, NamedTuple

from assistant.papers.model import Line, Page

Zone = Literal["header", "footer"]
TOP, BOTTOM = 0.88, 0.12
DEEPEST = 4
"""Lines from the edge that can still be a running head or foot."""
ENOUGH = 3
SHORTEST_HEAD = 5
"""Characters: the letter of a rating at the foot of a column is no running foot."""
SAME_HEIGHT = 14.0
"""Points by which a running head may stand higher or lower on some pages."""
NEIGHBOURS = 6
"""Pages to either side in which a bare number must find another of the same run."""

_STAMP = re.compile(r"\b(?:page|pg\.?|p\.)\s*(\d{1,4}|[ivxlc]{1,7})(\s*(?:of|/)\s*\d{1,4})?(?!\w)", re.IGNORECASE)
_BARE = re.compile(r"^[\s\-–—|.]*(\d{1,4}|[ivxlc]{1,7})(\s*(?:of|/)\s*\d{1,4})?[\s\-–—|.]*$", re.IGNORECASE)
_STANDING = re.compile(r"\b(?:draft|final|official|public|restricted|confidential)\b", re.IGNORECASE)
_SERIES = re.compile(r"^[\s\-–—|]*([A-Z]{1,4}[./ -]?(\d{1,4}))[\s\-–—|]*$")
"""A page's number within a series of papers: "LR18", "C.28"."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class Candidate(NamedTuple):
    """A line that may be the page's printed number. ``sure`` when it says "Page"; ``of`` when it counts to a
    total.
    """

    printed: str
    value: int
    sure: bool
    of: bool
    line: int


def is_page_stamp(text: str) -> bool:
    """Whether a line is nothing but "Page 93" or "Page 3 of 12", or both, give or take "DRAFT" or "OFFICIAL"."""
    rest, count = _STAMP.subn("", text)
    return count > 0 and not re.search(r"\w", _STANDING.sub("", rest))


def edge_lines(page: Page) -> Iterator[tuple[Zone, int, Line]]:
    """(zone, position among the page's loose lines, line) of the lines near the top and bottom edge."""
    loose = loose_lines(page)
    by_height = sorted(range(len(loose)), key=lambda i: -loose[i].box[3])
    for i in by_height[:DEEPEST]:
        if loose[i].box[3] > page.height * TOP:
            yield "header", i, loose[i]
    for i in by_height[-DEEPEST:]:
        if loose[i].box[1] < page.height * BOTTOM:
            yield "footer", i, loose[i]


def loose_lines(page: Page) -> list[Line]:
    """The lines of a page that stand in no table, in reading order."""
    return [line for block in page.blocks if block.kind != "table" for line in block.lines]


def find_furniture(pages: Sequence[Page]) -> dict[int, dict[int, Zone]]:
    """Page number to {position of a loose line: header or footer} for lines that come again page after page.

    A line comes again when it is the same apart from digits on three pages, or on two and a third of all. A
    running head that is on fewer than half of the pages names a section: its first appearance is left in the
    text, as the section's heading.
    """
    places: dict[tuple[Zone, str], list[tuple[int, int, float]]] = defaultdict(list)
    readable = [page for page in pages if page.status in ("text", "table", "ocr")]
    for page in readable:
        for zone, position, line in edge_lines(page):
            key = _key(line.text)
            if len(key) >= SHORTEST_HEAD or _SERIES.match(line.text):
                away = page.height - line.box[1] if zone == "header" else line.box[1]
                places[zone, key].append((page.number, position, away))
    found: dict[int, dict[int, Zone]] = defaultdict(dict)
    for (zone, key), everywhere in places.items():
        usual = median(away for _, _, away in everywhere)
        spots = [(number, position) for number, position, away in everywhere if abs(away - usual) < SAME_HEIGHT]
        numbers = sorted({number for number, _ in spots})
        if len(key) < SHORTEST_HEAD and not _counts(spots, pages):
            continue
        if len(numbers) < 2 or (len(numbers) < ENOUGH and len(numbers) * 3 < len(readable)):
            continue
        names_section = zone == "header" and len(numbers) * 2 < len(readable) and bool(re.search(r"[a-z]{4}", key))
        for number, position in spots:
            if not (names_section and number - 1 not in numbers):
                found[number][position] = zone
    return found


def _counts(spots: Sequence[tuple[int, int]], pages: Sequence[Page]) -> bool:
    """Whether the numbers in some lines go up with their pages."""
    of = {page.number: page for page in pages}
    found = [(number, _SERIES.match(loose_lines(of[number])[position].text)) for number, position in spots]
    return len({int(match.group(2)) - number if match else None for number, match in found}) == 1


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def printed_numbers(pages: Sequence[Page], furniture: dict[int, dict[int, Zone]]) -> dict[int, tuple[str, int]]:
    """Page number to (number as printed, position of its line), for the pages whose printed number can be
    trusted.

    "Page 93" by itself is enough. A bare number counts only when a page nearby has one that is as far from
    its own position, so a year, a quantity or a footnote mark is not taken; nothing is assumed over the whole
    file.
    """
    candidates = {page.number: _candidates(page, furniture.get(page.number, {})) for page in pages}
    offsets = {number: Counter(_form(c, number) for c in found) for number, found in candidates.items() if found}
    chosen = {}
    for number, found in candidates.items():
        best: tuple[tuple[bool, int, bool], Candidate] | None = None
        for candidate in found:
            form = _form(candidate, number)
            near = range(number - NEIGHBOURS, number + NEIGHBOURS + 1)
            support = sum(1 for other in near if other != number and form in offsets.get(other, ()))
            if not candidate.sure and not support:
                continue
            rank = (candidate.sure, support, not candidate.of)
            if best is None or rank > best[0]:
                best = rank, candidate
        if best:
            chosen[number] = best[1].printed, best[1].line
    return chosen


def _form(candidate: Candidate, number: int) -> tuple[int, bool, bool]:
    return candidate.value - number, candidate.printed.isdigit(), candidate.of


def _candidates(page: Page, furniture: dict[int, Zone]) -> list[Candidate]:
    found = []
    for _, position, line in edge_lines(page):
        text = line.text
        stamped = is_page_stamp(text) or position in furniture
        matches = list(_STAMP.finditer(text)) if stamped else []
        bare = None if matches else _BARE.match(text)
        series = _SERIES.match(text) if position in furniture and not matches else None
        if series:
            found.append(Candidate(series.group(1), int(series.group(2)), False, False, position))
        for match in [bare] if bare else matches:
            printed = match.group(1)
            value = int(printed) if printed.isdigit() else _roman(printed)
            if value:
                found.append(Candidate(printed, value, match is not bare, bool(match.group(2)), position))
    return found


def _roman(text: str) -> int | None:
    """The value of a well-formed Roman numeral, None for letters that only look like one."""
    values = [_ROMAN[char] for char in text.casefold()]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if to_roman(total) == text.casefold() else None


def to_roman(number: int) -> str:
    """A small number as a Roman numeral in lower case, "" for zero or less."""
    out = ""
    for value, letters in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        while number >= value:
            out += letters
            number -= value
    return out
