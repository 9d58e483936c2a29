"""Whether papers leave unnamed what a question asks the name of: "a national award", "the third school", "two inspectors".

Such words answer "which award?" no more than silence does, unless the name stands beside them.
"""

from __future__ import annotations

import re

from assistant.records.prose import sentences

_KINDS = (
    r"school|college|academy|university|nursery|council|authority|borough|company|firm|contractor|supplier|provider|bidder|developer"
    r"|consultant|consultancy|charity|club|trust|union|hospital|surgery|award|prize|hotel|shop|supermarket|newspaper|website|app"
    r"|road|street|ward|village|town|park|bridge|estate|library|church|museum|theatre|bank|landlord|landowner"
)
_WHICH = re.compile(rf"\b(?:which|what) (?:\w+ )?(?P<noun>{_KINDS})\b", re.IGNORECASE)
_WHO = re.compile(
    r"\b(?:who(?:['’]?s| is| was| were| are)|names? of) (?:the )?(?P<phrase>(?:[\w’'-]+ ){0,3}?[\w’'-]+?)"
    r"(?= (?:that|who|which|in|at|for|of|on|by|to|from|with|when|taken|appointed|chosen|sent|named|involved|behind|doing)\b|\s*[?,.;]|$)",
    re.IGNORECASE,
)
_ANY = r"(?:an?|another|the|this|that|one|two|three|four|five|six|no|its|their|each|both|\d+)"
_BESIDE = (
    r"\s*(?:[,:(–-]\s*)?(?:(?:was|is|were|are|will be|being|called|named|known as|by|from|at)\s+)?(?:the\s+)?[“\"‘']?"
)
_TITLED = re.compile(
    r"\b(?:Councillors?|Cllrs?|Mrs?|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Rev(?:erend)?)\.? [A-Z]"
)
# "Mr Stride said that the nephew …": who speaks of somebody is not that person.
_SPEAKER = re.compile(
    rf"(?:{_TITLED.pattern})[\w’'-]*(?: [A-Z][\w’'-]+){{0,2}} (?:(?:had|has|also|then) )?(?:said|told|reported|explained|asked|added|stated|replied)\b"
)
_SET_OFF = re.compile(r"[,(:–] [A-Z][\w’'-]+ [A-Z][\w’'-]+")  # "two came, Ada Ash and Bo Reed"
_OPENS_NAMED = re.compile(r"^\W*(?:[a-z0-9]{1,3}[.)]\s*)?[A-Z][\w’'-]+ [A-Z][\w’'-]+\s+(?:\(|[a-z])")


def left_unnamed(question: str, quotes: list[str]) -> bool:
    """Whether the words quoted speak of what a question asks the name of and give it none."""
    asked = _WHICH.search(question)
    if asked is not None:
        noun = _singular(asked["noun"])
        named = re.compile(rf"\b[A-Z][\w’'&-]+ (?i:{noun})\b(?!s)")  # "Upper Fenn ward", "Hill Top School"
        return _only_spoken_of(noun, quotes) and not any(_names(named, question, quote) for quote in quotes)
    who = _WHO.search(question)
    quotes = [_SPEAKER.sub("it was said", quote) for quote in quotes]
    if who is None or any(map(_TITLED.search, quotes)):
        return False
    return _only_spoken_of(_singular(who["phrase"].split()[-1]), quotes, person=True)


def _names(named: re.Pattern[str], question: str, quote: str) -> bool:
    """Whether a quotation names a thing of the kind, other than the question does."""
    return any(found.group().lower() not in question.lower() for found in named.finditer(quote))


def _singular(noun: str) -> str:
    flat = noun.lower()
    return f"{flat[:-3]}y" if flat.endswith("ies") else flat.removesuffix("s") if not flat.endswith("ss") else flat


def _only_spoken_of(noun: str, quotes: list[str], *, person: bool = False) -> bool:
    """Whether a thing of a kind stands in the quotations, every time without a name beside it."""
    stem = re.escape(noun[:-1] if noun.endswith("y") else noun)
    phrase = re.compile(rf"(?<!\w)(?i:{_ANY})\s+(?:[a-z’'-]+ ){{0,3}}{stem}(?:s|y|ies)?\b")
    found = False
    for quote in quotes:
        said = [quote[start:end] for start, end in sentences(quote)]
        for n, sentence in enumerate(said):
            for match in phrase.finditer(sentence):
                found = True
                if _named_beside(sentence, match):
                    return False
                if person and (any(map(_OPENS_NAMED.match, said[n : n + 2])) or _SET_OFF.search(sentence)):
                    return False
    return found


def _named_beside(sentence: str, match: re.Match[str]) -> bool:
    """Whether a name stands right before or after: "the school, Hill Top", "Ada Ash, a manager", "Hill Top was one school"."""
    after = re.match(rf"{_BESIDE}[A-Z]", sentence[match.end() :])
    before = re.search(
        r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*[”\"’']?\s*(?:[,(–-]\s*|(?:is|was|were|are|as|be|became)\s+)$",
        sentence[: match.start()],
    )
    return after is not None or before is not None
