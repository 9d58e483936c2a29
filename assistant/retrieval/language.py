"""Whether a question is in English, and what of one in another language the papers may be asked for all the same.

Committee questions are hard to tell a language by: terse, full of names, abbreviations and slips. So the detector is asked
only where many of the words are neither English nor the papers' own, and believed only where it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.retrieval.spelling import is_english
from assistant.retrieval.terms import STOPWORDS, stem, words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Measured on 625 English turns of the development and looked-at sets, 41 made to mislead (names, Latin, Welsh places) and
# 81 questions in 36 languages: none of the first two is taken for foreign, nor is one when letters are mistyped; 79 of the
# last are told.
MOSTLY = 0.7  # share of words that are English or the papers': more, and the question is English
HALF = 0.55  # … up to here the detector need only be surer of another language than not
SURE, SURER = 0.6, 0.85  # how much likelier than English it must be
LONG = 5  # letters of a word of the papers' that counts
OTHER_LETTERS = 2  # words in letters that are not Latin; papers write "TBC" with Cyrillic ones, questions do not
FEWEST = 3  # words by which a language in Latin letters can be told
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_ENGLISH = frozenset(("en", "pcm", "zxx"))  # Nigerian Pidgin and "no language" are what terse English is taken for
_SAME = re.compile(r"£?\d[\d,.]*(?:/\d+)?[%mk]?|[^\W\d_]+\d{1,2}\b|[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def is_foreign(question: str, knows: Callable[[str], bool]) -> bool:
    """Whether a question is in another language than English; ``knows`` tells a stem that the papers hold."""
    other = [word for word in _WORD.findall(question) if not _LATIN.match(word)]
    if len(other) >= OTHER_LETTERS or 2 * sum(map(len, other)) > sum(map(str.isalpha, question)):
        return True
    phrase = same_words(question, knows).phrase  # "Combien d'agency social workers …": what is around it tells
    return _reads_foreign(question, knows) or (bool(phrase) and _reads_foreign(_without(question, phrase), knows))


def _reads_foreign(text: str, knows: Callable[[str], bool]) -> bool:
    said = [word.lower() for n, word in enumerate(_WORD.findall(text)) if n == 0 or word[0].islower()]  # no names
    if len(said) < FEWEST:
        return False
    if all(word in STOPWORDS or all(knows(stem(part)) for part in words(word)) for word in said):
        return False  # without the dictionary, which takes a sixth of a second to load
    share = sum(_ours(word, knows) for word in said) / len(said)
    if share > MOSTLY:
        return False
    language, sure = _told(text)
    return language not in _ENGLISH and sure >= (SURE if share <= HALF else SURER)


def _without(question: str, phrase: str) -> str:
    apart = r"\W+".join(re.escape(word) for word in phrase.split())
    return re.sub(apart, " ", question, count=1)


def _ours(word: str, knows: Callable[[str], bool]) -> bool:
    """Whether a word is English or, where it is long enough to be no other language's by chance, one of the papers'."""
    held = len(word) >= LONG and all(knows(stem(part)) for part in words(word))
    return held or word in STOPWORDS or is_english(word)


class Same(NamedTuple):
    """What a foreign question says in the papers' own English: the longest run of words, and the numbers beside it."""

    phrase: str = ""
    numbers: tuple[str, ...] = ()


def same_words(question: str, knows: Callable[[str], bool]) -> Same:
    """What of a foreign question stands in English papers as it is; a phrase of two telling words at least, else none."""
    tokens = _SAME.findall(question)
    kept = [_tells(token, knows) for token in tokens]
    runs: list[list[str]] = [[]]
    for n, token in enumerate(tokens):
        between = token in STOPWORDS and any(kept[:n][-1:]) and any(kept[n + 1 : n + 2])
        if kept[n] or between:
            runs[-1].append(token)
        else:
            runs.append([])
    best = max(runs, key=len)
    if sum(token not in STOPWORDS for token in best) < 2:
        return Same()
    return Same(" ".join(best), tuple(token for token in tokens if re.search(r"\d", token)))


def _tells(token: str, knows: Callable[[str], bool]) -> bool:
    bare = [word for word in words(token) if word not in STOPWORDS]
    return len(token) > 2 and not re.search(r"\d", token) and bool(bare) and all(knows(stem(word)) for word in bare)


def _told(text: str) -> tuple[str, float]:
    """The likeliest language of a text, and by how much it is likelier than English."""
    ranked = [(str(language), float(share)) for language, share in _detector().rank(text)]
    return ranked[0][0], ranked[0][1] - dict(ranked).get("en", 0.0)


@lru_cache(maxsize=1)
def _detector() -> LanguageIdentifier:
    from py3langid import langid  # with its model half a second, which few questions are worth

    return langid.LanguageIdentifier.from_modelpath(langid.MODEL_DIR / langid.MODEL_FILE, norm_probs=True)
