"""Words to their stems, alike for all that compares words."""

from __future__ import annotations

import threading

import snowballstemmer

_STEMMERS = threading.local()  # a stemmer holds the word it works on: two threads must not share one


def stem(word: str) -> str:
    """The English (Snowball) stem of one lower-case word."""
    stemmer = getattr(_STEMMERS, "english", None)
    if stemmer is None:
        stemmer = _STEMMERS.english = snowballstemmer.stemmer("english")
    return str(stemmer.stemWord(word))
