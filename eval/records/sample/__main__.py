"""``python -m eval.records.sample``: write the labels of the sample corpus; ``--check`` says whether the files are as written."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from eval.records.labels import FOLDER, Label
from eval.records.sample import decisions, prose, tables
from eval.records.sample.sources import PAPERS, Pdf, Place, places

KINDS = [
    "action",
    "agenda_item",
    "budget_line",
    "confirmation",
    "definition_change",
    "meeting",
    "milestone",
    "minute",
    "observation",
    "programme_item",
    "rating_key",
    "recommendation",
    "resolution",
    "risk",
    "tracked_decision",
]
BUILD = {
    "cabinet-agenda-2025-06-17.pdf",
    "cabinet-decision-notice-2025-06-17.pdf",
    "childrens-improvement-plan-action-plan-may-2025.pdf",
    "finance-monitoring-report-month-6-2024-25.pdf",
    "improvement-plan-highlight-report-january-2025.pdf",
    "improvement-plan-highlight-report-june-2024.pdf",
    "performance-scorecard-q2-2024-25.pdf",
    "scrutiny-agenda-pack-2024-11-20.pdf",
    "scrutiny-agenda-pack-2025-02-12.pdf",
}
"""The papers of the build half; near duplicates are in the same half."""
ARGUABLE = {
    ("observation", "reports/ehcp-timeliness.md"),
    ("observation", "reports/recruitment.md"),
    ("observation", "reports/transport-consultation.md"),
    ("observation", "reports/early-years.md"),
    ("observation", "reports/ofsted-letter.md"),
    ("budget_line", "reports/cabinet-transport.md"),
    ("budget_line", "reports/cabinet-homes.md"),
    ("budget_line", "reports/cabinet-crossing.md"),
    ("budget_line", "reports/transport-policy.md"),
    ("budget_line", "reports/early-years.md"),
    ("budget_line", "reports/exempt-contracts.md"),
    ("meeting", "reports/decision-notice.md"),
    ("definition_change", "minutes/scrutiny-2025-06-11.md"),
}
"""Kinds of which a report holds rows that one may or may not call so: there nothing counts as invented."""
MONEY = {"reports/cabinet-month2.md": False, "reports/larkrise.md": True, "reports/transport-july.md": True}
"""Tables of money written in the reports themselves, and whether they are arguably no budget."""


def labels() -> Iterator[Label | dict[str, Any]]:
    """All labels of the sample corpus, and which pages are labelled whole."""
    for document, blocks in groupby(places(), key=lambda place: place.document):
        whole = list(blocks)
        pdf = Pdf(PAPERS / document)
        spans: dict[str, list[int]] = {}
        for part, inside in groupby(whole, key=lambda place: place.part):
            mine = list(inside)
            spans[part] = [mine[0].page, max([row.page for block in mine for row in block.rows] + [mine[-1].page])]
            yield from _part(mine, pdf)
        for kind in KINDS:
            yield {"document": document, "kind": kind, "complete": _complete(kind, spans, len(pdf.texts))}


def _part(blocks: list[Place], pdf: Pdf) -> Iterator[Label]:
    part = blocks[0].part
    if part.startswith("minutes/"):
        yield from prose.meeting(blocks)
        yield from prose.minutes(blocks)
        yield from decisions.resolutions(blocks, pdf)
        yield from decisions.confirmations(blocks, pdf)
    if part.startswith("reports/") and "tracking" not in part:
        yield from prose.recommendations(blocks)
    if blocks[0].meta.get("front"):
        yield from prose.agenda(blocks)
    for block in blocks:
        if block.kind in tables.TABLES:
            yield from tables.TABLES[block.kind](block)
        elif block.kind == "table":
            yield from _written_table(block, part)
        if not part.startswith("minutes/"):
            yield from decisions.rating_keys(block)
            yield from decisions.definition_changes(block)


def _written_table(block: Place, part: str) -> Iterator[Label]:
    """A table written out in its report."""
    head = block.head[0] if block.head else []
    if "work-programme" in part:
        yield from tables.work_programme(block)
    elif part == "reports/youth-justice.md" and len(block.rows[0].cells) == 6:
        yield from tables.youth_justice(block)
    elif part == "reports/decision-notice.md":
        yield from decisions.decision_notice(block)
    elif part in MONEY and any("£" in cell for cell in head):
        for label in tables.budget_lines(block, head, {}, "Total"):
            yield replace(label, optional=MONEY[part])
    elif head[:1] == ["Risk"]:
        for line in block.rows:
            cells = {"rating": line.cells[1].fill, "mitigation": line.cells[2].text, "number": None}
            yield Label(block.document, line.page, "risk", {"description": line.cells[0].text}, cells, True)
    elif head[:2] == ["Item", "Title"]:
        row = block.rows[0]
        yield Label(
            block.document, row.page, "agenda_item", {"number": row.cells[0].text}, {"title": row.cells[1].text}, True
        )


def _complete(kind: str, spans: dict[str, list[int]], last: int) -> list[list[int]]:
    """The pages of a paper outside its parts that are arguable for a kind, as ranges."""
    out = {n for part, (a, b) in spans.items() if (kind, part) in ARGUABLE for n in range(a, b + 1)}
    ranges: list[list[int]] = []
    for page in range(1, last + 1):
        if page in out:
            continue
        if ranges and ranges[-1][1] == page - 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ranges


def written() -> dict[Path, str]:
    """The label files and what must stand in them."""
    halves: dict[str, list[str]] = {"build": [], "check": []}
    for label in labels():
        line = label if isinstance(label, dict) else _line(label)
        half = "build" if line["document"] in BUILD else "check"
        halves[half].append(json.dumps(line, ensure_ascii=False))
    return {FOLDER / f"sample-{half}.jsonl": "\n".join(lines) + "\n" for half, lines in halves.items()}


def _line(label: Label) -> dict[str, Any]:
    line = {
        "document": label.document,
        "page": label.page,
        "kind": label.kind,
        "key": label.key,
        "cells": label.cells,
    }
    return line | {"optional": True} if label.optional else line


def main() -> None:
    """Write the files, or with ``--check`` end with 1 when they are not as they would be written."""
    files = written()
    if "--check" in sys.argv[1:]:
        sys.exit(any(not path.is_file() or path.read_text(encoding="utf-8") != text for path, text in files.items()))
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
