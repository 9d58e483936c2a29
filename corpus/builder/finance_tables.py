"""Money: £m with brackets for negatives, £'000 and pounds, as the finance papers mix them."""

from typing import Any

from .data import load
from .tables import Look

Rows = list[list[str]]


def money(value: Any, places: int = 3) -> str:
    """`1.318`, `(0.842)`, `1,204` (no places); text as it stands."""
    if isinstance(value, str):
        return value
    text = f"{abs(value):,.{places}f}"
    return f"({text})" if value < 0 else text


def finance(args: dict[str, str]) -> tuple[Rows, Look]:
    """One table of a finance report, with its printed total (which a trap may have bent)."""
    table = load("finance")[args["period"]][args["table"]]
    places = table["places"]
    rows: Rows = [list(map(str, table["head"]))]
    rows += [[str(row[0]), *[money(cell, places) for cell in row[1:]]] for row in table["rows"]]
    if total := table.get("total"):
        rows.append([f"**{money(cell, places)}**" if cell != "" else "" for cell in total])
    wide = table.get("widths", [40, *[15] * (len(rows[0]) - 1)])
    return rows, Look(wide, size=8.5, theme="grey", align=table.get("align", "l" + "r" * (len(rows[0]) - 1)))
