"""What a view shows as a file: CSV for a spreadsheet, Word for a report."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt

from assistant.printing import counted, harmless
from assistant.tools.registers import Flat
from assistant.tools.sifting import told_day
from assistant.web.markup import readable

CSV_TYPE = "text/csv; charset=utf-8"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NOT_THE_RECORD = "Taken from the committee papers by the committee papers assistant. This is not the formal record."


class Item(NamedTuple):
    """One entry of a report: a heading, lines under it, words as printed, and where they stand."""

    heading: str
    lines: Sequence[str]
    quote: str | None
    source: str


class Sheet(NamedTuple):
    """What a view shows, for export: its title, the filters in words, columns and rows, and entries for a report."""

    title: str
    filters: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Flat]
    items: Sequence[Item]
    noun: str  # what a row is: "decision"


def to_csv(sheet: Sheet) -> bytes:
    """The rows as CSV. It begins with a byte order mark, or spreadsheets read "£" and "–" as something else."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(sheet.columns))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return harmless(readable(value)) if isinstance(value, str) else value


def to_word(sheet: Sheet, today: date) -> bytes:
    """The entries as a Word document. All of it is text: nothing of a paper becomes a field, a link or a style."""
    document = new_document(sheet.title)
    document.add_heading(sheet.title, 0)
    told = "; ".join(sheet.filters) or "all"
    document.add_paragraph(readable(f"{counted(len(sheet.items), sheet.noun)}. Shown: {told}. {told_day(today)}."))
    document.add_paragraph(NOT_THE_RECORD)
    for item in sheet.items:
        document.add_heading(readable(item.heading), 2)
        for line in filter(None, item.lines):
            document.add_paragraph(readable(line))
        if item.quote:
            document.add_paragraph(readable(item.quote), style="Intense Quote")
        source = document.add_paragraph()
        source.add_run(readable(item.source)).italic = True
    return saved(document)


def new_document(title: str) -> WordDocument:
    """An empty Word document in the house's type."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = "Committee papers assistant"
    document.core_properties.language = "en-GB"
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    return document


def saved(document: WordDocument) -> bytes:
    """A Word document as the bytes of its file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
