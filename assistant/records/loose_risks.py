"""Risk registers that reached the PDF as loose lines, cell after cell, without a ruled table.

They are read only where the order of the lines leaves one reading: a head that names number, description, mitigation,
scores and owner in that order; numbers that count on; a bullet that ends the description; a line of scores that ends the
mitigation; a name that ends the row. What does not hold stays text and is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.papers.model import Box, Line
from assistant.records.model import Piece, Record, Risk, TableReading
from assistant.records.parts import is_title_line
from assistant.records.reading import Context
from assistant.records.scores import parse_score

LONGEST_HEAD = 12
"""Lines over which a head may run."""
FEWEST = 3
"""Rows below which a run of lines is no register."""
_HEAD = re.compile(
    r"^(?:risk )?(?:register )?(?:no|ref|number|id)\b\.?\s+(?:risk )?(?:description|risk|title)s?\b.{0,40}?"
    r"\b(?:mitigat\w+|controls?)\b.{0,30}?(?P<previous>\b(?:previous|last)\b.{0,25}?(?:rating|score)\b\W*)?"
    r"(?P<current>\b(?:current\b.{0,25}?)?(?:rating|score)\b)\W*(?:risk )?(?:owner|lead)$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\brisks?\b.{0,30}\bregister\b", re.IGNORECASE)
_STARTS = re.compile(r"^(?:[A-Z]{1,4}[ -]?)?(\d{1,3})[.)]?\s+([A-Z‘“'\"(].*)$")
_BULLET = re.compile(r"^[•●▪◦·\-–\uf000-\uf0ff]\s*\S")
_FINAL = re.compile(r"[.!?][)”\"’]?$")
_SCORE = r"(?:\d{1,2}|NEW|New|N/A|n/a|TBC|-)"
_NAME = re.compile(r"^[A-Z][A-Za-z'’.-]+(?: (?:[A-Z][A-Za-z'’.-]*|of|and|for|the|&)){1,6}$")


@dataclass(slots=True)
class _Spot:
    """A line and the page it stands on."""

    page: int
    line: Line

    @property
    def text(self) -> str:
        return self.line.text


@dataclass(slots=True)
class _Row:
    """The lines of one row: of its number and words up to the scores, the scores, the owner, and what follows overleaf."""

    number: str
    words: list[_Spot]
    scores: list[str] = field(default_factory=list)
    owner: list[str] = field(default_factory=list)
    tail: list[_Spot] = field(default_factory=list)
    own: list[_Spot] = field(default_factory=list)
    glued: bool = False
    """Whether the scores stand at the end of a line of words."""


def loose_risks(index: int, context: Context) -> list[Record]:
    """The risks of a part whose register is loose lines, each "likely", and a line for the report."""
    spots = [
        _Spot(page.number, line)
        for page, _, block in context.facts.parts[index].blocks(context.paper.pages)
        if block.table is None
        for line in block.lines
    ]
    found: list[Record] = []
    for start, after, has_previous in _heads(spots):
        rows = _rows(spots[after:], 2 if has_previous else 1)
        if len(rows) >= FEWEST:
            found += _records(rows, spots[start:after], _title(spots[:start]))
            break
    return found


def _heads(spots: Sequence[_Spot]) -> Iterator[tuple[int, int, bool]]:
    """Where a head begins, where the lines below it begin, and whether it has a column of previous scores."""
    for start, spot in enumerate(spots):
        if not re.match(r"(?:risk|register|no|ref|number|id)\b", spot.text, re.IGNORECASE):
            continue
        joined = ""
        for end in range(start, min(start + LONGEST_HEAD, len(spots))):
            joined = f"{joined} {spots[end].text}".strip()
            head = _HEAD.match(joined) if len(joined) < 250 else None
            if head and end + 1 < len(spots) and _STARTS.match(spots[end + 1].text):
                yield start, end + 1, head["previous"] is not None
                break


def _rows(spots: Sequence[_Spot], scores: int) -> list[_Row]:
    """The rows below a head, in order, as far as the numbers count on and each has its line of scores."""
    rows: list[_Row] = []
    for spot in spots:
        row = rows[-1] if rows else None
        begun = _STARTS.match(spot.text)
        expected = int(re.sub(r"\D", "", row.number)) + 1 if row else None
        if begun and (row is None or (len(row.scores) == scores and int(begun.group(1)) == expected)):
            rows.append(_Row(begun.group(1), [], own=[spot]))
            rows[-1].words.append(spot)
        elif row is None:
            return []
        elif len(row.scores) < scores:
            _take_words(row, spot, scores)
        elif spot.page == row.own[-1].page and not row.tail:
            row.owner.append(spot.text)
            row.own.append(spot)
        else:
            row.tail.append(spot)
    return rows if rows and len(rows[-1].scores) == scores else rows[:-1]


def _take_words(row: _Row, spot: _Spot, scores: int) -> None:
    """A line before a row's scores are complete: more words, or the scores and the beginning of the owner's name."""
    missing = scores - len(row.scores)
    row.own.append(spot)
    line = re.match(rf"^({_SCORE}(?: {_SCORE}){{{missing - 1}}})(?: ([A-Z].*))?$", spot.text)
    part = re.match(rf"^{_SCORE}$", spot.text)
    ends = re.match(
        rf"^(?P<words>.*[a-z)]\.?) (?P<scores>{_SCORE}(?: {_SCORE}){{{scores - 1}}}) (?P<name>[A-Z].*)$", spot.text
    )
    if line:
        row.scores += line.group(1).split()
        row.owner += [line.group(2)] if line.group(2) else []
    elif part and missing > 1:
        row.scores.append(spot.text)
    elif ends and not row.scores and scores > 1:
        row.words.append(spot)
        row.scores, row.owner, row.glued = ends["scores"].split(), [ends["name"]], True
    elif row.scores:
        row.scores = []  # a figure alone in a line of words was no score
        row.words.append(spot)
    else:
        row.words.append(spot)


def _title(above: Sequence[_Spot]) -> str | None:
    """The nearest line above a head that is the register's name and nothing else."""
    return next((spot.text for spot in reversed(above) if _TITLE.search(spot.text) and is_title_line(spot.text)), None)


def _records(rows: Sequence[_Row], head: Sequence[_Spot], title: str | None) -> list[Record]:
    owners = Counter(" ".join(row.owner) for row in rows)
    known = {name for name, count in owners.items() if count > 1 and _NAME.match(name)}
    risks: list[Record] = []
    for n, row in enumerate(rows):
        risk = _risk(row, known, last=n + 1 == len(rows))
        if risk is not None:
            risks.append(risk.model_copy(update={"register_title": title}))
    report = TableReading(
        page=head[0].page,
        pieces=_pieces(head),
        as_printed=" ".join(spot.text for spot in head),
        certainty="likely",
        read_as="risk" if risks else "text",
        caption=title or "a register in loose lines",
        rows=len(rows),
        records=len(risks),
        left=len(rows) - len(risks),
        reason="where a description ends is not certain" if len(risks) < len(rows) else None,
    )
    return [*risks, report]


def _risk(row: _Row, known: set[str], *, last: bool) -> Risk | None:
    """The risk of a row; None where its description cannot be told from its mitigation.

    Of a row cut by a page where either may go on, the whole sentences before the turn are its words; the rest is nobody's.
    """
    bullet = next((i for i, spot in enumerate(row.words) if i and _BULLET.match(spot.text)), None)
    if bullet is None or any(spot.page != row.words[0].page for spot in row.words):
        return None
    described, done = row.words[:bullet], row.words[bullet:]
    parted = bool(row.tail) and len(described) >= len(done)  # what stands overleaf may go on with either
    if parted and not all(_FINAL.search(words[-1].text) for words in (described, done)):
        return None
    opened = _STARTS.match(described[0].text)
    again = any((other := _STARTS.match(spot.text)) and other.group(1) == row.number for spot in row.words[1:])
    if opened is None or again:
        return None  # two lines begin with its number
    owner = _owner(row, known)
    if row.glued and owner not in known:
        return None
    mitigation = [spot.text for spot in done]
    if row.glued:
        mitigation[-1] = mitigation[-1].removesuffix(row.owner[0]).rstrip().removesuffix(" ".join(row.scores)).rstrip()
    tail = [] if parted else row.tail
    mitigation += [spot.text for spot in tail]
    previous, current = (row.scores[0] if len(row.scores) > 1 else None), row.scores[-1]
    return Risk(
        page=row.own[0].page,
        pieces=_pieces([*row.own, *([] if last else tail)]),
        as_printed=" ".join(spot.text for spot in (*row.own, *([] if last else tail))),
        certainty="likely",
        register_title=None,
        number=row.number,
        description=" ".join([opened.group(2), *(spot.text for spot in described[1:])]),
        mitigation=None if last and tail else " ".join(mitigation),
        previous_as_printed=previous,
        previous_score=parse_score(previous).value if previous else None,
        current_as_printed=current,
        current_score=parse_score(current).value,
        owner=owner,
    )


def _owner(row: _Row, known: set[str]) -> str | None:
    """The owner: a whole name, or one known from other rows with a stray letter of the page's edge behind it."""
    name = " ".join(row.owner)
    if name in known:
        return name
    stray = re.fullmatch(r"(.+) [A-Za-z]", name)
    if stray and stray.group(1) in known:
        return stray.group(1)
    return (
        name
        if _NAME.match(name) and not stray and not re.search(r"\b(?:register|moved|closed|risk)\b", name, re.I)
        else None
    )


def _pieces(spots: Sequence[_Spot]) -> list[Piece]:
    boxes: dict[int, list[Box]] = {}
    for spot in spots:
        boxes.setdefault(spot.page, []).append(spot.line.box)
    return [Piece(page=page, boxes=found) for page, found in boxes.items()]
