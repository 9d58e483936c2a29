"""What the look-ups share: keeping rows by body, day and topic, and putting copies of one thing together."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from assistant.papers.normalise import normalise
from assistant.records.model import Record
from assistant.retrieval.bodies import bodies_named
from assistant.tools.ledger import Entry
from assistant.tools.names import Finder
from assistant.tools.words import Vocabulary, bag, coverage

R = TypeVar("R", bound=Record)

_REFERENCE = re.compile(
    r"(?:(?:minute|action|risk|ref(?:erence)?|recommendation|measure|indicator)\b\s*)?(?:(?:no\.?|number|#)\s*)?"
    r"(?:[A-Za-z]{1,6}[ ./-]?)?\d[\w./-]{0,14}",
    re.IGNORECASE,
)
NEAREST = "No row holds all of these words; these are the nearest in wording and meaning."


def same_body(one: str | None, other: str | None) -> bool:
    """Whether two names of bodies are one; a body that is not named may be any."""
    if one is None or other is None:
        return True
    a, b = normalise(one), normalise(other)
    return a == b or a.endswith(f" {b}") or b.endswith(f" {a}")


def bodies_meant(asked: str, known: Iterable[str | None]) -> set[str]:
    """The bodies that a name given by a user means: those it names, else those that hold all its words."""
    bodies = {body for body in known if body}
    named = {body for body in bodies if normalise(body) == normalise(asked)} or set(bodies_named(asked, bodies))
    if named:
        return named
    words = Vocabulary([bag(body) for body in bodies], {}).wanted(asked)
    return {body for body in bodies if coverage(words, bag(body))[1]}


class Kept(NamedTuple, Generic[R]):
    """What a body, days and a topic leave of some records, and what the user should know of it."""

    entries: list[Entry[R]]
    note: str | None


def by_body(entries: Sequence[Entry[R]], asked: str | None, body: Callable[[R], str | None]) -> Kept[R]:
    """The records of the bodies that a name means."""
    if asked is None:
        return Kept(list(entries), None)
    known = sorted({name for entry in entries if (name := body(entry.record))})
    meant = bodies_meant(asked, known)
    if not meant:
        held = "; ".join(known) or "none"
        return Kept([], f"No body held here is called {asked!r}. Held: {held}.")
    return Kept([entry for entry in entries if body(entry.record) in meant], None)


def by_words(entries: Sequence[Entry[R]], asked: str | None, said: Callable[[Entry[R]], str], what: str) -> Kept[R]:
    """The records whose text of some kind ("owner", "register") holds every word given, slips of the pen allowed."""
    if asked is None or not asked.strip():
        return Kept(list(entries), None)
    bags = [bag(said(entry)) for entry in entries]
    words = Vocabulary(bags, {}).wanted(asked)
    kept = [entry for entry, held in zip(entries, bags, strict=True) if coverage(words, held)[1]]
    return Kept(kept, None if kept or not entries else f"No {what} held here is called {asked!r}.")


def by_day(
    entries: Sequence[Entry[R]], first: date | None, last: date | None, day: Callable[[Entry[R]], date | None]
) -> Kept[R]:
    """The records from a day to another, both inclusive."""
    if first is None and last is None:
        return Kept(list(entries), None)
    known = [(day(entry), entry) for entry in entries]
    kept = [entry for d, entry in known if d and (first is None or d >= first) and (last is None or d <= last)]
    undated = sum(d is None for d, _ in known)
    return Kept(kept, f"{undated} without a date that could be read are left out." if undated else None)


def by_topic(
    finder: Finder, entries: Sequence[Entry[R]], topic: str | None, said: Callable[[Entry[R]], str]
) -> Kept[R]:
    """The records that hold every word of a topic; where none does, the nearest, and that is told."""
    if topic is None or not topic.strip():
        return Kept(list(entries), None)
    found, whole = finder.about(topic, [said(entry) for entry in entries])
    return Kept([entries[i] for i in found], None if whole or not found else NEAREST)


def copies(entries: Iterable[Entry[R]], key: Callable[[R], Hashable]) -> list[list[Entry[R]]]:
    """Records that say the same thing in several papers put together, the oldest paper's first."""
    groups: dict[Hashable, list[Entry[R]]] = {}
    for entry in entries:
        groups.setdefault(key(entry.record), []).append(entry)
    return list(groups.values())


def newest_first(entries: Iterable[Entry[R]], day: Callable[[Entry[R]], date | None]) -> list[Entry[R]]:
    """Records by their day, newest first; those of one day in the order they stand in their papers."""
    return sorted(entries, key=lambda entry: day(entry) or date.min, reverse=True)


def number_of(printed: str | None) -> str:
    """A minute number or reference as it is compared: "Minute no. 12." and "12" are the same."""
    return re.sub(r"^(?:minute|min|no|number|ref|reference|action|risk)\b[\s.]*|[\s.:]+$", "", _bare(printed))


def _bare(printed: str | None) -> str:
    text = normalise(printed or "")
    return re.sub(r"^(?:minutes?|action|risk|indicator|kpi)\b[\s.]*", "", text)


def reference_key(printed: str | None) -> str:
    """A reference as it is typed and printed in many ways: "CR 08", "cr8" and "Risk CR08" are one, and "AGC/95" is "AGC 95"."""
    bare = re.sub(r"\s+", "", number_of(printed)).strip("()[]'’\"")
    bare = re.sub(r"(?<=[a-z])[./-](?=\d)", "", bare)
    return re.sub(r"(?<!\d)0+(?=\d)", "", bare)


def is_reference(asked: str) -> bool:
    """Whether a look-up is asked for by a number or reference and not by words: "risk 11", "CR08", "minute PL/24/31"."""
    return _REFERENCE.fullmatch(asked.strip()) is not None


def told_day(day: date | None) -> str:
    """A day as it is said: "7 October 2024"."""
    return f"{day.day} {day:%B %Y}" if day else "no date"
