"""Slips of the pen: the word of the papers that a mistyped one stands for. A word of English is never taken for another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import islice, takewhile

from rapidfuzz import fuzz, process
from spellchecker import SpellChecker

from assistant.retrieval.terms import stem

_LIKE = 80  # per cent of letters that a name or a long word shares with its slip
_SHORTEST = 4


def is_english(word: str) -> bool:
    """Whether a lower-case word is one of everyday English, rightly spelt."""
    return word in _dictionary()


class Speller:
    """Mends words by those of the papers; ``vocabulary`` holds their stems, each with the number of passages it stands in."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._vocabulary = vocabulary
        self._in_order = sorted(vocabulary)

    def meant_by(self, word: str) -> str | None:
        """The stem of the papers that a mistyped word most likely stands for, or None."""
        if len(word) < _SHORTEST or not word.isalpha():
            return None
        begun = self._begun(word)
        if begun or is_english(word):
            return begun
        usual = sorted(_dictionary().candidates(word) or (), key=_dictionary().word_usage_frequency, reverse=True)
        near = next((stem(other) for other in usual if stem(other) in self._vocabulary), None)
        return near or self._alike(word)

    def _begun(self, word: str) -> str | None:
        """A word that was only begun: "psych" for psychologist, but not "handover" for "hand"."""
        if len(word) <= _SHORTEST:
            return None
        at = bisect_left(self._in_order, word)
        longer = takewhile(lambda term: term.startswith(word), islice(self._in_order, at, None))
        return max(filter(str.isalpha, longer), key=lambda term: self._vocabulary[term], default=None)

    def _alike(self, word: str) -> str | None:
        """A name or a word that no dictionary holds."""
        stemmed, most = stem(word), max(1, len(word) // 4)
        lengths = range(len(stemmed) - most, len(stemmed) + most + 1)
        likely = sorted(term for length in lengths for term in self._by_shape.get((word[0], length), ()))
        near = process.extractOne(stemmed, likely, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return str(near[0]) if near is not None else None

    @cached_property
    def _by_shape(self) -> dict[tuple[str, int], list[str]]:
        """The terms by what a slip seldom changes: the first letter, and (by little) how long they are."""
        found: dict[tuple[str, int], list[str]] = {}
        for term in self._in_order:
            found.setdefault((term[:1], len(term)), []).append(term)
        return found


@lru_cache(maxsize=1)
def _dictionary() -> SpellChecker:
    return SpellChecker(distance=1)  # a sixth of a second, which only a word unknown to the papers is worth
