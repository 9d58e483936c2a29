"""Understand: a question, made whole from the earlier ones, to what is wanted and what must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from assistant.papers.normalise import normalise
from assistant.records.periods import Period
from assistant.retrieval.asked_times import Calendar, next_to, shifted, times_asked, without_shift
from assistant.retrieval.asking import asking_weight, only_asks
from assistant.retrieval.followups import leans, put_in_place
from assistant.retrieval.terms import STOPWORDS, stem, words
from assistant.retrieval.wants import OF_PUPILS, Want, wants_of

__all__ = ["Calendar", "Inquiry", "Want", "subject_text", "understand"]

# "And in the outturn?" names the paper of another time, though no period.
_OTHER_PAPER = re.compile(r"\b(?:out-?turn|year.?end|provisional|final (?:figure|accounts?|report))\b", re.IGNORECASE)
# "How many have we since hired?", "what is it now?": of a later time than what was spoken of, which is not carried over.
_LATER = re.compile(
    r"\b(?:now|nowadays|currently|today|latest|in the end|end(?:ed)? up|eventually|finally|afterwards|later on|since then)\b"
    r"|\b(?:has|have|we|they|it|been) since\b(?! when\b)",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"\b([a-z]{3,})-(?:in|out|off|over|on|through|down)s?\b"
)  # "the drop-in", "the call-in": a thing
CARRIED = 0.7  # what a word taken over from earlier turns counts for, where the last turn has words of its own …
LEADING = 0.4  # what a word counts for that stands only in a sentence before the question
OF_A_KIND = 0.25  # what the kind counts for of which the things themselves are asked for
_OF_WHAT_KIND = re.compile(
    r"\b(?:which|what) (?:(?:other|local|voluntary|community) )*(groups|organisations|charities|clubs|bodies|bidders|applicants|firms|companies|towns|villages|places)\b",
    re.IGNORECASE,
)
"""Papers name the groups that got a grant, and need not call them groups."""
_OF_A_SUM = re.compile(r"\bhow much\b[^?]{0,30}?\b(pay|paid|paying)\b(?= for\b)", re.IGNORECASE)
"""What asks for a price with "how much": a paper that prints it need not say that it is paid."""
_ASKS = re.compile(
    r"^(?:\W*(?:and|but|so)\b)?\W*(?:what|who|whose|when|where|why|how|which|is|are|was|were|did|does|do|has|have)\b",
    re.IGNORECASE,
)
OWN = 1.5  # … and what those count for
_BARE_REFERENCE = re.compile(r"(?<![\d.,£])\b(\d{1,2}\.\d{1,2})\b(?![\d%.,]|\s?(?:%|m\b|million|per))")
_IT = re.compile(r"\bIT\b")  # in small letters it is a word that says nothing
_DENIED = re.compile(r"[(,]?\s*\bnot (?:the |counting )?([a-z]+)\b\)?", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(minute|risk|action|indicator|item|recommendation|kpi|ref(?:erence)?)\s*(?:number|no\.?|#)?\s*(\d{1,3}(?:\.\d{1,2})?[a-z]?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question understood.

    ``subject``: stemmed terms it is about -> weight (1 for its own, less for those carried over from earlier turns).
    ``wants``: kinds of answer, most telling first. ``days``: full dates named; ``periods``: months, quarters, years.
    ``question``: the last turn, asked anew of another thing or time where it is only that. ``own``: the stems that the last turn adds to what it takes over; a passage that holds none of them answers the turn before.
    ``references``: (what, number) such as ("minute", "129"). ``whole``: the question with what it carries over.
    """

    question: str
    whole: str
    wants: tuple[Want, ...]
    subject: dict[str, float]
    days: tuple[date, ...] = ()
    periods: tuple[Period, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = field(default_factory=frozenset)
    not_about: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()


_HELD_AGAINST = re.compile(
    r"\b(?:better|worse|higher|lower|bigger|smaller|more|less|fewer|up|down|compared?|improv\w+|chang\w+|same|different)\b.{0,40}"
    r"\b(?:than|from|on|as|to|with)\b",
    re.IGNORECASE,
)
"""Holds what was told before against another time."""


def understand(question: str, history: Sequence[str] = (), calendar: Calendar = Calendar()) -> Inquiry:  # noqa: B008
    """What a question asks, read together with the earlier questions of the conversation when it leans on them."""
    own = _read(question, calendar)
    about = [t for t, weight in own.subject.items() if weight >= 1]
    named = bool(own.names or own.references)
    if not history or not leans(question, len(about), names_something=named):
        return own
    earlier = understand(history[-1], history[:-1], calendar)
    return _joined(question, own, earlier, calendar)


def _joined(question: str, own: Inquiry, earlier: Inquiry, calendar: Calendar) -> Inquiry:
    """The last turn with what it takes over: times and kinds of answer of its own go before those of the turn before."""
    if earlier.periods and not own.days:  # "and back in July?": the one next to what was spoken of
        own = replace(own, periods=tuple(next_to(p, earlier.periods, calendar) for p in own.periods))
    times = _times_of(question, own, earlier)
    rest = without_shift(times_asked(question, calendar).rest)
    placed = put_in_place(rest, earlier.whole)
    if placed is not None:
        meant = _read(placed, calendar)
        return replace(meant, wants=_wants_of(own, earlier), **times)
    about = {t: w for t, w in _subject(rest).items() if w >= 1}
    carried = {t: w * (CARRIED if about else 1.0) for t, w in earlier.subject.items()}
    return Inquiry(
        question=question if about or own.wants != ("open",) else f"{earlier.question} {question}",
        whole=f"{earlier.whole} {question}",
        wants=_wants_of(own, earlier),
        subject={**carried, **{t: w * OWN for t, w in about.items()}},
        names=own.names | earlier.names,
        not_about=own.not_about,
        own=frozenset(about),
        **times,
    )


def _wants_of(own: Inquiry, earlier: Inquiry) -> tuple[Want, ...]:
    if own.wants == ("open",) or set(own.wants) <= {"target", "benchmark"}:  # "and England?" asks the same figure of it
        return tuple(dict.fromkeys((*(w for w in own.wants if w != "open"), *earlier.wants)))
    return own.wants


def _times_of(question: str, own: Inquiry, earlier: Inquiry) -> dict[str, Any]:
    """Days, periods and references: the last turn's own where it names any, else the earlier ones, moved where it says so."""
    periods = own.periods
    moved_on = shifted(question, earlier.periods)
    if moved_on or not periods:
        periods = moved_on or (() if own.days else earlier.periods)
    if moved_on and "comparison" in own.wants and _HELD_AGAINST.search(question):
        periods = (*earlier.periods, *moved_on)  # "is that better than the year before?"
    later = not moved_on and not own.periods and _LATER.search(question) is not None
    if later or (not own.periods and _OTHER_PAPER.search(question)):
        periods = ()
    days = own.days or (() if own.periods or moved_on or later else earlier.days)
    return {"days": days, "periods": periods, "references": own.references or earlier.references}


def _read(question: str, calendar: Calendar) -> Inquiry:
    days, periods, rest = times_asked(question, calendar)
    denied = _DENIED.search(rest)
    not_about = frozenset(stem(w) for w in words(denied.group(1))) if denied else frozenset()
    if denied:
        rest = rest.replace(denied.group(0), " ")
    return Inquiry(
        question=question,
        whole=question,
        wants=wants_of(question),
        subject=_subject(rest if rest.isupper() else _IT.sub("ICT", rest)),
        days=days,
        periods=periods,
        references=_references(question),
        names=_names(question),
        not_about=not_about,
    )


def _references(question: str) -> tuple[tuple[str, str], ...]:
    """The numbers a question names things by; "4.1" in a question about a plan or its actions is a reference alone."""
    found = [(what.lower()[:9], number) for what, number in _REFERENCE.findall(question)]
    if not found and re.search(r"\b(?:plan|actions?|cip|priority)\b", question, re.IGNORECASE):
        found = [("ref", number) for number in _BARE_REFERENCE.findall(question)]
    return tuple(found)


def _subject(text: str) -> dict[str, float]:
    """Stemmed terms with their weight: words that only say what kind of answer is wanted count for little, and so do
    those of the sentences that only lead up to the question."""
    subject: dict[str, float] = {}
    asking, leading = _sentences(text)
    things = {stem(word) for word in _PARTICLE.findall(text.lower())}
    if OF_PUPILS.search(text):  # then who came is what is measured, and no word that only asks
        things |= {stem(word) for word in ("attend", "attendance")}
    asked = {stem(word) for form in (_OF_WHAT_KIND, _OF_A_SUM) for word in form.findall(text)}
    for part, worth in ((asking, 1.0), (leading, LEADING)):
        for word in words(part):
            if word not in STOPWORDS and (len(word) > 1 or word.isdigit()):
                weight = 1.0 if stem(word) in things else asking_weight(stem(word))
                subject.setdefault(stem(word), worth * min(weight, OF_A_KIND if stem(word) in asked else 1.0))
    return subject


def _sentences(text: str) -> tuple[str, str]:
    """The sentences of a question that ask and those that only lead up to them; all ask where those name too little."""
    pieces = re.split(r"(?<=[.!?])\s+(?=\S)", text)
    asking = [piece for piece in pieces if "?" in piece or _ASKS.search(piece)]
    named = [w for piece in asking for w in words(piece) if w not in STOPWORDS and asking_weight(stem(w)) >= 1]
    if len(pieces) < 2 or len(asking) == len(pieces) or len(named) < 2:
        return text, ""
    return " ".join(asking), " ".join(piece for piece in pieces if piece not in asking)


def subject_text(inquiry: Inquiry) -> str:
    """The words of a question that say what it is about, without dates and without what only asks."""
    rest = times_asked(inquiry.whole, Calendar()).rest
    kept = []
    for word in re.findall(r"[\w'’/+-]+", rest):
        bare = [w for w in words(word) if w not in STOPWORDS]
        if bare and not all(only_asks(stem(w)) for w in bare):
            kept.append(word)
    return " ".join(kept)


def _names(question: str) -> frozenset[str]:
    """Stems of words written as names: capitalised, not first in a sentence, not a month or a weekday."""
    calendar = re.compile(
        r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|q\d)", re.IGNORECASE
    )
    found = re.findall(r"(?<![.?!]\s)(?<!^)\b([A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b", question)
    titles = {"cllr", "councillor", "councillors", "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady"}
    parts = [part for name in found if not calendar.match(name) for part in normalise(name).split("-")]
    return frozenset(stem(part) for part in parts if part not in titles)
