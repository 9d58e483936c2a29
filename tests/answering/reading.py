"""Answers read back: the rows of their tables."""

from __future__ import annotations

import re


def table_rows(markdown: str) -> list[dict[str, str]]:
    """The rows of the tables of an answer by the heads of their columns, bold taken off."""
    rows: list[dict[str, str]] = []
    heads: list[str] = []
    for line in markdown.replace("**", "").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] if line.startswith("|") else []
        if not cells:
            heads = []
        elif not heads:
            heads = cells
        elif set("".join(cells)) != {"-"}:
            rows.append(dict(zip(heads, cells, strict=True)))
    return rows
