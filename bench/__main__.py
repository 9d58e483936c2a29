"""``make bench``: prints a table a subject. ``python -m bench NAME…`` measures some only; BENCH_ROUNDS says how often (2)."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from rich.console import Console

from bench.tables import SUBJECTS, Workshop


def main() -> None:
    """Measure the subjects named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Ratios measured side by side in one run.")
    parser.add_argument("subject", nargs="*", metavar="NAME", help=f"any of: {', '.join(SUBJECTS)}; none: all")
    names = parser.parse_args().subject
    if unknown := [name for name in names if name not in SUBJECTS]:
        parser.error(f"there is no subject {unknown[0]!r}. The subjects are: {', '.join(SUBJECTS)}")
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        at = Workshop(Path(folder), int(os.environ.get("BENCH_ROUNDS", "2")))
        for name in names or SUBJECTS:
            console.print(SUBJECTS[name](at))


if __name__ == "__main__":
    main()
