"""The commands that list what the papers hold: papers, decisions, actions, indicators, risks, budget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[Path | None, typer.Option("--store", help="Folder of the store. [default: store]")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
AboutArgument = Annotated[str | None, typer.Argument(help="Only rows that hold these words.")]


def papers(
    store: StoreOption = None,
    as_csv: CsvOption = False,
    as_json: JsonOption = False,
    report: Annotated[
        bool, typer.Option("--report", help="What each table was read as, and what was left as text and why.")
    ] = False,
) -> None:
    """List the papers that are in."""
    _print("reading" if report else "papers", None, store, as_csv, as_json)


def decisions(
    about: AboutArgument = None, store: StoreOption = None, as_csv: CsvOption = False, as_json: JsonOption = False
) -> None:
    """List the decisions recorded in the minutes, word for word."""
    _print("decisions", about, store, as_csv, as_json)


def actions(
    about: AboutArgument = None, store: StoreOption = None, as_csv: CsvOption = False, as_json: JsonOption = False
) -> None:
    """List the rows of action plans, milestones and tracking logs."""
    _print("actions", about, store, as_csv, as_json)


def indicators(
    about: AboutArgument = None, store: StoreOption = None, as_csv: CsvOption = False, as_json: JsonOption = False
) -> None:
    """List the figures of indicators, one series after the other over all papers."""
    _print("indicators", about, store, as_csv, as_json)


def risks(
    about: AboutArgument = None, store: StoreOption = None, as_csv: CsvOption = False, as_json: JsonOption = False
) -> None:
    """List the rows of risk registers, and how each risk moved since the register before."""
    _print("risks", about, store, as_csv, as_json)


def budget(
    about: AboutArgument = None, store: StoreOption = None, as_csv: CsvOption = False, as_json: JsonOption = False
) -> None:
    """List the figures of finance tables, one row a figure."""
    _print("budget", about, store, as_csv, as_json)


def _print(name: str, about: str | None, store: Path | None, as_csv: bool, as_json: bool) -> None:
    from assistant.opening import opened
    from assistant.printing import print_rows
    from assistant.settings import load_settings

    with opened(load_settings(store=store)) as assistant:
        rows = assistant.list_papers() if name == "papers" else assistant.register(name, about)
        print_rows(name, rows, as_csv, as_json)


COMMANDS = (papers, decisions, actions, indicators, risks, budget)
