"""Indicators: one over several papers, restated figures side by side, arithmetic shown, never over a change of definition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.records.model import Benchmark, DefinitionChange, Observation, RatingKey
from assistant.tools.arithmetic import difference
from assistant.tools.comparing import compare_indicator
from assistant.tools.indicators import get_indicator, list_indicators
from assistant.tools.names import Finder
from tests.tools.test_latest import figure

SPRING, SUMMER = date(2024, 3, 4), date(2024, 6, 3)
Make = Callable[..., tuple[Finder, Finder]]
OAK = "Percentage of oak benches mended in ten days"


def oak(month: int, printed: str, value: float | None, **more: object) -> Observation:
    fields = {
        "target_as_printed": "90.0%",
        "target": 90.0,
        "good": "up",
        "as_printed": f"7 {OAK}",
        "priority": "Priority 1 – Parks",
    }
    return figure(OAK, month, printed, value, **fields | more)


def key(rating: str, meaning: str, within: float | None = None) -> RatingKey:
    return RatingKey(
        page=1, as_printed=meaning, rating=rating, meaning=meaning, within=within, ambiguous=within is not None
    )


KEY = [key("green", "On target"), key("amber", "Within 10% of target", 10.0), key("red", "More than 10% from target")]


def test_one_indicator_over_two_papers_with_a_restated_figure_side_by_side(finders: Make) -> None:
    public, _ = finders(
        ("spring", SPRING, [oak(1, "80.0%", 80.0), oak(2, "82.1%", 82.1)]),
        ("summer", SUMMER, [oak(2, "83.1%", 83.1), oak(3, "84.0%", 84.0)]),
    )
    rows = get_indicator(public, "oak benches mended").rows
    assert [(row.value_as_printed, row.state, row.citation.document) for row in rows] == [
        ("80.0%", "single", "spring.pdf"), ("83.1%", "restated", "summer.pdf"), ("82.1%", "restated", "spring.pdf"),
        ("84.0%", "single", "summer.pdf"),
    ]  # fmt: skip
    february = get_indicator(public, "oak benches", "Feb 2024")
    assert [row.value for row in february.rows] == [83.1, 82.1]
    assert february.note is not None and "was restated" in february.note
    assert "83.1% in summer.pdf (3 June 2024), page 5; 82.1% in spring.pdf" in february.note
    never = get_indicator(public, "oak benches", "May 2023")
    assert never.rows == [] and never.scope.records == 4
    assert never.note == f"{OAK} has no figure for 'May 2023'. Held: January 2024, February 2024, March 2024."
    assert get_indicator(public, "submarines").model_dump(exclude={"scope"}) == {
        "rows": [],
        "choices": [],
        "note": None,
    }


def test_near_twins_are_a_choice_with_unit_and_place(finders: Make) -> None:
    twins = [
        figure(f"Benches mended ({q})", 2, "5", 5, unit="number", qualifier=q, indicator_id=q)
        for q in ("in month", "year to date")
    ]
    public, _ = finders(("spring", SPRING, twins))
    asked = get_indicator(public, "benches mended")
    assert asked.rows == [] and [c.name for c in asked.choices] == [
        "Benches mended (in month) [number]", "Benches mended (year to date) [number]",
    ]  # fmt: skip
    assert asked.choices[0].citation.page == 5
    assert [row.qualifier for row in get_indicator(public, "benches mended year to date").rows] == ["year to date"]
    assert {c.name for c in compare_indicator(public, "benches mended").choices} == {c.name for c in asked.choices}


def test_two_periods_with_the_arithmetic(finders: Make) -> None:
    public, _ = finders(
        ("spring", SPRING, [oak(1, "80.0%", 80.0), oak(2, "82.1%", 82.1), oak(3, "x", None, missing="suppressed")])
    )
    (row,) = compare_indicator(public, "oak benches").rows
    assert (row.working, row.verdict, row.percent) == ("82.1 − 80.0 = 2.1 percentage points", "better", None)
    assert (row.first.period, row.against, row.citation.page) == ("February 2024", "January 2024", 5)
    (row,) = compare_indicator(public, "oak benches", ["Jan 2024", "March 2024"]).rows
    assert row.working is None
    assert row.why_not == "There is no figure for March 2024: the paper prints 'x' (suppressed)."
    assert compare_indicator(public, "oak benches", ["2019"]).note == f"{OAK} has no figure for '2019'."


def test_target_by_the_papers_key_and_which_reading_of_it(finders: Make) -> None:
    drawn = oak(2, "80.5%", 80.5, rating="red")
    public, _ = finders(("spring", SPRING, [*KEY, drawn]))
    (row,) = compare_indicator(public, "oak benches", against="target").rows
    assert (row.working, row.verdict) == ("80.5 − 90.0 = −9.5 percentage points", "missed")
    judged = row.first.against_target
    assert judged is not None  # 9.5 points are within 10 points and more than 10 per cent of 90
    assert (judged.rating, judged.reading, judged.other, judged.agrees) == ("red", "of the target", "amber", True)
    assert judged.meaning == "More than 10% from target"


def test_a_benchmark_of_another_unit_is_not_compared(finders: Make) -> None:
    marks = [Benchmark(name="England", as_printed="41.6r", value=41.6, unit="rate per 10,000"),
             Benchmark(name="Statistical neighbours", as_printed="240", value=240, unit="number")]  # fmt: skip
    public, _ = finders(
        ("spring", SPRING, [figure("Children on a plan", 2, "251", 251, unit="number", good="down", benchmarks=marks)])
    )
    (england,) = compare_indicator(public, "children on a plan", against="England").rows
    assert (england.working, england.why_not) == (None, "The two are in different units: number and rate per 10,000.")
    (near,) = compare_indicator(public, "children on a plan", against="neighbours").rows
    assert (near.working, near.verdict) == ("251 − 240 = 11 (+4.6%)", "worse")
    assert compare_indicator(public, "children on a plan", against="target").note == (
        "Children on a plan has nothing to be compared with target."
    )


def test_figures_are_not_compared_over_a_change_of_definition(finders: Make) -> None:
    change = DefinitionChange(
        page=1, as_printed="From February, counted anew.", indicator=OAK, indicator_id="7", since="February 2024", since_date=date(2024, 2, 1)
    )  # fmt: skip
    public, _ = finders(("spring", SPRING, [change, oak(1, "80.0%", 80.0), oak(2, "42.1%", 42.1)]))
    both = compare_indicator(public, "oak benches")
    (row,) = both.rows
    assert (row.working, row.verdict) == (None, None)
    assert row.why_not == "The two are counted in different ways and do not compare."
    assert both.note is not None and "From February, counted anew." in both.note
    assert [row.definition for row in get_indicator(public, "oak benches").rows] == [
        "counted as before 1 February 2024", "counted as since 1 February 2024",
    ]  # fmt: skip
    assert list_indicators(public).rows[0].working is None


def test_lists_of_what_misses_its_target_and_of_what_moved_most(finders: Make) -> None:
    records = [
        oak(1, "80.0%", 80.0), oak(2, "81.0%", 81.0),
        *[figure("Ponds dug", m, str(v), v, unit="number", indicator_id="8", good="up", target_as_printed="5", target=5.0) for m, v in ((1, 4), (2, 8))],
        figure("Geese seen", 2, "9", 9, unit="number", indicator_id="9", priority="Priority 2 – Birds"),
    ]  # fmt: skip
    public, _ = finders(("spring", SPRING, records))
    missed = list_indicators(public, missing_target=True)
    assert [row.indicator for row in missed.rows] == [OAK]
    assert missed.note == "Without a target that the latest figure can be held against: 1."
    moved = list_indicators(public, biggest_change=True).rows
    assert [(row.indicator, row.working) for row in moved] == [
        ("Ponds dug", "8 − 4 = 4 (+100.0%)"), (OAK, "81.0 − 80.0 = 1.0 percentage points"),
    ]  # fmt: skip
    assert [row.indicator for row in list_indicators(public, "birds").rows] == ["Geese seen"]
    assert "Held: Priority 1 – Parks; Priority 2 – Birds." in (list_indicators(public, "Priority 9").note or "")


def test_an_exempt_figure_is_in_no_row_choice_note_or_scope(finders: Make) -> None:
    secret = figure("Zebrafish sold", 2, "5", 5, indicator_id="99")
    public, cleared = finders(
        ("spring", SPRING, [oak(2, "80.0%", 80.0)]), ("part-ii", SUMMER, [secret, oak(2, "81.0%", 81.0)], "exempt")
    )
    for told in (
        get_indicator(public, "Zebrafish"),
        list_indicators(public),
        get_indicator(public, "oak benches"),
        get_indicator(public, "99"),
    ):
        assert "ebrafish" not in told.to_json() and "81.0" not in told.to_json() and "part-ii" not in told.to_json()
        assert (told.scope.papers, told.scope.records) == (1, 1)
    assert len(get_indicator(cleared, "Zebrafish").rows) == 1
    assert [row.value for row in get_indicator(cleared, "oak benches").rows] == [81.0, 80.0]


@pytest.mark.parametrize(
    ("first", "second", "unit", "printed", "working"),
    [
        (23.1, 22.1, "%", (), "23.1 − 22.1 = 1.0 percentage points"),
        (22.1, 23.1, "%", (), "22.1 − 23.1 = −1.0 percentage points"),
        (0.3, 0.1, "%", (), "0.3 − 0.1 = 0.2 percentage points"),  # not 0.19999999999999998
        (45.0, 45.0, "points", ("45.0 points", "45.0 points"), "45.0 − 45.0 = 0.0 points"),
        (1234, 1000, "number", (), "1,234 − 1,000 = 234 (+23.4%)"),
        (-842000, 134000, "£", (), "−£842,000 − £134,000 = −£976,000"),
        (5, -3, "number", (), "5 − (−3) = 8"),
        (48.1, 47.25, "rate per 10,000", (), "48.10 − 47.25 = 0.85 per 10,000 (+1.8%)"),
        (4, 0, "number", (), "4 − 0 = 4"),
        (12, 10, "days", (), "12 − 10 = 2 days (+20.0%)"),
    ],
)
def test_arithmetic_is_exact_and_shown(
    first: float, second: float, unit: str, printed: tuple[str, ...], working: str
) -> None:
    assert difference(first, second, unit, *printed).working == working
