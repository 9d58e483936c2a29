"""Slips of the pen: the word of the papers that a mistyped one stands for. A word of English is never taken for another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process
from spellchecker import SpellChecker

from assistant.retrieval.terms import stem

_LIKE = 80  # per cent of letters that a name or a long word shares with its slip
_SHORTEST = 4


def is_english(word: str) -> bool:
    """Whether a lower-case word is one of everyday English, rightly spelt."""
    return word in _dictionary()


def meant_by(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The stem of the papers (``vocabulary``: stem -> passages) that a mistyped word most likely stands for, or None."""
    if len(word) < _SHORTEST or not word.isalpha():
        return None
    begun = _begun(word, vocabulary)
    if begun or is_english(word):
        return begun
    usual = sorted(_dictionary().candidates(word) or (), key=_dictionary().word_usage_frequency, reverse=True)
    near = next((stem(other) for other in usual if stem(other) in vocabulary), None)
    return near or _alike(word, vocabulary)


def _begun(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """A word that was only begun: "psych" for psychologist, but not "handover" for "hand"."""
    longer = [term for term in vocabulary if len(word) > 4 and term.startswith(word) and term.isalpha()]
    return max(longer, key=lambda term: vocabulary[term], default=None)


def _alike(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """A name or a word that no dictionary holds."""
    near = process.extract(stem(word), vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=5)
    slips = (str(t) for t, *_ in near if t[:1] == word[:1] and abs(len(t) - len(stem(word))) <= max(1, len(word) // 4))
    return next(slips, None)


@lru_cache(maxsize=1)
def _dictionary() -> SpellChecker:
    return SpellChecker(distance=1)  # a sixth of a second, which only a word unknown to the papers is worth
