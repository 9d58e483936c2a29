"""The queue of papers to be changed: who asked for what, how far it is, and what became of it."""

from __future__ import annotations

import logging
import secrets
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ValidationError

from assistant.errors import UsageError
from assistant.intake.inbox import Inbox
from assistant.intake.orders import Order, Said, packed
from assistant.papers.process import surroundings
from assistant.settings import Settings

State = Literal["waiting", "held up", "starting", "pages", "passages", "done"]
MOST_WAITING = 200  # files sent; papers to be read again weigh nothing
MOST_KEPT = 300  # jobs that are done
_LINGER = 3.0  # seconds that the process stays for another order: it takes two to start
_TRIES = 2
BROKE_OFF = (
    "The program that takes papers in broke off on it, twice. Nothing of it was kept, and the other papers are as they "
    "were. Please tell whoever runs this service."
)
STOPPED = (
    "The papers cannot be changed at the moment, so nothing was done with it. Please tell whoever runs this service; "
    "the log says why."
)
FULL = "There are {n} papers waiting to be taken in. Please wait until some of them are, then send this one again."

log = logging.getLogger(__name__)


@dataclass
class Job:
    """One order on its way. ``owner`` is the user's id, None where nobody signs in; ``outcome`` is None until it is done."""

    order: Order
    owner: int | None
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    state: State = "waiting"
    done: int = 0
    of: int = 0
    outcome: str | None = None
    paper_id: str = ""
    note: str = ""
    tries: int = 0


class Intake:
    """The papers to be changed, one after the other. Safe from several threads; nothing runs until something is asked for."""

    def __init__(self, settings: Settings) -> None:
        self.inbox = Inbox(settings.store)
        self._settings = settings
        self._jobs: dict[str, Job] = {}
        self._queue: deque[Job] = deque()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._process: subprocess.Popen[str] | None = None
        self._closing = False

    def resume(self) -> None:
        """Take up what a process that is gone left to be done."""
        for order, owner in self.inbox.left():
            log.info("%s was sent before the start and is taken in now", order.name)
            self._put(Job(order, owner))

    def submit(self, order: Order, owner: int | None) -> Job:
        """Put an order at the end of the queue; one that waits or is at hand already is not put there twice.

        Raises:
            UsageError: too many files are waiting; this one is deleted.
            OSError: it cannot be written down.
        """
        if order.path:
            if (waiting := self.waiting()) >= MOST_WAITING:
                self.inbox.drop(order)
                raise UsageError(FULL.format(n=waiting))
            self.inbox.keep(order, owner)
        with self._changed:
            open_jobs = [job for job in self._jobs.values() if job.outcome is None]
            same = next((job for job in open_jobs if (job.order, job.owner) == (order, owner)), None)
        return same or self._put(Job(order, owner))

    def refused(self, name: str, reason: str, owner: int | None) -> Job:
        """Note a file that was not even let into the queue, so that it is told of with the others."""
        job = Job(Order(action="take in", name=name), owner, state="done", outcome="failed", note=reason)
        with self._changed:
            self._jobs[job.id] = job
            self._forget()
        return job

    def jobs(self, owner: int | None) -> list[Job]:
        """What somebody asked for, newest first."""
        with self._changed:
            return [job for job in reversed(self._jobs.values()) if job.owner == owner]

    def get(self, name: str, owner: int | None) -> Job | None:
        """One of them."""
        with self._changed:
            job = self._jobs.get(name)
        return job if job is not None and job.owner == owner else None

    def ahead(self, job: Job) -> int:
        """How many orders, of anybody, are carried out before this one."""
        with self._changed:
            return self._queue.index(job) + (self._process is not None) if job in self._queue else 0

    def waiting(self) -> int:
        """How many files wait, of anybody."""
        with self._changed:
            return sum(bool(job.order.path) for job in self._queue)

    def close(self) -> None:
        """Stop. What is not finished is taken up at the next start, and a paper half taken in is not in at all."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
            if self._process is not None:
                self._process.kill()
        if self._thread is not None:
            self._thread.join()
        self.inbox.close()

    def _put(self, job: Job) -> Job:
        with self._changed:
            self._jobs[job.id] = job
            self._queue.append(job)
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return job

    def _forget(self) -> None:
        finished = [name for name, job in self._jobs.items() if job.outcome is not None]
        for name in finished[: max(0, len(finished) - MOST_KEPT)]:
            del self._jobs[name]

    def _work(self) -> None:
        while not self._closing:
            with self._changed:
                self._changed.wait_for(lambda: self._queue or self._closing, _LINGER if self._process else None)
                job = self._queue.popleft() if self._queue and not self._closing else None
            if job is None or not self._carried_out(job):
                self._end()

    def _carried_out(self, job: Job) -> bool:
        """See one order through; whether the process can take another."""
        job.state, job.done, job.of, job.tries = "starting", 0, 0, job.tries + 1
        try:
            process = self._started()
            if process is None or process.stdin is None or process.stdout is None:
                return False
            process.stdin.write(f"{job.order.model_dump_json()}\n")
            process.stdin.flush()
            for line in process.stdout:
                said = Said.model_validate_json(line)
                if said.what == "done":
                    self._finish(job, said)
                    return True
                if said.what == "stopped":
                    log.warning("%s: %s", job.order.name, said.note)  # names places that are none of a clerk's
                    self._finish(job, Said(what="done", outcome="failed", note=STOPPED))
                    return False
                job.done, job.of = said.done, said.of
                job.state = "held up" if said.what == "waiting" else said.what
        except (OSError, ValidationError) as error:
            log.warning("the process that changes papers broke off: %s", error)
        self._broke_off(job)
        return False

    def _broke_off(self, job: Job) -> None:
        if self._closing:
            return
        if job.tries < _TRIES:
            job.state = "waiting"
            with self._changed:
                self._queue.appendleft(job)
        else:
            self._finish(job, Said(what="done", outcome="failed", note=BROKE_OFF))

    def _finish(self, job: Job, said: Said) -> None:
        self.inbox.drop(job.order)
        job.paper_id, job.note = said.paper_id, said.note
        job.state, job.outcome = "done", said.outcome

    def _started(self) -> subprocess.Popen[str] | None:
        with self._changed:
            if self._closing:
                return None
            if self._process is None:
                self._process = subprocess.Popen(
                    [sys.executable, "-c", "from assistant.intake.worker import serve; serve()"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    encoding="utf-8",
                    env=surroundings(),
                )
                assert self._process.stdin is not None
                self._process.stdin.write(f"{packed(self._settings)}\n")
            return self._process

    def _end(self) -> None:
        """Let the process go: it ends with its input, unless it is beyond hearing."""
        with self._changed:
            process, self._process = self._process, None
        if process is None:
            return
        with process:  # closes its pipes
            try:
                process.communicate(timeout=_LINGER)
            except (subprocess.TimeoutExpired, OSError, ValueError):
                process.kill()
