"""``python -m eval.records``: compare the program's records with the labelled rows of a set of papers."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError
from eval.records.found import from_papers, from_store
from eval.records.labels import HALVES, SETS, LabelError, files, load
from eval.records.measures import Measure, measures
from eval.records.score import Score, Tally, score

ROOT = Path(__file__).resolve().parents[2]
PAPERS = {
    "sample": ROOT / "corpus" / "papers",
    "real": Path(os.environ.get("ASSISTANT_REAL_PAPERS", ROOT.parent / "shared" / "papers")),
}
app = typer.Typer(help=__doc__, add_completion=False, pretty_exceptions_enable=False)
screen = Console(width=None if sys.stdout.isatty() else 132)


@app.command()
def compare(
    name: Annotated[str, typer.Option("--set", help="Set of papers: sample or real.")] = "sample",
    half: Annotated[str, typer.Option(help="Half of the labels: build, check or both.")] = "both",
    store: Annotated[Path | None, typer.Option(help="Store to look in. [default: the papers are read now]")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print counts and measures as JSON.")] = False,
    faults: Annotated[
        bool, typer.Option("--faults", help="Tell every fault; not for the check half while readers are written.")
    ] = False,
) -> None:
    """Print what was found, invented, right, wrong and missing. Exit 0 when the measures hold, 1 when not, 2 usage."""
    if name not in SETS or half not in (*HALVES, "both"):
        raise typer.BadParameter(f"--set is one of {', '.join(SETS)}; --half one of {', '.join(HALVES)}, both.")
    try:
        labels = load(files(name, half))
        wanted = set(labels.documents)
        here = {path.name: path for path in sorted(PAPERS[name].rglob("*.pdf")) if path.name in wanted}
        if store is None and (absent := wanted - here.keys()):
            raise LabelError(f"No {', '.join(sorted(absent))} under {PAPERS[name]}.")
        records = from_store(store, wanted) if store else from_papers(list(here.values()))
    except (LabelError, AssistantError) as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(2) from None
    result = score(labels, records)
    asked = measures(name, result)
    if as_json:
        typer.echo(json.dumps(_as_json(result, asked, faults), ensure_ascii=False))
    else:
        _print(result, asked, faults)
    raise typer.Exit(0 if all(measure.met for measure in asked) else 1)


def _as_json(result: Score, asked: list[Measure], faults: bool) -> dict[str, object]:
    counts = {kind: _counts(tally) for kind, tally in sorted(result.tallies.items())}
    told: dict[str, object] = {
        "kinds": counts,
        "total": _counts(result.total()),
        "measures": [measure._asdict() for measure in asked],
    }
    return told | {"faults": [fault._asdict() for fault in result.faults]} if faults else told


def _counts(tally: Tally) -> dict[str, int]:
    return {
        "rows": tally.rows,
        "found": tally.found,
        "invented": tally.invented,
        "cells": tally.cells,
        "right": tally.right,
        "wrong": tally.wrong,
        "missing": tally.missing,
    }


def _print(result: Score, asked: list[Measure], faults: bool) -> None:
    table = Table()
    table.add_column("kind")
    for column in ("rows", "found", "found %", "invented", "cells", "right", "right %", "wrong", "missing"):
        table.add_column(column, justify="right")
    for kind, tally in sorted(result.tallies.items()):
        table.add_row(kind, *_cells(tally))
    table.add_section()
    table.add_row("all", *_cells(result.total()))
    screen.print(table)
    for measure in asked:
        screen.print(
            f"{'met' if measure.met else 'MISSED':8}{measure.name}: {measure.measured} (asked: {measure.asked})"
        )
    if faults:
        for fault in result.faults:
            told = f" {fault.field}: expected {fault.expected!r}, found {fault.found!r}" if fault.field else ""
            typer.echo(f"{fault.what}: {fault.document} page {fault.page}, {fault.kind}, {fault.row}{told}")


def _cells(tally: Tally) -> list[str]:
    return [
        str(tally.rows),
        str(tally.found),
        f"{100 * tally.rows_share:.1f}",
        str(tally.invented),
        str(tally.cells),
        str(tally.right),
        f"{100 * tally.cells_share:.2f}",
        str(tally.wrong),
        str(tally.missing),
    ]


if __name__ == "__main__":
    app()
