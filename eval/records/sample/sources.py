"""The sources of the sample papers, block by block, each with the page of the PDF on which it begins.

Blocks come from the builder that made the PDFs; pages from the text that pypdf finds in them, walked in step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdf

from corpus.builder.data import substitute
from corpus.builder.directives import MAKERS, table_rows
from corpus.builder.document import Part, load_paper
from corpus.builder.markup import Block, parse

ROOT = Path(__file__).resolve().parents[3]
PACKS = ROOT / "corpus" / "sources" / "packs"
PAPERS = ROOT / "corpus" / "papers"
MARK = re.compile(r"^\{(?:([RAGBNH])|(up|down|same) (\w+))\}")
FILLS = {"R": "red", "A": "amber", "G": "green", "B": "blue", "N": "grey", "H": None}
_PAGES = re.compile(r"\{\{pages (\w+)\}\}")


@dataclass(slots=True)
class Cell:
    """A table's cell: its words, the colour it is filled with, the arrow drawn in it."""

    text: str
    fill: str | None = None
    arrow: str | None = None


@dataclass(slots=True)
class Row:
    """A table's row and the page on which it begins."""

    page: int
    cells: list[Cell]

    def texts(self) -> list[str]:
        """The words of its cells."""
        return [cell.text for cell in self.cells]


@dataclass(slots=True)
class Place:
    """A heading, paragraph, list item or table where it stands: ``under`` are the headings above it, by level."""

    document: str
    part: str
    kind: str
    page: int
    text: str
    label: str
    under: dict[int, str]
    args: dict[str, str] = field(default_factory=dict)
    head: list[list[str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)


class Pdf:
    """A PDF's text, walked from the front: what is sought next stands after what was found last."""

    def __init__(self, path: Path) -> None:
        self.texts = [_bare(page.extract_text()) for page in pypdf.PdfReader(path).pages]
        self.page, self.offset = 0, 0

    def find(self, text: str, least: int = 24) -> int:
        """The page (from 1) on which a text begins.

        Raises:
            LookupError: it stands nowhere after what was found last.
        """
        wanted = _bare(text)[:least]
        for number in range(self.page, len(self.texts)):
            at = self.texts[number].find(wanted, self.offset if number == self.page else 0)
            if at >= 0:
                self.page, self.offset = number, at + len(wanted)
                return number + 1
        raise LookupError(f"page {self.page + 1}: {text[:60]!r} does not follow {self._here()!r}")

    def page_of(self, text: str, page: int) -> int:
        """The page on which a text begins, sought from a page on; wherever the walk stands.

        Raises:
            LookupError: it stands nowhere from there on.
        """
        wanted = _bare(text)[:24]
        for number in range(page, len(self.texts) + 1):
            if wanted in self.texts[number - 1]:
                return number
        raise LookupError(f"{text[:60]!r} stands nowhere from page {page} on")

    def printed_pages(self) -> list[str]:
        """The page ranges printed within a few words of what was found last: "5 - 12"."""
        near = self.texts[self.page][self.offset : self.offset + 160]
        return [f"{first} - {last}" for first, last in re.findall(r"\(Pages(\d+)-(\d+)\)", near)]

    def _here(self) -> str:
        return self.texts[self.page][max(0, self.offset - 30) : self.offset]


def clean(text: str) -> str:
    """A source's text as it is printed: without marks of bold and italics, line breaks as spaces."""
    text = text.replace("\\\\", "\n").replace("~", "\u00a0")
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    return re.sub(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])", r"\1", text)


def places() -> Iterator[Place]:
    """Everything in all sample papers, paper by paper, in the order in which it is printed."""
    for source in sorted(PACKS.glob("*.md")):
        paper = load_paper(source)
        pdf = Pdf(PAPERS / paper.output)
        for part in paper.parts:
            yield from _part(paper.output, part, pdf)


def _part(document: str, part: Part, pdf: Pdf) -> Iterator[Place]:
    under: dict[int, str] = {}
    pending: dict[str, str] = {}
    for block in parse(substitute(part.body)):
        if block.kind == "tableset":
            pending = block.args
            continue
        place = _place(document, part, block, dict(under), pending, pdf)
        if place is None:
            continue
        if place.kind == "heading":
            under = {level: text for level, text in under.items() if level < block.level} | {block.level: place.text}
        pending = {} if block.kind == "table" else pending
        yield place


def _place(
    document: str, part: Part, block: Block, under: dict[int, str], pending: dict[str, str], pdf: Pdf
) -> Place | None:
    name = str(part.meta.get("source", part.key))
    if block.kind in MAKERS:
        made, look = table_rows(block.kind, block.args)
        head, rows = made[: look.head], [_row(cells, pdf) for cells in made[look.head :]]
        return Place(document, name, block.kind, rows[0].page, "", "", under, block.args, head, rows, part.meta)
    if block.kind == "table":
        count = int(pending.get("head", 1))
        rows = [_row(cells, pdf) for cells in block.rows[count:]]
        head = block.rows[:count]
        return Place(document, name, "table", rows[0].page, "", "", under, pending, head, rows, part.meta)
    if block.kind not in ("heading", "para", "item", "h2"):
        return None
    raw = block.args["text"] if block.kind == "h2" else block.text
    text, *rest = _PAGES.split(raw)
    page = pdf.find(clean(text))
    kind = "heading" if block.kind == "h2" else block.kind
    place = Place(document, name, kind, page, clean(raw), block.label, under, meta=part.meta)
    if rest:
        pdf.find(clean(text)[-12:].strip() if len(_bare(clean(text))) > 36 else "", 12)
        place.pages = pdf.printed_pages()[: len(rest) // 2]
        place.text = _PAGES.sub("", place.text).strip()
    return place


def _row(cells: list[str], pdf: Pdf) -> Row:
    made = []
    for text in cells:
        fill = arrow = None
        if found := MARK.match(text):
            fill, arrow = FILLS.get(found[1]), found[2]
            text = text[found.end() :].strip() if found[1] else ""
        made.append(Cell("" if text in ("<", "^") else clean(text), fill, arrow))
    return Row(pdf.find("".join(cell.text for cell in made), 18), made)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
