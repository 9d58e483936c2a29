"""Text to the terms that the keyword index holds: cut, normalised and stemmed alike for papers and for questions."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.papers.normalise import normalise
from assistant.records import stemming

_AND_LETTERS = re.compile(r"\b([a-z])\s?&\s?([a-z])(?=s?\b)")  # "B&B" is one word, as "A&E" is
_TOKEN = re.compile(r"£?\d[\d,]*(?:\.\d+)*(?:/\d+)?%?|[a-z]+(?:['’][a-z]+)?|[^\W\d_]+")

# Function words, and the words of asking: they say what kind of answer is wanted, not what it is about.
STOPWORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "being",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "done",
        "for",
        "from",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "me",
        "more",
        "most",
        "my",
        "of",
        "off",
        "on",
        "once",
        "only",
        "or",
        "our",
        "out",
        "over",
        "own",
        "please",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "theirs",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "until",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
        "yours",
        "about",
        "against",
        "all",
        "also",
        "any",
        "tell",
        "show",
        "give",
        "find",
        "know",
        "say",
        "says",
        "said",
        "let",
        "get",
        "got",
        "us",
        "anyone",
        "anything",
        "something",
        "exactly",
        "actually",
        "still",
        "according",
        "papers",
        "paper",
        "were",
        "whats",
        "thats",
        "whos",
        "hows",
        "didnt",
        "dont",
        "doesnt",
        "wasnt",
        "isnt",
        "werent",
        "hasnt",
        "havent",
        "im",
        "youre",
        "each",
        "every",
        "between",
        "during",
        "after",
        "before",
        "while",
        "s",
        "t",
        "re",
        "ve",
        "ll",
        "d",
        "m",
    ]
)


def words(text: str) -> list[str]:
    """The words and numbers of a text in order, normalised, numbers without thousands commas, not stemmed."""
    return list(_words(text))


@lru_cache(maxsize=8192)  # names and texts of rows are weighed again with every question
def _words(text: str) -> tuple[str, ...]:
    found = []
    for token in _TOKEN.findall(_AND_LETTERS.sub(r"\1n\2", normalise(text))):
        if token[0].isdigit() or token[0] == "£":
            word = token.replace(",", "")
        else:
            word = re.sub(r"['’]", "", re.sub(r"['’]s?$", "", token))
        if word:
            found.append(word)
    return tuple(found)


def terms(text: str) -> list[str]:
    """The stems of a text in order, function words left out."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of one lower-case word; numbers stay as they are."""
    if word[:1].isdigit() or word[:1] == "£":
        return word
    return stemming.stem(word)
