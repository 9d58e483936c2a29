"""The process that reads pages: takes jobs on its standard input, answers page by page on its standard
output.

pdfium reads files that strangers made; whatever it does, it does here and not in the program that answers
questions. A frame is four bytes of length and a pickle; jobs and answers are the named tuples below.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
from pathlib import Path
from typing import IO, Any, NamedTuple

from assistant.errors import PaperError
from assistant.papers.model import Paper
from assistant.papers.ocr import Ocr
from assistant.papers.page import RawPage, failed_page, read_page
from assistant.papers.pdfium import close_document, open_document
from assistant.papers.read import open_paper

_LENGTH = struct.Struct("<I")


class Job(NamedTuple):
    """Open the paper (no ``numbers``) or read some of its pages, pictures too with ``ocr``. ``limit`` is in seconds for
    each page.
    """

    path: str
    numbers: tuple[int, ...]
    limit: float
    max_pages: int
    ocr: Ocr | None = None


class Opened(NamedTuple):
    """A paper that can be read, without its pages, and how many it has."""

    paper: Paper
    pages: int


Answer = Opened | PaperError | RawPage | None
"""None says that the worker has started, or that all pages of a job are done."""


def write_frame(stream: IO[bytes], value: Any) -> None:
    """Send one value."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:
    """Receive one value.

    Raises:
        EOFError: the other side has gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def serve() -> None:
    """Answer jobs until the standard input ends. Run as a program of its own, never inside another."""
    inbox, outbox = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr  # a stray line must not get between the frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this one
    gc.disable()  # pages are trees without cycles; collecting costs a fifth of the time
    reader = _Reader()
    try:
        write_frame(outbox, None)
        while True:
            job = Job(*read_frame(inbox))
            for answer in reader.answers(job):
                write_frame(outbox, answer)
    except (EOFError, BrokenPipeError):
        os._exit(0)


class _Reader:
    """Keeps the last paper open from job to job."""

    def __init__(self) -> None:
        self._path: str | None = None
        self._document: Any = None

    def answers(self, job: Job) -> Any:
        """The answers to a job, one by one."""
        try:
            _alarm(job.limit)
            if not job.numbers:
                yield Opened(*open_paper(Path(job.path), job.max_pages))
                return
            self._open(job.path)
            for number in job.numbers:
                _alarm(job.limit)
                yield _read(self._document, number, job)
            yield None
        except PaperError as error:
            yield error
        finally:
            _alarm(0)

    def _open(self, path: str) -> None:
        if self._path == path:
            return
        if self._document is not None:
            close_document(self._document)
            self._path = self._document = None
        self._document = open_document(Path(path))
        self._path = path


def _read(document: Any, number: int, job: Job) -> RawPage:
    try:
        return read_page(document, number, job.ocr, job.limit)
    except Exception as error:  # noqa: BLE001 - one bad page never stops the paper; the reason is kept
        return failed_page(number, f"it could not be read ({type(error).__name__}: {error})"[:200])


def _alarm(limit: float) -> None:
    """Let the system end this process when a page takes far too long and nobody is left to end it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, limit * 2 + 10 if limit else 0)


if __name__ == "__main__":
    serve()
