"""kill -9 while papers of many passages go in and out, so that Chroma writes its index to disk again and again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

from trust.kills import Trial, audit
from trust.processes import run

PAPERS = 12  # of 200 passages: more than Chroma holds in its log
_MADE_UP = "its PDF is not its own"  # all these papers share one file


def work(store: Path, pdf: Path) -> None:
    """Take papers in, one in three in place of the one before, and take every fourth out again."""
    from assistant.store.store import Store
    from bench.synthetic import DrawnVectors, Papers

    papers = Papers(pdf)
    with Store.write(store, DrawnVectors(), DrawnVectors.identity) as held:
        ids: list[str] = []
        for number in range(PAPERS):
            new = papers.paper(number)
            ids.append(new.paper.id)
            held.add(new, replaces=ids[number - 1] if number % 3 == 1 else None)
            if number % 4 == 3:
                held.remove(ids[number - 1])


def check(store: Path) -> None:
    """What ``assistant check`` does, with drawn vectors."""
    from assistant.store.store import Store
    from bench.synthetic import DrawnVectors

    with Store.write(store, DrawnVectors(), DrawnVectors.identity, proving=True) as held:
        held.check()


def trials(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """Break off such a process ``count`` times."""
    pdf, store = folder / "blank.pdf", folder / "trial" / "store"
    pdf.write_bytes(b"%PDF-1.4")
    draw = random.Random(seed)
    whole = _tried(store, pdf, None)[0]
    for _ in range(count):
        after = draw.uniform(0.0, whole)
        _, killed, faults = _tried(store, pdf, after)
        yield Trial(f"bulk killed after {after:.3f} s", killed, faults)


def _tried(store: Path, pdf: Path, after: float | None) -> tuple[float, bool, list[str]]:
    shutil.rmtree(store.parent, ignore_errors=True)
    store.parent.mkdir()
    ran = run(work, store, pdf, kill_after=after)
    checked = run(check, store)
    faults = [fault for fault in audit(store).faults if _MADE_UP not in fault]
    if checked.code:
        faults.append(f"check: exit {checked.code}: {checked.said[-300:]}")
    return ran.seconds, ran.code == -9, faults
