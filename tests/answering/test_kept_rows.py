"""Rows of any table kept by a word of one of its columns; a long list says how many there are, and how many are shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answering.telling.kept_rows import MOST
from tests.answering.reading import table_rows
from tests.conftest import _ingested, _opened
from tests.records.ruled import OVER, Ruled, write

DONE, OPEN = 30, 5
STREETS = [f"{name} {kind}" for kind in ("Lane", "Row", "Rise", "Court", "Close") for name in
           ("Alder", "Birch", "Cedar", "Elder", "Hazel", "Larch", "Maple")]  # fmt: skip


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("lamps")
    rows = [[street, "Sodium", "Converted" if n < DONE else "Waiting"] for n, street in enumerate(STREETS)]
    write(
        folder / "lamps.pdf", "# Ostwick Borough Council", "# Street lamps – position at 31 October 2025",
        "For the Environment Panel, 6 November 2025. Lamps are converted to light emitting diodes street by street.",
        Ruled([["Street", "Lamp before", "Conversion"], *rows[:18]]), OVER,
        Ruled([["Street", "Lamp before", "Conversion"], *rows[18:]]),
    )  # fmt: skip
    yield from _opened(_ingested(folder, folder / "store"))


def test_the_rows_that_bear_a_word_are_listed(lamps: Assistant) -> None:
    answer = lamps.ask("Which streets are still waiting for conversion of their lamps?")
    assert [row["Street"] for row in table_rows(answer.answer)] == [f"“{street}”" for street in STREETS[DONE:]]
    assert f"{len(STREETS)} rows of the table:" in answer.answer


def test_a_long_list_says_how_many_of_it_are_shown(lamps: Assistant) -> None:
    answer = lamps.ask("Which streets have had their lamps converted?").answer
    assert f"30 of the {len(STREETS)} rows of the table ({MOST} of them here):" in answer
    assert len(table_rows(answer)) == MOST
