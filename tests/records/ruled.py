"""PDFs of headings, lines and ruled tables, in any council's style, and what the readers make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from assistant.papers.read import read_paper
from assistant.papers.tables import labelled_rows
from assistant.records.identify import identify
from assistant.records.model import Record
from assistant.records.read import read_records
from assistant.records.reading import Context
from assistant.records.sheets import find_sheets

Kind = TypeVar("Kind", bound=Record)
STYLES = getSampleStyleSheet()
WIDE = landscape(A4)[0] - 80
OVER = object()
"""Stands for a new page."""


@dataclass(slots=True)
class Ruled:
    """A ruled table to draw: ``bold`` rows, ``fills`` of (row, column), ``spans`` of (row, column, last row, last column)."""

    rows: Sequence[Sequence[str]]
    bold: Sequence[int] = (0,)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: Sequence[tuple[int, int, int, int]] = ()
    widths: Sequence[float] | None = None
    repeat: int = 0

    def drawn(self) -> Table:
        wide = list(self.widths or [WIDE / len(self.rows[0])] * len(self.rows[0]))
        cells = [
            [
                Paragraph(f"<b>{c}</b>" if r in self.bold and c else c, STYLES["BodyText"]) if wide[n] > 30 else c
                for n, c in enumerate(row)
            ]
            for r, row in enumerate(self.rows)
        ]
        style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        style += [("BACKGROUND", (c, r), (c, r), colors.HexColor(f)) for (r, c), f in self.fills.items()]
        style += [("SPAN", (c, r), (last_c, last_r)) for r, c, last_r, last_c in self.spans]
        return Table(cells, colWidths=wide, style=TableStyle(style), repeatRows=self.repeat)


def write(path: Path, *pieces: str | Ruled | object) -> Path:
    """A PDF of headings ("# Title"), paragraphs, tables and page breaks."""
    flow: list[Any] = []
    for piece in pieces:
        if piece is OVER:
            flow.append(PageBreak())
        elif isinstance(piece, Ruled):
            flow.append(piece.drawn())
        else:
            text = str(piece)
            flow.append(Paragraph(text.lstrip("# "), STYLES["Heading2" if text.startswith("#") else "BodyText"]))
    SimpleDocTemplate(str(path), pagesize=landscape(A4), leftMargin=40, rightMargin=40, invariant=1).build(flow)
    return path


@cache
def context(path: Path) -> Context:
    """A paper read as far as its sheets."""
    paper = read_paper(path)
    facts = identify(paper, path.name)
    return Context(paper, facts, find_sheets(paper.pages, facts.parts, labelled_rows(paper.pages)))


@cache
def records(path: Path) -> list[Record]:
    """All records of a paper."""
    paper = read_paper(path)
    return read_records(paper, identify(paper, path.name), labelled_rows(paper.pages))


def of(kind: type[Kind], path: Path) -> list[Kind]:
    """A paper's records of one kind."""
    return [record for record in records(path) if isinstance(record, kind)]
