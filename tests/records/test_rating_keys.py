"""Keys of ratings: in tables, in sentences, in lists; and figures judged by the key of their own paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.judging import against_target
from assistant.records.keys import tolerance_of
from assistant.records.model import Observation, RatingKey, TableReading
from tests.records.ruled import Ruled, of, write

RED, AMBER, GREEN = "#E0453A", "#F6B233", "#5FB25F"
Told = list[tuple[str, str, float | None, bool]]


def _told(path: Path) -> Told:
    return [(k.rating, k.meaning, k.within, k.ambiguous) for k in of(RatingKey, path)]


def test_a_row_of_coloured_cells_is_a_key_and_arrows_are_left(sample_papers: Path) -> None:
    path = sample_papers / "improvement-plan-highlight-report-december-2024.pdf"
    assert _told(path) == [
        ("green", "On target", None, False),
        ("amber", "Within 15% of target", 15, True),
        ("red", "More than 15% from target", None, False),
    ]
    assert {k.certainty for k in of(RatingKey, path)} == {"sure"}
    (table,) = [t for t in of(TableReading, path) if t.read_as == "rating_key"]
    assert (table.left, table.reason) == (1, "explains other signs than colours")


def test_a_key_in_a_sentence_ends_with_its_sentence(sample_papers: Path) -> None:
    assert _told(sample_papers / "performance-scorecard-q2-2024-25.pdf") == [
        ("green", "the target is met", None, False),
        ("amber", "the target is missed by not more than 10% of the target", 10, False),
        ("red", "the target is missed by more than 10% of the target", None, False),
    ]


def test_a_key_of_letters_one_below_the_other(sample_papers: Path) -> None:
    told = _told(sample_papers / "childrens-improvement-plan-action-plan-may-2025.pdf")
    assert [rating for rating, *_ in told] == ["blue", "green", "amber", "red"]


def test_a_plan_without_a_key_has_none(sample_papers: Path) -> None:
    assert _told(sample_papers / "scrutiny-agenda-pack-2025-07-09.pdf") == []


def test_a_key_that_lost_its_colours_is_only_likely(real_papers: Path) -> None:
    keys = of(RatingKey, real_papers / "improvement-plan-highlight-2023-09.pdf")
    assert [(k.rating, k.within, k.certainty) for k in keys] == [
        ("green", None, "likely"),
        ("amber", 15, "likely"),
        ("red", None, "likely"),
    ]


def test_two_sorts_of_amber_are_two_ratings(real_papers: Path) -> None:
    keys = [k for k in of(RatingKey, real_papers / "ecsc-scrutiny-2023-07-18.pdf") if k.page == 33]
    assert [k.rating for k in keys] == ["red", "amber", "yellow", "green"]


def test_lists_and_tables_of_other_councils(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.pdf",
        "# Key",
        "Green: on target or better; Amber: within 5 percentage points of target; Red: more than 5 percentage points off.",
        "# Ratings",
        Ruled([["RAG", "Definition"], ["G", "Target met"], ["A", "Up to 10% below target"], ["R", "Off target"]]),
    )
    assert _told(path) == [
        ("green", "Target met", None, False),
        ("amber", "Up to 10% below target", 10, True),
        ("red", "Off target", None, False),
        ("green", "on target or better", None, False),
        ("amber", "within 5 percentage points of target", 5, False),
        ("red", "more than 5 percentage points off", None, False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Red: 3; Amber: 5; Green: 12.",
        "Green: 12 (60%); Amber: 5 (25%); Red: 3 (15%).",
        "Five risks have a rating of red and two of amber.",
        "The Green Party group: they asked for a vote.",
    ],
)
def test_counts_and_sentences_are_no_key(tmp_path: Path, text: str) -> None:
    assert _told(write(tmp_path / "a.pdf", "# Report", text)) == []


@pytest.mark.parametrize(
    ("meaning", "within", "reading"),
    [
        ("Within 15% of target", 15, None),
        ("missed by not more than 10% of the target", 10, "of the target"),
        ("within 5 percentage points of target", 5, "in points"),
        ("Up to 7.5% below target", 7.5, None),
        ("More than 15% from target", None, None),
        ("On target", None, None),
    ],
)
def test_tolerances(meaning: str, within: float | None, reading: str | None) -> None:
    assert tolerance_of(meaning) == (within, reading)


def _key(*lines: tuple[str, str]) -> list[RatingKey]:
    made = []
    for rating, meaning in lines:
        within, reading = tolerance_of(meaning)
        open_key = within is not None and reading is None
        made.append(
            RatingKey(
                paper_id="p", page=1, as_printed=meaning, rating=rating, meaning=meaning, within=within,
                ambiguous=open_key, reading=reading,
            )
        )  # fmt: skip
    return made


OPEN = _key(("green", "On target"), ("amber", "Within 15% of target"), ("red", "More than 15% from target"))


def _figure(value: float | None, target: float | None, good: str | None, drawn: str | None = None) -> Observation:
    return Observation.model_validate(
        {
            "paper_id": "p", "page": 1, "as_printed": "", "indicator_id": "1", "name": "n", "unit": "%", "good": good,
            "period": "May-24", "period_start": None, "period_end": None, "period_kind": "month",
            "value_as_printed": f"{value}%", "value": value, "target_as_printed": f"{target}%", "target": target, "rating": drawn,
        }
    )  # fmt: skip


def test_an_open_key_is_read_as_the_drawn_rating_shows() -> None:
    red = against_target(_figure(20.9, 12.0, "down", "red"), OPEN)
    assert (red.rating, red.reading, red.other, red.agrees) == ("red", "of the target", "amber", True)
    amber = against_target(_figure(20.9, 12.0, "down", "amber"), OPEN)
    assert (amber.rating, amber.reading, amber.other, amber.agrees) == ("amber", "in points", "red", True)
    undrawn = against_target(_figure(20.9, 12.0, "down"), OPEN)
    assert (undrawn.rating, undrawn.reading, undrawn.other, undrawn.agrees) == ("red", "of the target", "amber", None)


def test_where_both_readings_agree_none_is_named() -> None:
    judged = against_target(_figure(89.0, 90.0, "up", "green"), OPEN)
    assert (judged.met, judged.rating, judged.reading, judged.other, judged.agrees) == (
        False,
        "amber",
        None,
        None,
        False,
    )


def test_what_cannot_be_judged_is_not() -> None:
    assert against_target(_figure(None, 90.0, "up"), OPEN).met is None
    assert against_target(_figure(80.0, None, "up"), OPEN).met is None
    assert against_target(_figure(80.0, 90.0, None), OPEN).rating is None
    assert against_target(_figure(90.0, 90.0, None), OPEN).rating == "green"
    judged = against_target(_figure(80.0, 90.0, "up"), [])
    assert (judged.met, judged.miss, judged.rating) == (False, 10.0, None)


def test_only_the_papers_own_key_counts_and_only_one_of_targets() -> None:
    other = [key.model_copy(update={"paper_id": "another"}) for key in OPEN]
    assert against_target(_figure(80.0, 90.0, "up"), other).rating is None
    plan = _key(("green", "Complete"), ("amber", "Some delay"), ("red", "Significant delay"))
    assert against_target(_figure(80.0, 90.0, "up"), plan).rating is None


def test_a_target_of_nought_is_missed_by_any_figure_above_it() -> None:
    assert against_target(_figure(2.0, 0.0, "down", "red"), OPEN).agrees is True


@pytest.mark.parametrize("name", ["improvement-plan-highlight-report-june-2024", "performance-scorecard-q4-2024-25"])
def test_every_drawn_rating_of_the_sample_papers_follows_from_their_key(sample_papers: Path, name: str) -> None:
    path = sample_papers / f"{name}.pdf"
    judged = [against_target(o, of(RatingKey, path)) for o in of(Observation, path) if o.rating]
    assert len(judged) > 10
    assert {j.agrees for j in judged} == {True}


def test_what_a_project_was_rated_when_is_no_key(tmp_path: Path) -> None:
    cards = [
        ["Sponsor: Cllr Ash", "Lead: Bo Finch", "Q2: Amber", "Q3: Green"],
        ["Sponsor: Cllr Elm", "Lead: Ida Roe", "Q2: Green", "Q3: Red"],
    ]
    fills = {(1, 2): AMBER, (1, 3): GREEN, (2, 2): GREEN, (2, 3): RED}
    assert _told(write(tmp_path / "a.pdf", "# Projects", Ruled([["Project", "", "", ""], *cards], fills=fills))) == []
