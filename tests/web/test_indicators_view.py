"""The indicators explorer: the list, one series with its figures as printed, restated ones side by side, CSV, nothing exempt."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from assistant.records.model import Observation
from assistant.tools.registers import COLUMNS
from tests.tools.conftest import finders  # a fixture
from tests.web.views import Make, file_of, page_of, text_of

__all__ = ["finders"]
MARCH, OCTOBER = date(2024, 3, 4), date(2024, 10, 7)
TRICK = "=1+1 <script>document.title='taken'</script>"


def observed(name: str, month: int, printed: str, value: float | None, box: int = 0, **more: object) -> Observation:
    last = date(2024, month, 28)
    fields = {
        "target_as_printed": "85.0%",
        "target": 85.0,
        "rating": "amber",
        "rating_source": "fill",
        "unit": "%",
        "good": "up",
    }
    return Observation.model_validate(
        {"page": 1, "as_printed": f"{name} row", "pieces": [{"page": 1, "boxes": [(box, 1, box + 9, 9)]}], "indicator_id": None,
         "name": name, "period": f"{last:%b-%y}", "period_start": date(2024, month, 1), "period_end": last, "period_kind": "month",
         "value_as_printed": printed, "value": value} | fields | more
    )  # fmt: skip


def held(finders: Make) -> tuple[object, object]:
    oaks = "Percentage of oaks that are watered"
    return finders(
        ("spring", MARCH, [
            observed(oaks, 1, "80.0%", 80.0, 10), observed(oaks, 2, "81.5%", 81.5, 20),
            observed("Net change in hedgehogs", 1, "-12", -12.0, unit="number", target=None, target_as_printed=None, rating=None),
        ]),
        ("autumn", OCTOBER, [
            observed(oaks, 2, "82.5%", 82.5, 30), observed(oaks, 3, "86.0%", 86.0, 40, rating="green"),
            observed(oaks, 4, "x", None, 50, missing="suppressed"),
            observed(f"Ponds {TRICK}", 1, TRICK, 7.0, unit="number", target_as_printed=TRICK, target=None),
        ]),
        ("part-ii", OCTOBER, [observed("Zebrafish sold", 1, "77", 77.0), observed(oaks, 5, "99.9%", 99.9)], "exempt"),
    )  # fmt: skip


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def lines(page: str) -> list[str]:
    """The rows of the table as text."""
    body = page.split("<tbody", 1)[1].split("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in re.split(r"<tr [^>]*>", body)[1:]]


OAKS = "Percentage of oaks that are watered"


def test_the_list_holds_every_indicator_at_its_latest_figure_with_the_rating_as_a_word(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "indicators")

    assert "<strong>3 indicators</strong>" in page
    oaks = next(line for line in lines(page) if "oaks" in line)
    assert "86.0% Mar-24 85.0% Green Better 82.5% in Feb-24" in oaks
    assert 'href="./indicators?indicator=Percentage+of+oaks+that+are+watered"' in page


@pytest.mark.parametrize(("filters", "names"), [({"about": "oaks"}, 1), ({"about": "walrus"}, 0), ({"missed": "1"}, 0)])
def test_the_list_can_be_sifted(finders: Make, filters: dict[str, str], names: int) -> None:
    public, _ = held(finders)
    page = page_of(public, "indicators", **filters)

    assert f"<strong>{names} indicator{'' if names == 1 else 's'}</strong>" in page
    assert len({row["series"] for row in rows_of(file_of(public, "indicators", "csv", **filters))}) == names


def test_one_indicator_is_drawn_and_told_figure_by_figure_with_the_restated_ones_side_by_side(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "indicators", indicator=OAKS)
    told = lines(page)

    assert "Papers print different figures for Feb-24; all are shown." in page
    assert [line.split()[0] for line in told] == ["Apr-24", "Mar-24", "Feb-24", "Feb-24", "Jan-24"]
    assert told[0].startswith("Apr-24 x (suppressed)")
    assert "86.0% 85.0% Green Meets its target" in told[1]
    assert {
        "82.5% Restated" in told[3] or "82.5% Restated" in told[2],
        "81.5% Other figure" in told[2] or "81.5% Other figure" in told[3],
    } == {True}
    assert "Amber Misses its target" in told[4]
    assert '<svg class="chart"' in page and "mark diamond" in page and "Target, 85.0% for Mar-24" in page


def test_each_figure_is_marked_in_its_own_cell_though_its_row_is_printed_alike(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "indicators", indicator=OAKS)
    for printed, box in (("80.0%", 10), ("81.5%", 20), ("82.5%", 30), ("86.0%", 40)):
        row = next(row for row in page.split("<tr ") if f">{printed}</strong>" in row)
        shown = re.search(r'data-shows="(source-\d+)"', row)
        assert shown is not None
        picture = re.search(rf'id="{shown[1]}"[^>]*data-picture="([^"]*)"', page)
        assert picture is not None and f"boxes={box}.0%2C1.0" in picture[1], printed


def test_an_indicator_may_be_named_in_other_words_and_an_unknown_one_is_told(finders: Make) -> None:
    public, _ = held(finders)

    assert "<h1>Percentage of oaks that are watered</h1>" in page_of(public, "indicators", indicator="oaks watered")
    assert "No indicator held here is called “walrus”." in page_of(public, "indicators", indicator="walrus")


def test_the_csv_holds_every_figure_and_negative_ones_stay_numbers(finders: Make) -> None:
    public, _ = held(finders)
    rows = rows_of(file_of(public, "indicators", "csv", indicator="Net change in hedgehogs"))
    oaks = rows_of(file_of(public, "indicators", "csv", indicator=OAKS))

    assert [(row["value"], row["number"]) for row in rows] == [("-12", "-12.0")]
    assert sorted(row["value"] for row in oaks) == ["80.0%", "81.5%", "82.5%", "86.0%", "x"]
    assert list(oaks[0]) == [*COLUMNS["indicators"], "access"]


def test_what_is_exempt_is_in_no_row_choice_drawing_or_file(finders: Make) -> None:
    public, cleared = held(finders)
    for filters in ({}, {"about": "Zebrafish"}, {"indicator": "Zebrafish sold"}, {"indicator": OAKS}):
        page = page_of(public, "indicators", **filters)
        for told in ("Zebrafish sold</a>", "<h1>Zebrafish", "part-ii", ">77<", "99.9"):
            assert told not in page
        for ending in ("csv", "docx"):
            told = text_of(public, "indicators", ending, **filters)
            assert "part-ii" not in told and "99.9" not in told

    assert "<h1>Zebrafish sold</h1>" in page_of(cleared, "indicators", indicator="Zebrafish sold")
    assert "99.9%" in page_of(cleared, "indicators", indicator=OAKS)
    access = {row["value"]: row["access"] for row in rows_of(file_of(cleared, "indicators", "csv", indicator=OAKS))}
    assert access["99.9%"] == "exempt" and access["80.0%"] == "public"


def test_tricks_in_a_paper_stay_text(finders: Make) -> None:
    public, _ = held(finders)
    name = f"Ponds {TRICK}"
    page = page_of(public, "indicators") + page_of(public, "indicators", indicator=name)

    assert page.count("<script") == 2, "only the pages' own"
    row = rows_of(file_of(public, "indicators", "csv", indicator=name))[0]
    assert row["value"] == f"'{TRICK}" and row["target"] == f"'{TRICK}" and row["number"] == "7.0"
