"""Searching a store of made-up papers, as one process: prints how long it takes, and the memory it needs, as JSON."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from assistant.retrieval.evidence import gather
from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Searcher
from assistant.store.store import Store
from bench.measuring import peak_memory_mb, percentile, timed_ms
from bench.synthetic import DrawnVectors, Papers

QUESTIONS = 200
WARM = 20


def main() -> None:
    """Open the store given, ask questions, print {"open_ms", "p50_ms", "p95_ms", …, "memory_mb"}."""
    embedder = DrawnVectors()
    papers = Papers(Path())
    store = Store.read(Path(sys.argv[1]), embedder, embedder.identity)
    searcher = Searcher(store, embedder, "public")
    opened = timed_ms(searcher.refresh)
    for number in range(WARM):
        _search(searcher, papers.question(number))
    questions = [papers.question(number) for number in range(WARM, WARM + QUESTIONS)]
    times = [timed_ms(partial(_search, searcher, question)) for question in questions]
    print(
        json.dumps(
            {
                "open_ms": opened,
                "p50_ms": percentile(times, 50),
                "p95_ms": percentile(times, 95),
                "memory_mb": peak_memory_mb(),
            }
        )
    )
    store.close()


def _search(searcher: Searcher, question: str) -> None:
    searcher.refresh()
    gather(understand(question), searcher)


if __name__ == "__main__":
    main()
