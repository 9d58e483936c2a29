"""Whether two indicators of different papers are the same one, under another id, wording or target.

Wording is compared without what says how it is counted; what it is limited to and counted in must agree. Where the
wording differs too much, the figures decide: two indicators that print the same values for the same days are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz

from assistant.records.dates import plain
from assistant.records.stemming import stem
from assistant.records.units import groups_of, measure_of, time_of

CLOSE = 80
"""Likeness of two wordings (0 to 100) from which the same id makes them one indicator, if only one says more."""
STEM_CLOSE = 88
_SMALL = frozenset(
    re.findall(
        r"\S+",
        "a an and any are as at be been being by for from had has have in is it its of on or out that the their them there these "
        "this those to was were where which who whose will with within whom than then per number percentage percent rate proportion "
        "share total overall all end month monthly quarter quarterly year annual snapshot date rolling last previous period ytd no",
    )
)
_GENERIC = frozenset({"child", "children", "peopl", "young", "person", "year", "old", "age", "servic", "council"})
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        re.findall(r"\S+", "zero one two three four five six seven eight nine ten eleven twelve")
    )
}


@dataclass(slots=True)
class Label:
    """One indicator as some papers name it: wording, limits, ids, and its values by the last day of their period.

    ``periods`` are its values by (paper, part) and period: two indicators of one table are two indicators.
    """

    name: str
    unit: str | None
    ids: set[str] = field(default_factory=set)
    values: dict[date, set[float]] = field(default_factory=dict)
    periods: dict[tuple[str, int], dict[tuple[date, str], set[float]]] = field(default_factory=dict)

    @property
    def words(self) -> frozenset[str]:
        """The stems of the words that say what is counted."""
        return words_of(self.name)


@lru_cache(maxsize=8192)
def words_of(name: str) -> frozenset[str]:
    """The stems of a name's words without small ones and those that say how it is counted; numbers count as words."""
    text = re.sub(r"\bper 1[0,]+\b", " ", plain(name).lower())
    text = re.sub(r"\bre-(?=[a-z])", "re", text)
    text = re.sub(r"\((?:[a-z]{2,6})\)", " ", text) if re.search(r"\([A-Z]{2,6}\)", name) else text
    found = re.findall(r"[a-z]+(?:'[a-z]+)?|\d+\+?", text)
    return frozenset(stem(_NUMBER_WORDS.get(w, w)) for w in found if w not in _SMALL)


@lru_cache(maxsize=8192)
def _limits(name: str) -> tuple[frozenset[str], str | None, str | None]:
    time = time_of(name)
    return frozenset(groups_of(name)), None if time == "snapshot" else time, measure_of(name)


def agree(a: Label, b: Label) -> bool:
    """Whether nothing that two indicators are limited to or counted in sets them apart."""
    (groups_a, time_a, measure_a), (groups_b, time_b, measure_b) = _limits(a.name), _limits(b.name)
    if a.unit and b.unit and a.unit != b.unit:
        return False
    if None not in (time_a, time_b) and time_a != time_b:
        return False
    if "number" in (measure_a, measure_b) and None not in (measure_a, measure_b) and measure_a != measure_b:
        return False
    return {_age(g) for g in groups_a} == {_age(g) for g in groups_b}


def _age(said: str) -> str:
    """An age or state in one form: "age 16+" and "16+", "aged 19 to 21" and "19-21 year olds"."""
    digits = re.findall(r"\d+", said)
    sign = "under" if "under" in said else "+" if "+" in said or "over" in said else ""
    return f"{sign}{'-'.join(digits)}" if digits else re.sub(r"\W+", " ", said)


def likeness(a: Label, b: Label) -> float:
    """How surely two labels are one indicator, 0 to 3: 3 the same words, 2 the same id and one of them says more, 1 the
    same figures; 0 not."""
    if not agree(a, b) or apart(a, b):
        return 0.0
    one, other = _unmatched(a.words, b.words), _unmatched(b.words, a.words)
    clash = bool(_figures_differ(a, b))
    if not one and not other and a.words:
        return 3.0 if not clash else 2.5
    score = fuzz.token_sort_ratio(" ".join(sorted(a.words)), " ".join(sorted(b.words)))
    if a.ids & b.ids and score >= CLOSE and not (one and other) and not _digits(one | other) and not clash:
        return 2.0 + score / 1000
    shared = (a.words & b.words) - _GENERIC
    return 1.0 + score / 1000 if shared and _same_figures(a, b) else 0.0


def apart(a: Label, b: Label) -> bool:
    """Whether two labels stand in one table, or in one part of a paper with other figures for one period."""
    named_alike = a.name == b.name
    for place in a.periods.keys() & b.periods.keys():
        mine, theirs = a.periods[place], b.periods[place]
        common = mine.keys() & theirs.keys()
        if any(not mine[p] & theirs[p] for p in common if mine[p] or theirs[p]):
            return True
        if not named_alike and len(common) < 2:
            return True
    return False


def _unmatched(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """The words that none of the others says, misprints and endings allowed for; numbers must be the same."""
    rest = words - others
    return frozenset(
        word
        for word in rest
        if word[0].isdigit() or not any(fuzz.ratio(word, o) >= STEM_CLOSE for o in others if not o[0].isdigit())
    )


def _digits(words: frozenset[str]) -> bool:
    return any(word[0].isdigit() for word in words)


def _figures_differ(a: Label, b: Label) -> list[date]:
    return [day for day in a.values.keys() & b.values.keys() if not a.values[day] & b.values[day]]


def _same_figures(a: Label, b: Label) -> bool:
    """Whether two labels print at least two telling figures alike, for the same last day, and none differently."""
    common = a.values.keys() & b.values.keys()
    alike = {day: a.values[day] & b.values[day] for day in common}
    telling = {value for values in alike.values() for value in values if _telling(value)}
    return all(alike.values()) and len(telling) >= 2


def _telling(value: float) -> bool:
    """Whether a figure is unlikely to be met twice by chance: three digits or more, and not round."""
    digits = f"{abs(value):.10g}".replace(".", "").strip("0")
    return len(digits) >= 3


def by_word(labels: Mapping[int, Label]) -> dict[str, list[int]]:
    """Word -> the labels that say it, for finding candidates; words that most labels say are left out."""
    found: dict[str, list[int]] = {}
    for index, label in labels.items():
        for word in label.words - _GENERIC:
            found.setdefault(word, []).append(index)
    return found
