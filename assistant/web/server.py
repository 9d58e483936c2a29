"""Serving the chat: opens the store, takes the port, says where, and runs until stopped."""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack, suppress

import typer
import uvicorn
from uvicorn.config import LOGGING_CONFIG

from assistant.access.database import open_database
from assistant.access.roles import is_loopback, sign_in_needed
from assistant.access.users import Users
from assistant.errors import StoreUnwritableError, UsageError
from assistant.opening import opened
from assistant.settings import Settings
from assistant.store.audit import audit_settings
from assistant.store.folder import answering_from

ANY_HOST = {"0.0.0.0", "::", ""}
SECONDS_TO_FINISH = 3  # open browsers hold a stream each; without a limit Ctrl-C would wait for them to close


def serve(settings: Settings) -> None:
    """Serves the chat at the host and port set, until interrupted.

    Raises:
        UsageError: the port is in use or may not be taken.
        StoreError: the store cannot be opened.
    """
    with _listen(settings.host, settings.port) as listener:
        _run(settings, listener)


def _run(settings: Settings, listener: socket.socket) -> None:
    if sign_in_needed(settings):  # each user's own clearance decides; a store of exempt papers only must open too
        settings = settings.model_copy(update={"clearance": "exempt"})
    with (
        opened(settings, empty=True) as assistant,
        answering_from(settings.store),
        ExitStack() as stack,
    ):  # papers may be added from the browser
        from assistant.web.app import create_app
        from assistant.web.watching import log_as_json, told_to_prometheus

        if settings.log_format == "json":
            log_as_json()
        with suppress(
            StoreUnwritableError
        ):  # a store on a disk that cannot be written to is answered from all the same
            audit_settings(settings.store, settings.model_dump(mode="json"))

        app = create_app(assistant)
        stack.enter_context(told_to_prometheus(app.state.watch, settings.metrics_port))
        config = uvicorn.Config(
            app,
            log_level="warning",
            log_config=None if settings.log_format == "json" else LOGGING_CONFIG,
            timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )
        typer.echo(f"Chat on {address(settings.host, listener)}")
        if warning := _warning(settings):
            typer.echo(warning, err=True)
        with suppress(KeyboardInterrupt):  # uvicorn raises it once more after it has stopped
            uvicorn.Server(config).run(sockets=[listener])


def _warning(settings: Settings) -> str | None:
    """What whoever starts the chat should know about who can come in."""
    if sign_in_needed(settings):
        engine = open_database(settings.store)
        try:
            anybody = bool(Users(engine).listed())
        finally:
            engine.dispose()
        command = f"assistant users add NAME --role admin --store {settings.store}"
        return None if anybody else f"Nobody can sign in yet: there is no user. To add one: {command}"
    if is_loopback(settings.host):
        return None
    return (
        f"Anybody who can reach {settings.host} may ask, and sees all that ASSISTANT_CLEARANCE={settings.clearance} "
        "shows: ASSISTANT_SIGN_IN is off."
    )


def address(host: str, listener: socket.socket) -> str:
    """Where a browser on this machine finds the chat, with the port really taken."""
    shown = "127.0.0.1" if host in ANY_HOST else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{listener.getsockname()[1]}"


def _listen(host: str, port: int) -> socket.socket:
    # Not left to uvicorn, so that port 0 can be told, and a taken port is one line before anything is loaded.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise UsageError(_refusal(host, port, error)) from None
    return listener


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop what uses it, or set another: --port, ASSISTANT_PORT."
    if error.errno == errno.EACCES:
        return f"Port {port} on {host} needs more rights. Set one above 1023 with --port or ASSISTANT_PORT."
    return f"Cannot listen on {host}, port {port}: {error}. Check --host or ASSISTANT_HOST."
