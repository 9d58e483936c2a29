"""Scores of a risk register as printed ("L4 x I5 = 20", "16", "(5x4) 20", "16 (High)") and what they are worth."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.papers.model import Colour
from assistant.records.dates import plain
from assistant.records.ratings import Rating, rating_of

LEVELS = (
    "very high", "very low", "high", "medium", "moderate", "low", "critical", "severe", "extreme", "significant",
    "major", "minor", "negligible",
)  # fmt: skip
_LEVEL = re.compile(rf"\b({'|'.join(LEVELS)})\b", re.IGNORECASE)
_COLOUR = re.compile(r"\b(red|amber|yellow|green)\b", re.IGNORECASE)
_INITIALS = {"h": "high", "m": "medium", "l": "low"}
_FACTOR = r"[A-Za-z]{0,10}\s?[=:]?\s?(\d)"
_FACTORS = re.compile(rf"{_FACTOR}\s?[x×X*]\s?{_FACTOR}(?!\d)")
_NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d)?(?![\w.])")
HIGHEST = 125
"""The greatest score a matrix gives (5 x 5 x 5); what is above is no score."""


class Score(NamedTuple):
    """The number a score is, None where none is printed for certain, and the level or colour named beside it."""

    value: float | None
    word: str | None


def parse_score(text: str) -> Score:
    """What the cell of a score says.

    Of factors and their product the product counts; factors alone are multiplied, for the sign between them says so.
    A product that is not that of its factors has no certain value, and two numbers without a sign have none either.
    """
    flat = " ".join(plain(text).split())
    if len(flat) > 60:
        return Score(None, None)
    word = _LEVEL.search(flat) or _COLOUR.search(flat)
    named = word.group(1).lower() if word else None
    factors = _FACTORS.search(flat)
    product = float(int(factors.group(1)) * int(factors.group(2))) if factors else None
    rest = flat[: factors.start()] + " " + flat[factors.end() :] if factors else flat
    numbers = {float(number) for number in _NUMBER.findall(rest)}
    if re.search(r"\d[/.-]\d{1,2}[/.-]\d|\d{4}", rest) or len(numbers) > 1 or any(n > HIGHEST for n in numbers):
        return Score(None, named)
    printed = next(iter(numbers), None)
    if product is not None and printed is not None and printed != product:
        return Score(None, named)
    if printed is None and product is None and re.search(r"\d", rest):
        return Score(None, named)  # "D2" is a square of a matrix
    return Score(printed if printed is not None else product, named)


def risk_rating(text: str, fill: Colour | None) -> Rating | None:
    """The rating a cell shows: its colour, letter or word, and levels such as "High" beside or without a score."""
    rating = rating_of(text, fill)
    word = _INITIALS.get(text.strip(" .()").lower()) or parse_score(text).word
    return rating or (Rating(word, "word") if word else None)
