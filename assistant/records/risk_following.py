"""The same risk from register to register: by its wording, for registers give an old number to another risk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio, token_set_ratio

from assistant.records.dates import plain
from assistant.records.model import Risk

SAME = 82.0
"""How alike (0 to 100) two descriptions must be to be one risk reworded."""
MARGIN = 8.0
"""By how much the next best must be less alike."""
_LABEL = re.compile(r"^(?:appendix|annex|table|figure|item)\s+\w{1,3}\b\W*|^[\d.]+\s+", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|\bq[1-4]\b|\d+|[^a-z ]",
)


class Seen(NamedTuple):
    """A risk in one register. ``day`` is the date of the paper."""

    day: date
    risk: Risk


class RiskThread(NamedTuple):
    """One risk through the registers, oldest first.

    ``state``: "new" in the latest register, "open", or "closed" when the latest register does not have it. ``direction``
    compares its last two scores; None where one of them has no number. ``renumbered`` is True when its number changed.
    """

    seen: list[Seen]
    state: Literal["new", "open", "closed"]
    direction: Literal["up", "down", "same"] | None
    renumbered: bool


def follow_risks(risks: Sequence[tuple[date, Risk]]) -> list[RiskThread]:
    """The threads of all risks, each with the date of its paper. A register printed in two papers of a day counts once.

    Registers of different names ("Strategic Risk Register", the risks of one project) are never joined.
    """
    threads: list[RiskThread] = []
    named = sorted(risks, key=lambda pair: (_register(pair[1]), pair[0]))
    for _, family in groupby(named, key=lambda pair: _register(pair[1])):
        threads += _follow([Seen(*pair) for pair in family])
    return threads


def _register(risk: Risk) -> str:
    """A register's name without its appendix, number and date."""
    name = _LABEL.sub("", plain(risk.register_title or "")).lower()
    return " ".join(_WHEN.sub(" ", name).split())


def _follow(seen: Sequence[Seen]) -> Iterator[RiskThread]:
    days = sorted({one.day for one in seen})
    begun: list[list[Seen]] = []
    for day in days:
        now = _once([one for one in seen if one.day == day])
        open_ones = [thread for thread in begun if thread[-1].day == max((d for d in days if d < day), default=day)]
        joined = _matches([thread[-1].risk for thread in open_ones], [one.risk for one in now])
        for index, one in enumerate(now):
            if index in joined:
                open_ones[joined[index]].append(one)
            else:
                begun.append([one])
    for thread in begun:
        numbers = {one.risk.number for one in thread if one.risk.number}
        yield RiskThread(thread, _state(thread, days), _direction(thread), len(numbers) > 1)


def _once(seen: Sequence[Seen]) -> list[Seen]:
    """A day's risks without those that another paper of that day prints again."""
    found: dict[tuple[str | None, str], Seen] = {}
    for one in seen:
        found.setdefault((one.risk.number, _words(one.risk)), one)
    return list(found.values())


def _words(risk: Risk) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", plain(risk.description).lower()).split())


def _matches(before: Sequence[Risk], now: Sequence[Risk]) -> dict[int, int]:
    """Index of a risk now -> that of the risk before which it is: each the other's best, well ahead of the next."""
    alike = [[_alike(_words(old), _words(new)) for old in before] for new in now]
    found: dict[int, int] = {}
    for n, row in enumerate(alike):
        if not row:
            continue
        best = max(range(len(row)), key=row.__getitem__)
        rivals = [score for o, score in enumerate(row) if o != best] + [
            other[best] for m, other in enumerate(alike) if m != n
        ]
        if row[best] >= SAME and row[best] - max(rivals, default=0.0) >= MARGIN:
            found[n] = best
    return found


def _alike(old: str, new: str) -> float:
    """0 to 100. A description that was only made longer or shorter counts nearly as one left alone."""
    longer, shorter = max(len(old), len(new)), min(len(old), len(new))
    kept = token_set_ratio(old, new) * 0.95 if shorter >= 40 or 2 * shorter > longer else 0.0
    return max(float(ratio(old, new)), float(kept))


def _state(thread: Sequence[Seen], days: Sequence[date]) -> Literal["new", "open", "closed"]:
    if thread[-1].day != days[-1]:
        return "closed"
    return "new" if len(thread) == 1 and len(days) > 1 else "open"


def _direction(thread: Sequence[Seen]) -> Literal["up", "down", "same"] | None:
    """Where the score went: from the register before, or from the previous score that the only register prints."""
    last = thread[-1].risk
    before = thread[-2].risk.current_score if len(thread) > 1 else last.previous_score
    if before is None or last.current_score is None:
        return None
    return "same" if before == last.current_score else "up" if last.current_score > before else "down"
