"""Which row is meant by a name: the one that leads all others by a margin, or several to choose from, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from assistant.papers.normalise import normalise
from assistant.retrieval.embed import Embedder, similarity
from assistant.retrieval.filters import Reach
from assistant.retrieval.narrowed import MOST_VIEWS
from assistant.tools.ledger import Ledger
from assistant.tools.words import Vocabulary, bag, coverage, spelt_out

T = TypeVar("T")

MARGIN = 0.06
"""By how much a name must lead the next. Of 76 names put to the 33 indicators of the sample corpus (60 of one, 9 of twins,
7 of nothing held), 0.06 picks 47 right ones, none wrong and no twin, and offers a choice for the rest but two; 0.04 picks
a twin once, no margin at all 8 times; 0.12 offers one choice more. With the right indicator taken out, 6 of 69 names
are taken for another, which then holds every word asked; before a name had to hold them all, it was 28."""
FLOOR = 0.35
"""Below this a name means nothing held: the best match of what is not held reached 0.26, the weakest right one 0.37."""
_OFFERED = 3  # times the margin: what is offered when nothing leads
_BY_WORD, _WHOLLY, _BY_MEANING, _TO_THE_POINT = 0.4, 0.2, 0.3, 0.1
_MOST_CHOICES = 8
_ROWS_WEIGHED = 64  # rows nearest by words that are also weighed by meaning, 5 ms each the first time
_NEAR = 0.5  # words and meaning together, below which a row is not about a topic at all


class Meant(NamedTuple):
    """What a name means among several: ``one`` of them, or ``choices``, best first, or neither. Positions."""

    one: int | None
    choices: list[int]


class _Weighed(NamedTuple):
    score: float
    at: int
    whole: bool


class _Known(NamedTuple):
    """What is known of some names: the wordings of each in one form, and their words."""

    normal: list[set[str]]
    bags: list[list[frozenset[str]]]
    vocabulary: Vocabulary


class Finder:
    """Finds rows by name or topic in what a ledger may show. Thread-safe: what it keeps is only ever added to."""

    def __init__(self, ledger: Ledger, embedder: Embedder) -> None:
        self.ledger = ledger
        self._embedder = embedder
        self._vectors: dict[str, list[float]] = {}
        self._made: dict[str, tuple[object, Any]] = {}
        self._narrowed: dict[Reach, Finder] = {}

    def narrowed(self, reach: Reach | None) -> Finder:
        """One that finds what lies within the reach of some filters; itself for None."""
        if reach is None:
            return self
        found = self._narrowed.get(reach)
        if found is None:
            if len(self._narrowed) >= MOST_VIEWS:
                self._narrowed.clear()
            found = self._narrowed[reach] = Finder(self.ledger.narrowed(reach), self._embedder)
            found._vectors = self._vectors
        return found

    def once(self, name: str, source: object, make: Callable[[], T]) -> T:
        """What is made of some records, kept until the ledger gives others: ``source`` is the very list it gave."""
        held = self._made.get(name)
        if held is None or held[0] is not source:
            held = self._made[name] = (source, make())
        return cast("T", held[1])

    def abbreviations(self) -> dict[str, str]:
        """Short form -> long form, as the papers that may be seen define them."""
        papers = self.ledger.papers()
        pairs = (pair for paper in papers for pair in (paper.abbreviations or {}).items())
        return self.once("abbreviations", papers, lambda: {short.upper(): long for short, long in pairs})

    def meant(self, asked: str, names: Sequence[Sequence[str]]) -> Meant:
        """Which of several things a name means; each is given by all its wordings.

        One is meant when it holds every word asked and leads the next by the margin; a name that lacks a word ("secondary" of "persistent absence – secondary") is only offered, even where there is no other.
        """
        known, wanted = self._known(names), normalise(asked)
        exact = [i for i, wordings in enumerate(known.normal) if wanted in wordings]
        if len(exact) == 1:
            return Meant(exact[0], [])
        ranked = self._ranked(asked, names, known)
        if not ranked or ranked[0].score < FLOOR:
            return Meant(None, [])
        best = ranked[0]
        leads = len(ranked) == 1 or ranked[1].score < best.score - MARGIN
        if leads and best.whole:
            return Meant(best.at, [])
        return Meant(None, [one.at for one in ranked if one.score >= best.score - _OFFERED * MARGIN][:_MOST_CHOICES])

    def _known(self, names: Sequence[Sequence[str]]) -> _Known:
        abbreviations = self.abbreviations()

        def made() -> _Known:
            bags = [[spelt_out(wording, abbreviations) for wording in wordings] for wordings in names]
            vocabulary = Vocabulary([held for some in bags for held in some], abbreviations)
            return _Known([{normalise(wording) for wording in wordings} for wordings in names], bags, vocabulary)

        return self.once("names", names, made)

    def _ranked(self, asked: str, names: Sequence[Sequence[str]], known: _Known) -> list[_Weighed]:
        """The things by words and by meaning, each by the wording that fits best; best first."""
        wanted = known.vocabulary.wanted(asked)
        covered = [[coverage(wanted, held) for held in some] for some in known.bags]
        whole = any(complete for some in covered for _, complete in some)
        asking = {asked, _spoken(asked, self.abbreviations())}
        questions = [self._embedder.embed_query(text) for text in asking]
        self._embed([w for i, some in enumerate(names) for j, w in enumerate(some) if not whole or covered[i][j][1]])
        ranked: list[_Weighed] = []
        for i, some in enumerate(names):
            weighed = [
                _weigh(i, *covered[i][j], self._cosine(questions, wording), bag(asked), known.bags[i][j])
                for j, wording in enumerate(some)
                if not whole or covered[i][j][1]
            ]
            if weighed:
                ranked.append(max(weighed))
        return sorted(ranked, key=lambda one: -one.score)

    def _cosine(self, questions: Sequence[Sequence[float]], wording: str) -> float:
        return max(similarity(question, self._vectors[wording]) for question in questions)

    def about(self, topic: str, texts: Sequence[str]) -> tuple[list[int], bool]:
        """Positions of the texts that hold every word of a topic, in their order; or, False, the nearest, best first."""
        abbreviations = self.abbreviations()
        bags = [spelt_out(text, abbreviations) for text in texts]
        wanted = Vocabulary(bags, abbreviations).wanted(topic)
        covered = [coverage(wanted, held) for held in bags]
        whole = [i for i, (_, complete) in enumerate(covered) if complete]
        if whole or not wanted:
            return whole, True
        likely = sorted((i for i in range(len(texts)) if covered[i][0] > 0), key=lambda i: -covered[i][0])
        likely = likely[:_ROWS_WEIGHED]
        question = self._embedder.embed_query(_spoken(topic, abbreviations))
        self._embed([texts[i] for i in likely])
        scored = [((covered[i][0] + similarity(question, self._vectors[texts[i]])) / 2, i) for i in likely]
        return [i for score, i in sorted(scored, key=lambda pair: -pair[0]) if score >= _NEAR][:_MOST_CHOICES], False

    def _embed(self, texts: Sequence[str]) -> None:
        due = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        self._vectors.update(zip(due, self._embedder.embed_documents(due), strict=True) if due else ())


def _weigh(at: int, share: float, whole: bool, cosine: float, asked: frozenset[str], held: frozenset[str]) -> _Weighed:
    to_the_point = len(asked & held) / max(len(held), 1)
    score = _BY_WORD * share + _WHOLLY * whole + _BY_MEANING * max(0.0, cosine) + _TO_THE_POINT * to_the_point
    return _Weighed(score, at, whole)


def _spoken(asked: str, abbreviations: Mapping[str, str]) -> str:
    """What is asked with its abbreviations in full, for comparing by meaning."""
    return " ".join(abbreviations.get(word.strip("(),.").upper(), word) for word in asked.split())
