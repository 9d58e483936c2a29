"""The difference of two figures with its working shown, exact as printed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pydantic import BaseModel

_POINTS = {"%": "percentage points"}
_NO_SHARE = {"%", "percentage points", "points"}  # 20 % to 30 % is ten points; "half as much again" misleads

_SUFFIX = {1: "", 1_000: "k", 1_000_000: "m", 1_000_000_000: "bn"}
_DECIMALS = re.compile(r"\d\.(\d{1,4})(?!\d)")


class Difference(BaseModel):
    """``change`` is the first figure less the second, in ``unit``; ``percent`` is that of the second, where it tells."""

    working: str
    change: float
    unit: str
    percent: float | None = None


def difference(first: float, second: float, unit: str | None, *printed: str) -> Difference:
    """The first figure less the second, both of one unit; with as many decimals as they are ``printed`` with."""
    a, b = Decimal(str(first)), Decimal(str(second))
    shown = [len(found[1]) for text in printed if (found := _DECIMALS.search(text))] if unit != "£" else []
    places = min(_places(a), _places(b), -max(shown, default=0))
    change = (a - b).quantize(Decimal(1).scaleb(places))
    named = _POINTS.get(unit or "", (unit or "number").removeprefix("rate "))
    taken = _told(b, unit, places)
    working = f"{_told(a, unit, places)} − {f'({taken})' if b < 0 else taken} = {_told(change, unit, places)}"
    if named not in {"number", "£"}:
        working += f" {named}"
    percent = None
    if unit not in _NO_SHARE and b > 0 and a >= 0:
        percent = ((a - b) / b * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        working += f" ({percent:+}%)".replace("-", "−")
    return Difference(
        working=working, change=float(change), unit=named, percent=float(percent) if percent is not None else None
    )


def money_difference(first: float, second: float, *printed: str) -> str:
    """The working of one sum of money less another in the thousands or millions that both are ``printed`` in, "£962k − £800k =
    £162k"; in pounds where they are printed in different ones."""
    scales = {_scale(value, text) for value, text in zip((first, second), printed, strict=True)}
    scale = scales.pop() if len(scales) == 1 else 1
    if scale not in _SUFFIX or scale == 1:
        return difference(first, second, "£").working
    places = max(len(found[1]) if (found := _DECIMALS.search(text)) else 0 for text in printed)
    a, b = (Decimal(str(value)) / scale for value in (first, second))
    terms = [f"{'−' if x < 0 else ''}£{abs(x):,.{places}f}{_SUFFIX[scale]}" for x in (a, b, a - b)]
    taken = f"({terms[1]})" if b < 0 else terms[1]
    share = ""
    if b > 0 and a >= 0:
        percent = ((a - b) / b * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        share = f" ({percent:+}%)".replace("-", "−")
    return f"{terms[0]} − {taken} = {terms[2]}{share}"


def _scale(value: float, printed: str) -> int:
    """What a figure printed is multiplied by to be worth a value: 1,000 for "962" under £'000."""
    found = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    number = float(found.group().replace(",", "")) if found else 0.0
    return round(abs(value) / number) if number else 0


def _places(value: Decimal) -> int:
    """The exponent of a value's last decimal: -1 for 22.1, 0 for 22 and for 22.0."""
    exponent = value.normalize().as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def _told(value: Decimal, unit: str | None, places: int) -> str:
    """A figure with thousands commas, a real minus sign and as many decimals as the other."""
    pounds = "£" if unit == "£" else ""
    return f"{'−' if value < 0 else ''}{pounds}{abs(value):,.{-places}f}"
