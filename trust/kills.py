"""kill -9 at random moments of taking papers in, taking them in anew and removing them, by the real commands."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from pypdf import PdfReader, PdfWriter

from trust.audit import Seen, look
from trust.processes import command, run

CORPUS = Path(__file__).parents[1] / "corpus" / "papers"
HELD = (
    "cabinet-agenda-2025-06-17.pdf",
    "council-minutes-2025-02-26.pdf",
    "scrutiny-supplement-2025-02-12-item-8-ofsted-monitoring-visit.pdf",
    "childrens-improvement-plan-action-plan-may-2025.pdf",
)
NEW = (
    "cabinet-decision-notice-2025-06-17.pdf",
    "cabinet-part-ii-residential-care-contracts-2025-06-17.pdf",
    "performance-scorecard-q4-2024-25.pdf",
    "strategic-risk-register-june-2025.pdf",
)


class Action(NamedTuple):
    """Something that is killed on its way: the command, and the papers (sha256) held before and after it."""

    name: str
    arguments: tuple[object, ...]
    before: frozenset[str]
    after: frozenset[str]
    pairs: tuple[tuple[str, str], ...] = ()  # older and newer version: exactly one of them is in


class Workshop(NamedTuple):
    """What trials begin with: a store, papers to take in, and what a store holds of each paper when nothing broke."""

    base: Path
    actions: tuple[Action, ...]
    seconds: dict[str, float]
    whole: dict[str, str]


class Trial(NamedTuple):
    """One trial: what was done, when it was broken off, and what was wrong afterwards."""

    what: str
    broken_off: bool
    faults: list[str]


def digest(path: Path) -> str:
    """The sha256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def audit(store: Path) -> Seen:
    """What a store holds, found out by a process of its own."""
    report = store.parent / "report.json"
    report.unlink(missing_ok=True)
    ran = run(look, store, report)
    if not report.is_file():
        return Seen({}, [f"the store cannot be looked at: exit {ran.code}: {ran.said.strip()[-300:]}"])
    return Seen(*json.loads(report.read_text("utf-8")))


@cache
def prepare(folder: Path) -> Workshop:
    """Make the store and the papers that all trials begin with, once a folder."""
    held, new, corrected = (folder / name for name in ("held", "new", "corrected"))
    for target, names in ((held, HELD), (new, NEW)):
        target.mkdir()
        for name in names:
            shutil.copy(CORPUS / name, target / name)
    corrected.mkdir()
    for name in HELD[:3]:
        _corrected(held / name, corrected / f"{Path(name).stem}-corrected.pdf")
    base = folder / "base"
    _must("ingest", held, "--store", base)
    own, more = _digests(held), _digests(new)
    pairs = tuple(zip(own, _digests(corrected), strict=False))
    changed = frozenset(own) - {old for old, _ in pairs} | {now for _, now in pairs}
    first, there = frozenset(own), ("--store",)
    actions = (
        Action("ingest", ("ingest", new, *there), first, first | set(more)),
        Action("first ingest", ("ingest", new, *there), frozenset(), frozenset(more)),
        Action("read again", ("ingest", "--again", held, *there), first, first),
        Action("corrected", ("ingest", corrected, *there), first, changed, pairs),
        Action("remove", ("remove", *HELD[:3], *there), first, frozenset(own[3:])),
    )
    seconds, whole = {}, audit(base).papers
    for action in actions:
        store = folder / "clean"
        _begin(base, store, action)
        seconds[action.name] = _must(*action.arguments, store)
        if action.after - whole.keys():  # papers not met before
            seen = audit(store)
            assert not seen.faults and seen.papers.keys() == action.after, (action.name, seen)
            whole |= seen.papers
        shutil.rmtree(store)
    return Workshop(base, actions, seconds, whole)


def trials(folder: Path, count: int, seed: int) -> Iterator[Trial]:
    """Break off ``count`` commands, the actions in turn."""
    at, draw = prepare(folder), random.Random(seed)
    for number in range(count):
        action = at.actions[number % len(at.actions)]
        yield tried(at, action, draw.uniform(0.0, at.seconds[action.name] * 1.05), folder / "trial")


def tried(at: Workshop, action: Action, after: float, folder: Path) -> Trial:
    """Kill one command after so many seconds, check, look, do it again and look again."""
    shutil.rmtree(folder, ignore_errors=True)
    store = folder / "store"
    _begin(at.base, store, action)
    ran = command(*action.arguments, store, kill_after=after)
    faults = checked(store, action)
    faults += [f"after check: {fault}" for fault in judged(at, action, audit(store))]
    again = command(*action.arguments, store)
    if again.code and not (action.name == "remove" and "No paper is named" in again.said):
        faults.append(f"done again: exit {again.code}: {again.said[-300:]}")
    if action.name != "remove":
        seen = audit(store)
        faults += [f"done again: {fault}" for fault in judged(at, action, seen)]
        if seen.papers.keys() != action.after:
            faults.append("done again: not all papers are as they should be")
    return Trial(f"{action.name} killed after {after:.3f} s", ran.code == -9, faults)


def checked(store: Path, action: Action) -> list[str]:
    """What ``assistant check`` leaves undone: at once, and when it is asked once more."""
    first = command("check", "--store", store)
    if "No store at" in first.said and not action.before:
        return []
    if first.code:
        return [f"check: exit {first.code}: {first.said.strip()[-300:]}"]
    return []


def judged(at: Workshop, action: Action, seen: Seen) -> list[str]:
    """What is wrong with the papers that are in: half in, lost, or in twice."""
    faults = list(seen.faults)
    held = seen.papers.keys()
    if lost := (action.before & action.after) - held:
        faults.append(f"{len(lost)} papers lost")
    if strange := held - action.before - action.after:
        faults.append(f"{len(strange)} papers that nobody took in")
    faults += ["two versions of a paper, or none" for old, now in action.pairs if (old in held) == (now in held)]
    faults += [f"paper half in: {one[:8]}" for one in held if at.whole.get(one) != seen.papers[one]]
    return faults


def _begin(base: Path, store: Path, action: Action) -> None:
    if action.before:
        shutil.copytree(base, store)
    else:
        store.parent.mkdir(parents=True, exist_ok=True)


def _must(*arguments: object) -> float:
    ran = command(*arguments)
    if ran.code:
        raise SystemExit(f"assistant {' '.join(map(str, arguments))}: exit {ran.code}: {ran.said}")
    return ran.seconds


def _digests(folder: Path) -> list[str]:
    """In the order of HELD or NEW, or of the names."""
    order = [*HELD, *NEW]
    files = sorted(folder.iterdir(), key=lambda path: order.index(path.name.replace("-corrected", "")))
    return [digest(path) for path in files]


def _corrected(path: Path, target: Path) -> None:
    """The same paper with another date of making: its text is alike, its bytes are not."""
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.add_metadata({"/Subject": "corrected"})
    writer.write(target)
