"""Rows of figures that reached the PDF as plain lines: label and values on a line, their headers on a line above.

Only what is sure is read: figures get their headers when the nearest line of periods above has exactly as many as the
row has figures. Everything else stays text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from assistant.papers.model import Block, Line, Page, Word

_NUMERIC = re.compile(r"^[(+\-−–]?£?[(\-−]?\d[\d,]*(?:\.\d+)?(?:%|r|m|k|bn|p)?\)?\*?$")
_BLANK = re.compile(r"^(?:[-–—x]|n/a|tbc|monitor|nil)$", re.IGNORECASE)
_MARK = re.compile(r"^[•▲▼◀▶►◄↑↓→←\uf000-\uf0ff]+$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_PERIOD = re.compile(
    rf"{_MONTH}[-’' ]?\d{{2,4}}\b|\b20\d\d[/–-]\d{{2,4}}\b|\bq\s?[1-4i][ -]*(?:20)?\d\d[/-]\d\d\b|\b\d\d[/-]\d\d\b(?= (?:actual|budget|estimate|forecast))",
    re.IGNORECASE,
)
_LABEL_LINES = 4  # a label runs over at most so many lines before its figures
_HEADER_ABOVE = 60  # a header stands at most so many lines above its rows
_SAME_HEAD = 0.8  # font sizes between two words of one head
_UNITS = re.compile(r"^(?:(£m|£k|£'?000s?|£)\s+)+(?=[A-Z])")


@dataclass(slots=True)
class LooseRow:
    """A row read from lines: ``blocks`` are the indices of the page's blocks it stands in; cells as (header, text).

    ``text`` is the row as printed, line by line.
    """

    blocks: tuple[int, ...]
    text: str
    cells: list[tuple[str, str]]


@dataclass(slots=True)
class _Line:
    block: int
    line: Line
    label: list[Word]
    values: list[Word]  # the run of figures (and blanks) at the end of the line
    marks: list[Word]  # arrows, bullets and what follows them

    @property
    def is_row(self) -> bool:
        return sum(bool(_NUMERIC.match(w.text)) for w in self.values) >= 2


def loose_rows(page: Page, carried: list[str] | None = None) -> tuple[list[LooseRow], list[str]]:
    """The rows of figures among a page's text lines, in order, and the periods that hold for its last row.

    ``carried`` are those of the page before: a table that goes on over the page need not repeat its header.
    """
    if page.status == "ocr":
        return [], []  # under which header a figure stands is not told surely by where a scan has it
    lines = [
        _read(i, line)
        for i, block in enumerate(page.blocks)
        if block.kind in {"paragraph", "heading"}
        for line in block.lines
    ]
    found: list[LooseRow] = []
    used = -1
    for number, line in enumerate(lines):
        if not line.is_row:
            continue
        first = number
        while first - 1 > used and number - first < _LABEL_LINES and _leads(lines, first, line):
            first -= 1
        above = _header_above(lines, number)
        carried = above if above is not None else carried
        headers = carried if carried and len(carried) == len(line.values) else None
        if headers is None:
            used = number
            continue
        taken = lines[first : number + 1]
        label = " ".join(word.text for part in taken for word in part.label)
        if re.search(r"[A-Za-z]{2}", label) and not label[:1].islower():  # a label cut off at its head is not one
            text = "\n".join(part.line.text for part in taken)
            units = _UNITS.match(label)
            label = label[units.end() :] if units else label
            cells = [("", label), *_paired(line, headers, units.group(1) if units else "")]
            found.append(LooseRow(tuple(dict.fromkeys(part.block for part in taken)), text, cells))
        used = number
    return found, carried or []


def _read(block: int, line: Line) -> _Line:
    words = list(line.words)
    end = len(words)
    while end and (
        _MARK.match(words[end - 1].text) or _BLANK.match(words[end - 1].text) or _NUMERIC.match(words[end - 1].text)
    ):
        end -= 1
    run = words[end:]
    cut = next((i for i, word in enumerate(run) if _MARK.match(word.text)), len(run))
    if sum(bool(_NUMERIC.match(w.text)) for w in run[:cut]) < 2:
        return _Line(block, line, words, [], [])
    return _Line(block, line, words[:end], run[:cut], run[cut:])


def _leads(lines: list[_Line], first: int, row: _Line) -> bool:
    """Whether the line before ``first`` belongs to the row's label: it has no figures and the label begins there."""
    before = lines[first - 1]
    if before.values or _PERIOD.search(before.line.text) or before.line.text.rstrip().endswith((".", ":")):
        return False
    own = " ".join(w.text for w in lines[first].label)
    starts = re.match(r"^\d{1,3}[a-z]? +[A-Z]", own)
    return not (starts and len(own) > 4) and not (own[:1].isupper() and lines[first] is row and len(own) > 12)


def _header_above(lines: list[_Line], row: int) -> list[str] | None:
    """The periods of the nearest line above that names two or more, or None where the page has no such line."""
    for line in reversed(lines[max(0, row - _HEADER_ABOVE) : row]):
        periods = [] if line.is_row else [m.group(0) for m in _PERIOD.finditer(line.line.text)]
        if len(periods) >= 2:
            return _whole(line.line, periods)
    return None


def _whole(line: Line, periods: list[str]) -> list[str]:
    """The heads of a line, each with the words that stand close to its period: "Half year 2024/25", "Bid for 2024/25"."""
    stretches: list[list[Word]] = []
    for word in line.words:
        if stretches and word.box[0] - stretches[-1][-1].box[2] < _SAME_HEAD * line.size:
            stretches[-1].append(word)
        else:
            stretches.append([word])
    texts = [" ".join(word.text for word in stretch) for stretch in stretches]
    heads = [text for text in texts if _PERIOD.search(text)]
    return heads if len(heads) == len(periods) else periods


def _paired(row: _Line, headers: list[str], unit: str) -> list[tuple[str, str]]:
    cells = [(f"{header} {unit}".strip(), word.text) for header, word in zip(headers, row.values, strict=True)]
    rest = [word.text for word in row.marks if not _MARK.match(word.text)]
    return cells + ([("Target", rest[0])] if len(rest) == 1 else [])


def without_rows(block: Block, index: int, rows: list[LooseRow]) -> str:
    """A block's text without the lines that were read as rows."""
    taken = {line for row in rows if index in row.blocks for line in row.text.splitlines()}
    kept = [line for line in block.text.splitlines() if " ".join(line.split()) not in taken]
    return "\n".join(kept)


def by_block(rows: list[LooseRow]) -> dict[int, list[LooseRow]]:
    """The rows by the block they begin in."""
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.blocks[0])}
