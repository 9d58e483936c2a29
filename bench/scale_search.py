"""Searching a store of made-up papers, as one process: prints how long it takes, and the memory it needs, as JSON."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from assistant.retrieval.evidence import gather
from assistant.retrieval.filters import Filters
from assistant.retrieval.inquiry import understand
from assistant.retrieval.narrowed import narrowed
from assistant.retrieval.search import Searcher
from assistant.store.store import Store
from bench.measuring import peak_memory_mb, percentile, timed_ms
from bench.synthetic import DrawnVectors, Papers

QUESTIONS = 200
WARM = 20


def main() -> None:
    """Open the store given, ask questions, print {"open_ms", "p50_ms", "p95_ms", …, "memory_mb"}.

    Asked of all papers, of one committee's (one in forty) and of those of the later half of the days.
    """
    embedder = DrawnVectors()
    papers = Papers(Path())
    store = Store.read(Path(sys.argv[1]), embedder, embedder.identity)
    searcher = Searcher(store, embedder, "public")
    found = {"open_ms": timed_ms(searcher.refresh)}
    held = searcher.held
    days = sorted(paper.meeting_date for paper in held.papers.values() if paper.meeting_date)
    chosen = {
        "": Filters(),
        "committee_": Filters(committees=tuple(sorted(held.bodies)[:1])),
        "half_": Filters(since=days[len(days) // 2]),
    }
    for name, filters in chosen.items():
        if name:
            found[f"{name}first_ms"] = timed_ms(partial(_search, searcher, papers.question(0), filters))
        for number in range(WARM):
            _search(searcher, papers.question(number), filters)
        questions = [papers.question(number) for number in range(WARM, WARM + QUESTIONS)]
        times = [timed_ms(partial(_search, searcher, question, filters)) for question in questions]
        found |= {f"{name}p50_ms": percentile(times, 50), f"{name}p95_ms": percentile(times, 95)}
    print(json.dumps({**found, "memory_mb": peak_memory_mb()}))
    store.close()


def _search(searcher: Searcher, question: str, filters: Filters) -> None:
    searcher.refresh()
    gather(understand(question), narrowed(searcher, filters))


if __name__ == "__main__":
    main()
