"""Commands as a person starts them: one question of a warm store, and --help, against an import of sentence-transformers."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys

from bench.measuring import QUESTIONS, timed_ms

TIMES = 3
ASSISTANT = [sys.executable, "-m", "assistant.cli"]


def main() -> None:
    """Print {"ask_s", "help_s", "import_s"}, medians of runs in turn, for the store given."""
    commands = {
        "ask_s": [*ASSISTANT, "ask", QUESTIONS[0], "--store", sys.argv[1]],
        "help_s": [*ASSISTANT, "--help"],
        "import_s": [sys.executable, "-c", "import sentence_transformers"],
    }
    for command in commands.values():
        _run(command)  # once before the clock starts: files are read from the disk, byte code is written
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(TIMES):
        for name, command in commands.items():
            taken[name].append(timed_ms(lambda command=command: _run(command)) / 1000)
    print(json.dumps({name: statistics.median(times) for name, times in taken.items()}))


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "HF_HUB_OFFLINE": "1"}
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
