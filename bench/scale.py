"""How ingest, disk, memory and search grow with the store: ``python -m bench.scale FOLDER [10000 100000 1000000]``.

One store of made-up papers grows to each of the sizes in turn; at each the search is timed in a fresh process, and adding
and removing one more paper here. A store that is there already is gone on with.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from pypdf import PdfWriter
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from assistant.store.store import Store
from assistant.store.tables import PaperRow
from bench.synthetic import PASSAGES_A_PAPER, DrawnVectors, Papers
from bench.tables import measured

SIZES = [10_000, 100_000, 1_000_000]
ADDED = 5  # papers added and removed again at each size


def main() -> None:
    """Grow the store, measure at each size, print the table."""
    folder = Path(sys.argv[1])
    sizes = [int(size) for size in sys.argv[2:]] or SIZES
    folder.mkdir(parents=True, exist_ok=True)
    blank = folder / "blank.pdf"
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(blank)
    papers = Papers(blank)
    found = []
    for size in sizes:
        found.append(
            {
                "passages": size,
                **grow(folder / "store", papers, size),
                **measured("bench.scale_search", str(folder / "store")),
            }
        )
        print(json.dumps(found[-1]), flush=True)
    Console().print(_table(found))


def grow(folder: Path, papers: Papers, size: int) -> dict[str, float]:
    """Add papers until the store holds ``size`` passages; what that and one more paper cost."""
    with Store.write(folder, DrawnVectors(), DrawnVectors.identity) as store:
        with store.session() as session:
            held = session.scalar(select(func.count(PaperRow.id))) or 0
        wanted, spent = size // PASSAGES_A_PAPER, 0.0
        for number in range(held, wanted):
            spent += _timed(store, papers, number)
        extra = [_timed(store, papers, wanted + n) for n in range(ADDED)]
        removals = []
        for n in range(ADDED):
            started = time.perf_counter()
            store.remove(papers.paper(wanted + n).paper.id)
            removals.append(time.perf_counter() - started)
    added = (wanted - held) * PASSAGES_A_PAPER
    return {
        "passages_a_second": added / spent if spent else 0.0,
        "add_ms": statistics.median(extra) * 1000,
        "remove_ms": statistics.median(removals) * 1000,
        "disk_mb": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6,
    }


def _timed(store: Store, papers: Papers, number: int) -> float:
    new = papers.paper(number)  # drawing it is not part of what is measured
    started = time.perf_counter()
    store.add(new)
    return time.perf_counter() - started


def _table(found: list[dict[str, float]]) -> Table:
    table = Table("measure", *(f"{row['passages']:,.0f} passages" for row in found), "growth")
    for name in list(found[0])[1:]:
        first, last = found[0][name], found[-1][name]
        table.add_row(
            name.replace("_", " "), *(f"{row[name]:,.1f}" for row in found), f"{last / first:.1f}" if first else ""
        )
    return table


if __name__ == "__main__":
    main()
