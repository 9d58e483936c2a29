"""The words of the papers that may be seen: how telling each is, what abbreviations stand for, what a slip was meant as."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, groupby, takewhile
from typing import NamedTuple

from assistant.retrieval.glossary import entries, look_up
from assistant.retrieval.spelling import Speller
from assistant.retrieval.synonyms import alike, ordinary
from assistant.retrieval.terms import stem, terms
from assistant.retrieval.wording import ShortForms

MOST_POSTINGS = 30_000  # passages of all terms together that one search reads the scores of


class Sought(NamedTuple):
    """The terms that a search by word looks up, and whether a passage must hold all of them rather than any."""

    terms: list[str]
    together: bool = False


def rarity(frequency: float, passages: float) -> float:
    """How telling a term is that stands in some of so many passages: from 0 for all of them to about 1 for a single one."""
    top = math.log(1 + passages)
    return math.log(1 + passages / (1 + frequency)) / top if top else 0.0


class Lexicon:
    """The stems of the papers, each with the number of passages it stands in, and their abbreviations as they define them."""

    def __init__(
        self, vocabulary: Mapping[str, int], passages: int, abbreviations: Iterable[Mapping[str, str]]
    ) -> None:
        self._vocabulary = vocabulary
        self._passages = passages
        self._speller = Speller(vocabulary)
        self._abbreviations = _most_usual(abbreviations)
        self.short_forms: ShortForms = self._written_short()

    def rarity(self, term: str) -> float:
        """How telling a stemmed term is: 0 for one in every passage, about 1 for one in a single passage of many."""
        return rarity(self.frequency(term), self._passages)

    def frequency(self, term: str) -> int:
        """In how many passages a stemmed term stands."""
        return self._vocabulary.get(term, 0)

    def knows(self, term: str) -> bool:
        """Whether any passage holds the stemmed term."""
        return term in self._vocabulary

    def sought(self, terms: Sequence[str]) -> Sought:
        """Which terms are looked up, so that a search takes no longer however many passages there are: the rarest, as
        far as not too many passages hold them; the two rarest together where even one stands in too many."""
        rarest = sorted(dict.fromkeys(terms), key=self.frequency)
        read = accumulate(map(self.frequency, rarest))
        few = {term for term, _ in takewhile(lambda pair: pair[1] <= MOST_POSTINGS, zip(rarest, read, strict=True))}
        if few or not rarest:
            return Sought([term for term in terms if term in few])
        return Sought(rarest[:2], together=True)

    def expand(self, word: str) -> str | None:
        """What an abbreviation stands for: as a paper that may be seen defines it, else as councils use it at large,
        where the papers hold those words; None for none."""
        short = word.upper()
        own = self._abbreviations.get(short)
        if own and self.knows(stem(short.lower())):
            return own
        entry = look_up(short)
        held = (sense for sense in (entry.senses if entry else ()) if all(map(self._holds, terms(sense))))
        return next(held, own)  # initials of a name that no paper abbreviates are but a guess

    def mend(self, word: str) -> str | None:
        """The stem of the papers that a mistyped word most likely stands for, or None."""
        return None if ordinary(stem(word)) else self._speller.meant_by(word)

    def _holds(self, term: str) -> bool:
        return self.knows(term) or any(map(self.knows, alike(term)))

    def _written_short(self) -> ShortForms:
        found: dict[tuple[str, ...], str] = {}
        for short in sorted(self._abbreviations.keys() | entries().keys()):
            written, long = stem(short.lower()), tuple(terms(self.expand(short) or ""))
            if len(long) > 1 and self.knows(written):
                found[long] = written
        return {first: list(group) for first, group in groupby(sorted(found.items()), key=lambda pair: pair[0][0])}


def _most_usual(defined: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Abbreviation -> what most papers define it as."""
    counts: dict[str, Counter[str]] = {}
    for abbreviations in defined:
        for short, long in abbreviations.items():
            counts.setdefault(short, Counter())[long] += 1
    return {short: longs.most_common(1)[0][0] for short, longs in counts.items()}
