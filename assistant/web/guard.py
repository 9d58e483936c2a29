"""Stands before every route, those of Gradio too: nothing is reached without a session, and nothing forged from outside."""

from __future__ import annotations

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.access.roles import Action, Visitor, may
from assistant.errors import AssistantError
from assistant.web.access import SIGNED_OUT, Access

SIGN_IN = "/sign-in"
# All that is answered without a session.
OPEN = frozenset({SIGN_IN, "/face/views.css", "/health"})
# What more than asking is needed for, by how the path begins.
NEEDED: Mapping[str, Action] = {
    "/evaluation": "see evaluation",
    "/add-papers": "change papers",
    "/remove-paper": "change papers",
    "/read-again": "change papers",
}
NOT_YOURS = "Your role does not let you see this. Whoever runs this service can change it."
FORGED = "This was sent from another site, so nothing was done."
NOT_YOUR_PAGE = "This page was opened by somebody else. Reload it to begin anew."
TOO_LONG = "This is too long."
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_PAGE_OF_PATH = re.compile(r"/gradio_api/(?:heartbeat|stream)/([^/]+)")
_LOOKED_AT_ONCE = 8  # in threads of their own, so that pages being drawn keep nobody at the door
_MOST_BYTES = 1_000_000  # of what the chat sends at once; a question is far shorter
_MOST_PAGES = 10_000  # as many as Gradio keeps the state of
_NOT_KEPT = ("text/html", "application/json", "text/event-stream")

log = logging.getLogger(__name__)


class _Refusal(NamedTuple):
    status: int
    words: str


class Guard:
    """The middleware. Plain ASGI, because the chat streams."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access
        self._threads = CapacityLimiter(_LOOKED_AT_ONCE)
        self._owners: OrderedDict[str, int] = OrderedDict()  # a page of the chat, as Gradio names it -> user id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say no to it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        connection, path = HTTPConnection(scope), path_of(scope)
        refusal, visitor = await run_sync(self._looked, connection, path, limiter=self._threads)
        if refusal is None and visitor is not None and visitor.user_id is not None and "/gradio_api/" in path:
            refusal, receive = await self._own_page(connection, path, visitor.user_id, receive)
        if refusal is None:
            await self._app(scope, receive, _not_kept(send) if path not in OPEN and self._access.sessions else send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _told(refusal, connection, path)(scope, receive, send)

    def _looked(self, connection: HTTPConnection, path: str) -> tuple[_Refusal | None, Visitor | None]:
        """Whether somebody may not have what they ask for, and who they are."""
        # A browser says itself where a request comes from; what it does not say cannot be forged by a page in it.
        method, site = connection.scope.get("method", "GET"), connection.headers.get("sec-fetch-site", "none")
        if method not in _SAFE and site not in {"same-origin", "none"}:
            return _Refusal(403, FORGED), None
        if path in OPEN:
            return None, None
        try:
            visitor = self._access.visitor(connection)
        except AssistantError as error:
            log.warning("%s", error)
            return _Refusal(503, "Nobody can be let in at the moment. Please try again later."), None
        if visitor is None:
            return _Refusal(401, SIGNED_OUT), None
        return (None if may(visitor, needed(path)) else _Refusal(403, NOT_YOURS)), visitor

    async def _own_page(
        self, connection: HTTPConnection, path: str, user_id: int, receive: Receive
    ) -> tuple[_Refusal | None, Receive]:
        """Whether the page of the chat that is spoken of is somebody else's: its name opens its conversation."""
        named = [connection.query_params.get("session_hash"), *_PAGE_OF_PATH.findall(path)]
        if connection.scope.get("method") == "POST" and not path.endswith("/gradio_api/upload"):
            if connection.headers.get("content-type", "").startswith("multipart/"):
                return _Refusal(403, NOT_YOUR_PAGE), receive  # nothing of ours is sent so
            body, receive = await read_body(receive)
            if body is None:
                return _Refusal(413, TOO_LONG), receive
            named.append(_page_of_body(body))
        own = all(self._owned(page, user_id) for page in named if page)
        return (None if own else _Refusal(403, NOT_YOUR_PAGE)), receive

    def _owned(self, page: str, user_id: int) -> bool:
        """Whether a page is this user's; one not met before is from now on."""
        owner = self._owners.setdefault(page, user_id)
        self._owners.move_to_end(page)
        while len(self._owners) > _MOST_PAGES:
            self._owners.popitem(last=False)
        return owner == user_id


def path_of(scope: Scope) -> str:
    """The path as the routes see it, without what a server was told that it is mounted under."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def needed(path: str) -> Action:
    """What somebody must be allowed to do to reach a path."""
    return next((action for under, action in NEEDED.items() if path == under or path.startswith(f"{under}/")), "ask")


def _told(refusal: _Refusal, connection: HTTPConnection, path: str) -> Response:
    if refusal.status == 401 and "text/html" in connection.headers.get("accept", ""):
        query = f"?{connection.url.query}" if connection.url.query else ""
        asked = f"{path.lstrip('/')}{query}" if connection.scope["method"] == "GET" else ""
        # Relative, so that it also works where a proxy serves all this under a path of its own.
        back = "../" * (path.count("/") - 1) + SIGN_IN.lstrip("/")
        return RedirectResponse(
            f"{back}?to={quote(asked, safe='')}" if asked else back, 303, {"Cache-Control": "no-store"}
        )
    kind = JSONResponse if "/gradio_api/" in path or path.startswith("/api/") else PlainTextResponse
    told = {"error": refusal.words} if kind is JSONResponse else refusal.words
    return kind(told, refusal.status, {"Cache-Control": "no-store"})


def _not_kept(send: Send) -> Send:
    """No page is left in a browser for whoever comes next: computers in committee rooms are shared."""

    async def send_with_header(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith(_NOT_KEPT):
                headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return send_with_header


async def read_body(receive: Receive) -> tuple[bytes | None, Receive]:
    """The whole body, None where it is too long, and a ``receive`` that hands it on."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            break
        body, more = body + message.get("body", b""), message.get("more_body", False)
        if len(body) > _MOST_BYTES:
            return None, receive
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def handed_on() -> Message:
        return left.pop() if left else await receive()

    return body, handed_on


def _page_of_body(body: bytes) -> str | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    page = said.get("session_hash") if isinstance(said, dict) else None
    return page if isinstance(page, str) else None
