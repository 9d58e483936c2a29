"""The page to sign in, and the way out. Plain HTML made on the server, which needs no script."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Callable
from typing import NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from assistant.access.sessions import Sessions
from assistant.errors import SignInError, StoreError, TooManyTriesError
from assistant.web.access import COOKIE, Access
from assistant.web.forms import TOO_OLD, short_form
from assistant.web.guard import SIGN_IN
from assistant.web.views.page import render_sign_in
from assistant.web.views.routes import FACE_VERSION

# No script at all, in no frame, and the form goes nowhere else.
CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": CONTENT_POLICY}
FORM_COOKIE = "assistant_form"  # proves that the form came from here: whose page it was cannot read or set it
SIGNED_OUT = "You have signed out."
OUT_OF_ORDER = "Nobody can be let in at the moment. Please try again later."
_PLACE = re.compile(r"[\w.~-]+(?:/[\w.~-]+)*(?:\?[^\s\\#]*)?", re.ASCII)


class Form(NamedTuple):
    """What the form holds: the name, the password, where to go then, and the mark that it came from here."""

    name: str = ""
    password: str = ""
    to: str = ""
    mark: str = ""


def add_sign_in(app: FastAPI, access: Access) -> None:
    """Put the page to sign in and the way out into the application."""
    sessions = access.sessions
    if sessions is None:
        return

    @app.get(SIGN_IN)
    def page(request: Request, to: str = "", out: str = "") -> Response:
        try:
            if sessions.visitor(request.cookies.get(COOKIE)) is not None:
                return RedirectResponse(_onward(to), 303, HEADERS)
        except StoreError:
            return _page(request, Form(to=to), OUT_OF_ORDER, 503)
        return _page(request, Form(to=to), note=SIGNED_OUT if out else "")

    @app.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        form = await _form(request)
        if not _came_from_here(request, form):
            return _page(request, form, TOO_OLD, 403)
        loop, address = asyncio.get_running_loop(), _address(request)
        try:
            token = await loop.run_in_executor(access.hashing, sessions.sign_in, form.name, form.password, address)
        except TooManyTriesError as error:
            return _page(request, form, str(error), 429, {"Retry-After": str(error.minutes * 60)})
        except SignInError as error:
            return _page(request, form, str(error), 403)
        except StoreError:
            return _page(request, form, OUT_OF_ORDER, 503)
        await loop.run_in_executor(access.hashing, sessions.sign_out, request.cookies.get(COOKIE), address)
        return _with_cookie(request, RedirectResponse(_onward(form.to), 303, HEADERS), COOKIE, token)

    app.post("/sign-out")(_signing_out(sessions))


def _signing_out(sessions: Sessions) -> Callable[[Request], Response]:
    def sign_out(request: Request) -> Response:
        sessions.sign_out(request.cookies.get(COOKIE), _address(request))
        reply = RedirectResponse(f".{SIGN_IN}?out=1", 303, HEADERS)
        return _with_cookie(request, reply, COOKIE, "", max_age=0)

    return sign_out


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _page(
    request: Request,
    form: Form,
    problem: str = "",
    status: int = 200,
    more: dict[str, str] | None = None,
    note: str = "",
) -> Response:
    mark = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
    html = render_sign_in(form.name, form.to, mark, problem, note, FACE_VERSION)
    return _with_cookie(request, HTMLResponse(html, status, HEADERS | (more or {})), FORM_COOKIE, mark)


def _with_cookie(request: Request, reply: Response, name: str, value: str, max_age: int | None = None) -> Response:
    """A cookie for as long as the browser is open. It has no path, so the browser takes that of this page: where a proxy
    serves all this under a path of its own, the cookie is sent there only."""
    https = request.url.scheme == "https"
    reply.set_cookie(name, value, max_age, path=None, secure=https, httponly=True, samesite="lax")
    return reply


def _came_from_here(request: Request, form: Form) -> bool:
    """Whether the form was ours: else another site could sign somebody in as somebody else."""
    expected = request.cookies.get(FORM_COOKIE, "")
    return bool(expected) and secrets.compare_digest(expected.encode(), form.mark.encode())


async def _form(request: Request) -> Form:
    given = await short_form(request)
    return Form(*(given.get(field, "") for field in Form._fields))


def _onward(to: str) -> str:
    """Where to go after signing in: a view of this site, relative to this page, and never another site."""
    return f"./{to}" if _PLACE.fullmatch(to) and ".." not in to.partition("?")[0] else "./"
