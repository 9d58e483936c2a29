"""The commands that back a store up and restore it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.registers_cli import StoreOption


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    store: StoreOption = None,
) -> None:
    """Write the whole store, with users and conversations, into one file; the chat goes on answering meanwhile."""
    from assistant.printing import counted
    from assistant.settings import load_settings
    from assistant.store.backup import back_up

    settings = load_settings(store=store)
    manifest = back_up(settings.store, file, settings.servers)
    size = file.stat().st_size / 1_000_000
    typer.echo(f"{counted(manifest.papers, 'paper')} of {settings.store} backed up into {file}: {size:,.1f} MB.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `assistant backup` has made.")],
    store: StoreOption = None,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of a store that is there.")] = False,
) -> None:
    """Make a store from a backup, once all of it is found to be whole."""
    from assistant.printing import counted
    from assistant.settings import load_settings
    from assistant.store.backup import restore as made
    from assistant.store.facts import FORMAT

    settings = load_settings(store=store)
    manifest, former = made(settings.store, file, replace=replace)
    typer.echo(f"{counted(manifest.papers, 'paper')} of {manifest.made_at} restored into {settings.store}.")
    if manifest.format != FORMAT:
        typer.echo(f"It is of an older version. Run: assistant check --store {settings.store}")
    if former is not None:
        typer.echo(f"The store that was there is in {former}; delete it when it is not needed any more.")
