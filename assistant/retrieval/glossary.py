"""Abbreviations common to English councils, for papers that use one without saying what it stands for."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from assistant.retrieval.synonyms import read_lines


class Entry(NamedTuple):
    """What an abbreviation may stand for, the most usual first; ``word``: it is an English word when not in capitals."""

    senses: tuple[str, ...]
    word: bool


def look_up(short: str) -> Entry | None:
    """What an abbreviation stands for in councils at large, whatever its case; None for one that is not known."""
    return entries().get(short.upper())


@lru_cache(maxsize=1)
def entries() -> dict[str, Entry]:
    """All abbreviations, in capitals, with what they stand for. Lines of glossary.txt: ``SHORT = long; other long``."""
    found: dict[str, Entry] = {}
    for line in read_lines("glossary.txt"):
        short, _, senses = line.partition("=")
        name = short.strip()
        found[name.removeprefix("!")] = Entry(tuple(sense.strip() for sense in senses.split(";")), name.startswith("!"))
    return found
