"""The labels of the real papers' records: each figure, name and hash in them stands in its paper, and no sentence does."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from assistant.records.model import KINDS
from eval.records.labels import Label, files, load
from eval.records.values import is_spec

HALVES = ("build", "check")
CLEAR = 8
"""The most words a label may give in clear: a name or a heading, never a sentence."""
DERIVED = {
    "municipal_year", "verb", "outcome", "side", "status", "kind", "qualifier", "unit", "total", "complete",
    "period_end", "correction", "target", "rating", "direction",
}  # fmt: skip
"""Fields whose values are worked out, not copied from the page."""
DATES = {"meeting": "meeting_date", "confirmation": "confirms"}
ELSEWHERE = {"mover", "seconder", "chair", "minute", "period", "column", "scale", "directorate"}
"""Fields that a row may take from an earlier page: a heading, a table's head, the paragraph that moved a motion."""


def rows(half: str) -> list[Label]:
    return load(files("real", half)).rows


BOTH = [row for half in HALVES for row in rows(half)]


def texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """All texts in clear of a label's value, with the field they stand in."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, field)
    elif isinstance(value, dict) and "sha256" not in value:
        for name, one in value.items():
            yield from texts(one, field if is_spec(value) else name)


def squeezed(text: str) -> str:
    """A text without white space and letter case, as pypdf may break lines and space figures its own way."""
    return "".join(text.split()).casefold()


@cache
def reader(path: Path) -> PdfReader:
    return PdfReader(path)


@cache
def page_text(path: Path, number: int) -> str:
    """The text of a page without the line that is only its number."""
    pages = reader(path).pages
    if not 1 <= number <= len(pages):
        return ""
    return re.sub(r"\A\s*\d+\s*\n", "", pages[number - 1].extract_text())


@cache
def runs(path: Path, number: int, length: int) -> frozenset[str]:
    """The hashes of all runs of so many words that begin on a page, over the two pages after it."""
    words = " ".join(page_text(path, n) for n in (number, number + 1, number + 2)).split()
    first = len(page_text(path, number).split())
    ends = range(min(first, len(words) - length + 1))
    return frozenset(hashlib.sha256(" ".join(words[i : i + length]).encode()).hexdigest() for i in ends)


@cache
def whole(path: Path) -> str:
    """The text of all pages, squeezed."""
    return squeezed("".join(page_text(path, n + 1) for n in range(len(reader(path).pages))))


@pytest.fixture(scope="module")
def papers(real_papers: Path) -> dict[str, Path]:
    return {path.name: path for path in real_papers.rglob("*.pdf")}


def stands(value: Any, field: str, path: Path, row: Label) -> bool:
    """Whether what a label says in clear or by hash is in the paper: on its page, or where it may be elsewhere, in it."""
    if field in DERIVED:
        return True
    if isinstance(value, str):
        return squeezed(value) in (whole(path) if field in ELSEWHERE else squeezed(page_text(path, row.page)))
    if isinstance(value, list):
        return all(stands(one, field, path, row) for one in value)
    if not isinstance(value, dict):
        return True
    if "sha256" in value:
        return value["sha256"] in runs(path, row.page, value["words"])
    if "any" in value:
        return any(stands(one, field, path, row) for one in value["any"] if one is not None)
    return all(stands(one, field if is_spec(value) else name, path, row) for name, one in value.items())


def is_date(value: str) -> bool:
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None


def test_both_halves_hold_minutes_and_tables_and_share_no_page() -> None:
    places = []
    for half in HALVES:
        kinds = {row.kind for row in rows(half)}
        assert {"meeting", "minute", "resolution", "observation", "milestone", "budget_line", "agenda_item"} <= kinds
        places.append({(row.document, row.kind, row.page) for row in rows(half)})
    assert not places[0] & places[1]


def test_fields_are_those_of_the_models() -> None:
    for row in BOTH:
        known = set(KINDS[row.kind].model_fields)
        assert set(row.cells) <= known, row
        assert set(row.key) - {"nth"} <= known, row


def test_no_label_quotes_a_sentence() -> None:
    for row in BOTH:
        for field, text in texts(row.key | row.cells):
            assert len(text.split()) <= CLEAR, (row.document, row.page, field, text)


def test_a_key_repeats_only_as_often_as_the_paper_repeats_the_name(papers: dict[str, Path]) -> None:
    counts = Counter((row.document, row.page, row.kind, json.dumps(row.key, sort_keys=True)) for row in BOTH)
    for (document, page, kind, key), count in counts.items():
        if count == 1:
            continue
        name = json.loads(key)["service"]  # only tables of money repeat a name on a page
        assert kind == "budget_line"
        assert squeezed(page_text(papers[document], page)).count(squeezed(name)) >= count, (document, page, key)


@pytest.mark.parametrize("half", HALVES)
def test_names_figures_and_hashes_stand_in_their_papers(papers: dict[str, Path], half: str) -> None:
    for row in rows(half):
        for field, value in (row.key | row.cells).items():
            dates = value.get("any", []) if isinstance(value, dict) else [value]
            if field != "nth" and not any(isinstance(one, str) and is_date(one) for one in dates):
                assert stands(value, field, papers[row.document], row), (row.document, row.page, row.key, field, value)


@pytest.mark.parametrize("half", HALVES)
def test_dates_are_printed_on_their_pages(papers: dict[str, Path], half: str) -> None:
    for row in rows(half):
        if row.kind in DATES and not row.optional:
            day = date.fromisoformat(row.key[DATES[row.kind]])
            text = " ".join(page_text(papers[row.document], row.page).split())
            assert re.search(rf"\b{day.day}(?:th|st|nd|rd)? {day:%B}(?: {day.year}| and )", text), row


@pytest.mark.parametrize("half", HALVES)
def test_amounts_are_their_figures_in_pounds(half: str) -> None:
    for row in rows(half):
        for amount in row.cells.get("amounts", []) if row.kind == "budget_line" else []:
            printed = amount.get("as_printed")
            if printed is None:
                assert amount["value"] is None and amount["optional"]
                continue
            shown = printed if isinstance(printed, str) else printed["starts"]
            figure = float(re.sub(r"[^\d.]", "", shown)) * (-1 if shown[0] in "(-" else 1)
            assert any(abs(figure * scale - amount["value"]) < 0.01 for scale in (1, 1e3, 1e6)), (row.key, amount)


@pytest.mark.parametrize("half", HALVES)
def test_the_sides_of_a_vote_are_counted_together_in_the_paper(papers: dict[str, Path], half: str) -> None:
    for row in rows(half):
        sides = [rf"{vote['side']}\s*\({vote['count']}\)" for vote in row.cells.get("votes", [])]
        near = "".join(page_text(papers[row.document], row.page + n) for n in (-1, 0, 1))
        assert re.search(r"(?:(?!\bFor\s*\().)*?".join(sides), near, re.IGNORECASE | re.DOTALL), (row.page, row.key)
