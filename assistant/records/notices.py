"""Decision notices and decision forms: tables that record a decision a table or a group of rows, by labelled rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.papers.model import Box, Cell, Table
from assistant.records.beside import labelled_beside
from assistant.records.decision_details import decision_details
from assistant.records.extents import Extent, inline_parts, listed_parts
from assistant.records.leads import VERBS, find_lead
from assistant.records.meetings import record_meeting
from assistant.records.model import Piece, Record, Resolution, Verb
from assistant.records.parts import Part
from assistant.records.prose import Marker, follows, join_lines, marker_of, merge_pieces, paragraphs
from assistant.records.reading import Context, SheetReading
from assistant.records.resolutions import resolution, resolutions_of
from assistant.records.sections import cut_minutes
from assistant.records.sheets import Sheet
from assistant.records.votes import votes_in

_MARK = re.compile(r"^\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})[).]?$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:decision|item|minute)(?: no\.?| number)? ?\d+\w?\W*$", re.IGNORECASE)
_DECISION = re.compile(
    r"^(?:the |details of (?:the )?)?(?:decisions?|resolutions?)(?: taken| made| agreed| reached| of (?:the )?[\w ]{3,40})?\s*(?:[:.]|$|\n)\s*",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"^(?:(?:report )?(?:title|subject|topic|matter|item)(?: of (?:the )?(?:report|decision))?|agenda item)\s*(?:[:.]|$|\n)\s*",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^(?:wards?|(?:declarations?|conflicts?) of (?:any )?(?:\w+ )?interests?|interests? declared|(?:summary of |statement of )?reasons?\b[^:\n]{0,60}"
    r"|(?:alternative )?options?\b[^:\n]{0,50}|alternatives?\b[^:\n]{0,50}|(?:is this an? )?key decision|exempt information|exempt|decision (?:maker|by|made in|date|status|number|ref)[^:\n]{0,40}"
    r"|additional information\b[^:\n]{0,80}|urgen\w+\b[^:\n]{0,30}|call[- ]in\b[^:\n]{0,40}|date(?: of)?\b[^:\n]{0,30}|lead officer|contact\b[^:\n]{0,30}|report (?:of|author|by)"
    r"|officer|cabinet member|portfolio\b[^:\n]{0,20}|financial implications?|consultation|background papers?|confidential\w*|published|implementation)\s*\??\s*(?:[:.?]|$|\n)\s*",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"^(?:(?:result of |record of )?(?:the )?vot(?:es?|ing)(?: cast| record(?:ed)?| result| figures)?|recorded vote)\s*(?:[:.]|$|\n)\s*",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"^(?=\S*\d)[A-Z]{1,6}(?:[./-]?\w{1,6}){1,4}$")
_REFUSED = re.compile(
    r"^\W*(?:that )?(?:the (?:recommendations?|proposals?|application|request) (?:was|were|be) )?(?:not (?:be )?(?:approved|agreed|supported|accepted)|rejected|refused)\b",
    re.IGNORECASE,
)
LONGEST_BAND = 200
"""Letters of a subject printed over a form."""
WIDEST_FORM = 4
"""Columns of a form: a mark, a label and what is said under it. A wider table without a decision is one of figures or a list."""


@dataclass(slots=True)
class Form:
    """One decision: its subject and reference, the lines of what was decided, where they stand, and what is told beside it."""

    title: str | None = None
    lines: list[str] = field(default_factory=list)
    places: list[Piece] = field(default_factory=list)
    at: tuple[int, int] | None = None  # page and table of the decision
    reference: str | None = None
    votes: str = ""
    beside: list[str] = field(default_factory=list)  # "label: what stands under it"


class DecisionForms:
    """The reader of decision forms. Each form yields one resolution."""

    kind = "resolution"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure of a table of a decision notice that has a row for the decision, or the rest of such a form."""
        if sheet.part.kind not in {"decision notice", "minutes"}:
            return 0.0
        labels = [row.kind for page, index in _tables_of(sheet) for row in _rows(context, page, index)]
        told = sum(label is not None for label in labels)
        if sheet.part.kind == "minutes":
            return 0.8 if "decision" in labels and told >= 4 else 0.0
        rest = told >= 3 and len(sheet.headers) <= WIDEST_FORM
        return 0.95 if "decision" in labels and told >= 2 else 0.7 if rest else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """The resolutions whose decision stands in this table."""
        own = set(_tables_of(sheet))
        return SheetReading([record_of(form, sheet.part) for form in _forms(sheet.part, context) if form.at in own])


def read_notice(index: int, context: Context) -> list[Record]:
    """The meeting that a decision notice names the members of, and its decisions where they stand in running text."""
    part = context.facts.parts[index]
    if part.kind != "decision notice":
        return []
    flow = paragraphs(part, context.paper.pages)
    first = next((i for i, paragraph in enumerate(flow) if paragraph.table is not None), len(flow))
    meeting = record_meeting(flow[:first], part)
    found: list[Record] = [meeting] if meeting is not None else []
    if details := decision_details(flow, part):
        return [*found, *details]
    if any(form.at for form in _forms(part, context)):
        return found
    return found + resolutions_of(cut_minutes(part, context.paper.pages), part)


def _tables_of(sheet: Sheet) -> list[tuple[int, int]]:
    return list(dict.fromkeys((row.page, row.table) for entry in sheet.rows for row in entry.rows))


def _table(context: Context, page: int, index: int) -> Table | None:
    tables = [block.table for block in context.paper.pages[page - 1].blocks if block.kind == "table"]
    return tables[index] if index < len(tables) else None


class Row(NamedTuple):
    """A row of a form: what it is about ("decision", "title", "band", "number", "vote", "other", None), its lines, its place."""

    kind: str | None
    label: str
    lines: list[str]
    place: Piece


def _rows(context: Context, page: int, index: int) -> Iterator[Row]:
    """The rows of a form, top to bottom."""
    table = _table(context, page, index)
    if table is None or table.n_rows > 200 or table.n_columns > 8:
        return
    for r in range(table.n_rows):
        cells = sorted(
            (cell for cell in table.cells if cell.row == r and cell.text.strip()), key=lambda cell: cell.column
        )
        if len(cells) > 1 and _MARK.match(cells[0].text.strip()):
            cells = cells[1:]
        if not cells:
            continue
        values = [cell for cell in cells[1:] if cell.text.strip()]
        kind, rest = _label(cells[0].text.strip(), len(cells) > 1)
        if r == 0 and kind in {None, "other"} and _is_band(table, cells):
            kind, rest = "band", cells[0].text.strip()
        lines = [*rest.splitlines(), *(line for cell in values for line in cell.text.splitlines())]
        boxes: list[Box] = [cell.box for cell in ([cells[0], *values] if rest.strip() else values or [cells[0]])]
        label = cells[0].text.strip() if kind == "other" else ""
        yield Row(kind, label, [line for line in lines if line.strip()], Piece(page=page, boxes=boxes))


def _is_band(table: Table, cells: list[Cell]) -> bool:
    """Whether the first row of a table is the subject of the form below it: over all its columns, or beside its reference."""
    first = " ".join(cells[0].text.split())
    if len(cells) == 2 and cells[0].column == 0 and _REFERENCE.match(first):
        return True
    over = len(cells) == 1 and cells[0].column == 0 and cells[0].column_span == table.n_columns > 1
    told = over and len(first) <= LONGEST_BAND and not first.endswith((".", ":"))
    below = [cell.text.strip() for cell in table.cells if cell.column == 0 and cell.row > 0 and cell.text.strip()]
    return told and any(_label(text, True)[0] == "decision" for text in below)


def _label(text: str, alone: bool) -> tuple[str | None, str]:
    """What a row is about by its first cell, and the text behind the label; ``alone``: the value has a cell of its own."""
    text = re.sub(r"^\(?[a-z]\)\s+", "", text)
    if _NUMBERED.match(text):
        return "number", ""
    for kind, pattern in (("vote", _VOTE), ("other", _OTHER), ("decision", _DECISION), ("title", _TITLE)):
        found = pattern.match(text)
        if found:
            return kind, text[found.end() :]
    return ("other", "") if alone and len(text) < 80 else (None, text)


def _forms(part: Part, context: Context) -> list[Form]:
    """All forms of a part, whole over pages: a form begins with its number, its subject, or a second decision."""
    forms: list[Form] = []
    last: str | None = None
    for page, i, block in part.blocks(context.paper.pages):
        if block.kind != "table":
            continue
        index = sum(other.kind == "table" for other in page.blocks[:i])
        for row in _rows(context, page.number, index):
            opening = row.kind in {"number", "title", "band"}
            opens = opening and (not forms or forms[-1].lines or last not in {"number", "title", "band"})
            if opens or not forms or (row.kind == "decision" and forms[-1].lines):
                forms.append(Form())
            form = forms[-1]
            if row.kind == "band":
                form.reference, form.title = form_subject(join_lines(row.lines))
            elif opening:
                form.title = join_lines(row.lines) or form.title
            elif row.kind == "vote":
                form.votes = join_lines(row.lines)
            elif row.kind == "decision" or (row.kind is None and last == "decision"):
                form.at = form.at or (page.number, index)
                form.lines += row.lines
                form.places.append(row.place)
            elif row.label and row.lines:
                form.beside.append(f"{row.label}: {join_lines(row.lines)}")
            last = row.kind or last
    return [form for form in forms if form.lines]


def form_subject(text: str) -> tuple[str | None, str]:
    """(reference, subject) of the line over a form: "EX/25/89 Purchase of 11 Bridge Street *"."""
    first, _, rest = text.partition(" ")
    title = rest if rest and _REFERENCE.match(first) else text
    return (first if title is rest else None), title.strip(" *†‡:–-")


def record_of(form: Form, part: Part) -> Resolution:
    """The resolution that a form records, with its parts."""
    texts = _paragraphed(form.lines)
    parts = listed_parts(texts)
    inline = inline_parts(texts[0]) if len(texts) == 1 else []
    places = merge_pieces(form.places)
    record = resolution(
        part, Extent("\n".join(texts), parts or inline, places, 0, 0), _verb(texts, parts, part), places[0].page
    )
    record.minute, record.minute_title = form.reference, form.title
    record.votes = votes_in(form.votes)
    told = labelled_beside(form.beside)
    record.reasons, record.alternatives = told.get("reasons"), told.get("alternatives")
    return record


def _paragraphed(lines: list[str]) -> list[str]:
    """Lines as paragraphs: a new one at each list item behind a colon, a full stop or an earlier item."""
    groups: list[list[str]] = []
    last: Marker | None = None
    for line in lines:
        mark = marker_of(line.strip())
        ended = not groups or re.search(r"[.;:,–-]\s*$|\b(?:and|or|to)$", groups[-1][-1].strip()) is not None
        if not groups or (mark is not None and (follows(mark, last) or (ended and follows(mark, None)))):
            groups.append([])
            last = mark or last
        groups[-1].append(line)
    return [join_lines(group) for group in groups]


def _verb(texts: list[str], parts: list[str], part: Part) -> Verb:
    lead = find_lead(re.sub(r"^That\s+(?=the\b)", "", texts[0]), part.committee)
    if lead is not None:
        return lead.verb
    if _REFUSED.match(texts[0]):
        return "rejected"
    firsts = {
        VERBS.get(re.sub(r"^\W*\w{1,4}[).]\s*", "", text).split()[0].casefold()) for text in parts if text.split()
    }
    only = next(iter(firsts)) if len(firsts) == 1 else None
    return only or "resolved"
