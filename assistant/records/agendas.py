"""Agenda items: section, number, title, pages as printed, and whether the public is shut out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.papers.model import Page
from assistant.records.dates import MONTH
from assistant.records.model import AgendaItem, Piece, Record
from assistant.records.parts import Part
from assistant.records.prose import Paragraph, join_lines, merge_pieces, paragraphs
from assistant.records.reading import Context

_NUMBER = re.compile(
    r"^\W{0,2}(?:(?:agenda )?item\s+)?(?P<number>\d{1,2}[A-Za-z]?|[IlA-Z](?=\s*[.)]))\s*[.):]?\s+(?=[\"“'‘(]?[A-Z\d])",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"\(?\s*(?:pages?|pp?\.)\s*(?:nos?\.? ?)?[\dIl]+(?:\s*[-–—]\s*[\dIl]+)?(?:\s*(?:,|&|and)\s*[\dIl]+(?:\s*[-–—]\s*[\dIl]+)?)*\s*\)?",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"\s*\((?:to follow|verbal|oral|none|attached|enclosed|circulated|published|report|written|presentation|exempt|part (?:ii|2|b)\b|appendix|paper|copy|page)[^)]{0,80}\)?\W*$",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^\W*(?:agenda\W+)?(?P<name>part\s+(?:i{1,3}|[1-3]|[a-c]|one|two)\b.{0,80}|(?:exempt|private|confidential|public|open|closed|unrestricted|restricted)\b.{0,30}\b(?:items?|business|session|agenda)\b.{0,40}"
    r"|(?:key|non-key|executive|other) (?:decisions?|items?)\b.{0,30}|items? for (?:decision|information|noting|discussion|council)\b.{0,20}|section [a-z\d]\b.{0,60})$",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:private|exempt|confidential|closed|restricted|not (?:for publication|open to the public))\b|^\W*(?:agenda\W+)?part (?:ii|2|two|b)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\bunrestricted\b|\bnon-?exempt\b|\bopen to (?:the )?(?:public|press)\b", re.IGNORECASE)
_START = re.compile(
    r"^\W*(?:agenda|order of business|business|agenda item(?:s| no\.?)?)\W*$|^\W*agenda\b.{0,60}$", re.IGNORECASE
)
_PAGE_CELL = re.compile(r"\d{1,4}(?:\s?[-–—]\s?\d{1,4})?")
_PAGE_COLUMN = re.compile(rf"\t\s*(?P<pages>{_PAGE_CELL.pattern})\s*$")
_DAY = re.compile(rf"^\W*\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}", re.IGNORECASE)
_STARTING_KINDS = {"agenda", "supplement"}


@dataclass(slots=True)
class _Item:
    number: str
    section: str | None
    private: bool
    lines: list[str]
    page: int
    pieces: list[Piece] = field(default_factory=list)
    mark: str = ""
    pages: str | None = None
    """What stands for it in a column of pages."""


def read_agenda(index: int, context: Context) -> list[Record]:
    """The items of the agenda that part ``index`` is, else []."""
    part = context.facts.parts[index]
    if part.kind not in _STARTING_KINDS:
        return []
    items = _in_order(list(_items(part, context.paper.pages)))
    if len(items) == 1 and not _PAGES.search(join_lines(items[0].lines)):
        return []  # a number at the head of a line, not an agenda
    return [_record(item, part) for item in items]


def _items(part: Part, pages: list[Page]) -> Iterator[_Item]:
    section: str | None = None
    private = False
    item: _Item | None = None
    for paragraph in paragraphs(part, pages):
        for line, piece, beside in _lines(paragraph):
            named = _SECTION.match(line) if _stands_out(paragraph, line) else None
            if named or (_START.match(line) and len(line) < 80 and _stands_out(paragraph, line)):
                if item is not None:
                    yield item
                item = None
                section = " ".join(named["name"].split()).strip(" .–-:") if named else section
                private = bool(named and _PRIVATE.search(line) and not _OPEN.search(line)) if named else private
                continue
            number = _NUMBER.match(line)
            if number and not _DAY.match(line):
                if item is not None:
                    yield item
                item = _Item(
                    number["number"],
                    section,
                    private,
                    [line[number.end() :]],
                    piece.page,
                    [piece],
                    number.group(0),
                    beside,
                )
            elif item is not None and _goes_on(item, line, paragraph):
                item.lines.append(line)
                item.pieces.append(piece)
                item.pages = item.pages or beside
    if item is not None:
        yield item


def _lines(paragraph: Paragraph) -> Iterator[tuple[str, Piece, str | None]]:
    """The lines of a paragraph, each with its place and what stands in a column of pages to its right."""
    if paragraph.table is not None:
        for row in range(paragraph.table.n_rows):
            cells = sorted((c for c in paragraph.table.cells if c.row == row), key=lambda c: c.column)
            text = " ".join(" ".join(cell.text.split()) for cell in cells if cell.text.strip())
            boxes = [cell.box for cell in cells if cell.text.strip()]
            for line in (
                [text] if _NUMBER.match(text) and len(cells) > 1 else [x for c in cells for x in c.text.splitlines()]
            ):
                whole = line == text and len(cells) > 2 and _PAGE_CELL.fullmatch(" ".join(cells[-1].text.split()))
                pages = " ".join(cells[-1].text.split()) if whole else None
                yield " ".join(line.split()), Piece(page=paragraph.page, boxes=boxes), pages
        return
    for line, placed in zip(paragraph.raw, paragraph.lines, strict=False):
        beside = _PAGE_COLUMN.search(line)
        yield " ".join(line.split()), Piece(page=placed.page, boxes=[placed.box]), beside["pages"] if beside else None


def _stands_out(paragraph: Paragraph, line: str) -> bool:
    return paragraph.kind == "heading" or paragraph.bold or line.isupper() or len(paragraph.raw) == 1


def _goes_on(item: _Item, line: str, paragraph: Paragraph) -> bool:
    """Whether a line still belongs to the title of an item: it runs on, or gives its pages."""
    so_far = join_lines(item.lines)
    if so_far.count("(") > so_far.count(")"):
        return True
    if _PAGES.match(line) or _BRACKETED.match(line):
        return not _PAGES.search(so_far)
    if _PAGES.search(so_far) or _BRACKETED.search(so_far) or re.search(r"[.;:]$", so_far):
        return False
    begun_here = item.pieces[0].page == (paragraph.lines[0].page if paragraph.lines else paragraph.page)
    last = item.pieces[-1]
    same = any(placed.box in last.boxes for placed in paragraph.lines) if paragraph.lines else False
    return begun_here and same


def _in_order(items: list[_Item]) -> list[_Item]:
    """The items whose numbers count on; a number that starts anew does so in a new section."""
    kept: list[_Item] = []
    for item in items:
        value = 1 if item.number in {"I", "l"} else int(re.sub(r"\D", "", item.number) or 0)
        if not value:
            continue
        before = kept[-1] if kept else None
        last = int(re.sub(r"\D", "", before.number) or 1) if before else 0
        new_section = before is None or before.section != item.section
        letter = before is not None and value == last and item.number != before.number
        if letter or (0 < value - last <= 3) or (new_section and value == 1) or before is None:
            item.number = "1" if item.number in {"I", "l"} and value == 1 else item.number
            kept.append(item)
    return kept


def _record(item: _Item, part: Part) -> AgendaItem:
    text = join_lines(item.lines)
    pages = _PAGES.search(text)
    told = pages.group(0).strip() if pages else item.pages
    title = text[: pages.start()] if pages else _without_column(text, item.pages)
    described = re.search(r"[.:]\s+(?=[A-Z])", title)
    if (
        described
        and len(title[: described.start()]) > 3
        and not re.search(r"\b(?:Mr|Mrs|Ms|Dr|St|No|vs?|Cllr)$", title[: described.start()])
    ):
        title = title[: described.start()]
    title = _BRACKETED.sub("", title).strip(" .:–-")
    private = item.private or bool(
        re.search(
            r"\(\s*(?:exempt|private|confidential|part (?:ii|2|two)\b)|\bnot for publication\b", text, re.IGNORECASE
        )
    )
    return AgendaItem(
        page=item.page,
        pieces=merge_pieces(item.pieces),
        as_printed=f"{item.mark}{text}",
        committee=part.committee,
        meeting_date=part.meeting_date,
        section=item.section,
        number=item.number,
        title=title,
        pages=told,
        private=private,
    )


def _without_column(text: str, pages: str | None) -> str:
    """An item's words without those of the column of pages."""
    before, found, after = text.rpartition(pages) if pages else ("", "", text)
    return " ".join(f"{before} {after}".split()) if found else text
