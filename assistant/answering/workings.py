"""Arithmetic that an answer shows, "21.1 − 19.8 = 1.3 percentage points (+6.6%)": right or not, and out of what figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"[−-]?£?\d[\d,]*(?:\.\d+)?(?:(?:bn|[km])(?!\w))?"
_SCALE = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_WORKING = re.compile(
    rf"(?<![\w.,])(?P<terms>(?:{_NUMBER}|\({_NUMBER}\))%?(?:\s[+−-]\s(?:{_NUMBER}|\({_NUMBER}\))%?)+)\s=\s(?P<total>{_NUMBER})%?(?![\d])"
    r"(?:\s(?:percentage points|points|per [\d,]*\d|days|weeks|months|years|£))?(?:\s\((?P<share>[+−-][\d.,]+)%\))?"
)
_TERM = re.compile(rf"(?P<sign>^|\s[+−-]\s)\(?(?P<number>{_NUMBER})\)?%?")


class Working(NamedTuple):
    """A sum or difference shown: where it stands in the text, what goes into it, and whether it comes out so."""

    span: tuple[int, int]
    terms: tuple[Decimal, ...]
    right: bool


def workings_in(text: str) -> list[Working]:
    """The sums and differences that a text shows."""
    return [_working(match) for match in _WORKING.finditer(text)]


def _working(match: re.Match[str]) -> Working:
    pairs = [(m["sign"].strip(), _value(m["number"])) for m in _TERM.finditer(match["terms"])]
    total = sum((-number if sign in {"−", "-"} else number for sign, number in pairs), Decimal(0))
    right = total == _value(match["total"])
    if match["share"] and len(pairs) == 2:
        base = pairs[1][1]
        right = right and bool(base) and abs(total / base * 100 - _value(match["share"])) <= Decimal("0.051")
    elif match["share"]:
        right = False
    return Working(match.span(), tuple(number for _, number in pairs), right)


def _value(printed: str) -> Decimal:
    digits, scale = re.fullmatch(r"(.*?\d)(bn|[km])?", printed, re.DOTALL).groups()  # type: ignore[union-attr]
    value = Decimal(digits.replace("−", "-").replace("+", "").replace("£", "").replace(",", ""))
    return value * _SCALE.get(scale or "", 1)
