"""Labels of the rows of tables: each function takes a table's place and yields its rows."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from typing import Any

from eval.records.labels import Label
from eval.records.sample.figures import (
    benchmark,
    due,
    money,
    month_period,
    number,
    observed,
    quarter_period,
    target,
    year_period,
)
from eval.records.sample.sources import Cell, Place, Row

_GLYPHS = {"\u25b2": "up", "\u25bc": "down", "\u25c0\u25b6": "same"}
_SCALES = {"£m": 1e6, "£'000": 1e3, "£k": 1e3, "£": 1.0}
_ROLES: dict[str, Any] = {
    "budget": "budget",
    "forecast": "forecast",
    "outturn": {"any": ["outturn", "actual"]},
    "variance": "variance",
}
_RATES_ON_NUMBERS = {"21", "22", "40", "41"}
"""Indicators of the highlight reports whose benchmark, a rate, is printed on the row of the number: it may stand with either."""
_SCORECARD_MERGED = {"4", "5", "7", "8"}


def _row(place: Place, row: Row, kind: str, key: dict[str, Any], cells: dict[str, Any]) -> Label:
    return Label(place.document, row.page, kind, key, cells)


def direction(cell: Cell) -> Any:
    """An arrow: written as a sign it is read, drawn as a shape it may be left empty."""
    if cell.arrow:
        return {"any": [cell.arrow, None]}
    sign = _GLYPHS.get(cell.text)
    return {"any": [sign, cell.text]} if sign else {"any": [cell.text, None]}


def kpi(place: Place) -> Iterator[Label]:
    """The headline measures of a highlight report: a month a column."""
    head = place.head[0]
    months = head[2 : head.index("Target")]
    for row in place.rows:
        texts = row.texts()
        ident, name, at = texts[0], texts[1], 2 + len(months)
        for i, month in enumerate(months):
            latest = i == len(months) - 1
            cells = {"name": name, **month_period(month, name), **observed(texts[2 + i]), **target(texts[at])}
            cells["rating"] = row.cells[2 + i].fill
            if cells["rating"]:
                cells["rating_source"] = "fill"
            if latest:
                cells["direction"] = direction(row.cells[at + 3])
                if ident not in _RATES_ON_NUMBERS:
                    cells["benchmarks"] = [
                        benchmark("England", texts[at + 1]),
                        benchmark("Statistical", texts[at + 2]),
                    ]
            key = {"indicator_id": ident, "period": {"any": [month, _long(month)]}}
            yield _row(place, row, "observation", key, cells)


def _long(month: str) -> str:
    return f"{calendar.month_name[list(calendar.month_abbr).index(month[:3])]} 20{month[-2:]}"


def scorecard(place: Place) -> Iterator[Label]:
    """A section of the scorecard: two past years and two or three quarters a row."""
    heads = place.head[1]
    quarters = [text.removesuffix(" Actual") for text in heads if text.startswith("Q")]
    years = [text.removesuffix(" Actual") for text in heads[2:4]]
    at = 6 + len(quarters)
    for row in place.rows:
        texts = row.texts()
        for i, year in enumerate(years):
            period = year_period(year, place.args["section"] == "attainment")
            cells = {"name": texts[1], **period, **observed(texts[2 + i]), "rating": None}
            yield _row(place, row, "observation", {"indicator_id": texts[0], "period": {"contains": year}}, cells)
        for i, quarter in enumerate(quarters):
            cells = {"name": texts[1], **quarter_period(quarter), **observed(texts[6 + i]), **target(texts[at])}
            cells["rating"] = row.cells[at + 1].fill if i == len(quarters) - 1 else None
            if i == len(quarters) - 1:
                cells["direction"] = direction(row.cells[at + 2])
                if texts[0] not in _SCORECARD_MERGED:
                    cells["benchmarks"] = [benchmark("England", texts[4]), benchmark("Statistical", texts[5])]
            yield _row(place, row, "observation", {"indicator_id": texts[0], "period": {"contains": quarter}}, cells)


def youth_justice(place: Place) -> Iterator[Label]:
    """The measures of the Youth Justice Plan: years over quarters in the head, no ids."""
    for row in place.rows:
        texts = row.texts()
        for i, quarter in enumerate(("Q2 2023/24", "Q3 2023/24", "Q2 2024/25", "Q3 2024/25"), 1):
            cells = {**quarter_period(quarter), **observed(texts[i]), **target(texts[5]), "indicator_id": None}
            if "rolling 12 months" in texts[0]:
                del cells["period_start"]
                cells.pop("unit", None)
            elif "in quarter" in texts[0]:
                cells["period_start"] = cells["period_start"]["any"][0]
            period = {"any": [{"contains": quarter}, {"contains": " ".join(quarter.split()[::-1])}]}
            yield _row(place, row, "observation", {"name": texts[0], "period": period}, cells)


def milestones(place: Place) -> Iterator[Label]:
    """The workstreams of a priority."""
    for row in place.rows:
        workstream, owner, _, _, this_period, next_period = row.texts()
        cells = {
            "owner": owner,
            "status": row.cells[2].fill,
            "status_source": "fill",
            "direction": direction(row.cells[3]),
            "this_period": this_period,
            "next_period": next_period,
        }
        yield _row(place, row, "milestone", {"workstream": workstream}, cells)


def plan(place: Place) -> Iterator[Label]:
    """The actions of an improvement plan. A reference holds for the rows below it until the next."""
    reference = outcome = ""
    for row in place.rows:
        ref, result, action, lead, timescale, measure, evidence, letter = row.texts()
        reference, outcome = ref or reference, result or outcome
        fill = row.cells[7].fill
        cells = {
            "reference": reference,
            "outcome": outcome if result else {"any": [outcome, None]},
            "lead": lead,
            "timescale": timescale,
            "due": due(timescale),
            "measure": measure,
            "progress": evidence,
            "rating": {"any": [fill, letter, *(["embedded", "Embedded"] if letter == "E" else [])]} if letter else fill,
            "rating_source": {"any": ["fill", "letter"]} if letter else "fill",
        }
        yield _row(place, row, "action", {"action": action}, cells)


def tracking(place: Place) -> Iterator[Label]:
    """The tracking log: minute, meeting and subject in one cell; date, officer and progress in another."""
    for row in place.rows:
        first, resolution, last = row.texts()
        minute, meeting, subject = first.split("\n")
        date, officer, progress = (part.split(": ", 1)[1] for part in last.split("\n"))
        bare = minute.removeprefix("Minute ")
        state = progress.partition(".")[0]
        cells = {
            "meeting_date": due(meeting),
            "title": subject,
            "target": date,
            "due": due(date),
            "officer": {"any": [officer, officer.partition(" (")[0]]},
            "progress": {"any": [progress, progress.removeprefix(f"{state}. ")]},
            "complete": {"Complete": True, "Not complete": False, "In progress": {"any": [False, None]}}[state],
        }
        key = {"minute": {"any": [bare, minute]}, "resolution": resolution}
        yield _row(place, row, "tracked_decision", key, cells)


def risks(place: Place) -> Iterator[Label]:
    """The strategic risk register."""
    for row in place.rows:
        ident, description, mitigation, before, now, movement, owner = row.texts()
        cells = {
            "description": description,
            "mitigation": mitigation,
            "previous_as_printed": before,
            "previous_score": number(before),
            "current_as_printed": now,
            "current_score": number(now),
            "rating": row.cells[4].fill,
            "rating_source": "fill",
            "direction": direction(Cell(movement, None, row.cells[5].arrow)),
            "owner": owner,
        }
        yield _row(place, row, "risk", {"number": ident}, cells)


def finance(place: Place) -> Iterator[Label]:
    """A finance table: what each column is, and in which unit, its head says."""
    head = place.head[0]
    kind = {"savings": "savings", "capital": "capital"}.get(place.args.get("table", ""), "revenue")
    yield from budget_lines(place, head, {"kind": kind}, "Total")


def budget_lines(place: Place, head: list[str], cells: dict[str, Any], total: str) -> Iterator[Label]:
    """The rows of a table of money; columns without a unit of money in their head are none."""
    for row in place.rows:
        texts = row.texts()
        amounts = []
        for column, text in list(zip(head, texts, strict=True))[1:]:
            unit = re.search(r"£(?:m|'000|k)?(?= |$)", column)
            if not unit:
                continue
            amount: dict[str, Any] = {"column": {"any": [column, column.replace(unit[0], "").strip()]}}
            amount |= {"as_printed": text, "value": money(text, _SCALES[unit[0]])}
            role = next((r for word, r in _ROLES.items() if re.search(rf"\b{word}\b", column, re.IGNORECASE)), None)
            if role and "Month 6" not in column:
                amount["role"] = role
            if amount["value"] is None:
                amount["optional"] = True
            amounts.append(amount)
        yield _row(
            place,
            row,
            "budget_line",
            _named(texts),
            {**cells, "amounts": amounts, "total": texts[0].startswith(total)},
        )


def _named(texts: list[str]) -> dict[str, Any]:
    """The key of a line; several totals on a page are told apart by their first figure."""
    if not texts[0].startswith("Total"):
        return {"service": texts[0]}
    return {"service": texts[0], "as_printed": {"contains": texts[1]}}


def work_programme(place: Place) -> Iterator[Label]:
    """The work programme: a meeting a row."""
    for row in place.rows:
        meeting, topics, lead = row.texts()
        person = {"any": [lead, "TBC", None]} if lead in ("TBC", "ТВС") else lead
        cells = {"meeting": meeting, "meeting_date": due(meeting) if meeting[0].isdigit() else None, "lead": person}
        yield _row(place, row, "programme_item", {"topic": topics}, cells)


TABLES: dict[str, Callable[[Place], Iterator[Label]]] = {
    "kpi": kpi,
    "scorecard": scorecard,
    "milestones": milestones,
    "plan": plan,
    "tracking": tracking,
    "risks": risks,
    "finance": finance,
}
