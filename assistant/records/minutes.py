"""Minute numbers: which blocks of a minutes part belong to which numbered minute."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
# The number of a minute on a line of its own, below (or above) its title: "PLA23/25", "12/25", "CAB.45".
_NUMBER_ALONE = re.compile(r"^\W{0,3}(?P<number>[A-Z]{1,5}[./ -]?\d{1,4}(?:[/-]\d{2,4})?|\d{1,3}/\d{2,4})\W{0,2}$")
# A paragraph that has the number of its minute, under the heading with the title.
_POINT = re.compile(r"^(?P<number>\d{1,3})\.\s+[A-Z]")
_YEAR = re.compile(r"(?:20)?\d\d ?[/-] ?\d\d")


# What is set as bold as the title over it and is none of it.
_NO_TITLE = re.compile(
    r"^\W*(?i:resolved|agreed|decisions?|recommended|noted|resolution)\b\W*$|^(?:RESOLVED|AGREED|RECOMMENDED|NOTED)\b|^[A-Z][a-z ]{3,50}:$"
    r"|^(?:It was )?(?:[Rr]esolved|[Aa]greed|[Rr]ecommended)(?: that\b| to\b|:| [–-] )"
)


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
    placed = [(page.number, i, block) for page, i, block in part.blocks(pages)]
    apart = _numbered_apart(placed)
    candidates = [
        candidate
        for at, (page, i, block) in enumerate(placed)
        if (candidate := apart.get(at) or _candidate(page, i, block)) is not None
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


def _numbered_apart(placed: Sequence[tuple[int, int, Block]]) -> dict[int, _Candidate]:
    """The minutes whose number stands on a line of its own under or over the title, by the place of the heading; {} where
    that is no habit of the paper."""
    found: dict[int, _Candidate] = {}
    for at, (page, index, block) in enumerate(placed):
        lines = [" ".join(line.split()) for line in block.text.splitlines() if line.strip()]
        if not lines or block.kind == "table":
            continue
        number, before = _NUMBER_ALONE.match(lines[-1]), placed[at - 1][2] if at else None
        point = _POINT.match(lines[0])
        if (
            point
            and block.kind == "paragraph"
            and before is not None
            and _heads(before)
            and not _NUMBERED.match(before.text)
        ):
            found[at - 1] = _numbered(point["number"], " ".join(before.text.split()), *placed[at - 1][:2])
        if number is None:
            continue
        if len(lines) > 1:
            if _heads(block):
                found[at] = _numbered(number["number"], " ".join(lines[:-1]), page, index)
            continue
        after = placed[at + 1][2] if at + 1 < len(placed) else None
        if before is not None and at - 1 not in found and _heads(before) and not _NUMBERED.match(before.text):
            found[at - 1] = _numbered(number["number"], " ".join(before.text.split()), *placed[at - 1][:2])
        elif after is not None and _heads(after):
            found[at] = _numbered(number["number"], " ".join(after.text.split()), page, index)
    return found if len(found) > 1 else {}


def _heads(block: Block) -> bool:
    """Whether a block is set as a title."""
    bold = bool(block.lines) and all(line.bold for line in block.lines)
    return (block.kind == "heading" or bold) and len(block.text) < 220


def _numbered(number: str, title: str, page: int, index: int) -> _Candidate:
    return _Candidate(_values(number), Minute(number, title, page, index), 1.0)


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
    if (bare := _bare(number)).startswith("20") and _YEAR.fullmatch(bare):
        return None  # "2024/25 Budget"
    return _Candidate(_values(number), Minute(number, title, page, index), weight)


def _bare(number: str) -> str:
    """A number without the letters before it."""
    return re.sub(r"^[A-Z]{1,5}[./ -]?", "", number)


def _values(number: str) -> tuple[int, ...]:
    """The numbers in a minute's number, one of which counts on; the year before it ("2024/25-33") left out."""
    bare = _bare(number)
    year = re.match(r"20\d\d ?[/-] ?\d\d(?= ?[/-])", bare)
    return tuple(map(int, re.findall(r"\d+", bare[year.end() :] if year else bare)))


def _title_lines(block: Block) -> str:
    """The printed line with the number, and the next ones while they are as bold as it (a title may run on)."""
    if not block.lines:
        return block.text
    if block.kind == "heading":
        said = [line.text for line in block.lines]
        last = next((i for i, text in enumerate(said) if i and _NO_TITLE.match(text)), len(said))
        return "\n".join(
            said[: last - 1 if last == len(said) and last > 1 and said[-1].rstrip().endswith(":") else last]
        )
    taken = [block.lines[0].text]
    for line in block.lines[1:3]:
        if not (block.lines[0].bold and line.bold) or _NO_TITLE.match(line.text):
            break
        taken.append(line.text)
    return " ".join(taken)
