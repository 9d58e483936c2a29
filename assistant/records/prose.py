"""The running text of a part as paragraphs: lines joined as printed, each stretch of text with its place on the page.

What a page break or a layout has cut is put together again; what one block holds although it is several paragraphs
(a list, a line that opens a decision) is taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import NamedTuple

from assistant.papers.model import Block, Box, Line, Page, Table
from assistant.records.model import Piece
from assistant.records.parts import Part

COLUMN_GAP = 1.8
"""Font sizes between two words of a line that set two columns apart."""
_DIGITS = r"[1-9]\d?"
MARKER = re.compile(
    rf"^(?:[-–]\s(?=[(\dA-Za-z]{{1,5}}[.)]))?(?:\((?P<par>[a-zA-Z]|{_DIGITS}|[ivx]{{1,5}}|[IVX]{{1,5}})\)\s?"
    rf"|(?P<open>[a-zA-Z]|{_DIGITS}|[ivx]{{1,5}})\)\s?"
    rf"|(?P<dot>[a-zI]|{_DIGITS}|[ivx]{{1,5}})\.(?=\s)\s?|(?P<deep>\d{{1,2}}(?:\.\d{{1,2}}){{1,2}})\.?\s"
    r"|(?P<bullet>[•●▪◦■□‣➢✓*\uf0b7\uf0a7\uf02d–-])\s)\s*(?=\S)"
)
_BARE_LETTER = re.compile(r"^(?P<letter>[A-H])\s+(?=[A-Z][a-z]+\s)")
_ENDS = re.compile(r"[.;:?!][\"”’')\]]*$|\b(?:and|or)$")
_FINAL = re.compile(r"[.;:?!][\"”’')\]]*$")
_OPENS_LINE = re.compile(
    r"^(?:RESOLVED|AGREED|RECOMMENDED|DECISION|It was (?:RESOLVED|resolved|agreed)\b|IT WAS\b"
    r"|(?:For|Against|Abst\w+|FOR|AGAINST|ABST\w+)\s?(?:\(\d+\)|:|[-–—])"
    r"|The (?:[A-Z][\w-]+ ){0,4}?(?:Committee|Cabinet|Panel|Board|Council|Sub-Committee) (?:\w+ )?(?:agreed|resolved|noted)\b"
    r"|In (?:answer|response|reply) to\b)"
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:Prop|Sec|sec|prop|Mr|Mrs|Ms|Dr|Prof|Rev|Revd|Cllr|Cllrs|Hon|St|No|Nos|para|paras|Inc|Ltd|e\.g|i\.e|etc|vs|Sgt|Capt|p|pp)"
    r"|(?<![\w.])[A-Z]|^\W{0,3}(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})|:\s?(?:\d{1,2}|[a-z]))\.$"
)
_SENTENCE_END = re.compile(r"[.?!][\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z£\d])")
_BLANK_PAGE = re.compile(r"\W*this page is (?:intentionally )?(?:left )?(?:intentionally )?blank\W*$", re.IGNORECASE)


@dataclass(slots=True)
class Placed:
    """A printed line: where its text begins in its paragraph, its page, its box, whether it is bold."""

    start: int
    page: int
    box: Box
    bold: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph with single spaces; ``page`` (from 1) and ``block`` say where it begins."""

    text: str
    page: int
    block: int
    kind: str
    level: int | None = None
    lines: list[Placed] = field(default_factory=list)
    table: Table | None = None
    raw: list[str] = field(default_factory=list)

    @property
    def indent(self) -> float:
        """The left edge of its first line in points."""
        return self.lines[0].box[0] if self.lines else 0.0

    @property
    def bold(self) -> bool:
        """Whether it is set in bold from beginning to end."""
        return bool(self.lines) and all(line.bold for line in self.lines)

    def pieces(self, start: int = 0, end: int | None = None) -> list[Piece]:
        """Where the text from ``start`` to ``end`` stands, line by line."""
        stop = len(self.text) if end is None else end
        ends = [line.start for line in self.lines[1:]] + [len(self.text) + 1]
        own = [line for line, after in zip(self.lines, ends, strict=True) if line.start < stop and after > start]
        return [Piece(page=page, boxes=[line.box for line in run]) for page, run in groupby(own, key=lambda v: v.page)]


class Marker(NamedTuple):
    """The mark of a list item: its style ("(a)", "a)", "1.", "(i)", "•"), its place in the order (0 for a bullet)
    and where the text behind it begins."""

    style: str
    value: int
    end: int


def paragraphs(part: Part, pages: list[Page]) -> list[Paragraph]:
    """The paragraphs of a part in reading order, running headers, footers and blank pages left out."""
    found: list[Paragraph] = []
    for page, index, block in part.blocks(pages):
        if _BLANK_PAGE.match(block.text):
            continue
        for piece in _taken_apart(page.number, index, block):
            if found and _carries_on(found[-1], piece):
                _append(found[-1], piece)
            elif piece.text:
                found.append(piece)
    return found


def join_lines(lines: Sequence[str]) -> str:
    """Printed lines as one text; a word broken at its hyphen is put together and keeps the hyphen."""
    text = ""
    for line in lines:
        flat = " ".join(line.split())
        text += flat if not text or not flat or _broken(text, flat) else f" {flat}"
    return text


def marker_of(text: str) -> Marker | None:
    """The mark at the head of a list item, or None."""
    found = MARKER.match(text)
    if found is None:
        return None
    if found["bullet"]:
        return Marker("•", 0, found.end())
    if found["deep"]:
        return Marker("1.1", int(found["deep"].rsplit(".", 1)[-1]), found.end())
    name = "par" if found["par"] else "open" if found["open"] else "dot"
    said = found[name]
    if said.isdigit():
        return Marker(f"{name}1", int(said), found.end())
    roman = _roman(said.lower()) if len(said) > 1 or said in {"i", "v", "x"} else None
    if len(said) > 1:
        return Marker(f"{name}i", roman, found.end()) if roman else None
    return Marker(f"{name}a", ord(said.lower()) - 96, found.end())


def bare_letter(text: str) -> Marker | None:
    """A capital with nothing behind it at the head of a part ("B Approve the scheme"), or None: mostly it is a word."""
    found = _BARE_LETTER.match(text)
    return Marker("barea", ord(found["letter"]) - 64, found.end()) if found else None


def follows(marker: Marker, before: Marker | None) -> bool:
    """Whether a list item comes next after another of its list, or may be the first of one."""
    if marker.style == "•":
        return before is None or before.style == "•"
    if before is None:
        return marker.value == 1 or (marker.style.endswith("a") and marker.value in {9, 12})  # i, and l for 1
    if marker.style == before.style:
        return marker.value == before.value + 1
    if before.style.endswith("a") and before.value in {9, 12} and marker.style == f"{before.style[:-1]}1":
        return marker.value == 2  # "I." or "l." was a 1
    if marker.style[:-1] == before.style[:-1]:  # i) after h) reads as a letter, v) after iv) as a number
        letter, number = (marker, before) if marker.style.endswith("a") else (before, marker)
        romans = {"a": None, 9: 1, 22: 5, 24: 10}
        worth = romans.get(letter.value)
        return worth is not None and (worth == number.value + 1 if letter is marker else number.value == worth + 1)
    return False


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a text; a mark, an initial or a title ends none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if _ABBREVIATIONS.search(text[max(start, found.start() - 12) : found.start() + 1]):
            continue
        spans.append((start, found.end()))
        start = found.end() + (len(text[found.end() :]) - len(text[found.end() :].lstrip()))
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def merge_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """Places one after the other, one a page."""
    return [
        Piece(page=page, boxes=[box for piece in run for box in piece.boxes])
        for page, run in groupby(pieces, key=lambda piece: piece.page)
    ]


def _roman(text: str) -> int | None:
    worth = {"i": 1, "v": 5, "x": 10}
    values = [worth[c] for c in text]
    total = sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    return total if total <= 39 else None


def _taken_apart(page: int, index: int, block: Block) -> Iterator[Paragraph]:
    """A block's paragraphs: a new one where a line opens a list item or a decision after a full stop."""
    if block.table is not None or not block.lines:
        lines = [" ".join(line.split()) for line in block.text.splitlines() if line.strip()]
        yield Paragraph(
            join_lines(lines),
            page,
            index,
            block.kind,
            block.level,
            [Placed(0, page, block.box, False)],
            block.table,
            lines,
        )
        return
    begun: list[Line] = []
    for line in block.lines:
        if begun and _opens(line, begun):
            yield _paragraph(page, index, block, begun)
            begun = []
        begun.append(line)
    yield _paragraph(page, index, block, begun)


def _opens(line: Line, before: list[Line]) -> bool:
    text, above = line.text, before[-1].text
    if _OPENS_LINE.match(text) and _FINAL.search(above):
        return True
    if before[0].bold and all(b.bold for b in before) and not line.bold and len(before) == 1 and _titled(above):
        return True
    letter, first = bare_letter(text), bare_letter(before[0].text)
    if letter is not None and (follows(letter, first) if first else letter.value == 1 and above.endswith(":")):
        return True
    if not _ENDS.search(above):
        return False
    marker = marker_of(text)
    if marker is None:
        return False
    own = marker_of(before[0].text)
    return own is None or follows(marker, own) or follows(marker, None) or marker.style[-1] != own.style[-1]


def _titled(text: str) -> bool:
    return bool(re.match(r"\W{0,3}\d{1,3}[A-Za-z]?\s*[.:]?\s+[A-Z]", text))


def _paragraph(page: int, index: int, block: Block, lines: list[Line]) -> Paragraph:
    text = ""
    placed: list[Placed] = []
    for line in lines:
        flat = " ".join(line.text.split())
        if not flat:
            continue
        if text and not _broken(text, flat):
            text += " "
        placed.append(Placed(len(text), page, line.box, line.bold))
        text += flat
    kind = block.kind
    return Paragraph(text, page, index, kind, block.level, placed, None, [_spaced(line) for line in lines])


def _spaced(line: Line) -> str:
    """A line's words, with a tab where a gap sets two columns apart."""
    text = line.words[0].text if line.words else ""
    for before, word in pairwise(line.words):
        text += ("\t" if word.box[0] - before.box[2] > COLUMN_GAP * line.size else " ") + word.text
    return text


def _broken(text: str, following: str) -> bool:
    return len(text) > 1 and text[-1] == "-" and text[-2].isalnum() and following[0].isalnum()


def _carries_on(before: Paragraph, after: Paragraph) -> bool:
    """Whether a paragraph is the rest of the one before: cut by the end of a page, or by a change of type."""
    if before.table or after.table or not before.text or not after.text or _FINAL.search(before.text):
        return False
    if after.text[0].islower() and before.text.count("(") > before.text.count(")"):
        return True  # whatever the type, a bracket is open
    if marker_of(after.text) or (before.bold and not marker_of(before.text)) or _OPENS_LINE.match(after.text):
        return False
    if after.text[0].islower() or (after.text[0] == "(" and after.text[1:2].islower() and before.text[-1] != ")"):
        return before.kind == after.kind or after.text[0].islower()
    if after.kind == "heading" and not re.search(
        r"(?:,|\b(?:of|the|and|to|for|in|a|by|with|on|was|were|be|Mr|Mrs|Ms))$", before.text
    ):
        return False
    if re.search(
        r"(?:,|\b(?:of|the|and|or|to|for|in|a|by|with|on|from|was|were|be|Mr|Mrs|Ms|Dr|Councillor|Councillors))$",
        before.text,
    ):
        return after.indent < before.indent + 60
    return after.page > before.lines[-1].page and _full(before) and len(before.text) > 60


def _full(paragraph: Paragraph) -> bool:
    """Whether its last line runs to the right edge of the others."""
    edges = [line.box[2] for line in paragraph.lines]
    return len(edges) > 1 and edges[-1] > max(edges) - 40


def _append(paragraph: Paragraph, rest: Paragraph) -> None:
    gap = "" if _broken(paragraph.text, rest.text) else " "
    at = len(paragraph.text) + len(gap)
    paragraph.text += gap + rest.text
    paragraph.lines += [Placed(line.start + at, line.page, line.box, line.bold) for line in rest.lines]
    paragraph.raw += rest.raw
