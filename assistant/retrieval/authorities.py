"""The council that a question names: its papers are meant, and the name says nothing else of what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.records.authorities import place_in
from assistant.records.vocabulary import BODY
from assistant.retrieval.holdings import Holdings
from assistant.retrieval.synonyms import ordinary
from assistant.retrieval.terms import STOPWORDS, stem
from assistant.store.tables import PaperRow

_CALLED = r"(?:(?:metropolitan|county|city|borough|district|unitary|town|parish|community|combined|mayoral|fire|and|&|rescue)\s+){0,4}(?:council|authority|mbc|dc|bc|cc)"
_BEFORE = r"(?:\b(?:in|at|for|of|by|across|within|from|to|the|london borough of|royal borough of|city of)\s+)*"


_ENDS = re.compile(
    r"\s*(?:$|[?.,;:!)–-]|(?:in|on|at|for|by|and|or|to|with|from|since|during|between|last|this|next|now|so|when|while|\d)\b)",
    re.I,
)


class Authority(NamedTuple):
    """A council or other authority some papers are of: the words of the place that it is named after, and its names as printed."""

    place: frozenset[str]
    names: tuple[str, ...]


class Named(NamedTuple):
    """An authority that a question names, and the question without it."""

    authority: Authority
    rest: str


def authorities(held: Holdings) -> list[Authority]:
    """The authorities that papers held are of."""
    each = held.authorities.items()
    return [Authority(place, tuple(sorted(names, key=lambda name: (-len(name), name)))) for place, names in each]


def authority_named(question: str, known: Iterable[Authority]) -> Named | None:
    """The one authority that a question names, and what it asks besides; None where it names none or several."""
    found = [(one, match) for one in known if (match := _find(question, one))]
    longest = [pair for pair in found if not any(pair[0].place < other.place for other, _ in found)]
    if len(longest) != 1:
        return None
    one, match = longest[0]
    return Named(one, _without(question, match, _pattern(one.names)))


def papers_of(authority: Authority, held: Holdings) -> frozenset[str]:
    """The papers that may be an authority's: those that say so or bear its name, and those that nothing gives to another."""
    places = {one.place: frozenset(map(stem, one.place)) for one in authorities(held)}

    def may_be(paper: PaperRow) -> bool:
        if paper.authority:
            return place_in(paper.authority) == authority.place
        names = held.names_of(paper.id)
        return places[authority.place] <= names or not any(words <= names for words in places.values())

    return frozenset(paper.id for paper in held.papers.values() if may_be(paper))


def _find(question: str, authority: Authority) -> re.Match[str] | None:
    """Where a question names an authority; a name that is a word of its own ("Reading") must be written as one."""
    match = _pattern(authority.names).search(question)
    if match is None:
        return None
    core, word = match["name"], match["name"].lower()
    common = " " not in core and (ordinary(stem(word)) or word in STOPWORDS)
    if common and not match["called"] and not (core[:1].isupper() and match.start("name")):
        return None
    return match


@lru_cache(maxsize=256)
def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    cores = {_core(name) for name in names}
    said = "|".join(
        sorted((re.sub(r"\\ (?:and|&|\\&)\\ ", r"\\s+(?:and|&)\\s+", re.escape(c)) for c in cores), key=len)[::-1]
    )
    return re.compile(
        rf"(?P<before>{_BEFORE})\b(?P<name>{said})\b(?P<called>\s+{_CALLED}\b)?(?P<of>['’]s?(?=\W|$))?", re.IGNORECASE
    )


def _core(name: str) -> str:
    """The place alone: "Hexley" of "Hexley Metropolitan Borough Council", "Fenwick Hill" of "London Borough of Fenwick Hill"."""
    place, words = place_in(name), name.split()
    telling = [i for i, word in enumerate(words) if word.strip(",").lower() in place]
    return " ".join(words[telling[0] : telling[-1] + 1])


def _without(question: str, match: re.Match[str], pattern: re.Pattern[str]) -> str:
    """The question without the name, where it is no part of a longer one: "Hexley Road", "Hexley Sports Centre"."""

    def left(found: re.Match[str]) -> str:
        after = question[found.end() :]
        # "Down for Hexley scrutiny" keeps its "for", "homes in Hexley?" needs no "in".
        before = found["before"] if found["of"] or not _ENDS.match(after) else ""
        longer = re.match(r"\s+([A-Z][a-z][\w’'-]*(?: [A-Z][a-z][\w’'-]*)*)", after)
        whole = longer and not (found["called"] or found["of"] or BODY.search(longer[1]))
        return found[0] if whole else f" {before} "

    return " ".join(pattern.sub(left, question).split())
