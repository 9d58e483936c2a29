"""Rows of one kind told together: a Markdown table where several have two fields or more, else a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

SOURCE, STATE, RATED = "Source", "State", "Rated"


class Row(NamedTuple):
    """A row's fields by the head of their column, its name first, and the markers of where it stands; "" is no field."""

    fields: dict[str, str]
    markers: Sequence[int]


def tabled(rows: Sequence[Row]) -> str:
    """The rows as a table, each with its sources in the last column; one row alone, or rows of a name only, as bullets."""
    heads = [
        head for head in dict.fromkeys(h for row in rows for h in row.fields) if any(r.fields.get(head) for r in rows)
    ]
    if len(rows) < 2 or len(heads) < 2:
        return "\n".join(f"- {_line(row)} {_marked(row)}" for row in rows)
    cells = [[_cell(row.fields.get(head, ""), head) for head in heads] + [_marked(row)] for row in rows]
    ruled = [[*map(_escaped, heads), SOURCE], ["---"] * (len(heads) + 1), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in ruled)


def _line(row: Row) -> str:
    name, *rest = row.fields
    said = in_words({head: row.fields[head] for head in rest})
    return f"{row.fields[name]} – {said}" if said else row.fields[name]


def in_words(fields: Mapping[str, str]) -> str:
    """Fields in one line: "lead: Ada Ash; due: June 2025; rated red; not complete"."""
    return "; ".join(f"{_before(head)}{words}" for head, words in fields.items() if words)


def _before(head: str) -> str:
    inside = head if head[:2].isupper() else head[:1].lower() + head[1:]
    return "" if head == STATE else f"{inside} " if head == RATED else f"{inside}: "


def _cell(words: str, head: str) -> str:
    """A field under its head, which it need not repeat: 9, “Homelessness” under "Risk"."""
    return _escaped(words.removeprefix(f"{head.lower()} ")) or "–"


def _escaped(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _marked(row: Row) -> str:
    return " ".join(f"[{marker}]" for marker in row.markers)
