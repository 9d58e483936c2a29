"""Everyday words for the words of committee papers: what residents and councillors say, and what the papers write.

The words stand in vocabulary.txt, which says how it is to be read. They mean the same in any council's papers; names
come from the papers themselves, abbreviations from there too or from the glossary.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from assistant.retrieval.terms import STOPWORDS, stem, words

Slot = tuple[str, ...]
"""Stems of which a paper writes any one."""


class Saying(NamedTuple):
    """What people say, as stems in order, and what papers write for it: one stem of each slot."""

    said: tuple[str, ...]
    written: tuple[Slot, ...]


class _Vocabulary(NamedTuple):
    alike: dict[str, frozenset[str]]
    sayings: dict[str, list[Saying]]  # by their first stem, longest first


def alike(term: str) -> frozenset[str]:
    """The stems that mean much the same as a stemmed term."""
    return _vocabulary().alike.get(term, frozenset())


def ordinary(term: str) -> bool:
    """Whether a stemmed term is a word of the vocabulary, and so no slip of the pen."""
    return term in _vocabulary().alike


def sayings(stems: Sequence[str]) -> list[tuple[int, Saying]]:
    """What of the vocabulary is said in a text, given as the stems of all its words: (where it starts, what), the
    longest first from the left, none over another."""
    found: list[tuple[int, Saying]] = []
    at = 0
    while at < len(stems):
        here = _vocabulary().sayings.get(stems[at], [])
        saying = next((s for s in here if tuple(stems[at : at + len(s.said)]) == s.said), None)
        if saying:
            found.append((at, saying))
        at += len(saying.said) if saying else 1
    return found


def read_lines(name: str) -> list[str]:
    """The lines of a word list of this package, without comments and empty ones."""
    text = (files("assistant.retrieval") / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    table: dict[str, set[str]] = {}
    heard: dict[str, list[Saying]] = {}
    for line in read_lines("vocabulary.txt"):
        said, arrow, written = line.partition("->")
        if arrow:
            for saying in _sayings(said, written):
                heard.setdefault(saying.said[0], []).append(saying)
        else:
            _join(table, {stem(word.strip()) for word in line.split(",")})
    for here in heard.values():
        here.sort(key=lambda saying: -len(saying.said))
    return _Vocabulary({one: frozenset(others) for one, others in table.items()}, heard)


def _join(table: dict[str, set[str]], group: set[str]) -> None:
    for one in group:
        table.setdefault(one, set()).update(group - {one})


def _sayings(said: str, written: str) -> list[Saying]:
    slots = tuple(_slot(part) for part in written.split())
    return [Saying(tuple(stem(word) for word in words(one)), slots) for one in said.split(",")]


def _slot(part: str) -> Slot:
    """The stems of "b/c"; of "re-referral" that of the word that tells."""
    stems = [stem(word) for one in part.split("/") for word in words(one) if word not in STOPWORDS]
    return tuple(dict.fromkeys(stems))
