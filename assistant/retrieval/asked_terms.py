"""The terms that a question is about, each with what it is worth, as the papers would write them."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Searcher
from assistant.retrieval.synonyms import alike, ordinary
from assistant.retrieval.terms import stem as stem_of
from assistant.retrieval.terms import words
from assistant.retrieval.wording import abbreviations_asked, as_written

UNKNOWN = 0.5  # an everyday word that the papers never use tells less against a passage than a name they lack


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a question is about: its stem, what it is worth, stems that mean much the same, and those of them that
    are just as good: its short forms."""

    stem: str
    weight: float
    alike: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()

    def stands_in(self, stems: frozenset[str]) -> bool:
        """Whether some stems hold it, or one that will do for it."""
        return self.stem in stems or not (self.alike.isdisjoint(stems) and self.same.isdisjoint(stems))


def telling_terms(inquiry: Inquiry, searcher: Searcher) -> list[Term]:
    """The question's terms by what they are worth, as the papers would write them, mistyped ones mended.

    A term the papers do not know at all stays: it counts as not met.
    """
    found: dict[str, Term] = {}
    spelt = {stem_of(word): word for word in words(inquiry.whole)}
    for stem, said in as_written(inquiry, searcher).items():
        known = (
            stem
            if searcher.knows(stem) or any(map(searcher.knows, alike(stem)))
            else searcher.mend(spelt.get(stem, stem)) or stem
        )
        worth = said.weight * max(searcher.rarity(known), 0.05)
        if not searcher.knows(known) and known.isalpha() and known not in inquiry.names and not _amiss(known, searcher):
            worth *= UNKNOWN
        if known not in found or found[known].weight < worth:
            found[known] = Term(known, worth, alike(known) | said.alike, said.same)
    return list(found.values())


def _amiss(term: str, searcher: Searcher) -> bool:
    """Whether the papers lack a thing altogether: a common word, and all that means much the same."""
    return ordinary(term) and not any(map(searcher.knows, alike(term)))


def names_asked(inquiry: Inquiry, searcher: Searcher) -> tuple[frozenset[str], ...]:
    """The stems of what a question calls by an abbreviation, as far as the papers know them."""
    spelt = abbreviations_asked(inquiry, searcher)
    return tuple(known for name in spelt if (known := frozenset(t for t in name if searcher.knows(t))))


def names_held(inquiry: Inquiry, searcher: Searcher) -> bool:
    """Whether the papers hold every name that a question gives, whatever they call it."""
    return all(searcher.knows(name) or any(map(searcher.knows, alike(name))) for name in inquiry.names)
