"""The directives that make a table from shared data."""

from collections.abc import Callable

from . import finance_tables, kpi_tables, register_tables
from .tables import Look

MAKERS: dict[str, Callable[[dict[str, str]], tuple[list[list[str]], Look]]] = {
    "kpi": kpi_tables.kpi,
    "scorecard": kpi_tables.scorecard,
    "milestones": register_tables.milestones,
    "risks": register_tables.risks,
    "plan": register_tables.plan,
    "tracking": register_tables.tracking,
    "finance": finance_tables.finance,
}


def table_rows(name: str, args: dict[str, str]) -> tuple[list[list[str]], Look]:
    """The rows and the look of the table a directive names."""
    if name not in MAKERS:
        raise ValueError(f"unknown directive ::{name}; known: {', '.join(sorted(MAKERS))}")
    return MAKERS[name](args)
