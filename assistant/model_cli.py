"""The switch of the chat model."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.errors import StoreMissingError, UsageError
from assistant.registers_cli import StoreOption


def model(
    switch: Annotated[str, typer.Argument(metavar="on|off", help="Whether it may phrase answers.")],
    store: StoreOption = None,
) -> None:
    """Switch the chat model off or on, at once and also for a chat that is being served; all else goes on without it."""
    from assistant.settings import load_settings
    from assistant.store.audit import switch_model

    if switch not in {"on", "off"}:
        raise UsageError(f"Say on or off, not {switch!r}: assistant model off")
    settings = load_settings(store=store)
    if not settings.store.is_dir():
        raise StoreMissingError(f"No store at {settings.store}. Name it with --store.")
    switch_model(settings.store, on=switch == "on")
    typer.echo(f"The chat model is {switch} for {settings.store}.")
