"""Follow-ups: what the last turn of a conversation takes over from the turns before.

"And Marlpit?" asks the earlier question of another thing, "and the month before?" of another time, "who owns it?" another
thing of the same row. The earlier question is asked anew with what was put in its place; evidence is always searched anew.
"""

from __future__ import annotations

import re

from assistant.retrieval.asking import asking_weight
from assistant.retrieval.terms import STOPWORDS, stem, words

_FOLLOWS = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|what about|how about|same for|also|then)\b"
    r"|\b(?:it|its|that|this|those|these|they|them|their|he|she|him|her|there|one|the same|the (?:previous|next|following) \w+)\b",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|right|thanks|and|but|so|then|now|also)\b\W*)*"
    r"(?:(?:what|how) about|what of|(?:the )?same (?:\w+ )?(?:for|in|at)|for|in|at|from)?\b\s*(?:the )?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|who|whose|when|why|how|which|where|is|are|was|were|did|does|do|has|have|had|can|could|will|would|should|tell|show)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<=\s)[A-Z][\w'’-]*(?:(?:\s(?:and|of|the|for|&))*\s[A-Z][\w'’-]*)*")
_NO_NAME = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct"
    r"|Nov|Dec|Q[1-4]|Cllr|Councillor|I|[A-Z]{2,6})$"
)
_PHRASE = 6  # words at most that are put in the place of others
_SCANT = 6  # words of a question that names one thing and leans on what was said before
_THE = re.compile(r"\bthe [a-z]+\b")


def leans(question: str, own_words: int, *, names_something: bool) -> bool:
    """Whether a question needs the turns before it; ``own_words``: how many words of it say what it is about."""
    if _FOLLOWS.search(question) and own_words <= 4:
        return True
    if own_words <= 1 and len(question.split()) <= _SCANT:  # a longer one names one thing and is whole
        return True
    # "Who has to arrange the visit?": what was spoken of, named by "the" and nothing else.
    return own_words <= 2 and not names_something and bool(_THE.search(question))


def may_stand_alone(question: str) -> bool:
    """Whether a question that was read as leaning on the turns before may be whole: it asks, and points back at nothing."""
    return bool(_ASKS.search(question)) and not _FOLLOWS.search(question) and len(question.split()) >= _SCANT


def put_in_place(phrase: str, earlier: str) -> str | None:
    """The earlier question asked of another thing: "and phase two?" after "what does phase 1 cost"; None where the last
    turn, given without its times, is no bare phrase or nothing in the earlier question can be told to make room for it."""
    phrase = " ".join(_LEADS_IN.sub("", phrase, count=1).strip(" ?.,!-–").split())
    said = [word for word in words(phrase) if word not in STOPWORDS]
    if not said or len(phrase.split()) > _PHRASE or _ASKS.search(phrase):
        return None
    return _for_its_like(phrase, {stem(word) for word in said}, earlier) or _for_a_name(phrase, earlier)


def _for_its_like(phrase: str, stems: set[str], earlier: str) -> str | None:
    """The phrase in place of what shares its head word: "phase 1" for "phase two", "capital budget" for "revenue budget"."""
    tokens = list(re.finditer(r"[\w'’%£.-]+", earlier))
    shared = [
        i
        for i, token in enumerate(tokens)
        if _stem_of(token.group()) in stems and asking_weight(_stem_of(token.group())) > 0
    ]
    if not shared or len(stems) < 2:
        return None
    first = last = shared[-1]
    if last + 1 < len(tokens) and re.fullmatch(r"\d+|one|two|three|four|five|[A-Z]", tokens[last + 1].group()):
        last += 1
    elif first and tokens[first - 1].group().lower() not in STOPWORDS:
        first -= 1
    return f"{earlier[: tokens[first].start()]}{phrase}{earlier[tokens[last].end() :]}"


def _for_a_name(phrase: str, earlier: str) -> str | None:
    """The phrase, a name too, in place of the last name of the earlier question that is not only whose something is."""
    named = [found for found in _NAMED.finditer(earlier) if not _NO_NAME.match(found.group())]
    named = [found for found in named if not found.group().endswith(("'s", "’s"))]
    if not named or not (re.search(r"[A-Z]", phrase) or len(phrase.split()) <= 2):
        return None
    last = named[-1]
    return f"{earlier[: last.start()]}{phrase}{earlier[last.end() :]}"


def _stem_of(token: str) -> str:
    found = words(token)
    return stem(found[0]) if found else ""
