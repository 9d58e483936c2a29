"""Reading records out of papers that are read already: prints {"seconds", "records"}."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from assistant.papers.model import Paper
from assistant.papers.pool import read_papers
from assistant.papers.tables import labelled_rows
from assistant.records.identify import identify
from assistant.records.read import read_records
from assistant.retrieval.ingest import find_pdfs
from assistant.settings import load_settings


def main() -> None:
    """Read the folder given, then time the records alone; rows and facts are found for the passages anyway."""
    settings = load_settings()
    results = read_papers(
        find_pdfs([Path(sys.argv[1])]),
        workers=settings.workers,
        max_pages=settings.max_pages,
        max_bytes=settings.max_megabytes * 1_000_000,
        page_time_limit=settings.page_time_limit,
    )
    papers = [result.paper for result in results if isinstance(result.paper, Paper)]
    known = [(paper, identify(paper, Path(paper.path).name), labelled_rows(paper.pages)) for paper in papers]
    started = time.perf_counter()
    records = sum(len(read_records(paper, facts, rows)) for paper, facts, rows in known)
    print(json.dumps({"seconds": time.perf_counter() - started, "records": records}))


if __name__ == "__main__":
    main()
