"""Patience with an end: work done in a thread that is left behind when it takes too long."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class OutOfTime(Exception):
    """Raised when work took longer than it may."""


class Worker:
    """Does one thing after another in a thread of its own.

    The thread is a daemon: an executor's threads are waited for when Python ends, so one question without an end would keep
    the command from ending.
    """

    def __init__(self) -> None:
        self._begin()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._jobs.put(None)

    def call(self, job: Callable[[], T], limit: float) -> T:
        """What ``job`` gives; whatever it raises is raised here.

        Raises:
            OutOfTime: it was not done within ``limit`` seconds.
        """
        future: Future[T] = Future()
        self._jobs.put((future, job))
        wait([future], limit)
        if not future.done():
            self._jobs.put(None)  # should it come to an end after all, so does its thread
            self._begin()
            raise OutOfTime(f"no answer within {limit:g} s")
        return future.result()

    def _begin(self) -> None:
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = queue.SimpleQueue()
        threading.Thread(target=_work, args=(self._jobs,), daemon=True).start()


def _work(jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None]) -> None:
    while (entry := jobs.get()) is not None:
        future, job = entry
        try:
            future.set_result(job())
        except BaseException as error:  # noqa: BLE001 - it is for the one who asked to deal with
            future.set_exception(error)
