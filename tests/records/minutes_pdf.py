"""Minutes of made-up councils as real PDFs, in the layouts of different kinds of council."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assistant.papers.read import read_paper
from assistant.papers.tables import labelled_rows
from assistant.records.identify import identify
from assistant.records.model import Record
from assistant.records.read import read_records

R = TypeVar("R", bound=Record)
Line = str | list[list[str]] | None
"""A paragraph ("# " bold heading, "> " one step further in, ">> " two), a ruled table, None for a new page."""


def pdf(path: Path, lines: Sequence[Line]) -> Path:
    """Write the lines as a PDF."""
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=60, rightMargin=60, topMargin=60, bottomMargin=60).build(
        [flowable for line in lines for flowable in _flowables(line)]
    )
    return path


def records(path: Path, lines: Sequence[Line]) -> list[Record]:
    """What is read from such a PDF."""
    paper = read_paper(pdf(path, lines))
    return read_records(paper, identify(paper, path.name), labelled_rows(paper.pages))


def of_paper(path: Path) -> list[Record]:
    """What is read from a PDF that is there."""
    paper = read_paper(path)
    return read_records(paper, identify(paper, path.name), labelled_rows(paper.pages))


def only(kind: type[R], found: Sequence[Record]) -> list[R]:
    """The records of one kind."""
    return [record for record in found if isinstance(record, kind)]


def _flowables(line: Line) -> list[Flowable]:
    if line is None:
        return [PageBreak()]
    if isinstance(line, list):
        table = Table(line, colWidths=[470 / len(line[0])] * len(line[0]))
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.7, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return [table, Spacer(1, 10)]
    bold = line.startswith("# ")
    step = len(line) - len(line.lstrip(">"))
    text = line[2:] if bold else line.lstrip("> ")
    style = ParagraphStyle(
        "line",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=12 if bold else 11,
        leading=14,
        spaceAfter=9,
        leftIndent=28 * step,
    )
    return [Paragraph(text.replace("&", "&amp;"), style)]
