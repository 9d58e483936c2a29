"""A question's words as the papers would write them: abbreviations spelled out, everyday sayings in council words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from assistant.retrieval.asking import only_asks
from assistant.retrieval.glossary import look_up
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.synonyms import Slot, alike, sayings
from assistant.retrieval.terms import STOPWORDS, stem, terms, words

SPELLED = 0.8  # what each word of a long form is worth, of the one word that the short form is
SHORT = 0.4  # what the short form itself is worth beside them
EARLIER = 0.7  # what is carried over from earlier questions
_SHORT_FORM = re.compile(r"\b[A-Za-z][A-Za-z0-9]{1,7}\b")


class Said(NamedTuple):
    """What a word of a question is worth, the stems that would do for it besides those that are always like it, and
    the short forms that are just as good."""

    weight: float
    alike: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()


ShortForms = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
"""The first stem of long forms -> the stems of each, and the stem of the short form that papers write for it."""


class Papers(Protocol):
    """What is asked of the papers: their words and their abbreviations."""

    def knows(self, term: str) -> bool:
        """Whether they hold a stemmed term."""

    def expand(self, word: str) -> str | None:
        """What an abbreviation stands for."""

    @property
    def short_forms(self) -> ShortForms:
        """The long forms that they abbreviate."""


class _Reading(NamedTuple):
    start: int
    said: tuple[str, ...]
    slots: tuple[Slot, ...]
    weight: float | None  # of each slot; None: that of the words themselves


def as_written(inquiry: Inquiry, papers: Papers) -> dict[str, Said]:
    """The stems a question is about, as the papers would write them.

    What people say in words of their own stands as the words of papers, its own words doing as well; abbreviations stand
    spelled out; long forms that the papers abbreviate may be met by the short form.
    """
    stems = [stem(word) for word in words(inquiry.whole)]
    own_from = len(stems) - len(words(inquiry.question))
    readings = _readings(inquiry.whole, stems, papers)
    covered = {at for r in readings for at in range(r.start, r.start + len(r.said))}
    outside = {term for at, term in enumerate(stems) if at not in covered}
    inside = {stems[at] for at in covered}
    found = {t: Said(w) for t, w in inquiry.subject.items() if t in outside or t not in inside}
    for reading in readings:
        asked = reading.weight or _weight(reading, inquiry.subject, earlier=reading.start < own_from)
        own = _own(reading)
        written = (
            frozenset(reading.said) if reading.weight else frozenset()
        )  # written short it says all of the long form
        for slot in reading.slots:
            _put(found, _key(slot, reading.said, papers), Said(asked, frozenset(slot) | own | written, written))
        if reading.weight and papers.knows(reading.said[0]):
            _put(found, reading.said[0], Said(SHORT, _own_long(reading, papers)))
    for short, long in _abbreviated([t for t in stems if t not in STOPWORDS], papers):
        for term in long & found.keys():
            _put(found, term, Said(0.0, frozenset({short}), frozenset({short})))
    return found


def abbreviations_asked(inquiry: Inquiry, papers: Papers) -> list[frozenset[str]]:
    """The telling stems of the long form of each abbreviation in a question."""
    longs = _spelled_out(inquiry.whole, papers)
    return [frozenset(t for t in terms(long) if t not in STOPWORDS) for long in longs.values()]


def _put(found: dict[str, Said], term: str, said: Said) -> None:
    had = found.get(term, Said(0.0))
    found[term] = Said(max(had.weight, said.weight), (had.alike | said.alike) - {term}, had.same | said.same)


def _key(slot: Slot, said: Sequence[str], papers: Papers) -> str:
    """The stem that stands for a slot: one that was said, else the first that the papers write."""
    known = [term for term in slot if papers.knows(term)]
    return next((term for term in known if term in said), known[0] if known else slot[0])


def _own(reading: _Reading) -> frozenset[str]:
    """The telling words of a saying itself, as far as no slot stands for them."""
    meant = {other for slot in reading.slots for term in slot for other in (term, *alike(term))}
    return frozenset(t for t in reading.said if t not in STOPWORDS and t not in meant and len(t) > 1)


def _own_long(reading: _Reading, papers: Papers) -> frozenset[str]:
    """The last word of a long form: where it stands written out, the short form is not missed."""
    return frozenset(t for t in reading.slots[-1] if papers.knows(t))


def _weight(reading: _Reading, subject: Mapping[str, float], *, earlier: bool) -> float:
    """What a saying is worth: as much as its words, in full where those only seemed to ask ("stood in", "put off")."""
    weight = max((subject.get(term, 0.0) for term in reading.said), default=0.0)
    return weight if weight > SHORT else EARLIER if earlier else 1.0


def _readings(text: str, stems: Sequence[str], papers: Papers) -> list[_Reading]:
    """The sayings and abbreviations of a text, none over another, as far as the papers write what they mean."""
    longs = _spelled_out(text, papers)
    found = [
        _Reading(at, (term,), tuple((t,) for t in terms(longs[term])), SPELLED)
        for at, term in enumerate(stems)
        if term in longs
    ]
    taken = {reading.start for reading in found}
    for at, saying in sayings(stems):
        free = not taken & set(range(at, at + len(saying.said)))
        if free and all(any(map(papers.knows, slot)) for slot in saying.written):
            found.append(_Reading(at, saying.said, saying.written, None))
    return found


def _spelled_out(text: str, papers: Papers) -> dict[str, str]:
    """The stems of the abbreviations of a text -> what they stand for."""
    found: dict[str, str] = {}
    for word in set(_SHORT_FORM.findall(text)):
        short = word[:-1] if word[-1] == "s" and word[:-1].isupper() else word
        asks = only_asks(stem(short.lower()))  # "RAG" and "KPI" say what is wanted, not what it is of
        long = papers.expand(short) if _is_short_form(short, papers) and not asks else None
        if long:
            found[stem(words(word)[0])] = long
    return found


def _is_short_form(word: str, papers: Papers) -> bool:
    """Whether a word may be an abbreviation: in capitals, or in small letters where it is no word of the papers."""
    if word.isupper():
        return len(word) > 1
    entry = look_up(word)
    return len(word) > 2 and (not papers.knows(stem(word.lower())) if entry is None else not entry.word)


def _abbreviated(telling: Sequence[str], papers: Papers) -> list[tuple[str, frozenset[str]]]:
    """The long forms in the words of a question that the papers abbreviate: (short form, the words as they are asked)."""
    found = []
    for at, first in enumerate(telling):
        for long, short in (pair for one in {first, *alike(first)} for pair in papers.short_forms.get(one, ())):
            here = telling[at : at + len(long)]
            fits = zip(here, long, strict=True) if len(here) == len(long) else ()
            if fits and all(one == other or one in alike(other) for one, other in fits):
                found.append((short, frozenset(here)))
    return found
