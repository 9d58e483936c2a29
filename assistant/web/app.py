"""The web application: health and page pictures as plain routes, the views, and the chat at the root."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import AssistantError, SettingsError
from assistant.web import wording
from assistant.web.access import Access
from assistant.web.api import add_api
from assistant.web.browser import BrowserKey
from assistant.web.changing import add_changing
from assistant.web.guard import Guard
from assistant.web.pages import add_pages
from assistant.web.protocol import add_protocol
from assistant.web.saving import add_saving
from assistant.web.sign_in import add_sign_in
from assistant.web.theme import council_theme, stylesheet
from assistant.web.views.routes import add_views
from assistant.web.wiring import build_chat

if TYPE_CHECKING:
    from assistant import Assistant

# The page may load from, and send to, nothing but this server, whatever a paper manages to put on it.
# Gradio itself needs inline scripts, and eval for its templates.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)


class _Headers:
    """Adds the security headers to every reply. Plain ASGI, because the chat streams."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a view's own policy is stricter
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def create_app(assistant: Assistant) -> FastAPI:
    """The application over an open assistant: the chat at ``/``, and ``/health``."""
    # Gradio makes its locks in the running event loop; where none runs it opens some and never closes them.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, _build(assistant)).result()


async def _build(assistant: Assistant) -> FastAPI:
    access = Access(assistant)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        access.intake.resume()
        async with protocol.run():
            yield
        access.close()

    # None of FastAPI's own pages: they would load their scripts from another host. See ``api`` for ours.
    app = FastAPI(title=wording.TITLE, openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_middleware(BrowserKey, access=access)
    app.add_middleware(Guard, access=access)
    app.add_middleware(_Headers)  # outside: what the guard says no to has them too
    _add_routes(app, access)
    add_pages(app, access)
    app.state.watch = access.watch
    add_views(app, access)
    add_saving(app, access)
    add_sign_in(app, access)
    add_changing(app, access)
    protocol = add_protocol(app, access)
    add_api(app, access)
    script = Path(__file__).with_name("chat.js").read_text("utf-8")
    runs = assistant.settings.evaluation_runs
    if runs is not None:
        try:
            from eval.view import build_view  # a folder beside this package; only evaluators need it
        except ModuleNotFoundError:
            raise SettingsError(
                "ASSISTANT_EVALUATION_RUNS is set, but the eval folder of the project is not installed. Install from a "
                "checkout with: make install. Or unset it."
            ) from None

        _mount(
            app,
            build_view(runs, lambda request: access.sees_exempt(request.request)),
            "/evaluation",
            f"<style>{stylesheet()}</style>",
        )
    _mount(app, build_chat(access), "/", f"<style>{stylesheet()}</style><script>{script}</script>")
    return app


def _mount(app: FastAPI, blocks: gr.Blocks, path: str, head: str) -> None:
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        footer_links=[],
        run_history=False,  # or Gradio keeps every question and answer in the browser's own database
        app_kwargs={"openapi_url": None, "docs_url": None, "redoc_url": None},
        show_error=False,
        max_file_size=1,  # bytes: nothing is ever uploaded through the chat
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=council_theme(),
        head=head,  # not Gradio's ``css``, which rewrites every selector to stand under its own container
    )


def _add_routes(app: FastAPI, access: Access) -> None:
    @app.get("/health")
    def health() -> JSONResponse:
        try:
            assistant = access.public()
            assistant.reach()
            documents = assistant.scope().documents
        except AssistantError as error:
            log.warning("%s", error)  # not told to whoever asks: it names places on the council's network
            return JSONResponse({"status": "unavailable", "reason": wording.CANNOT_ANSWER}, status_code=503)
        if not documents:
            return JSONResponse({"status": "unavailable", "reason": "No papers are held yet."}, status_code=503)
        return JSONResponse({"status": "ok", "documents": documents})

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(wording.ICON, media_type="image/svg+xml")
