"""``make trust``: breaks stores in all the ways named, and prints how many were whole afterwards; exit 1 when one was not."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from trust import breaking, bulk, kills
from trust.kills import Trial

SUBJECTS: dict[str, tuple[str, Callable[[Path, int, int], Iterator[Trial]]]] = {
    "kills": ("kill -9 while papers are taken in, read again, corrected or removed", kills.trials),
    "bulk": ("kill -9 while thousands of passages go in and out", bulk.trials),
    "cuts": ("a file cut short or gone, every other time the newest", breaking.cuts),
    "full": ("disk full", breaking.full),
    "readonly": ("read-only store", breaking.read_only),
    "together": ("two processes at once", breaking.together),
}


def main() -> None:
    """Try the subjects named, or all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m trust", description="Breaks stores and looks what is left of them."
    )
    parser.add_argument("subject", nargs="*", metavar="NAME", help=f"any of: {', '.join(SUBJECTS)}; none: all")
    parser.add_argument("--count", type=int, default=10, help="trials a subject (10); 200 takes about 20 minutes each")
    parser.add_argument("--seed", type=int, default=0, help="draws other moments")
    given = parser.parse_args()
    if unknown := [name for name in given.subject if name not in SUBJECTS]:
        parser.error(f"there is no subject {unknown[0]!r}. The subjects are: {', '.join(SUBJECTS)}")
    console, table = Console(), Table("fault", "trials", "broken off", "whole afterwards", "seconds")
    sound = True
    with tempfile.TemporaryDirectory() as folder:
        for name in given.subject or SUBJECTS:
            title, tried = SUBJECTS[name]
            started, done = time.perf_counter(), []
            for trial in tried(Path(folder), given.count, given.seed):
                done.append(trial)
                if trial.faults:
                    console.print(f"{trial.what}: {'; '.join(trial.faults)}", markup=False)
            whole, cut = sum(not trial.faults for trial in done), sum(trial.broken_off for trial in done)
            sound = sound and whole == len(done)
            seconds = f"{time.perf_counter() - started:.0f}"
            table.add_row(title, str(len(done)), str(cut), f"{whole}/{len(done)}", seconds)
    console.print(table)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
