"""One worker process as its parent sees it: a pipe to send jobs down, a thread that passes its answers on."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import assistant
from assistant.errors import AssistantError
from assistant.papers.worker import Job, read_frame, write_frame

START_LIMIT = 60.0
"""Seconds a worker may take to start, on a machine with much else to do."""


def surroundings() -> dict[str, str]:
    """The environment of a process of ours: it finds this very program, wherever it was started from."""
    home = str(Path(assistant.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


class Process:
    """A worker. ``deadline`` is when it must have said something; ``started`` once it has said anything."""

    def __init__(self, inbox: queue.SimpleQueue[tuple[Process, Any]]) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-c", "from assistant.papers.worker import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # The workers are what runs side by side: tesseract takes one thread in each, not all.
            env=surroundings() | {"OMP_THREAD_LIMIT": "1"},
        )
        self.started = False
        self.deadline = time.monotonic() + START_LIMIT
        self._inbox = inbox
        self._thread = threading.Thread(target=self._listen, name="paper-reader", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        try:
            while True:
                self._inbox.put((self, read_frame(self._child.stdout)))
        except (EOFError, OSError, ValueError) as error:
            self._inbox.put((self, EOFError(str(error))))

    def send(self, job: Job, limit: float) -> None:
        """Give it a job; when it has died meanwhile, that is heard from the listening thread."""
        assert self._child.stdin is not None
        try:
            write_frame(self._child.stdin, tuple(job))
        except OSError:
            return
        if self.started:
            self.allow(limit)

    def allow(self, limit: float) -> None:
        """Start its time again."""
        self.deadline = time.monotonic() + limit

    def end(self) -> None:
        """Kill it and wait until it, its pipes and its thread are gone."""
        self._child.kill()
        self._child.wait()
        self._thread.join()
        for stream in (self._child.stdin, self._child.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:  # what could not be sent any more
                    continue

    def no_start(self) -> AssistantError:
        """The error for workers that never start: the installation is broken, not a paper."""
        return AssistantError(
            "The processes that read PDFs do not start "
            f"({sys.executable}, exit code {self._child.returncode}). "
            "Reinstall the program in a fresh environment."
        )
