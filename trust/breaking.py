"""What breaks a store besides kill -9: files cut short or gone, a full disk, a disk that cannot be written to, two at once."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from trust import mounts
from trust.kills import Trial, Workshop, audit, checked, judged, prepare
from trust.processes import command, folder_bytes, run

_NOT_HERE = "mounting is not allowed here, so this was not tried"


def cuts(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """Cut a file short or take it away, each kind of file in turn and every other time the newest; all papers must stay."""
    at, draw = prepare(folder), random.Random(seed)
    whole, store = audit(at.base).papers, folder / "trial" / "store"
    for number in range(count):
        shutil.rmtree(store.parent, ignore_errors=True)
        shutil.copytree(at.base, store)
        files = _files(store)
        newest = max(files, key=lambda path: path.stat().st_mtime_ns)
        file = newest if number % 2 else files[number // 2 % len(files)]
        share = draw.choice((0.0, draw.random(), 0.99, -1.0))
        if share < 0:
            file.unlink()
        else:
            os.truncate(file, int(file.stat().st_size * share))
        ran = command("check", "--store", store)
        seen = audit(store)
        faults = [f"check: exit {ran.code}: {ran.said.strip()[-300:]}"] if ran.code else []
        faults += seen.faults + ([] if seen.papers == whole else ["not the same papers as before"])
        name = f"{file.parent.name}/…" if file.parent.name in {"files", "cards"} else file.name
        yield Trial(f"{name} {'gone' if share < 0 else f'cut to {share:.0%}'}", True, faults)


def _files(store: Path) -> list[Path]:
    """One file of each kind."""
    kinds = {
        (path.suffix, path.parent.name if path.parent.name in {"files", "cards"} else path.name): path
        for path in sorted(store.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
    return list(kinds.values())


def full(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """Let the disk be full at a random moment: one clear line, and nothing half done once there is room again."""
    if not _may_mount():
        yield Trial("full disk", False, [_NOT_HERE])
        return
    at, draw = prepare(folder), random.Random(seed)
    actions = [action for action in at.actions if action.before]
    for number in range(count):
        action, trial = actions[number % len(actions)], folder / "trial"
        shutil.rmtree(trial, ignore_errors=True)
        (trial / "full").mkdir(parents=True)
        room = folder_bytes(at.base) + draw.randrange(100_000, 2_500_000)
        ran = run(_cramped, at.base, trial / "full", trial / "store", room, [str(a) for a in action.arguments])
        faults = ["a traceback"] if "Traceback" in ran.said else []
        faults += checked(trial / "store", action)
        faults += judged(at, action, audit(trial / "store"))
        yield Trial(f"{action.name} with {room:,} bytes of disk", ran.code != 0, faults)


def _cramped(base: Path, disk: Path, out: Path, room: int, arguments: list[str]) -> None:
    from assistant.cli import main

    mounts.apart()
    mounts.small(disk, room)
    shutil.copytree(base, disk / "store")
    sys.argv = ["assistant", *arguments, str(disk / "store")]
    try:
        main()
    finally:
        shutil.copytree(disk / "store", out)


def read_only(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """Try to change a store that cannot be written to: one clear line, and not a byte is different."""
    del count, seed
    if not _may_mount():
        yield Trial("read-only store", False, [_NOT_HERE])
        return
    at = prepare(folder)
    before = _bytes_of(at.base)
    for action in at.actions:
        if action.before:
            ran = run(_sealed, at.base, [str(argument) for argument in action.arguments])
            faults = [] if ran.code == 1 and "cannot be written to" in ran.said else [f"exit {ran.code}: {ran.said}"]
            faults += ["a traceback"] if "Traceback" in ran.said else []
            faults += [] if _bytes_of(at.base) == before else ["the store was changed"]
            yield Trial(f"{action.name} on a read-only store", True, faults)


def _sealed(store: Path, arguments: list[str]) -> None:
    from assistant.cli import main

    mounts.apart()
    mounts.read_only(store)
    sys.argv = ["assistant", *arguments, str(store)]
    main()


def _bytes_of(folder: Path) -> dict[str, str]:
    return {str(p): sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def together(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """Two processes change a store at once: the second is told to wait, and neither undoes what the other did."""
    del seed
    at = prepare(folder)
    for number in range(count):
        shutil.rmtree(folder / "trial", ignore_errors=True)
        store = folder / "trial" / "store"
        shutil.copytree(at.base, store)
        yield _two_at_once(at, store, number)


def _two_at_once(at: Workshop, store: Path, number: int) -> Trial:
    ingest, other = at.actions[0], at.actions[(2, 3, 4)[number % 3]]
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda action: command(*action.arguments, store), (ingest, other))
    faults = [
        f"exit {ran.code}: {ran.said[-300:]}"
        for ran in (first, second)
        if ran.code and "Another process" not in ran.said
    ]
    done = [action for action, ran in ((ingest, first), (other, second)) if not ran.code]
    due = set(ingest.before)
    for action in done:
        due = due - (action.before - action.after) | (action.after - action.before)
    seen = audit(store)
    faults += seen.faults + ([] if seen.papers.keys() == due else ["not the papers that were said to be in"])
    return Trial(f"ingest beside {other.name}: {len(done)} of 2 went through", len(done) < 2, faults)


def _may_mount() -> bool:
    return run(_mount_or_fail).code == 0


def _mount_or_fail() -> None:
    if not mounts.may_mount():
        sys.exit(1)
