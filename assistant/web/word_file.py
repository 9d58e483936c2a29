"""An answer with its figures and sources as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from docx.document import Document as WordDocument
from markdown_it.token import Token

from assistant.answering.answer import Answer
from assistant.web.markup import parsed, readable
from assistant.web.taking import FIGURE_HEAD, STYLES, blocks, figure_rows, notes, quoted, said, source_line
from assistant.web.views.export import new_document, saved


def to_word(answer: Answer, today: date) -> bytes:
    """An answer with its figures and sources. All of it is text: nothing of a paper becomes a field, a link or a style."""
    document = new_document(readable(answer.question)[:200])
    document.add_heading(readable(answer.question), 1)
    _write(document, parsed(answer.answer, {citation.marker for citation in answer.citations}))
    for series in answer.series:
        document.add_heading(readable(series.indicator), 2)
        if series.note:
            document.add_paragraph(readable(series.note))
        _table(document, [FIGURE_HEAD, *figure_rows(series.rows)])
    if answer.citations:
        document.add_heading("Sources", 2)
    for citation in answer.citations:
        document.add_paragraph(f"[{citation.marker}] {source_line(citation)}")
        document.add_paragraph(quoted(citation), style="Intense Quote")
    for note in notes(answer, today):
        document.add_paragraph().add_run(note).italic = True
    return saved(document)


def _write(document: WordDocument, tokens: Sequence[Token]) -> None:
    """An answer's paragraphs, lists, quotations and tables."""
    style: list[str] = []
    for block in blocks(tokens):
        if isinstance(block, list):
            _table(document, [["".join(map(said, cell.children or [])) for cell in row] for row in block])
        elif block.type.endswith("_open"):
            style.append(STYLES[block.type])
        elif block.type.endswith("_close"):
            style.pop()
        else:
            paragraph = document.add_paragraph(style=style[-1] if style else None)
            bold = False
            for child in block.children or []:
                bold = child.type == "strong_open" or (bold and child.type != "strong_close")
                paragraph.add_run(said(child)).bold = bold


def _table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for n, row in enumerate(rows):
        for cell, text in zip(table.rows[n].cells, row, strict=False):
            cell.paragraphs[0].add_run(text).bold = n == 0
