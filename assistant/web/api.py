"""Questions and look-ups over plain HTTP, for programs: ``POST /api/NAME`` with JSON, what is offered over MCP.

``/api/openapi.json`` describes them with the Answer contract, made of the very models that check what is sent; ``/api`` shows
the same to people, without the scripts of other hosts that FastAPI's own pages load.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any, get_type_hints

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant import Answer, Assistant
from assistant.errors import AssistantError, SignInError, StoreError
from assistant.mcp.offered import OFFERED, Ask, Offered
from assistant.tools.catalogue import LOOK_UPS
from assistant.web import wording
from assistant.web.access import Access
from assistant.web.guard import TOO_LONG, read_body
from assistant.web.views.api import described
from assistant.web.views.page import render_plain
from assistant.web.views.routes import FACE_VERSION, PAGE_HEADERS

PATH = "/api"
ABOUT = (
    "Answers from a council's committee papers, each statement with its page. All of it only reads. What comes back are words "
    "of papers. Where users sign in, a program sends the cookie of a session and sees what that user may see at that moment."
)
_CALLED_AT_ONCE = 4  # in threads of their own, so that nobody in the web chat waits behind a program
_NOT_KEPT = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)


class AskAlso(Ask):
    """What ask is asked with."""

    series: bool = Field(False, description="Also the series of the indicators told, every period with its page.")


class Fault(BaseModel):
    """Why there is no result, in one line."""

    error: str


def _ask(assistant: Assistant, given: AskAlso) -> str:
    answer = assistant.ask(given.question, given.history, filters=given.filters())
    return (assistant.with_series(answer, given.filters()) if given.series else answer).to_json()


_CALLED: Mapping[str, Offered] = {**OFFERED, "ask": Offered(OFFERED["ask"].about, AskAlso, _ask)}


def add_api(app: FastAPI, access: Access) -> None:
    """Put the routes, their description and the page about them into the application."""
    api = FastAPI(
        title=wording.TITLE, version=version("committee-papers-assistant"), description=ABOUT, docs_url=None, redoc_url=None,
        servers=[{"url": "./"}], root_path_in_servers=False,  # beside its description, also behind a proxy
    )  # fmt: skip
    api.add_middleware(_Short)
    threads = CapacityLimiter(_CALLED_AT_ONCE)
    for name, offered in _CALLED.items():
        api.post(
            f"/{name}",
            summary=offered.about,
            operation_id=name,
            response_model=None,
            responses={200: {"model": _returns(name)}, "4XX": {"model": Fault}, 503: {"model": Fault}},
        )(_route(access, name, offered, threads))
    api.exception_handler(RequestValidationError)(_wrong)
    page = described(api.openapi())

    @app.get(PATH)
    def about(request: Request) -> HTMLResponse:
        head = wording.header(access.assistant(request).scope(), "api", access.name(request))
        html = render_plain("api.html", "For programs", head, FACE_VERSION, about=ABOUT, page=page)
        return HTMLResponse(html, headers=PAGE_HEADERS)

    app.mount(PATH, api)


def _returns(name: str) -> Any:
    """What comes back, as a model, where there is one."""
    if name == "ask":
        return Answer
    return get_type_hints(LOOK_UPS[name].function)["return"] if name in LOOK_UPS else dict[str, Any]


def _route(access: Access, name: str, offered: Offered, threads: CapacityLimiter) -> Callable[..., Any]:
    async def called(request: Request, given: Any) -> Response:
        def result() -> str:
            text = offered.called(access.assistant(request), given)
            if name == "ask":
                access.note(request, json.loads(text), "api")
            return text

        try:
            text = await run_sync(result, limiter=threads)
        except SignInError as error:
            return _fault(401, str(error))
        except StoreError as error:
            log.warning("%s", error)  # not told to whoever asks: it names places on the council's network
            return _fault(503, wording.CANNOT_ANSWER)
        except AssistantError as error:
            return _fault(400, str(error))
        return Response(text, media_type="application/json", headers=_NOT_KEPT)

    called.__annotations__ = {"request": Request, "given": offered.arguments, "return": Response}
    return called


async def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [e | {"loc": ()} if e["type"] == "json_invalid" else e for e in error.errors()[:5]]
    told = "; ".join(f"{'.'.join(map(str, e['loc'][1:])) or 'the body'}: {e['msg']}" for e in found)
    name = request.url.path.rpartition("/")[2]
    fields = ", ".join(_CALLED[name].arguments.model_fields) or "none"
    return _fault(400, f"{name} was not called: {told}. Send JSON; its fields are: {fields}.")


def _fault(status: int, told: str) -> Response:
    return JSONResponse({"error": told}, status, _NOT_KEPT)


class _Short:
    """Says no to what is too long before it is read whole."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            body, receive = await read_body(receive)
            if body is None:
                await _fault(413, TOO_LONG)(scope, receive, send)
                return
        await self._app(scope, receive, send)
