"""The words of a name or a topic, compared with those of rows: stems, compounds, synonyms, abbreviations, typing slips."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from assistant.papers.normalise import normalise
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import STOPWORDS, stem, terms, words

_LIMIT = re.compile(
    r"\b(under|over|below|above)[ -]?(\d{1,3})s?\b|\b(\d{1,3})(?:\s?\+| plus\b| (?:and|or) (?:over|above)\b)"
)
_AS_ONE = re.compile(r"(?:under|over|below|above)\d{1,3}|\d{1,3}plus")
_COMPOUND = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})+")
_EMPTY = frozenset(
    stem(word)
    for word in ["figure", "figures", "value", "data", "indicator", "measure", "kpi", "statistic", "latest", "current"]
)
_SLIP = 84  # per cent of letters: "safegaurding" is 92; "primary" and "privacy" 71
_LOOSE = 0.85  # what a synonym or a slip counts for, an own word counting 1
_ENDING = 2  # letters by which two stems of one word differ: "refer" of "referred", "referr" of "referrals"


@lru_cache(maxsize=65536)
def bag(text: str) -> frozenset[str]:
    """The stems of a text, its hyphened words also as one: "re-referrals" is "rereferr" as well as "referr"."""
    plain = normalise(text)
    joined = {stem(found.replace("-", "")) for found in _COMPOUND.findall(plain)}
    return frozenset(terms(text)) | joined | {_limit(found) for found in _LIMIT.finditer(plain)}


def _limit(found: re.Match[str]) -> str:
    """A limit of age or number as one word: "under 16" is "under16", "16+" and "16 plus" are "16plus"."""
    return f"{found[1]}{found[2]}" if found[1] else f"{found[3]}plus"


def spelt_out(text: str, abbreviations: Mapping[str, str]) -> frozenset[str]:
    """The stems of a text and of what its abbreviations stand for."""
    found = bag(text)
    for short in set(re.findall(r"\b[A-Z][A-Za-z]{0,5}[A-Z]s?\b", text)):
        long = abbreviations.get(short.upper()) or abbreviations.get(short.removesuffix("s").upper())
        found |= bag(long) if long else frozenset()
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of what is asked: ways to say it, each a set of stems that must all be there, and what it counts."""

    ways: tuple[tuple[frozenset[str], float], ...]
    weight: float

    def credit(self, held: frozenset[str]) -> float:
        """How well stems hold it: 1 for the word itself, less for a loose likeness, 0 not at all."""
        return max((credit for way, credit in self.ways if way <= held), default=0.0)


class Vocabulary:
    """The stems of the texts that are searched, and how telling each is among them."""

    def __init__(self, bags: Sequence[frozenset[str]], abbreviations: Mapping[str, str]) -> None:
        self._count = Counter(term for held in bags for term in held)
        self._total = len(bags)
        self._abbreviations = abbreviations

    def wanted(self, asked: str) -> list[Wanted]:
        """The words of what is asked, each with all that would do for it."""
        found: list[Wanted] = []
        parts = self._parts(_LIMIT.sub(_limit, normalise(asked)))
        for whole, inner in dict.fromkeys(parts):
            ways = self._ways(whole, inner)
            weight = max((self._rarity(term) for way, _ in ways for term in way), default=self._rarity(whole))
            found.append(Wanted(tuple(ways), weight))
        return found

    def _parts(self, asked: str) -> list[tuple[str, tuple[str, ...]]]:
        """(stem, stems of its parts) a word; two words that the texts write as one are one."""
        cut = [word for chunk in asked.split() for word in self._whole_or_cut(chunk)]
        parts: list[tuple[str, tuple[str, ...]]] = []
        skip = False
        for (whole, inner), (after, _) in pairwise([*cut, ("", ())]):
            pair = stem(whole + after) if after.isalpha() and whole.isalpha() else ""
            if skip:
                skip = False
            elif pair and pair in self._count and len(pair) > 5:
                parts.append((pair, ()))
                skip = True
            elif whole not in STOPWORDS and stem(whole) not in _EMPTY:
                parts.append((stem(whole), inner))
        return parts

    def _whole_or_cut(self, chunk: str) -> list[tuple[str, tuple[str, ...]]]:
        if _AS_ONE.fullmatch(chunk):
            return [(chunk, ())]
        compound = _COMPOUND.search(chunk)
        if compound is None:
            return [(word, ()) for word in words(chunk)]
        inner = tuple(stem(part) for part in compound.group().split("-") if part not in STOPWORDS and len(part) > 2)
        whole = len(inner) == compound.group().count("-") + 1
        return [(compound.group().replace("-", ""), inner if whole else ())]

    def _ways(self, term: str, inner: tuple[str, ...]) -> list[tuple[frozenset[str], float]]:
        ways = [(frozenset({term}), 1.0)]
        if inner:
            ways.append((frozenset(inner), 1.0))
        long = self._abbreviations.get(term.upper()) or self._abbreviations.get(term.removesuffix("s").upper())
        if long:
            ways.append((frozenset(terms(long)), 1.0))
        if not term.isalpha():
            return ways
        ways += [(frozenset({other}), _LOOSE) for other in alike(term) if other in self._count]
        near = [t for t in self._count if len(term) > 4 and t != term and _one_word(term, t)]
        ways += [(frozenset({other}), 1.0) for other in near]
        if term not in self._count and not near and not long and len(term) > 4:
            slips = process.extract(term, list(self._count), scorer=fuzz.ratio, score_cutoff=_SLIP, limit=3)
            ways += [(frozenset({str(slip)}), _LOOSE) for slip, _, _ in slips if _mistyped(term, str(slip))]
        return ways

    def _rarity(self, term: str) -> float:
        return 0.2 + math.log((1 + self._total) / (1 + self._count.get(term, 0)))


def _mistyped(term: str, meant: str) -> bool:
    """Whether a slip of the pen may lie between two stems: not "re-referral" for "referral", which is another word."""
    return meant[0] == term[0] and abs(len(meant) - len(term)) <= 1


def _one_word(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(longer) - len(shorter) <= _ENDING and len(shorter) > 4 and longer.startswith(shorter) and other.isalpha()


def coverage(wanted: Sequence[Wanted], held: frozenset[str]) -> tuple[float, bool]:
    """How much of what is wanted some stems hold, from 0 to 1 by weight, and whether they hold every word of it."""
    credits = [word.credit(held) for word in wanted]
    total = sum(word.weight for word in wanted)
    share = sum(word.weight * credit for word, credit in zip(wanted, credits, strict=True)) / total if total else 0.0
    return share, bool(wanted) and all(credits)
