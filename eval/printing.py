"""Runs and comparisons on the screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.compare import Comparison, Verdict
from eval.run import Outcome
from eval.tables import notes, tabulate

_WIDTH = 140  # columns of output that goes into a file
_LONGEST = 200  # characters of an answer in the table of flips


def screen() -> Console:
    """The screen, or what its output is sent into."""
    return Console(width=None if sys.stdout.isatty() else _WIDTH, highlight=False)


def print_run(outcomes: Sequence[Outcome], judge: str | None) -> None:
    """Print the table of a run and what else is to be said of it."""
    made, console = tabulate(outcomes), screen()
    table = Table(*(head.replace(" ", "\n") for head in made.heads))
    table.columns[0].no_wrap = True
    for column in table.columns[1:]:
        column.justify = "right"
    for row in made.kinds:
        table.add_row(*row)
    table.add_section()
    for row in made.totals:
        table.add_row(*row)
    console.print(table)
    for line in notes(outcomes, judge):
        console.print(line, markup=False, soft_wrap=True)


def print_flips(comparison: Comparison) -> None:
    """Print what was lost and won: the question, the answer before and now, and what was wanted."""
    if not comparison.flips:
        return
    table = Table("", "case", "question and answers", show_lines=True)
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    for flip in comparison.flips:
        which, case, *told = flip.told
        lines = [
            f"{name}{_cut(text)}" for name, text in zip(("", "before  ", "now     ", "wanted  "), told, strict=True)
        ]
        table.add_row(which, case, "(holdout)" if flip.base.case.holdout else Text("\n".join(lines)))
    screen().print(table)


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]} …"


def print_verdict(comparison: Comparison | None, verdict: Verdict | None) -> None:
    """Print how two runs differ and whether the newer one passes."""
    for told in (comparison and comparison.difference, verdict):
        if told is not None:
            screen().print(str(told), markup=False, soft_wrap=True)
