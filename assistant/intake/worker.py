"""The process that changes papers: one order after the other from standard input, what becomes of each to standard output.

It holds the store's lock while it has orders. It may be killed at any moment: a paper is in the store whole or not at all.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from langchain_core.embeddings import Embeddings

from assistant.errors import AssistantError, StoreBusyError
from assistant.intake.orders import Order, Said
from assistant.papers.ocr import ready
from assistant.retrieval.embed import load_embedder
from assistant.retrieval.ingest import Handling, Ingested, Progress, take_in
from assistant.retrieval.sources import from_sender, from_store
from assistant.settings import Settings
from assistant.store.store import Store
from assistant.store.tables import PaperRow

SECONDS_TO_WAIT = 1800  # for another program that changes the papers: a night's ingest of a few thousand pages
_AT_ONCE = 64  # passages embedded before it is told again how far it is
_GONE = "It is not among the papers any more."

Say = Callable[[Said], None]


class Telling(Embeddings):
    """An embedder that tells how many of the passages at hand are embedded."""

    def __init__(self, embedder: Embeddings, say: Say) -> None:
        self._embedder = embedder
        self._say = say

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in the same order."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), _AT_ONCE):
            self._say(Said(what="passages", done=start, of=len(texts)))
            vectors += self._embedder.embed_documents(texts[start : start + _AT_ONCE])
        self._say(Said(what="passages", done=len(texts), of=len(texts)))
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of one question."""
        return self._embedder.embed_query(text)


def serve() -> None:
    """Carry out orders until the standard input ends. Run as a program of its own, never inside another."""
    outbox = os.fdopen(os.dup(1), "w", encoding="utf-8")
    sys.stdout = sys.stderr  # a stray line must not get between ours
    if hasattr(os, "nice"):
        os.nice(5)  # whoever asks meanwhile comes first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that started this one

    def say(said: Said) -> None:
        try:
            outbox.write(f"{said.model_dump_json()}\n")
            outbox.flush()
        except BrokenPipeError:  # nobody listens any more: the paper at hand is finished all the same
            return

    try:
        _serve(Settings(**json.loads(sys.stdin.readline())), say)
    except AssistantError as error:
        say(Said(what="stopped", note=str(error)))
    os._exit(0)  # what is left to close belongs to libraries, and takes seconds


def _serve(settings: Settings, say: Say) -> None:
    with ExitStack() as stack:
        store = _opened(stack, settings, say)
        for line in sys.stdin:
            say(_carried_out(store, settings, Order.model_validate_json(line), say))


def _opened(stack: ExitStack, settings: Settings, say: Say) -> Store:
    """The store, once nobody else writes to it."""
    embedder = Telling(load_embedder(settings), say)
    until = time.monotonic() + SECONDS_TO_WAIT
    while True:
        try:
            opening = Store.write(settings.store, embedder, settings.embedder, settings.servers)
            return stack.enter_context(opening)
        except StoreBusyError:
            if time.monotonic() > until:
                raise
            say(Said(what="waiting"))
            time.sleep(1)


def _carried_out(store: Store, settings: Settings, order: Order, say: Say) -> Said:
    if order.action == "take in":
        source = from_sender(Path(order.path), order.key)
    else:
        with store.session() as session:
            held = session.get(PaperRow, order.paper_id)
        if held is None:
            return Said(what="done", outcome="failed", note=_GONE)
        if order.action == "remove":
            store.remove(held.id)
            return Said(what="done", outcome="removed", paper_id=held.id)
        source = from_store(store, held)
    ocr = ready(settings.ocr_language, settings.ocr_min_confidence) if order.ocr else None
    handling = Handling(order.exempt, order.action == "read again", ocr)
    pages = _Pages(say)
    (done,) = take_in(store, settings, [source], Progress(pages.read, pages.opened), handling)
    return _became(done)


class _Pages:
    """Counts the pages of one paper."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._done = self._of = 0

    def opened(self, _: Path, pages: int) -> None:
        self._of = pages
        self.read(0)

    def read(self, more: int) -> None:
        self._done += more
        self._say(Said(what="pages", done=self._done, of=self._of))


def _became(done: Ingested) -> Said:
    told: dict[str, Any] = {"outcome": done.outcome, "paper_id": done.paper.id if done.paper else ""}
    if done.outcome == "failed":
        return Said(what="done", note=done.note.removeprefix(f"{done.path.name}: "), **told)
    return Said(what="done", note=done.became, **told)
