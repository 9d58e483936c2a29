"""Searching a store of made-up papers, as one process: prints how long it takes, and the memory it needs, as JSON."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from assistant.retrieval.evidence import gather
from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Searcher
from assistant.store.store import Store
from bench.measuring import peak_memory_mb
from bench.synthetic import DrawnVectors, Papers

QUESTIONS = 200
WARM = 20


def main() -> None:
    """Open the store given, ask questions, print {"open_ms", "p50_ms", "p95_ms", …, "memory_mb"}."""
    embedder = DrawnVectors()
    papers = Papers(Path())
    store = Store.read(Path(sys.argv[1]), embedder, embedder.identity)
    started = time.perf_counter()
    searcher = Searcher(store, embedder, "public")
    searcher.refresh()
    opened = time.perf_counter() - started
    for number in range(WARM):
        gather(understand(papers.question(number)), searcher)
    times = []
    for number in range(WARM, WARM + QUESTIONS):
        question = papers.question(number)
        started = time.perf_counter()
        searcher.refresh()
        gather(understand(question), searcher)
        times.append((time.perf_counter() - started) * 1000)
    print(
        json.dumps(
            {
                "open_ms": opened * 1000,
                "p50_ms": statistics.median(times),
                "p95_ms": statistics.quantiles(times, n=20)[-1],
                "memory_mb": peak_memory_mb(),
            }
        )
    )
    store.close()


if __name__ == "__main__":
    main()
