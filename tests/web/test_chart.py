"""The drawing of a series: what is drawn where, what is told in words, what stays out."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from assistant.records.model import Benchmark
from assistant.tools.figures import AgainstTarget, FigureRow
from assistant.tools.result import Place
from assistant.web.views.chart import HEIGHT, WIDTH, Chart, Figure, draw, nice_ticks

PLACE = Place(document="a.pdf", title="A", date=None, page=1, page_label=None, quote="q", boxes=[], paper_id="a")
HELD = AgainstTarget(met=True, miss=None, rating=None, meaning=None, reading=None, other=None, agrees=None)
SVG = "{http://www.w3.org/2000/svg}"


def figure(month: int, value: float | None, newest: bool = True, **more: object) -> Figure:
    printed = "x" if value is None else f"{value}%"
    fields = {
        "indicator": "Oaks", "indicator_id": None, "name": "Oaks", "qualifier": None, "priority": None, "unit": "%", "good": "up",
        "period": f"M{month}", "period_start": date(2024, month, 1), "period_end": date(2024, month, 28), "missing": None,
        "value_as_printed": printed, "value": value, "note": None, "target_as_printed": None, "target": None, "benchmarks": [],
        "rating": None, "rating_source": None, "commentary": None, "state": "single", "definition": None, "against_target": None,
        "published": None, "citation": PLACE,
    }  # fmt: skip
    return Figure(FigureRow.model_validate(fields | more), "month", newest, f"figure-{month}", f"source-{month}")


def parsed(chart: Chart | None) -> ElementTree.Element:
    assert chart is not None
    return ElementTree.fromstring(str(chart.svg).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def centre(mark: ElementTree.Element) -> tuple[float, float]:
    circle = mark.find(f"{SVG}circle")
    assert circle is not None
    return float(circle.get("cx", "")), float(circle.get("cy", ""))


def test_figures_stand_in_time_and_height_and_lead_to_their_rows() -> None:
    tree = parsed(draw("Oaks", [figure(1, 10.0), figure(2, 20.0), figure(12, 15.0)]))
    marks = list(tree.iter(f"{SVG}a"))
    (x1, y1), (x2, y2), (x3, y3) = map(centre, marks)

    assert y1 > y3 > y2, "higher figures stand higher"
    assert (x3 - x2) / (x2 - x1) == pytest.approx(305 / 31, rel=0.02), "ten months are ten times as far as one"
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in map(centre, marks))
    assert marks[0].get("href") == "#figure-1" and marks[0].get("data-shows") == "source-1"
    assert [title.text for title in tree.iter(f"{SVG}title")] == ["Oaks", "M1: 10.0%", "M2: 20.0%", "M12: 15.0%"]
    told = tree.find(f"{SVG}desc")
    assert told is not None and told.text is not None
    assert told.text.startswith("From 10.0% (M1) to 15.0% (M12); lowest 10.0% (M1), highest 20.0% (M2).")


def test_a_line_is_broken_where_a_figure_is_missing_or_counted_another_way() -> None:
    two_ways = [figure(1, 1.0), figure(2, 2.0), figure(3, 3.0, definition="new"), figure(4, 4.0, definition="new")]
    gap = [figure(1, 1.0), figure(2, 2.0), figure(3, None), figure(4, 4.0), figure(5, 5.0)]

    for figures in (two_ways, gap):
        lines = parsed(draw("Oaks", figures)).findall(f".//{SVG}polyline")
        assert [len(line.get("points", "").split()) for line in lines] == [2, 2]


def test_another_figure_of_a_period_is_a_mark_of_another_shape_that_no_line_goes_through() -> None:
    chart = draw(
        "Oaks", [figure(1, 1.0), figure(2, 3.0, state="restated"), figure(2, 2.0, newest=False, state="restated")]
    )
    tree = parsed(chart)

    assert [mark.get("class") for mark in tree.iter(f"{SVG}a")] == ["mark dot", "mark dot", "mark diamond"]
    assert len(tree.findall(f".//{SVG}polyline")[0].get("points", "").split()) == 2
    assert chart is not None and ("diamond", "Another figure published for the same period") in chart.legend


def test_target_and_benchmarks_are_lines_that_the_legend_names() -> None:
    held = {"target": 15.0, "target_as_printed": "15%", "against_target": HELD}
    england = Benchmark(name="England", as_printed="18.0%", value=18.0, unit="%", period="2023")
    other = Benchmark(name="Neighbours", as_printed="4.0r", value=4.0, unit="rate per 10,000")
    chart = draw(
        "Oaks",
        [
            figure(1, 10.0),
            figure(2, 12.0, **held),
            figure(3, 14.0, **held),
            figure(4, 20.0, benchmarks=[england, other], **held),
        ],
    )
    lines = [line for line in parsed(chart).iter(f"{SVG}line") if line.get("class") != "grid"]

    assert [line.get("class") for line in lines] == ["benchmark", "target"], "a benchmark of another unit is not drawn"
    x1, x2 = float(lines[1].get("x1", "")), float(lines[1].get("x2", ""))
    marks = [centre(mark)[0] for mark in parsed(chart).iter(f"{SVG}a")]
    assert marks[0] < x1 < marks[1] and x2 > marks[3], "no target where the figure is held to none"
    assert chart is not None
    assert ("target", "Target, 15% for M4") in chart.legend and ("benchmark", "England, 2023: 18.0%") in chart.legend


def test_what_cannot_be_drawn_is_counted_and_too_little_is_no_drawing() -> None:
    chart = draw(
        "Oaks", [figure(1, 1.0), figure(2, 2.0), figure(3, 300.0, unit="number"), figure(4, 4.0, period_end=None)]
    )

    assert chart is not None and chart.left_out == 2
    assert len(list(parsed(chart).iter(f"{SVG}a"))) == 2
    assert draw("Oaks", [figure(1, 1.0)]) is None
    assert draw("Oaks", [figure(1, 1.0), figure(1, 2.0, newest=False)]) is None
    assert draw("Oaks", [figure(1, None), figure(2, None)]) is None
    assert draw("Oaks", []) is None


def test_names_under_the_axis_do_not_run_into_each_other() -> None:
    ticks = [
        t
        for t in parsed(draw("Oaks", [figure(n, float(n)) for n in range(1, 13)])).iter(f"{SVG}text")
        if t.get("text-anchor") == "middle"
    ]
    places = sorted(float(tick.get("x", "")) for tick in ticks)

    assert "M12" in {tick.text for tick in ticks}
    assert all(after - before >= 90 for before, after in pairwise(places))


def test_tricks_in_names_and_figures_stay_text() -> None:
    trick = "</title><script>x</script>\"'"
    chart = draw(trick, [figure(1, 1.0, period=trick, value_as_printed=trick), figure(2, 2.0)])

    assert "<script" not in str(chart.svg if chart else "<script")
    assert not re.search(r"\sstyle=", str(chart.svg if chart else "")), "the policy allows no inline styles"
    assert next(parsed(chart).iter(f"{SVG}title")).text == trick


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 100), (71.2, 75.1), (-3.5, 2), (5, 5), (0, 0), (1_250_000, 9_800_000), (0.001, 0.004), (-7, -7)],
)
def test_the_axis_holds_every_figure_in_round_steps(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    steps = {round(after - before, 9) for before, after in pairwise(ticks)}

    assert ticks[0] <= low and ticks[-1] >= high
    assert len(steps) == 1 and 2 <= len(ticks) <= 9


def test_months_and_quarters_held_to_different_targets_are_both_named() -> None:
    month = {"target": 22.0, "target_as_printed": "22%", "against_target": HELD}
    quarter = {"target": 23.0, "target_as_printed": "23%", "against_target": HELD}
    figures = [figure(1, 1.0, **month), figure(2, 2.0, **month), figure(3, 3.0, **quarter)._replace(kind="quarter")]
    chart = draw("Oaks", figures)

    assert chart is not None and ("target", "Target, 22% for M2; 23% for M3") in chart.legend
    levels = [line for line in parsed(chart).iter(f"{SVG}line") if line.get("class") == "target"]
    assert len({line.get("y1") for line in levels}) == 2
