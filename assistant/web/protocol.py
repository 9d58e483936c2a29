"""The tools of the Model Context Protocol over HTTP, at ``/mcp``: behind the same guard, each call with the papers that
whoever asks may see at that moment. Without a session of its own, so that nothing outlives a sign-out."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from starlette.routing import Route

from assistant.errors import AssistantError, StoreError
from assistant.mcp.server import build_server
from assistant.web import wording
from assistant.web.access import Access

PATH = "/mcp"
_MOST_BYTES = 1_000_000  # of one call; a question is far shorter


def add_protocol(app: FastAPI, access: Access) -> StreamableHTTPSessionManager:
    """Put the route into the application; what comes back must run while it is served."""

    def answered(request: Any, answer: dict[str, Any]) -> None:
        access.note(request, answer, "mcp")

    manager = StreamableHTTPSessionManager(
        build_server(access.assistant, _told, answered),
        json_response=True,
        stateless=True,
        max_request_body_size=_MOST_BYTES,
    )
    app.router.routes.append(Route(PATH, StreamableHTTPASGIApp(manager), methods=["GET", "POST", "DELETE"]))
    return manager


def _told(error: AssistantError) -> str:
    """Not where things are on the council's network."""
    return wording.CANNOT_ANSWER if isinstance(error, StoreError) else str(error)
