"""``make bench``: prints the table. Every figure is a ratio to a yardstick timed in the same run, in turn."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "papers"
QUESTIONS = [
    "Who chaired the scrutiny meeting in February 2023?",
    "What was agreed about the policy brief?",
    "What percentage of re-referrals was there in September 2023?",
    "Who owns the risk on the budget?",
    "How many members voted against the amendment?",
    "What is the forecast variance for adult social care?",
]


def main() -> None:
    """Run all benchmarks and print one table."""
    source = REAL if REAL.is_dir() else ROOT / "corpus" / "papers"
    rounds = int(os.environ.get("BENCH_ROUNDS", "2"))
    table = Table("measure", "ours", "yardstick", "ratio", "bound", title=f"{source.name}, {rounds} rounds, medians")
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs, memory = [], [], 0
        for i in range(rounds):
            theirs.append(_process("bench.quickstart", str(source), f"{folder}/quickstart{i}")["seconds"])
            result = _process("bench.ours", str(source), f"{folder}/store{i}")
            ours.append(result["seconds"])
            memory = max(memory, result["memory_mb"])
        a, b = statistics.median(ours), statistics.median(theirs)
        table.add_row("ingest, s (quickstart: no tables)", f"{a:.1f}", f"{b:.1f}", f"{a / b:.2f}", "≤ 1")
        records = _process("bench.records", str(source))["seconds"]
        rest = a - records
        table.add_row(
            "reading records, s (ingest without)", f"{records:.1f}", f"{rest:.1f}", f"{records / rest:.2f}", "≤ 0.4"
        )
        asked = _process("bench.asking", f"{folder}/store0", json.dumps(QUESTIONS))
        a, b = asked["ask_ms"], asked["encode_ms"]
        table.add_row("one question end to end, ms (encoding it)", f"{a:.1f}", f"{b:.1f}", f"{a / b:.2f}", "≤ 2")
        table.add_row("memory while ingesting, MB", f"{memory:.0f}", "1500", f"{memory / 1500:.2f}", "≤ 1")
        table.add_row(
            "memory while asking, MB",
            f"{asked['memory_mb']:.0f}",
            "1500",
            f"{asked['memory_mb'] / 1500:.2f}",
            "≤ 1",
        )
    Console().print(table)


def _process(module: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    if done.returncode != 0:
        raise SystemExit(f"{module} failed:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def peak_memory_mb() -> float:
    """The largest resident size of this process so far and of its largest child, added up, in MB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + children) / 1024


def median_ms(repeat: int, call: object) -> float:
    """The median milliseconds of calling ``call`` that many times."""
    times = []
    for _ in range(repeat):
        started = time.perf_counter()
        call()  # type: ignore[operator]
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
