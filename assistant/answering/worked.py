"""What figures in a sentence come to: "from 88 to 31", "742, compared with 618", "84 in Year 12 and 71 in Year 13"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from assistant.answering.claims import worded_in
from assistant.records.numbers import Figure, find_figures, parse_figure
from assistant.records.prose import sentences
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.terms import terms
from assistant.tools.arithmetic import difference, money_difference

BY_HOW_MUCH = re.compile(
    r"\b(?:by )?how (?:much|many) (?:\w+ ){0,4}?(?:more|less|fewer|higher|lower|bigger|smaller)\b|\bby how (?:much|many)\b"
    r"|\bhow (?:much|many) .{0,60}\b(?:grow|grown|rise|risen|rose|fall|fallen|fell|drop|dropped|go(?:ne)? (?:up|down)|come down|increase[ds]?|decrease[ds]?)\b",
    re.IGNORECASE,
)
COMPARES = re.compile(
    r"\b(?:more|fewer|less|higher|lower|better|worse|bigger|smaller|busier|quicker|slower)\b.{0,80}\bthan\b|\bcompar\w+|\bup or down\b"
    r"|\b(?:more|better|higher|bigger|up) or (?:less|fewer|worse|lower|smaller|down)\b|\b(?:risen|fallen|dropped|improved|worsened|increased|decreased|changed|grown)\b.{0,40}\bsince\b|\b(?:come|gone|going|got|getting) (?:up|down|better|worse|bigger|smaller)\b",
    re.IGNORECASE,
)
ADDED = re.compile(
    r"\ball told\b|\baltogether\b|\bplus\b|\badd(?:ed)? (?:up|together)\b|\bput together\b|\bcombined\b|\bin all\b|\bbetween them\b",
    re.IGNORECASE,
)
WHAT_SHARE = re.compile(
    r"\b(?:what|which)(?:['’]?s| is| was)? (?:the )?(?:percentage|per ?cent|%|proportion|share)", re.IGNORECASE
)
_N = r"£?\d(?:[\d,]*\d)?(?:\.\d+)?(?:%|m\b|k\b)?"
_FROM_TO = re.compile(rf"\bfrom (?P<a>{_N}) to (?P<b>{_N})(?![\d%])")
_COMPARED = re.compile(rf",?\s(?:compared (?:with|to)|against|up from|down from|as against) (?P<a>{_N})(?![\d%])")
# "71 weeks (88 weeks in September)", "1,612 concerns (1,488 the year before)"
_BEFORE_IN_BRACKETS = re.compile(
    rf"(?<![\d.,£])(?P<b>{_N})(?:\s(?:[A-Za-z]+|Q?[1-4])){{0,4}}? \((?P<a>{_N})(?:\s[a-z]+)? (?:in|at|on|for|a|one|the|last|previous)\b[^)]{{2,40}}\)"
)
_OUT_OF = re.compile(
    rf"(?:^\W*(?:\d{{1,2}}[.)]\s)?(?:[A-Z]\w+\s)?|\b)[Oo]f (?:the |its |our )?(?P<whole>{_N})(?![\d%])"
)
_LIST_NUMBER = re.compile(r"(?:^|(?<=\s))\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[A-Z])")
_SHARE = re.compile(r"\s\([+−][\d.]+%\)$")
_CLAUSE = re.compile(r"[,;]\s+(?:and\s+)?|\.\s+|\s+and\s+(?=£?\d|[A-Z]?[a-z]+ (?:in|of|for)\b)")


class _Pair(NamedTuple):
    before: str
    after: str


def worked_out(inquiry: Inquiry, quote: str) -> str:
    """The difference or sum that a question asks for, where the words quoted give both its figures; "" where they do not."""
    if BY_HOW_MUCH.search(inquiry.question):
        pair = moved(quote)
        return _difference(pair) if pair else ""
    if COMPARES.search(inquiry.question) and (pair := moved(quote)):
        return _difference(pair, way=True)
    if ADDED.search(inquiry.question):
        return _sum(inquiry, quote)
    if WHAT_SHARE.search(inquiry.question):
        return next((said for sentence in _sentences(quote) if (said := _share(inquiry, sentence))), "")
    return ""


def moved(text: str) -> _Pair | None:
    """From what to what something went by a sentence; None where it does not say so of one thing alone."""
    found = _FROM_TO.search(text)
    if found:
        return _Pair(found["a"], found["b"])
    aside = list(_BEFORE_IN_BRACKETS.finditer(text))
    if len(aside) == 1:
        return _Pair(aside[0]["a"], aside[0]["b"])
    plain = _LIST_NUMBER.sub("", _in_digits(text))
    against = _COMPARED.search(plain)
    if against is None:
        return None
    figures = [f for f in find_figures(plain[: against.start()]) if f.value is not None]
    return _Pair(against["a"], figures[0].as_printed) if len(figures) == 1 else None


def _in_digits(text: str) -> str:
    for word, worth in worded_in(text):
        text = re.sub(rf"\b{re.escape(word)}\b", str(worth), text)
    return text


def _difference(pair: _Pair, *, way: bool = False) -> str:
    """What lies between two figures; ``way``: and which way it went from the one to the other."""
    first, second = parse_figure(pair.before), parse_figure(pair.after)
    if first.value is None or second.value is None or first.unit != second.unit:
        return ""
    a, b = float(second.value), float(first.value)
    if way and a == b:
        return "That is no change."
    if way:
        worked = difference(a, b, first.unit, pair.after, pair.before).working
        worked = money_difference(a, b, pair.after, pair.before) if first.unit == "GBP" else worked
        return f"That is {'up' if a > b else 'down'}: {worked}."
    high, low = (a, b) if a >= b else (b, a)
    printed = (pair.after, pair.before) if a >= b else (pair.before, pair.after)
    if first.unit == "GBP":
        return f"That is {_SHARE.sub('', money_difference(high, low, *printed))}."
    working = difference(high, low, first.unit, *printed).working
    return f"That is {_SHARE.sub('', working)}."  # of which of the two, the sentence does not say


def _sum(inquiry: Inquiry, quote: str) -> str:
    """The counts of the clauses that the question names, or of the only two there are."""
    asked = set(terms(inquiry.question))
    counts = [(value, frozenset(terms(clause)) & asked) for clause in _CLAUSE.split(quote) for value in _counts(clause)]
    named = _named(counts)
    if len(named) != 2:
        named = [value for value, _ in counts] if len(counts) == 2 else []
    if len(named) != 2:
        return ""
    first, second = named
    return f"Together: {first:,} + {second:,} = {first + second:,}."


def _sentences(quote: str) -> list[str]:
    return [quote[start:end] for start, end in sentences(quote)]


def _share(inquiry: Inquiry, sentence: str) -> str:
    """The percentage that the part which the question names is of the whole: "Of £6.4m £1.1m is rated red"."""
    base = _OUT_OF.search(sentence)
    if base is None or "%" in sentence:  # a sentence that prints shares is its own answer
        return ""
    whole = parse_figure(base["whole"])
    asked = set(terms(inquiry.question))
    found: list[tuple[Figure, frozenset[str]]] = []
    parts = re.sub(r"^[^\d£]*", "", sentence[base.end() :])  # the words up to the first part say what the whole is
    for clause in _CLAUSE.split(parts):
        figures = [f for f in find_figures(clause) if f.value is not None and f.unit == whole.unit]
        found += [(figures[0], frozenset(terms(clause)) & asked)] if len(figures) == 1 else []
    named = [
        f
        for n, (f, own) in enumerate(found)
        if own - frozenset().union(*(o for m, (_, o) in enumerate(found) if m != n))
    ]
    if len(named) != 1 or not whole.value or not 0 < float(named[0].value or 0) <= float(whole.value):
        return ""
    percent = Decimal(str(named[0].value)) / Decimal(str(whole.value)) * 100
    shown = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"That is {named[0].as_printed} ÷ {base['whole']} = {shown}%."


def _named(counts: list[tuple[int, frozenset[str]]]) -> list[int]:
    """The counts of clauses that hold a word of the question that the other clauses do not."""
    found = []
    for n, (value, own) in enumerate(counts):
        others = frozenset().union(*(held for m, (_, held) in enumerate(counts) if m != n))
        if own - others:
            found.append(value)
    return found


def _counts(clause: str) -> Iterator[int]:
    """The plain count that a clause begins or goes on with, where it has but one."""
    plain = re.sub(r"\bYears? \d+\b|\b\d{4}/\d\d\b|\b\d{1,2} [A-Z][a-z]+ \d{4}\b", " ", _in_digits(clause))
    figures = [
        f for f in find_figures(plain) if f.value is not None and f.unit is None and float(f.value) == int(f.value)
    ]
    if len(figures) == 1:
        yield int(figures[0].value or 0)
