"""The shared numbers: every paper takes its figures here, so papers agree unless a trap is meant."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent.parent / "sources" / "data"
KPI_TOKEN = re.compile(r"\{\{kpi (\S+) (\S+?)(?: (\S+))?\}\}")
MEMBERS_TOKEN = re.compile(r"\{\{members (\S+)\}\}")


@cache
def load(name: str) -> Any:
    """One YAML file of `sources/data`."""
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def indicator(wanted: str) -> dict[str, Any]:
    """The monthly indicator with this id."""
    return next(row for row in load("kpis")["indicators"] if row["id"] == wanted)


def monthly(row: dict[str, Any], month: str, report: str = "") -> Any:
    """An indicator's value for a month, as `report` printed it."""
    published = row.get("published", {}).get(report, {})
    return published.get(month, row["values"][load("kpis")["months"].index(month)])


def printed(value: Any, unit: str) -> str:
    """A value as a table prints it: `68.1%`, `48.1r`, `1,204`, `x`."""
    if isinstance(value, str):
        return value
    return f"{value:.1f}{unit}" if isinstance(value, float) else f"{value:,}{unit}"


def as_number(value: Any) -> float | None:
    """The number in a printed value, when it has one."""
    found = re.match(r"-?[\d.]+", str(value).replace(",", ""))
    return float(found[0]) if found else None


def distance(value: Any, target: Any, good: str) -> float | None:
    """By what share of the target the value misses it; 0 when met, None when there is nothing to compare."""
    actual, wanted = as_number(value), as_number(target)
    if actual is None or wanted is None or good == "none":
        return None
    miss = wanted - actual if good == "high" else actual - wanted
    if miss <= 0:
        return 0.0
    return miss / wanted if wanted else 1.0


def change(before: Any, after: Any, good: str) -> tuple[str, str]:
    """The direction of the number (up, down, same) and whether that is better, worse, same or neither."""
    old, new = as_number(before), as_number(after)
    if old is None or new is None or old == new:
        return "same", "same"
    direction = "up" if new > old else "down"
    if good == "none":
        return direction, "neither"
    return direction, "better" if (direction == "up") == (good == "high") else "worse"


def substitute(body: str) -> str:
    """Put figures and people into prose: `{{kpi 10 Dec-24}}`, `{{members cabinet-2025-26}}`."""

    def figure(found: re.Match[str]) -> str:
        row = indicator(found[1])
        return printed(monthly(row, found[2], found[3] or ""), row["unit"])

    def members(found: re.Match[str]) -> str:
        return str(load("people")["committees"][found[1]])

    return MEMBERS_TOKEN.sub(members, KPI_TOKEN.sub(figure, body))
