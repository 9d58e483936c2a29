"""Answers to take away: with their sources as Markdown, Word or PDF, their figures as CSV, for whoever was given them."""

from __future__ import annotations

import hmac
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from assistant.access.roles import Visitor
from assistant.answering.answer import Answer
from assistant.errors import AssistantError
from assistant.settings import Clearance
from assistant.web.figures import as_held, figures_sheet
from assistant.web.markup import readable
from assistant.web.pdf_file import to_pdf
from assistant.web.taking import FIGURE_HEAD, figure_rows, notes, quoted, source_line
from assistant.web.views.export import CSV_TYPE, WORD_TYPE, to_csv
from assistant.web.word_file import to_word

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
    """Put the routes into the application: ``/answer/NAME.`` and the ending of each kind of file."""
    for ending, (kind, written) in FORMATS.items():
        app.get(f"/answer/{{name}}.{ending}")(_route(access, ending, kind, written))


def _route(access: Access, ending: str, kind: str, written: Callable[[Answer, date], bytes]) -> Callable[..., Response]:
    def file(name: str, request: Request) -> Response:
        kept, visitor = access.kept.get(name), access.visitor(request)
        if kept is None or visitor is None or not _may_have(visitor, kept) or not _stands(access, request, kept.answer):
            return PlainTextResponse(NOT_KEPT, 404)
        answer = as_held(kept.answer, access.assistant(request))
        headers = {"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="answer.{ending}"'}
        return Response(written(answer, date.today()), media_type=kind, headers=headers)

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
    """The question, the answer, its figures and its sources as Markdown."""
    question = " ".join(readable(answer.question).split())
    parts = [f"# {question}", readable(answer.answer)]
    for series in answer.series:
        parts += [f"## {readable(series.indicator)}", readable(series.note or "")]
        parts.append(_table([FIGURE_HEAD, *figure_rows(series.rows)]))
    if answer.citations:
        listed = (f"- [{c.marker}] {source_line(c)}: “{quoted(c)}”" for c in answer.citations)
        parts += ["## Sources", "\n".join(listed)]
    return _LIVE.sub(r"\\\g<0>", "\n\n".join(filter(None, [*parts, *notes(answer, today)]))).encode() + b"\n"


def _table(rows: Sequence[Sequence[str]]) -> str:
    told = ["| " + " | ".join(" ".join(cell.replace("|", r"\|").split()) for cell in row) + " |" for row in rows]
    return "\n".join([told[0], "| --- " * len(rows[0]) + "|", *told[1:]])


FORMATS: dict[str, tuple[str, Callable[[Answer, date], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", to_markdown),
    "docx": (WORD_TYPE, to_word),
    "pdf": ("application/pdf", to_pdf),
    "csv": (CSV_TYPE, lambda answer, _: to_csv(figures_sheet(answer))),
}
