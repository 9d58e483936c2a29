"""Tables of indicators: the monthly highlight report and the quarterly scorecard."""

from typing import Any

from .data import as_number, change, distance, indicator, load, monthly, printed
from .tables import Look

Rows = list[list[str]]
TEXT_ARROWS = {"up": "\u25b2", "down": "\u25bc", "same": "\u25c0\u25b6"}
MOOD_COLOURS = {"better": "green", "worse": "amber", "same": "black", "neither": "black"}


def kpi(args: dict[str, str]) -> tuple[Rows, Look]:
    """The headline measures of one priority as one monthly report prints them."""
    report = load("kpis")["reports"][args["report"]]
    head = [
        "ID",
        "Description",
        *report["months"],
        "Target",
        "England",
        "Statistical neighbours",
        "Direction of travel",
    ]
    rows = [row for row in load("kpis")["indicators"] if str(row["priority"]) == args["priority"]]
    body = [_kpi_row(row, args["report"], report) for row in rows]
    return [head, *body], Look([5, 44, 12, 12, 12, 11, 11, 13, 12], size=8.5, align="clccccccc")


def _kpi_row(row: dict[str, Any], name: str, report: dict[str, Any]) -> list[str]:
    months, unit = report["months"], row["unit"]
    values = [monthly(row, month, name) for month in months]
    cells = [printed(value, unit) for value in values]
    revised = row.get("revised_in", {}).get(name, [])
    cells = [f"{cell}*" if month in revised else cell for cell, month in zip(cells, months, strict=True)]
    miss = distance(values[-1], row["target"], row["good"])
    if miss is not None:
        cells[-1] = f"{{{'G' if miss == 0 else 'A' if miss <= 0.15 else 'R'}}}{cells[-1]}"
    direction, mood = change(values[-2], values[-1], row["good"])
    arrow = TEXT_ARROWS[direction] if report["arrows"] == "text" else f"{{{direction} {MOOD_COLOURS[mood]}}}"
    target = printed(row["target"], unit)
    return [row["id"], row["name"], *cells, target, row["england"], row["neighbours"], arrow]


def scorecard(args: dict[str, str]) -> tuple[Rows, Look]:
    """One section of a quarterly scorecard, under its two-row head."""
    report = load("scorecard")["reports"][args["report"]]
    quarters = report["current"]
    top = [
        "Ref",
        "Indicator name",
        "Previous years and benchmarking",
        "<",
        "<",
        "<",
        "Current period",
        *["<"] * (len(quarters) - 1),
        "Target",
        "RAG",
        "Trend",
    ]
    second = [
        "^",
        "^",
        "2022/23 Actual",
        "2023/24 Actual",
        "England",
        "Statistical Neighbours",
        *[f"{q} Actual" for q in quarters],
        "^",
        "^",
        "^",
    ]
    rows = [row for row in load("scorecard")["rows"] if row["section"] == args["section"]]
    body = [_scorecard_row(row, args["report"], quarters) for row in rows]
    look = Look(
        [6, 28, 12, 12, 13, 13, *[12] * len(quarters), 10, 7, 8],
        head=2,
        size=8,
        theme="grey",
        align="cl" + "c" * (7 + len(quarters)),
    )
    return [top, second, *body], look


def _scorecard_row(row: dict[str, Any], name: str, quarters: list[str]) -> list[str]:
    values = [_quarter(row, name, quarter) for quarter in quarters]
    miss = distance(values[-1], row["target"], row["good"])
    rag = "N/A" if miss is None else "{G}G" if miss == 0 else "{A}A" if miss <= 0.10 else "{R}R"
    compared = all(as_number(value) is not None for value in values[-2:])
    mood = change(values[-2], values[-1], row["good"])[1] if compared else "neither"
    arrow = {"better": "{up green}", "worse": "{down red}", "same": "{same black}", "neither": "-"}[mood]
    current = [printed(value, row["unit"]) for value in values]
    return [
        row["id"],
        row["name"],
        *row["past"],
        row["england"],
        row["neighbours"],
        *current,
        printed(row["target"], row["unit"]),
        rag,
        arrow,
    ]


def _quarter(row: dict[str, Any], name: str, quarter: str) -> Any:
    override = row.get("override", {}).get(name, {})
    if quarter in override:
        return override[quarter]
    if "quarters" in row:
        return row["quarters"][quarter]
    return monthly(indicator(row["kpi"]), load("scorecard")["quarter_months"][quarter])
