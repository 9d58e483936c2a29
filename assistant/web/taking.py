"""What an answer that is taken away is made of, whatever kind of file it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markdown_it.token import Token

from assistant.answering.answer import Answer, Citation
from assistant.tools.figures import FigureRow
from assistant.tools.sifting import told_day
from assistant.web.citing import EXEMPT, name_of, place
from assistant.web.markup import readable
from assistant.web.turns import checked_line, engine_line, scope_line
from assistant.web.views.export import NOT_THE_RECORD
from assistant.web.views.series import against
from assistant.web.views.sources import page_of

STYLES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number", "blockquote_open": "Quote"}
FIGURE_HEAD = ("Period", "Value", "Target", "Rating", "Where")


def source_line(citation: Citation) -> str:
    """A cited paper and where in it, as a line."""
    secret = f" – {EXEMPT}" if citation.exempt else ""
    return readable(f"{name_of(citation)}, {place(citation)} ({citation.document}){secret}")


def quoted(citation: Citation) -> str:
    """The quotation in one line."""
    return " ".join(readable(citation.quote).split())


def notes(answer: Answer, today: date) -> list[str]:
    """What is said under an answer: what was checked or searched, the day, and that it is not the record."""
    told = (checked_line(answer), engine_line(answer), scope_line(answer), f"{told_day(today)}. {NOT_THE_RECORD}")
    return [note for note in told if note]


def figure_rows(rows: Sequence[FigureRow]) -> list[list[str]]:
    """The figures of an indicator as the cells of a table, the newest first, under ``FIGURE_HEAD``."""
    return [[readable(cell) for cell in _cells(row)] for row in reversed(rows)]


def _cells(row: FigureRow) -> tuple[str, ...]:
    rated = "; ".join(filter(None, (row.rating, against(row).lower()))).capitalize()
    page = page_of(row.citation)
    where = f"{row.citation.document}, {page[0].lower()}{page[1:]}"
    return row.period, row.value_as_printed, row.target_as_printed or "–", rated or "–", where


def blocks(tokens: Sequence[Token]) -> Iterator[Token | list[list[Token]]]:
    """What opens and closes a style, the inline texts, and each table as its rows of inline texts."""
    rows: list[list[Token]] | None = None
    for token in tokens:
        if token.type == "table_open":
            rows = []
        elif token.type == "table_close" and rows is not None:
            yield rows
            rows = None
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "inline" and rows is not None:
            rows[-1].append(token)
        elif token.type == "inline" or token.type in STYLES or token.type.replace("close", "open") in STYLES:
            yield token


def said(child: Token) -> str:
    """The words of a piece of a line."""
    if child.type == "marker":
        return f"[{child.content}]"
    if child.type in {"softbreak", "hardbreak"}:
        return "\n"
    return child.content if child.type in {"text", "text_special"} else ""
