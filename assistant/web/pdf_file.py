"""An answer with its figures and sources as a PDF, by ReportLab."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

from markdown_it.token import Token
from reportlab.lib import colors
from reportlab.lib.fonts import addMapping
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from assistant.answering.answer import Answer
from assistant.web.markup import parsed, readable
from assistant.web.taking import FIGURE_HEAD, blocks, figure_rows, notes, quoted, said, source_line

# DejaVu holds every letter of the languages of these islands and the arrows of scorecards; where a machine has none, Vera
# comes with ReportLab.
_FONTS = (("DejaVuSans", "DejaVuSans-Bold"), ("Vera", "VeraBd"))
_MARGIN = 20 * mm
_PADDING = 13  # points to both sides of a cell
_RULE = colors.HexColor("#8b8676")


class _Type(NamedTuple):
    """The type that is set: the names of a font and its bold, and the characters that it has."""

    plain: str
    bold: str
    held: frozenset[int]


def to_pdf(answer: Answer, today: date) -> bytes:
    """An answer with its figures and sources. All of it is text: nothing of a paper becomes a link or a form."""
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
        title=readable(answer.question)[:200], author="Committee papers assistant", lang="en-GB", displayDocTitle=True,
    )  # fmt: skip
    document.build(list(_story(answer, today)), onFirstPage=_numbered, onLaterPages=_numbered)
    return out.getvalue()


def _story(answer: Answer, today: date) -> Iterator[Flowable]:
    yield _paragraph(readable(answer.question), _style("Question", 15, bold=True))
    yield from _written(parsed(answer.answer, {citation.marker for citation in answer.citations}))
    for series in answer.series:
        yield _paragraph(readable(series.indicator), _style("Head", 12, bold=True))
        if series.note:
            yield _paragraph(readable(series.note), _style("Text"))
        yield _table([FIGURE_HEAD, *figure_rows(series.rows)])
    if answer.citations:
        yield _paragraph("Sources", _style("Head", 12, bold=True))
    for citation in answer.citations:
        yield _paragraph(f"[{citation.marker}] {source_line(citation)}", _style("Text"))
        yield _paragraph(quoted(citation), _style("Quote", indent=8 * mm))
    for note in notes(answer, today):
        yield _paragraph(note, _style("Note", 9))


def _written(tokens: Sequence[Token]) -> Iterator[Flowable]:
    """An answer's paragraphs, lists, quotations and tables."""
    inside: list[str] = []
    for block in blocks(tokens):
        if isinstance(block, list):
            yield _table([["".join(map(said, cell.children or [])) for cell in row] for row in block])
        elif block.type.endswith("_open"):
            inside.append(block.type)
        elif block.type.endswith("_close"):
            inside.pop()
        else:
            listed = bool(inside) and "list" in inside[-1]
            style = _style("Item" if inside else "Text", indent=8 * mm if inside else 0)
            yield Paragraph(_marked(block), style, bulletText="•" if listed else None)


def _marked(inline: Token) -> str:
    """A line with its bold words, as ReportLab's own markup, in which everything else is escaped."""
    told, bold = [], False
    for child in inline.children or []:
        bold = child.type == "strong_open" or (bold and child.type != "strong_close")
        words = _as_set(said(child)).replace("\n", "<br/>")
        told.append(f"<b>{words}</b>" if bold and words else words)
    return "".join(told)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(_as_set(text), style)


def _as_set(text: str) -> str:
    """Text as the type can show it: a letter without its accent rather than an empty box, and no markup."""
    held = _type().held
    return escape("".join(_letter(letter, held) for letter in text))


def _letter(letter: str, held: frozenset[int]) -> str:
    if letter == "\n" or ord(letter) in held:
        return letter
    base = unicodedata.normalize("NFKD", letter)[:1]
    return base if base and ord(base) in held else "?"


def _table(rows: Sequence[Sequence[str]]) -> Flowable:
    head, cell = _style("Cell head", 9, bold=True), _style("Cell", 9)
    told = [[_paragraph(text, cell if n else head) for text in row] for n, row in enumerate(rows)]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return Table(told, _widths(rows), repeatRows=1, splitInRow=1, style=style, spaceAfter=3 * mm)


def _widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """The columns of a table over the whole page: each as wide as its longest word, so that no figure is broken, as far as
    there is room, and what is left by how much each holds."""
    room, size, font = A4[0] - 2 * _MARGIN, 9, _type().bold
    columns = [[row[i] for row in rows if i < len(row)] for i in range(max(map(len, rows)))]

    def wide(text: str) -> float:
        return float(stringWidth(_as_set(text), font, size)) + _PADDING

    least = [max(wide(word) for cell in column for word in [*cell.split(), ""]) for column in columns]
    most = room / len(columns)
    least = [min(width, most) for width in least]
    wanted = [max(0.0, max(map(wide, column)) - width) for column, width in zip(columns, least, strict=True)]
    share = min(1.0, (room - sum(least)) / sum(wanted)) if sum(wanted) else 0.0
    return [width + more * share for width, more in zip(least, wanted, strict=True)]


@lru_cache(maxsize=32)
def _style(name: str, size: float = 10.5, *, bold: bool = False, indent: float = 0) -> ParagraphStyle:
    font = _type()
    cell = name.startswith("Cell")
    return ParagraphStyle(
        name, fontName=font.bold if bold else font.plain, fontSize=size, leading=size * 1.4, leftIndent=indent,
        bulletIndent=indent / 2, bulletFontName=font.plain, bulletFontSize=size, spaceBefore=0 if cell else 1.5 * mm,
        spaceAfter=0 if cell else 1.5 * mm,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _type() -> _Type:
    """The first of the fonts that this machine has; the last is always there."""
    for plain, bold in _FONTS:
        try:
            fonts = [TTFont(name, f"{name}.ttf") for name in (plain, bold)]
        except TTFError:
            continue
        for font in fonts:
            registerFont(font)
        for italic in (0, 1):
            addMapping(plain, 0, italic, plain)
            addMapping(plain, 1, italic, bold)
        return _Type(plain, bold, frozenset(fonts[0].face.charToGlyph) & frozenset(fonts[1].face.charToGlyph))
    raise AssertionError("ReportLab has lost its own font")


def _numbered(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont(_type().plain, 8)
    canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, f"Page {document.page}")
