"""Minute numbers: which blocks of a minutes part belong to which numbered minute."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.papers.model import Block, Page
from assistant.records.parts import Part

# "12", "12.", "12A", and with the letters or the year that councils put about it: "CAB.12", "12/24", "TCA/84/24", "2024/25-33".
_NUMBERED = re.compile(
    r"^\W{0,3}(?:(?i:min(?:ute)?\.?(?: no\.?| number)?)\s+)?"
    r"((?:[A-Z]{1,5}[./ -]?)?\d{1,3}(?:[A-Za-z]|/\d{2,4})?|(?:[A-Z]{1,5}[./ -]?)?\d{1,4}(?: ?[/-] ?\d{1,4}){1,2}[A-Za-z]?)"
    r"\s*[.:]?\s+(?:[-–—]\s+)?(?=[A-Z'‘\"“(*\d])(.+)",
    re.DOTALL,
)
_YEAR = re.compile(r"(?:20)?\d\d ?[/-] ?\d\d")


class Minute(NamedTuple):
    """A minute or an item of a decision notice: its number as printed (None for an item without), its title, and where
    its heading stands (page from 1, block index)."""

    number: str | None
    title: str
    page: int
    block: int


class _Candidate(NamedTuple):
    values: tuple[int, ...]
    minute: Minute
    weight: float


def find_minutes(part: Part, pages: list[Page]) -> list[Minute]:
    """The numbered minutes of a minutes part, in order.

    Minutes count on from one to the next through the municipal year while the numbered points inside them start anew,
    so the headings are the best run of numbers that go up by one (a number lost to a bad page is allowed for).
    """
    candidates = [
        candidate
        for page, i, block in part.blocks(pages)
        if (candidate := _candidate(page.number, i, block)) is not None
    ]
    counted = _counting(candidates)
    values = [candidate.values[min(counted, len(candidate.values) - 1)] for candidate in candidates]
    best: list[float] = []
    previous: list[int | None] = []
    for i, candidate in enumerate(candidates):
        score, came_from = candidate.weight, None
        for j in range(i):
            step = values[i] - values[j]
            if 1 <= step <= 3 and best[j] + candidate.weight - (step - 1) * 0.6 > score:
                score, came_from = best[j] + candidate.weight - (step - 1) * 0.6, j
        best.append(score)
        previous.append(came_from)
    if not candidates:
        return []
    at: int | None = max(range(len(best)), key=best.__getitem__)
    chain: list[Minute] = []
    while at is not None:
        chain.append(candidates[at].minute)
        at = previous[at]
    return chain[::-1]


def _counting(candidates: list[_Candidate]) -> int:
    """Which number of "12/24" counts on and which is the year: the one that varies most, the first where none does."""
    several = [candidate.values for candidate in candidates if len(candidate.values) > 1]
    if not several:
        return 0
    places = range(min(map(len, several)))
    return max(places, key=lambda place: (len({values[place] for values in several}), -place))


def _candidate(page: int, index: int, block: Block) -> _Candidate | None:
    if block.kind not in {"heading", "paragraph"}:
        return None
    first = _title_lines(block)
    found = _NUMBERED.match(first)
    if not found:
        return None
    title = " ".join(found.group(2).split())
    if len(title) > 220 or not re.search(r"[A-Za-z]{3}", title):
        return None
    sentence = title.endswith((".", ";", ",", ":")) or len(title.split()) > 24
    weight = (1.0 if block.kind == "heading" else 0.6) - (0.5 if sentence else 0.0)
    number = " ".join(found.group(1).split())
    bare = re.sub(r"^[A-Z]{1,5}[./ -]?", "", number)
    year = re.match(r"20\d\d ?[/-] ?\d\d(?= ?[/-])", bare)  # of "2024/25-33"
    if _YEAR.fullmatch(bare) and bare.startswith("20"):
        return None  # "2024/25 Budget"
    values = tuple(map(int, re.findall(r"\d+", bare[year.end() :] if year else bare)))
    return _Candidate(values, Minute(number, title, page, index), weight)


def _title_lines(block: Block) -> str:
    """The printed line with the number, and the next ones while they are as bold as it (a title may run on)."""
    if block.kind == "heading" or not block.lines:
        return block.text
    taken = [block.lines[0].text]
    for line in block.lines[1:3]:
        if not (block.lines[0].bold and line.bold):
            break
        taken.append(line.text)
    return " ".join(taken)
