"""Commands of the assistant in processes that can be killed at any moment: forked from one that has imported everything."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

_FORKS = get_context("forkserver")
# What has threads of its own once it works, such as Chroma, is imported here but opened in the forked process only.
_FORKS.set_forkserver_preload(
    ["assistant.cli", "assistant.answering.engine", "assistant.retrieval.ingest", "trust.audit"]
)
LIMIT = 300.0


class Ran(NamedTuple):
    """What became of a process: exit code (negative: the signal that ended it), what it printed, and how long it took."""

    code: int
    said: str
    seconds: float


def command(*arguments: object, kill_after: float | None = None, env: Mapping[str, str] | None = None) -> Ran:
    """Run ``assistant ARGUMENTS``; ``kill_after``: seconds after which it is sent SIGKILL, should it still run."""
    return run(_main, [str(argument) for argument in arguments], dict(env or {}), kill_after=kill_after)


def run(what: Callable[..., Any], *arguments: Any, kill_after: float | None = None) -> Ran:
    """Run a function in a process of its own."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as said:
        process = _FORKS.Process(target=_run, args=(said.name, what, arguments))
        started = time.perf_counter()
        process.start()
        process.join(LIMIT if kill_after is None else kill_after)
        if process.exitcode is None:
            os.kill(process.pid or 0, signal.SIGKILL)
            process.join()
        ran = Ran(process.exitcode if process.exitcode is not None else -1, said.read(), time.perf_counter() - started)
        process.close()
        return ran


def _run(said: str, what: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    out = os.open(said, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(out, stream)
    what(*arguments)
    sys.stdout.flush()
    sys.stderr.flush()


def _main(arguments: list[str], env: dict[str, str]) -> None:
    from assistant.cli import main

    os.environ.update(env)
    sys.argv = ["assistant", *arguments]
    main()


def folder_bytes(folder: Path) -> int:
    """How many bytes the files of a folder hold together."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
