"""Answers to take away: with their sources as Markdown or a Word document, for whoever was given them."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from docx.document import Document as WordDocument
from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from markdown_it.token import Token

from assistant.access.roles import Visitor
from assistant.answering.answer import Answer, Citation
from assistant.errors import AssistantError
from assistant.settings import Clearance
from assistant.tools.sifting import told_day
from assistant.web.markup import parsed, readable
from assistant.web.turns import checked_line, place, scope_line
from assistant.web.views.export import NOT_THE_RECORD, WORD_TYPE, new_document, saved

if TYPE_CHECKING:
    from assistant.web.access import Access

MOST_KEPT = 2_000  # answers, of all visitors together
# What another program that shows Markdown would make something live of: HTML, links and pictures. Answers have none.
_LIVE = re.compile(r"<(?=[A-Za-z/!?])|(?<=\])\(|(?<=!)\[")
NOT_KEPT = "This answer is no longer kept. Please ask again."

log = logging.getLogger(__name__)


class KeptAnswer(NamedTuple):
    """An answer, what it was drawn from and whose it is (the user's id, None where nobody signs in)."""

    answer: Answer
    clearance: Clearance
    owner: int | None


class Kept:
    """The last answers given, each under a name that cannot be guessed. In memory only, and safe from several threads."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._answers: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._lock = Lock()

    def keep(self, answer: Answer, clearance: Clearance, owner: int | None, number: int | None = None) -> str:
        """Keep an answer; the name it can be fetched by, the same again for one of a kept conversation (its ``number``)."""
        name = secrets.token_urlsafe(16)
        if number is not None:
            name = hmac.digest(self._secret, str(number).encode(), "sha256").hex()
        with self._lock:
            self._answers[name] = KeptAnswer(answer, clearance, owner)
            self._answers.move_to_end(name)
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)
        return name

    def get(self, name: str) -> KeptAnswer | None:
        """The answer of a name, if it is kept still."""
        with self._lock:
            return self._answers.get(name)


def add_saving(app: FastAPI, access: Access) -> None:
    """Put the routes into the application: ``/answer/NAME.md`` and ``/answer/NAME.docx``."""
    for ending, (kind, written) in FORMATS.items():
        app.get(f"/answer/{{name}}.{ending}")(_route(access, ending, kind, written))


def _route(access: Access, ending: str, kind: str, written: Callable[[Answer, date], bytes]) -> Callable[..., Response]:
    def file(name: str, request: Request) -> Response:
        kept, visitor = access.kept.get(name), access.visitor(request)
        if kept is None or visitor is None or not _may_have(visitor, kept) or not _stands(access, request, kept.answer):
            return PlainTextResponse(NOT_KEPT, 404)
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="answer.{ending}"'}
        return Response(written(kept.answer, date.today()), media_type=kind, headers=headers)

    return file


def _may_have(visitor: Visitor, kept: KeptAnswer) -> bool:
    """Whether it was given to them, and they may still see all that it drew on."""
    return kept.owner == visitor.user_id and visitor.clearance in {"exempt", kept.clearance}


def _stands(access: Access, request: Request, answer: Answer) -> bool:
    """Whether the papers that it cites are held still."""
    try:
        return access.assistant(request).stands((cited.paper_id, cited.page) for cited in answer.citations)
    except AssistantError as error:
        log.warning("%s", error)
        return False


def to_markdown(answer: Answer, today: date) -> bytes:
    """The question, the answer and its sources as Markdown."""
    question = " ".join(readable(answer.question).split())
    parts = [f"# {question}", readable(answer.answer)]
    if answer.citations:
        parts += ["## Sources", "\n".join(f"- [{c.marker}] {_source(c)}: “{_quoted(c)}”" for c in answer.citations)]
    return _LIVE.sub(r"\\\g<0>", "\n\n".join([*parts, *_notes(answer, today)])).encode() + b"\n"


def to_word(answer: Answer, today: date) -> bytes:
    """The same as a Word document. All of it is text: nothing of a paper becomes a field, a link or a style."""
    document = new_document(readable(answer.question)[:200])
    document.add_heading(readable(answer.question), 1)
    _write(document, parsed(answer.answer, {citation.marker for citation in answer.citations}))
    if answer.citations:
        document.add_heading("Sources", 2)
    for citation in answer.citations:
        document.add_paragraph(f"[{citation.marker}] {_source(citation)}")
        document.add_paragraph(_quoted(citation), style="Intense Quote")
    for note in _notes(answer, today):
        document.add_paragraph().add_run(note).italic = True
    return saved(document)


FORMATS: dict[str, tuple[str, Callable[[Answer, date], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", to_markdown),
    "docx": (WORD_TYPE, to_word),
}


def _source(citation: Citation) -> str:
    title = citation.title.strip() or citation.document
    return readable(f"{title}, {place(citation)} ({citation.document})")


def _quoted(citation: Citation) -> str:
    return " ".join(readable(citation.quote).split())


def _notes(answer: Answer, today: date) -> list[str]:
    return [note for note in (checked_line(answer), scope_line(answer), f"{told_day(today)}. {NOT_THE_RECORD}") if note]


def _write(document: WordDocument, tokens: Sequence[Token]) -> None:
    """An answer's paragraphs, lists, quotations and tables."""
    style: list[str] = []
    for block in _blocks(tokens):
        if isinstance(block, list):
            _table(document, block)
        elif block.type.endswith("_open"):
            style.append(_STYLES[block.type])
        elif block.type.endswith("_close"):
            style.pop()
        else:
            paragraph = document.add_paragraph(style=style[-1] if style else None)
            bold = False
            for child in block.children or []:
                bold = child.type == "strong_open" or (bold and child.type != "strong_close")
                paragraph.add_run(_said(child)).bold = bold


_STYLES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number", "blockquote_open": "Quote"}


def _blocks(tokens: Sequence[Token]) -> Iterator[Token | list[list[Token]]]:
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
        elif token.type == "inline" or token.type in _STYLES or token.type.replace("close", "open") in _STYLES:
            yield token


def _table(document: WordDocument, rows: list[list[Token]]) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)), style="Table Grid")
    for n, row in enumerate(rows):
        for cell, token in zip(table.rows[n].cells, row, strict=False):
            cell.paragraphs[0].add_run("".join(map(_said, token.children or []))).bold = n == 0


def _said(child: Token) -> str:
    """The words of a piece of a line."""
    if child.type == "marker":
        return f"[{child.content}]"
    if child.type in {"softbreak", "hardbreak"}:
        return "\n"
    return child.content if child.type in {"text", "text_special"} else ""
