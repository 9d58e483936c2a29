"""Slips of the pen: the word of the papers that a mistyped one stands for. A word of English is never taken for another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
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
        near = process.extract(stem(word), self._vocabulary.keys(), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=5)
        most = max(1, len(word) // 4)
        slips = (str(t) for t, *_ in near if t[:1] == word[:1] and abs(len(t) - len(stem(word))) <= most)
        return next(slips, None)


@lru_cache(maxsize=1)
def _dictionary() -> SpellChecker:
    return SpellChecker(distance=1)  # a sixth of a second, which only a word unknown to the papers is worth
