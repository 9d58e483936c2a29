"""Labels of figures: values of indicators and sums of money as the sample papers print them."""

from __future__ import annotations

import calendar
import re
from typing import Any

_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
_LONG_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_VALUE = re.compile(r"^(\d[\d,]*(?:\.\d+)?)(%|r| points)?(?: \(\d+\))?$")
_UNITS: dict[str, Any] = {
    "%": "%",
    "r": {"any": ["rate per 10,000", "per 10,000"]},
    " points": "points",
    "": {"any": ["number", None]},
}
_MISSING = {
    "x": "suppressed",
    "N/A": "not applicable",
    "Not available": "not available",
    "Not benchmarked": "not available",
    "TBC": "not yet known",
    "-": "blank",
    "Monitor": "no target",
}


def number(printed: str) -> float | None:
    """The number in "68.1%", "48.1r", "1,204", "50.0% (152)", "44.9 points"; None where there is none."""
    found = _VALUE.match(printed)
    return float(found[1].replace(",", "")) if found else None


def observed(printed: str) -> dict[str, Any]:
    """The cells of an observation that tell its value: as printed, number, unit, why there is none."""
    revised = printed.endswith("*")
    bare = printed.rstrip("*")
    found = _VALUE.match(bare)
    cells: dict[str, Any] = {
        "value_as_printed": {"any": [printed, bare]} if revised else printed,
        "value": number(bare),
        "missing": None if found else _MISSING[bare],
    }
    if found:
        cells["unit"] = _UNITS[found[2] or ""]
    if revised:
        cells["note"] = {"any": [{"contains": "revised"}, {"contains": "*"}]}
    return cells


def target(printed: str) -> dict[str, Any]:
    """The cells of an observation that tell its target."""
    wanted = number(printed)
    return {"target_as_printed": {"any": [printed, None]} if wanted is None else printed, "target": wanted}


def benchmark(name: str, printed: str) -> dict[str, Any]:
    """A benchmark beside an indicator; one that is no figure need not be there."""
    found = number(printed)
    if found is None:
        return {"name": {"contains": name}, "value": None, "optional": True}
    return {"name": {"contains": name}, "as_printed": {"contains": printed}, "value": found}


def money(printed: str, scale: float) -> float | None:
    """Pounds in "(0.842)", "1,560", "120" of a column whose unit is ``scale`` pounds; None where there is no figure."""
    bare = printed.strip("()").replace(",", "")
    if not re.fullmatch(r"\d+(?:\.\d+)?", bare):
        return None
    pounds = round(float(bare) * scale, 2)
    return -pounds if printed.startswith("(") else pounds


def month_period(printed: str, name: str) -> dict[str, Any]:
    """The period of a column "Dec-24": a month, or what its indicator's name makes of it."""
    month, year = _MONTHS[printed[:3]], 2000 + int(printed[-2:])
    last = calendar.monthrange(year, month)[1]
    first, end = f"{year}-{month:02}-01", f"{year}-{month:02}-{last}"
    cells: dict[str, Any] = {"period_end": end}
    if "year to date" in name:
        april = f"{year if month > 3 else year - 1}-04-01"
        cells["period_start"] = {"any": [first, april]}
        cells["qualifier"] = {"contains": "year to date"}
    elif "in month" in name:
        cells["period_start"] = first
        cells["qualifier"] = {"contains": "in month"}
    elif "12 months" not in name:
        cells["period_start"] = {"any": [first, end]}
    return cells


def quarter_period(printed: str) -> dict[str, Any]:
    """The period of "Q2 2024/25" (financial year)."""
    number, year = int(printed[1]), int(printed[3:7])
    first = (number * 3 + 1 - 1) % 12 + 1
    year += number == 4
    last = calendar.monthrange(year, first + 2)[1]
    end = f"{year}-{first + 2:02}-{last}"
    return {"period_start": {"any": [f"{year}-{first:02}-01", end]}, "period_end": end}


def year_period(printed: str, academic: bool) -> dict[str, Any]:
    """The period of "2023/24": a financial year, or, where results of schools are told, perhaps an academic one."""
    year = int(printed[:4])
    start, end = f"{year}-04-01", f"{year + 1}-03-31"
    if academic:
        return {"period_start": {"any": [start, f"{year}-09-01"]}, "period_end": {"any": [end, f"{year + 1}-08-31"]}}
    return {"period_start": {"any": [start, end]}, "period_end": end}


def due(printed: str) -> Any:
    """A timescale as a date: a day as such; of a month the last day, or none."""
    if found := re.fullmatch(r"(\d{1,2}) (\w+) (\d{4})", printed):
        return f"{found[3]}-{_LONG_MONTHS[found[2]]:02}-{int(found[1]):02}"
    if found := re.fullmatch(r"(\w+) (\d{4})", printed):
        month, year = _LONG_MONTHS[found[1]], int(found[2])
        return {"any": [f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}", None]}
    return None
