"""The key that a browser keeps where nobody signs in, so that its conversations are its own."""

from __future__ import annotations

import secrets

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access import BROWSER, KEY, Access
from assistant.web.guard import path_of

_DAYS = 400  # browsers keep no cookie longer


class BrowserKey:
    """Gives every browser that opens the chat a key. Plain ASGI, because the chat streams."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the page of the chat with a key."""
        opens_chat = scope["type"] == "http" and scope["method"] == "GET" and path_of(scope) == "/"
        if self._access.sessions is not None or not opens_chat:
            await self._app(scope, receive, send)
            return
        key = HTTPConnection(scope).cookies.get(BROWSER, "")
        kept = key if KEY.fullmatch(key) else secrets.token_hex(32)

        async def send_with_key(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", _cookie(kept, secure=scope["scheme"] == "https"))
            await send(message)

        await self._app(scope, receive, send_with_key)


def _cookie(key: str, *, secure: bool) -> str:
    """No script can read it. It has no path, as that of signing in: the browser takes the one that the chat is served under."""
    reply = Response()
    reply.set_cookie(BROWSER, key, _DAYS * 24 * 3600, path=None, secure=secure, httponly=True, samesite="lax")
    return reply.headers["set-cookie"]
