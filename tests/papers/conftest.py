"""PDFs built for the tests, and the real papers where there are any."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from assistant.papers.model import Paper
from assistant.papers.read import read_paper

HEIGHT = A4[1]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")


class Sheet:
    """A page being drawn from the top down. ``lines`` writes lines of text and goes on below them."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = HEIGHT - 72

    def lines(
        self,
        *texts: str,
        size: float = 11,
        bold: bool = False,
        x: float = 72,
        leading: float = 1.2,
        after: float = 10,
    ) -> Sheet:
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        for text in texts:
            self.canvas.drawString(x, self.y, text)
            self.y -= size * leading
        self.y -= after
        return self

    def at(self, x: float, y: float, text: str, size: float = 9, font: str = "Helvetica") -> Sheet:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return self

    def table(
        self, rows: Sequence[Sequence[Any]], *style: Any, widths: Sequence[float] | None = None, x: float = 72
    ) -> Sheet:
        cells = [
            [Paragraph(c, getSampleStyleSheet()["BodyText"]) if len(str(c)) > 40 else c for c in row] for row in rows
        ]
        made = Table(cells, colWidths=widths, style=TableStyle([GRID, *style]))
        _, high = made.wrapOn(self.canvas, A4[0] - 144, self.y)
        made.drawOn(self.canvas, x, self.y - high)
        self.y -= high + 20
        return self


Draw = Callable[[Sheet], Any]
Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Makes a PDF with one page for each drawing function."""

    def make(*pages: Draw, name: str = "paper.pdf", **options: Any) -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=A4, invariant=1, **options)
        for draw in pages:
            draw(Sheet(canvas))
            canvas.showPage()
        canvas.save()
        return path

    return make


@pytest.fixture
def read(build: Build) -> Callable[..., Paper]:
    """Builds a PDF of the drawing functions and reads it."""

    def make(*pages: Draw, **options: Any) -> Paper:
        return read_paper(build(*pages, **options))

    return make


@pytest.fixture(scope="session")
def real_papers() -> Path:
    """The folder of real papers. They are not part of the project, so the tests over them are skipped
    elsewhere.
    """
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("ASSISTANT_REAL_PAPERS", root.parent / "shared" / "papers"))
    if not folder.is_dir():
        pytest.skip(f"no real papers at {folder} (set ASSISTANT_REAL_PAPERS)")
    if not list(folder.rglob("*.pdf")):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{folder} holds no PDF")
    return folder
