"""What the words of a question count for: those that only ask count for little, whatever the papers make of them."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.retrieval.synonyms import read_lines
from assistant.retrieval.terms import stem

# What is counted in tells near-twins apart, but the row need not say it.
_COUNTED_IN = frozenset(
    stem(word) for word in ("number", "rate", "percentage", "percent", "proportion", "total", "share")
)
_AS_COUNTED = 0.4
_ONLY_ASKS = 0.1


def asking_weight(term: str) -> float:
    """What a stemmed term of a question counts for, from 0 to 1: 1 for what it is about."""
    if term in _COUNTED_IN:
        return _AS_COUNTED
    return _weights().get(term, 1.0)


def only_asks(term: str) -> bool:
    """Whether a stemmed term says nothing of what a question is about."""
    return _weights().get(term, 1.0) <= _ONLY_ASKS


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    found: dict[str, float] = {}
    weight = 1.0
    for line in read_lines("asking.txt"):
        told = re.fullmatch(r"word = ([\d.]+)", line)
        if told:
            weight = float(told.group(1))
            continue
        for word in line.split():
            found.setdefault(stem(word), weight)
    return found
