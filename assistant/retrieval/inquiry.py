"""Understand: a question, made whole from the earlier ones, to what is wanted and what must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.papers.normalise import normalise
from assistant.records.dates import DateMention, find_dates
from assistant.records.periods import Period, find_periods
from assistant.retrieval.terms import STOPWORDS, stem, words

Want = Literal[
    "figure", "target", "benchmark", "person", "owner", "chair", "attendance", "apologies", "mover", "vote", "decision",
    "date", "place", "reason", "action", "open",
]  # fmt: skip

# What words of a question say about the kind of answer wanted. The first match decides; "open" when none does.
_WANTS: list[tuple[Want, str]] = [
    ("vote", r"\bvot(?:e|es|ed|ing)\b|\babst(?:ain|ention)|\bfor and against\b|\bmajority\b"),
    ("mover", r"\b(?:moved|proposed|seconded|mover|seconder|proposer)\b"),
    ("apologies", r"\bapolog|\babsent\b|\bsent .{0,12}regrets"),
    ("chair", r"\bchair(?:ed|s|ing|man|woman|person)?\b|\bin the chair\b|\bpresided\b"),
    ("attendance", r"\b(?:attend(?:ed|ance|ing|ees)?|present at|was .{3,40} present|substitut\w+|turned up)\b"),
    ("decision", r"\b(?:decid\w+|decision|resolv\w+|resolution|agree[ds]?\b|approv\w+|outcome|recommend\w*|endors\w+|reject\w+"
                 r"|refus\w+|defer\w*|what happened (?:with|to|about))"),
    ("owner", r"\b(?:whose|who(?:'s| is| was)?) .{0,40}\b(?:owner|owns?|responsible|lead(?:s|ing)?|risk|job|carries|down)\b"
              r"|\bwho (?:owns|leads|carries|is)\b|\b(?:owner|lead officer|responsible)\b"),
    ("reason", r"^\s*(?:so |and |but )*why\b|\breasons?\b|\bhow come\b|\bwhat (?:caused|explains|was behind)\b|\bwhy (?:did|was|is|were|didn)"),
    ("target", r"\btargets?\b|\bmeant to be (?:hitting|at)|\baiming (?:for|at)\b"),
    ("benchmark", r"\bengland|national(?:ly)? average|statistical neighbours?|benchmark|comparator"),
    ("figure", r"\bhow (?:many|much|far|big|high|large|long|often)\b|\b(?:rate|percentage|per ?cent|proportion|number|total|figure|score|value"
               r"|budget|forecast|variance|overspend|underspend|cost|spend|amount|level|share|count)\b|%|£"),
    ("date", r"\bwhen\b|\bwhat (?:date|time|day)\b|\bdeadline\b|\bcut.?off\b|\bby what date\b|\bdue\b"),
    ("person", r"\bwho\b|\bwhich (?:councillor|officer|member|director)\b|\bwhose\b"),
    ("place", r"\bwhere\b"),
    ("action", r"\b(?:actions?|follow.?up|done about|progress|milestone)\b"),
]  # fmt: skip
_COMPILED = [(want, re.compile(pattern, re.IGNORECASE)) for want, pattern in _WANTS]

# Words of a question that say what is wanted rather than what it is about; the answer need not hold them.
_ASKING = frozenset(
    stem(w)
    for w in """many much far big high chaired chair chairman attended attend present apologies vote voted votes moved
    proposed seconded decided decision decide resolve resolved agree agreed approved outcome owner owns responsible
    reason reasons target figure number happened latest news update question answer meeting item minute minutes report
    look looking work actual actually list name names mean value come council councils committee amount ask asked job
    whose going happen wanted want need thing things long split result results end ended current currently recent
    recently year years month quarter date time day per""".split()
)

_FOLLOWS = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|what about|how about|same for|also|then)\b"
    r"|\b(?:it|its|that|this|those|these|they|them|their|he|she|him|her|there|one|the same|the (?:previous|next|following) \w+)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(minute|risk|action|indicator|item|recommendation|kpi|ref(?:erence)?)\s*(?:number|no\.?|#)?\s*(\d{1,3}(?:\.\d{1,2})?[a-z]?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question understood.

    ``subject``: stemmed terms it is about -> weight (1 for its own, less for those carried over from earlier turns).
    ``wants``: kinds of answer, most telling first. ``days``: full dates named; ``periods``: months, quarters, years.
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

    @property
    def terms(self) -> list[str]:
        """The terms to search for: the subject and what dates and references are written as."""
        return list(self.subject)


def understand(question: str, history: Sequence[str], today: date | None) -> Inquiry:
    """What a question asks, read together with the earlier questions of the conversation when it leans on them.

    ``today`` is the date that "last month" is counted from: the newest paper's.
    """
    own = _read(question, today)
    if not history or not _leans(question, own):
        return own
    earlier = understand(history[-1], history[:-1], today)
    carried = {t: w * 0.7 for t, w in earlier.subject.items()}
    return Inquiry(
        question=question,
        whole=f"{earlier.whole} {question}",
        wants=own.wants if own.wants != ("open",) else earlier.wants,
        subject={**carried, **own.subject},
        days=own.days or (() if own.periods else earlier.days),
        periods=own.periods or (() if own.days else earlier.periods),
        references=own.references or earlier.references,
        names=own.names | earlier.names,
    )


def _leans(question: str, own: Inquiry) -> bool:
    about = [t for t in own.subject if t not in _ASKING]
    return bool(_FOLLOWS.search(question)) and len(about) <= 5 or len(about) <= 1


def _read(question: str, today: date | None) -> Inquiry:
    wants = tuple(want for want, pattern in _COMPILED if pattern.search(question)) or ("open",)
    mentions = find_dates(question)
    days = tuple(dict.fromkeys(m.date for m in mentions if m.date is not None))
    rest = _without(question, mentions)
    periods = tuple(p for p in find_periods(rest, today=today))
    references = tuple((what.lower()[:9], number) for what, number in _REFERENCE.findall(question))
    return Inquiry(
        question=question,
        whole=question,
        wants=wants,
        subject=_subject(rest),
        days=days,
        periods=periods,
        references=references,
        names=_names(question),
    )


def _without(question: str, mentions: list[DateMention]) -> str:
    for mention in sorted((m for m in mentions if m.date is not None), key=lambda m: -m.span[0]):
        question = question[: mention.span[0]] + " " + question[mention.span[1] :]
    return question


def _subject(text: str) -> dict[str, float]:
    """Stemmed terms with their weight: words that only say what kind of answer is wanted count for little."""
    subject: dict[str, float] = {}
    for word in words(text):
        if word in STOPWORDS or (len(word) == 1 and not word.isdigit()):
            continue
        term = stem(word)
        subject[term] = 0.25 if term in _ASKING else 1.0
    return subject


def _names(question: str) -> frozenset[str]:
    """Stems of words written as names: capitalised, not first in a sentence, not a month or a weekday."""
    calendar = re.compile(r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|q\d)", re.IGNORECASE)
    found = re.findall(r"(?<![.?!]\s)(?<!^)\b([A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b", question)
    return frozenset(stem(normalise(name)) for name in found if not calendar.match(name))
