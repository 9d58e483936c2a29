"""Labels as they stand in the JSON Lines files: rows with the values they must hold, and which pages are labelled whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
SETS = ("sample", "real")
HALVES = ("build", "check")
_ROW = {"document", "page", "kind", "key", "cells"}
_COMPLETE = {"document", "kind", "complete"}


class LabelError(Exception):
    """A line of a label file that is not as README.md says; the message names file, line and fault."""


@dataclass(frozen=True, slots=True)
class Label:
    """One row of a paper: where it begins, what identifies it, what its cells must hold."""

    document: str
    page: int
    kind: str
    key: dict[str, Any]
    cells: dict[str, Any]
    optional: bool = False


@dataclass(slots=True)
class Labels:
    """The rows of a set, and the page ranges (first and last, both counted) in which every row of a kind is among them."""

    rows: list[Label] = field(default_factory=list)
    complete: dict[tuple[str, str], list[tuple[int, int]]] = field(default_factory=dict)

    @property
    def documents(self) -> list[str]:
        """The papers that labels speak of, in order of name."""
        return sorted({row.document for row in self.rows} | {document for document, _ in self.complete})

    def is_complete(self, document: str, kind: str, page: int) -> bool:
        """Whether every row of that kind that begins on that page is labelled."""
        return any(first <= page <= last for first, last in self.complete.get((document, kind), ()))


def files(name: str, half: str) -> list[Path]:
    """The label files of a set and half ("build", "check" or "both"), whether they are there or not."""
    return [FOLDER / f"{name}-{one}.jsonl" for one in HALVES if half in (one, "both")]


def load(paths: list[Path]) -> Labels:
    """The labels of some files together.

    Raises:
        LabelError: a file is missing or a line is not a label.
    """
    labels = Labels()
    for path in paths:
        for number, line in _lines(path):
            _take(labels, line, f"{path.name}, line {number}")
    return labels


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as fault:
        raise LabelError(f"{path} cannot be read: {fault.strerror}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as fault:
                raise LabelError(f"{path.name}, line {number} is not JSON: {fault.msg}") from None


def _take(labels: Labels, line: Any, place: str) -> None:
    if not isinstance(line, dict):
        raise LabelError(f"{place} is not an object")
    if set(line) == _COMPLETE:
        ranges = labels.complete.setdefault((line["document"], line["kind"]), [])
        ranges += [(first, last) for first, last in line["complete"]]
    elif set(line) - {"optional"} == _ROW and line["key"]:
        labels.rows.append(Label(**line))
    else:
        raise LabelError(f"{place} has {', '.join(sorted(line))}: neither a row nor a complete range")
