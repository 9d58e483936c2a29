"""The routes of the views: each a page, and what it shows as a file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from assistant.errors import AssistantError, StoreUnreachableError
from assistant.tools.names import Finder
from assistant.web import wording
from assistant.web.access import Access
from assistant.web.theme import views_stylesheet
from assistant.web.views import actions, changes, decisions, indicators, papers
from assistant.web.views.asked import Asked
from assistant.web.views.export import CSV_TYPE, WORD_TYPE, Sheet, to_csv, to_word
from assistant.web.views.page import View, render, render_fault

# No scripts and styles but those of this server's own files, whatever a paper manages to put on the page.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
# Not kept by the browser: a paper may be withdrawn, and computers in committee rooms are shared.
_NOT_KEPT = {"Cache-Control": "no-store"}
PAGE_HEADERS = _NOT_KEPT | {"Content-Security-Policy": CONTENT_POLICY}

log = logging.getLogger(__name__)


class _Maker(NamedTuple):
    """How a view is made, as a page and as a file."""

    view: Callable[[Finder, Asked], View]
    sheet: Callable[[Finder, Asked], Sheet]


MAKERS: dict[str, _Maker] = {
    decisions.NAME: _Maker(decisions.view, decisions.sheet),
    actions.NAME: _Maker(actions.view, actions.sheet),
    indicators.NAME: _Maker(indicators.view, indicators.sheet),
    papers.NAME: _Maker(papers.view, papers.sheet),
    changes.NAME: _Maker(changes.view, changes.sheet),
}
FORMATS: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "csv": (CSV_TYPE, to_csv),
    "docx": (WORD_TYPE, lambda sheet: to_word(sheet, date.today())),
}


_FACE = {
    "views.css": ("text/css", views_stylesheet()),
    "chat.js": ("text/javascript", Path(__file__).parents[1].joinpath("chat.js").read_text("utf-8")),
    "papers.js": ("text/javascript", Path(__file__).parents[1].joinpath("papers.js").read_text("utf-8")),
}
FACE_VERSION = blake2b("".join(text for _, text in _FACE.values()).encode(), digest_size=6).hexdigest()


def add_views(app: FastAPI, access: Access) -> None:
    """Put the views of what each visitor may see, and the stylesheet and script they need, into the application."""

    @app.get("/face/{name}")
    def file(name: str) -> Response:
        if name not in _FACE:
            raise HTTPException(404)
        kind, text = _FACE[name]
        return Response(text, media_type=kind, headers={"Cache-Control": "max-age=31536000, immutable"})

    for name, maker in MAKERS.items():
        _add_page(app, access, name, maker.view)
        _add_exports(app, access, name, maker.sheet)


def _add_page(app: FastAPI, access: Access, name: str, make: Callable[[Finder, Asked], View]) -> None:
    @app.get(f"/{name}")
    def page(request: Request) -> HTMLResponse:
        user = None
        try:
            user, assistant = access.name(request), access.assistant(request)
            with assistant.finder.ledger.steady():
                made = make(assistant.finder, Asked(request.query_params))
                head = wording.header(assistant.scope(), name, user)
                html = render(made, head, FACE_VERSION, may_change=access.may(request, "change papers"))
        except StoreUnreachableError as error:
            log.warning("%s", error)  # not told to whoever asks: it names places on the council's network
            told, status = wording.CANNOT_ANSWER, 503
        except AssistantError as error:
            told, status = str(error), 503
        except Exception:
            log.exception("the view %s failed", name)
            told, status = wording.VIEW_WENT_WRONG, 500
        else:
            return HTMLResponse(html, headers=PAGE_HEADERS)
        html = render_fault(name, told, wording.header(None, name, user), FACE_VERSION)
        return HTMLResponse(html, status, headers=PAGE_HEADERS)


def _add_exports(app: FastAPI, access: Access, name: str, make: Callable[[Finder, Asked], Sheet]) -> None:
    for ending, (kind, written) in FORMATS.items():
        app.get(f"/{name}.{ending}")(_exported(access, f"{name}.{ending}", kind, make, written))


def _exported(
    access: Access,
    file: str,
    kind: str,
    make: Callable[[Finder, Asked], Sheet],
    written: Callable[[Sheet], bytes],
) -> Callable[[Request], Response]:
    def export(request: Request) -> Response:
        asked = Asked(request.query_params)
        try:
            assistant = access.assistant(request)
            with assistant.finder.ledger.steady():
                sheet = make(assistant.finder, asked)
        except StoreUnreachableError as error:
            log.warning("%s", error)
            return PlainTextResponse(wording.CANNOT_ANSWER, 503)
        except AssistantError as error:
            return PlainTextResponse(str(error), 503)
        except Exception:
            log.exception("the file %s failed", file)
            return PlainTextResponse(wording.VIEW_WENT_WRONG, 500)
        if asked.problems:  # a file must not hold more than was asked for
            return PlainTextResponse(" ".join(asked.problems), 400)
        headers: Mapping[str, str] = _NOT_KEPT | {"Content-Disposition": f'attachment; filename="{file}"'}
        return Response(written(sheet), media_type=kind, headers=dict(headers))

    return export
