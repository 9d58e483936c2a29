"""Printed totals against the sum of their lines, and against the same figure in another table. Nothing is corrected:
what differs is told, with both values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from assistant.records.model import Amount, BudgetLine


class Difference(NamedTuple):
    """A printed total that is not what it is the total of.

    ``printed`` and ``expected`` are in pounds. ``kind``: "sum", expected is the sum of ``lines``; "elsewhere", the same
    total is printed in another table as ``lines[0]``. ``rounding`` is True when rounded lines may explain it.
    """

    total: BudgetLine
    column: str
    printed: float
    expected: float
    lines: list[BudgetLine]
    kind: Literal["sum", "elsewhere"]
    rounding: bool


def check_total(lines: Sequence[BudgetLine]) -> list[Difference]:
    """Where printed totals differ from their lines, or from the same figure in another table of the same paper.

    A total may be that of the lines since the last total, of its section, of all lines or of the totals above: it is taken for
    that which it agrees with in most columns, and not judged when it agrees with none. Lines are in the order of the paper.
    """
    found: list[Difference] = []
    for _, group in groupby(lines, key=lambda line: (line.paper_id, line.part, line.table, line.kind)):
        table = list(group)
        for index, line in enumerate(table):
            if line.total:
                found += _sums(table, index)
    return found + list(_elsewhere(lines))


def _sums(table: Sequence[BudgetLine], index: int) -> Iterator[Difference]:
    """The columns in which a total differs from its lines. Which lines those are, the other columns must show."""
    total = table[index]
    amounts = [amount for amount in total.amounts if amount.unit == "£" and amount.value is not None]
    best: tuple[int, list[BudgetLine], list[tuple[Amount, Decimal, bool]]] = (0, [], [])
    for lines in _candidates(table, index):
        gaps = [
            (amount, summed, _rounds(amount, summed, len(lines)))
            for amount in amounts
            if (summed := _sum(lines, amount)) is not None
        ]
        fits = sum(rounds and bool(amount.value) for amount, _, rounds in gaps)
        if fits > best[0]:
            best = (fits, lines, gaps)
    fits, lines, gaps = best
    if 2 * fits < len(gaps):
        return
    for amount, summed, rounds in gaps:
        if amount.value is not None and summed != Decimal(str(amount.value)):
            yield Difference(total, amount.column, amount.value, float(summed), list(lines), "sum", rounds)


def _sum(lines: Sequence[BudgetLine], amount: Amount) -> Decimal | None:
    """The sum of the lines in an amount's column; None where fewer than two say anything."""
    values = _values(lines, amount)
    return sum((Decimal(str(value)) for value in values), Decimal(0)) if len(values) > 1 else None


def _rounds(amount: Amount, summed: Decimal, count: int) -> bool:
    """Whether the rounding of so many lines and their total explains a difference, or there is none."""
    return abs(summed - Decimal(str(amount.value))) <= _step(amount) * (count + 1) / 2


def _candidates(table: Sequence[BudgetLine], index: int) -> list[list[BudgetLine]]:
    """The lines a total may be the sum of."""
    total, above = table[index], table[:index]
    since = next((i for i in range(index - 1, -1, -1) if table[i].total), -1)
    candidates = [list(above[since + 1 :]), [line for line in above if not line.total]]
    if total.section:
        inside = [line for line in above if line.section and (line.section + " – ").startswith(total.section + " – ")]
        candidates += [[line for line in inside if not line.total], [line for line in inside if line.total]]
    candidates.append([line for line in above if line.total])
    if since >= 0:
        candidates.append([*above[since:]])  # the total above and what comes on top of it
    return [lines for n, lines in enumerate(candidates) if len(lines) > 1 and lines not in candidates[:n]]


def _values(lines: Sequence[BudgetLine], amount: Amount) -> list[float]:
    return [
        other.value
        for line in lines
        for other in line.amounts
        if other.column == amount.column and other.unit == "£" and other.value is not None
    ]


def _step(amount: Amount) -> Decimal:
    """What one in the last printed digit is worth, in pounds."""
    digits = "".join(char for char in amount.as_printed if char.isdigit() or char == ".")
    places = len(digits.partition(".")[2])
    shown = Decimal(digits or "0")
    scale = abs(Decimal(str(amount.value))) / shown if shown else Decimal(1)
    return scale / Decimal(10) ** places


def _elsewhere(lines: Sequence[BudgetLine]) -> Iterator[Difference]:
    """The total of a directorate's own table against that directorate's line in the table of all directorates."""
    whole = {
        (line.paper_id, line.part, line.kind, line.service.casefold()): line
        for line in lines
        if line.service == line.directorate
    }
    for total in lines:
        over = whole.get((total.paper_id, total.part, total.kind, (total.directorate or "").casefold()))
        if not total.total or over is None or over.table == total.table or total.section:
            continue
        for amount in total.amounts:
            same = [a for a in over.amounts if a.role == amount.role and a.period == amount.period and a.unit == "£"]
            if len(same) != 1 or amount.role == "other" or amount.unit != "£":
                continue
            printed, expected = amount.value, same[0].value
            if printed is not None and expected is not None and printed != expected:
                gap = abs(Decimal(str(printed)) - Decimal(str(expected)))
                rounding = gap <= max(_step(amount), _step(same[0]))
                yield Difference(total, amount.column, printed, expected, [over], "elsewhere", rounding)
