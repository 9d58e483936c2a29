"""The tables of ``make bench``, one a subject. Each measures in processes of its own, ours and the yardstick in turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from eval.runs import ROOT
from eval.sets import PAPERS, absent

SEARCHES = ("quickstart", "BM25", "both fused", "ours")


@dataclass
class Workshop:
    """Where a run of the benchmarks puts its stores, and how often it measures. A set's store is made once, when needed."""

    folder: Path
    rounds: int
    sets: list[str] = field(default_factory=lambda: [name for name in PAPERS if not absent([name])])
    _made: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def largest(self) -> str:
        """The set that is timed: the real papers where they are, else the sample corpus."""
        return self.sets[-1]

    def ingest(self, name: str) -> dict[str, Any]:
        """Take a set's papers into a fresh store; what ``bench.ours`` says of it."""
        made = self._made.setdefault(name, [])
        made.append(measured("bench.ours", str(PAPERS[name]), str(self.folder / f"{name}{len(made)}")))
        return made[-1]

    def store(self, name: str) -> str:
        """A store of a set's papers."""
        if not self._made.get(name):
            self.ingest(name)
        return str(self.folder / f"{name}0")


def ingest(at: Workshop) -> Table:
    """Time and memory of taking papers in."""
    name = at.largest
    ours, theirs = [], []
    for i in range(at.rounds):
        theirs.append(measured("bench.quickstart", str(PAPERS[name]), str(at.folder / f"quickstart{i}"))["seconds"])
        ours.append(at.ingest(name))
    seconds = statistics.median(result["seconds"] for result in ours)
    reading = measured("bench.records", str(PAPERS[name]))["seconds"]
    memory = max(result["memory_mb"] for result in ours)
    table = _ratios(f"Ingest, {name} papers, medians of {at.rounds}", "quickstart, else as named")
    _row(table, "ingest, s (the quickstart reads no tables)", seconds, statistics.median(theirs), 1)
    _row(table, "reading records, s (the ingest without it)", reading, seconds - reading, 0.4)
    _row(table, "memory, MB", memory, 1500, 1)
    return table


def asking(at: Workshop) -> Table:
    """One question end to end, and search alone."""
    table = _ratios(f"A question, medians of {at.rounds}", "sentence-transformers encoding it")
    for name in at.sets:
        asked = [measured("bench.asking", at.store(name)) for _ in range(at.rounds)]
        searched = [measured("bench.searching", name, at.store(name)) for _ in range(at.rounds)]
        _row(table, f"{name} papers: answer, ms", _median(asked, "ask_ms"), _median(asked, "encode_ms"), 2)
        for share, bound in (("p50", 1.2), ("p95", None)):
            times = (_median(searched, f"{side}_{share}") for side in ("search", "encode"))
            _row(table, f"{name} papers: search alone, ms, {share}", *times, bound)
        _row(table, f"{name} papers: memory, MB", max(result["memory_mb"] for result in asked), 1500, 1)
    return table


def baselines(at: Workshop) -> Table:
    """Page recall of the quickstart, BM25, both fused and ours."""
    found = {}
    for name in at.sets:
        of_set = measured("bench.baselines", name, at.store(name))
        found |= {f"{half} ({name}), {shares['cases']} cases": shares for half, shares in of_set.items()}
    table = Table("page recall @1 / @5", *SEARCHES, title="The evidence among the best pages")
    for half, shares in found.items():
        table.add_row(half, *(f"{shares[name]['1']:.0%} / {shares[name]['5']:.0%}" for name in SEARCHES))
    return table


def load(at: Workshop) -> Table:
    """Twenty users at once of the served chat."""
    found = [measured("bench.load", at.largest, at.store(at.largest)) for _ in range(at.rounds)]
    errors = sum(result["errors"] for result in found)
    title = (
        f"Twenty users at once, {at.largest} papers, {found[0]['questions']} questions, {errors} errors (asked: none)"
    )
    table = _ratios(title, "one user, p50")
    for what, told, bound in (("whole", "whole answer shown", 4), ("first", "first words shown", None)):
        alone = _median(found, f"one_{what}_p50")
        _row(table, f"{told}, ms, p50", _median(found, f"many_{what}_p50"), alone, None)
        _row(table, f"{told}, ms, p95", _median(found, f"many_{what}_p95"), alone, bound)
    _row(table, "memory of the server, MB, peak", max(result["memory_mb"] for result in found), 1200, 1)
    return table


def starting(at: Workshop) -> Table:
    """Commands as they are started."""
    result = measured("bench.starting", at.store(at.largest))
    table = _ratios(f"Commands, {at.largest} papers, medians of 3", "import of sentence_transformers, else as named")
    _row(table, "assistant ask, s", result["ask_s"], result["import_s"], 2)
    _row(table, "assistant --help, s (half a second)", result["help_s"], 0.5, 1)
    return table


SUBJECTS: dict[str, Callable[[Workshop], Table]] = {
    "ingest": ingest,
    "asking": asking,
    "baselines": baselines,
    "load": load,
    "starting": starting,
}


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """What a module of ``bench`` prints when it is run as a process of its own.

    Raises:
        SystemExit: it failed; holds the end of what it said.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{module} failed:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _median(results: list[dict[str, Any]], name: str) -> float:
    return statistics.median(result[name] for result in results)


def _ratios(title: str, yardstick: str) -> Table:
    return Table("measure", "ours", f"yardstick: {yardstick}", "ratio", "asked", title=title)


def _row(table: Table, measure: str, ours: float, yardstick: float, bound: float | None) -> None:
    digits = 2 if yardstick < 20 else 0
    asked = "" if bound is None else f"≤ {bound}"
    table.add_row(measure, f"{ours:,.{digits}f}", f"{yardstick:,.{digits}f}", f"{ours / yardstick:.2f}", asked)
