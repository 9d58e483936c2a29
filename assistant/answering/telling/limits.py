"""Limits that tell rows of one table apart: a time ("three years", "within 20 weeks") and a number ("up to 5 vehicles", "6 or more")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from assistant.answering.claims import worded_in
from assistant.answering.telling.ask import Ask

_TIMES = {"yr": "year", "wk": "week", "mth": "month", "hr": "hour"}
_TIME = r"(?:working )?(week|day|month|hour|year|yr|wk|mth|hr)s?\b"
_ONE = re.compile(rf"\bone(?=[ -]{_TIME})")
_NO_COUNT = rf"(?![\d,.]|\s?%|(?:st|nd|rd|th)\b|[ -]{_TIME})"
_NUMBER = rf"(?<![£\d,./])(?!(?:19|20)\d\d\b)(?P<{{}}>\d{{{{1,4}}}}){_NO_COUNT}"
_MANY = 1_000_000


class _Band(NamedTuple):
    """Numbers from one to another, both included."""

    low: int
    high: int


_BANDS: tuple[tuple[re.Pattern[str], int, int], ...] = (
    # what says a band, what is added to its number for the lowest and (with no second number) the highest it takes in
    (re.compile(rf"{_NUMBER.format('n')}\s?(?:\+|plus\b|(?:\w+ )?(?:or|and) (?:more|over|above|older)\b)"), 0, _MANY),
    (re.compile(rf"\b(?:at least|from|minimum of) {_NUMBER.format('n')}"), 0, _MANY),
    (re.compile(rf"\b(?:over|more than|above) {_NUMBER.format('n')}"), 1, _MANY),
    (re.compile(rf"\b(?:up to|at most|maximum of|no more than) {_NUMBER.format('n')}"), -_MANY, 0),
    (re.compile(rf"{_NUMBER.format('n')}\s?(?:\w+ )?(?:or|and) (?:fewer|less|under|below|younger)\b"), -_MANY, 0),
    (re.compile(rf"\b(?:under|fewer than|less than|below) {_NUMBER.format('n')}"), -_MANY, -1),
)
_RANGE = re.compile(rf"{_NUMBER.format('n')}\s?(?:to|-|–)\s?{_NUMBER.format('m')}")


def of_the_limit(ask: Ask, name: str) -> bool:
    """Whether a row has the limits asked for: one of 20 weeks says nothing of 40 weeks, one of up to five nothing of more."""
    asked, held = _limits(ask.inquiry.whole), _limits(name)
    if any(unit in held and held[unit].isdisjoint(numbers) for unit, numbers in asked.items()):
        return False
    wanted, own = _bands(ask.inquiry.whole), _bands(name)
    apart = not any(w.low <= o.high and o.low <= w.high for w in wanted for o in own)
    return not (wanted and own and apart)


@lru_cache(maxsize=16384)  # the same rows are looked at again and again
def _limits(text: str) -> dict[str, set[str]]:
    """Units of time with the numbers of them that a text names."""
    found: dict[str, set[str]] = {}
    for number, unit in re.findall(rf"\b(\d{{1,3}})[ -]{_TIME}", _in_digits(text)):
        found.setdefault(_TIMES.get(unit, unit), set()).add(number)
    return found


@lru_cache(maxsize=16384)
def _bands(text: str) -> tuple[_Band, ...]:
    """The bands of numbers that a text names, sums of money, shares and times left aside."""
    plain = _in_digits(text)
    found = [
        _Band(max(int(m["n"]) + low, 0), int(m["n"]) + high) for form, low, high in _BANDS for m in form.finditer(plain)
    ]
    found += [_Band(int(m["n"]), int(m["m"])) for m in _RANGE.finditer(plain) if int(m["n"]) < int(m["m"])]
    return tuple(found)


def _in_digits(text: str) -> str:
    """A text in lower case with the numbers that it gives in words in digits."""
    plain = _ONE.sub("1", text.lower())
    for word, worth in worded_in(plain):
        plain = re.sub(rf"\b{re.escape(word)}\b", str(worth), plain)
    return plain
