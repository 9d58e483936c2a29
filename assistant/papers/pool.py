"""Papers read by several processes: page ranges are dealt out, a page that hangs or kills its reader is given
up alone.

Plain subprocesses with pipes, not ``multiprocessing``: they import nothing of the program that starts them
(0.3 s instead of seconds), need no semaphores, and can be killed at any moment without harm to the others.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from assistant.errors import DamagedPaperError, PaperError
from assistant.papers.finish import finish_pages
from assistant.papers.model import Paper
from assistant.papers.ocr import Ocr
from assistant.papers.page import RawPage, failed_page
from assistant.papers.pdfium import PAGE_TIME_LIMIT
from assistant.papers.process import Process
from assistant.papers.read import MAX_BYTES, MAX_PAGES, check_size, damaged, file_hash
from assistant.papers.worker import Answer, Job, Opened

BATCH = 16
"""Pages in one job at most: small enough to share out, large enough that asking costs nothing."""
MOST_FALSE_STARTS = 3
"""Workers in a row that end before they have said a word: then the installation is broken."""
AHEAD = 2
"""Papers begun beyond those being read, so that no worker waits for a paper to be opened."""


class Result(NamedTuple):
    """What became of one file. ``paper`` is the Paper, the error that refused it, or its sha256 when it was
    skipped.
    """

    path: Path
    paper: Paper | PaperError | str
    seconds: float


@dataclass(slots=True)
class _Task:
    """One file on its way: ``left`` counts pages still to come, ``done`` is set at the end."""

    path: Path
    started: float
    sha256: str = ""
    paper: Paper | None = None
    left: int = 0
    raw: dict[int, RawPage] = field(default_factory=dict)
    done: Paper | PaperError | str | None = None


@dataclass(slots=True)
class _Order:
    """Pages of one task to be read by one worker; no pages means that it is to be opened. ``again`` on a
    retry.
    """

    task: _Task
    numbers: deque[int]
    again: bool = False


def read_papers(
    paths: Iterable[Path],
    *,
    workers: int = 1,
    max_pages: int = MAX_PAGES,
    max_bytes: int = MAX_BYTES,
    page_time_limit: float = PAGE_TIME_LIMIT,
    skip: frozenset[str] = frozenset(),
    ocr: Ocr | None = None,
    on_pages: Callable[[int], None] | None = None,
    on_opened: Callable[[Path, int], None] | None = None,
) -> Generator[Result, None, None]:
    """Read papers, yielding a ``Result`` for each in the order given, as soon as it and those before it are
    done.

    ``workers`` is the number of processes; ``page_time_limit`` is in seconds; papers whose sha256 is in
    ``skip`` are not read; with ``ocr`` pages that are only a picture are recognised; ``on_pages`` is told how many
    more pages are done, ``on_opened`` how many a file has once it is opened. No error of one paper stops the others.
    """
    pool = _Pool(workers, page_time_limit, max_pages, ocr, on_pages or (lambda _: None), on_opened or (lambda *_: None))
    waiting = deque(Path(path) for path in paths)
    tasks: deque[_Task] = deque()
    try:
        while waiting or tasks:
            while waiting and len(tasks) < workers + AHEAD:
                task = _start(waiting.popleft(), max_bytes, skip)
                tasks.append(task)
                if task.done is None:
                    pool.orders.append(_Order(task, deque()))
            while tasks and tasks[0].done is None:
                pool.step()
            task = tasks.popleft()
            assert task.done is not None
            yield Result(task.path, task.done, time.perf_counter() - task.started)
    finally:
        pool.close()


def _start(path: Path, max_bytes: int, skip: frozenset[str]) -> _Task:
    task = _Task(path, time.perf_counter())
    try:
        check_size(path, max_bytes)
        task.sha256 = file_hash(path)
        if task.sha256 in skip:
            task.done = task.sha256
    except PaperError as error:
        task.done = error
    except OSError as error:
        task.done = DamagedPaperError(f"{path.name}: cannot be read ({error.strerror}). Check the disk and the path.")
    return task


class _Pool:
    """Worker processes, what each is at, and the orders still to be given out."""

    def __init__(
        self,
        workers: int,
        limit: float,
        max_pages: int,
        ocr: Ocr | None,
        on_pages: Callable[[int], None],
        on_opened: Callable[[Path, int], None],
    ) -> None:
        self.orders: deque[_Order] = deque()
        self._limit, self._max_pages, self._ocr = limit, max_pages, ocr
        self._on_pages, self._on_opened = on_pages, on_opened
        self._workers = max(1, workers)
        self._inbox: queue.SimpleQueue[tuple[Process, Answer | EOFError]] = queue.SimpleQueue()
        self._at: dict[Process, _Order | None] = {}
        self._false_starts = 0

    def step(self) -> None:
        """Give out orders, then take one answer or end one process that is over its time."""
        self._deal()
        now = time.monotonic()
        busy = [process for process, order in self._at.items() if order is not None]
        wait = min((process.deadline for process in busy), default=now + 1.0) - now
        try:
            process, answer = self._inbox.get(timeout=max(0.0, wait))
        except queue.Empty:
            for process in busy:
                if process.deadline <= time.monotonic():
                    self._give_up(process, f"reading it took longer than {self._limit:g} seconds", retry=False)
            return
        if process not in self._at:
            return  # the last words of one that was ended
        if isinstance(answer, EOFError):
            self._give_up(process, "the program that reads PDFs broke off on it", retry=True)
        else:
            self._take(process, answer)

    def close(self) -> None:
        """End all processes."""
        for process in self._at:
            process.end()
        self._at.clear()

    def _deal(self) -> None:
        while self.orders:
            process = next((p for p, order in self._at.items() if order is None), None)
            if process is None:
                if len(self._at) >= self._workers:
                    return
                process = Process(self._inbox)
            order = self.orders.popleft()
            if order.task.done is not None:
                continue
            self._at[process] = order
            ocr = None if order.again else self._ocr  # a page that broke its reader is read without
            job = Job(str(order.task.path), tuple(order.numbers), self._limit, self._max_pages, ocr)
            process.send(job, self._limit)

    def _take(self, process: Process, answer: Answer) -> None:
        order = self._at[process]
        process.allow(self._limit)
        if order is None or (answer is None and not process.started):
            process.started, self._false_starts = True, 0
            return
        if isinstance(answer, RawPage):
            order.numbers.popleft()
            self._store(order.task, answer)
            return
        self._at[process] = None
        if isinstance(answer, Opened):
            self._share_out(order.task, answer)
        elif isinstance(answer, PaperError):
            order.task.done = answer

    def _share_out(self, task: _Task, opened: Opened) -> None:
        task.paper, task.left = opened.paper, opened.pages
        self._on_opened(task.path, opened.pages)
        share = -(-opened.pages // (self._workers * 2))
        size = max(1, min(BATCH, share)) if opened.pages > BATCH else opened.pages
        ranges = [range(n, min(n + size, opened.pages + 1)) for n in range(1, opened.pages + 1, size)]
        # Before the orders of later papers: the caller waits for this one first.
        place = next((i for i, order in enumerate(self.orders) if not order.numbers), len(self.orders))
        for offset, numbers in enumerate(ranges):
            self.orders.insert(place + offset, _Order(task, deque(numbers)))

    def _store(self, task: _Task, page: RawPage) -> None:
        task.raw[page.page.number] = page
        task.left -= 1
        self._on_pages(1)
        if task.left == 0 and task.done is None:
            _finish(task)

    def _give_up(self, process: Process, reason: str, *, retry: bool) -> None:
        """A process is gone or must go: its page is tried once more alone, or given up; the rest is read
        elsewhere.
        """
        order = self._at.pop(process)
        process.end()
        if order is None or order.task.done is not None:
            return
        if not process.started:
            self._false_starts += 1
            if self._false_starts >= MOST_FALSE_STARTS:
                raise process.no_start()
            self.orders.appendleft(order)
        elif not order.numbers and order.task.paper is None:
            if retry and not order.again:
                self.orders.appendleft(_Order(order.task, deque(), again=True))
            else:
                order.task.done = damaged(order.task.path)
        elif order.numbers:
            number = order.numbers.popleft()
            if order.numbers:
                self.orders.appendleft(_Order(order.task, order.numbers))
            if retry and not order.again:
                self.orders.appendleft(_Order(order.task, deque((number,)), again=True))
            else:
                self._store(order.task, failed_page(number, reason))


def _finish(task: _Task) -> None:
    assert task.paper is not None
    paper = task.paper
    paper.sha256 = task.sha256
    paper.pages = finish_pages([task.raw[number] for number in sorted(task.raw)])
    failed = all(page.status == "failed" for page in paper.pages)
    task.done = damaged(task.path, paper.pages[0].reason) if failed else paper
