"""Our ingest of a folder into a fresh store, as one process: prints {"seconds", "pages", "memory_mb"}."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from assistant.retrieval.embed import load_embedder
from assistant.retrieval.ingest import find_pdfs, ingest
from assistant.settings import load_settings
from assistant.store.store import Store
from bench.measuring import peak_memory_mb


def main() -> None:
    """Ingest the folder given into the store given."""
    settings = load_settings(store=Path(sys.argv[2]))
    embedder = load_embedder(settings)  # like the yardstick's, loaded before the clock starts
    started = time.perf_counter()
    with Store.write(settings.store, embedder, settings.embedder) as store:
        outcomes = list(ingest(store, settings, find_pdfs([Path(sys.argv[1])])))
    seconds = time.perf_counter() - started
    if failed := [o.note for o in outcomes if o.outcome == "failed"]:
        raise SystemExit("\n".join(failed))  # a figure for fewer papers than the yardstick's would be none
    pages = sum(sum(o.pages.values()) for o in outcomes)
    print(json.dumps({"seconds": seconds, "pages": pages, "memory_mb": peak_memory_mb()}))


if __name__ == "__main__":
    main()
