"""A gate that many may hold at once, or one alone: for what must not be closed while somebody uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Gate:
    """Who comes ``alone`` waits until nobody is within, and nobody else gets in meanwhile."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._within = 0
        self._closed = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Within together with others."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._within += 1
        try:
            yield
        finally:
            with self._changed:
                self._within -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._closed)
            self._closed = True
            self._changed.wait_for(lambda: not self._within)
        try:
            yield
        finally:
            with self._changed:
                self._closed = False
                self._changed.notify_all()
