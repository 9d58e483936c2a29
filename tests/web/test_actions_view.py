"""The actions of all papers: the latest position of each, what moved on the way, and nothing exempt."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from docx import Document

from assistant.records.model import TrackedDecision
from assistant.tools.registers import COLUMNS
from tests.tools.conftest import finders  # a fixture
from tests.web.views import Make, file_of, page_of, text_of

__all__ = ["finders"]
SPRING, SUMMER, AUTUMN = date(2024, 3, 4), date(2024, 6, 3), date(2024, 10, 7)
HOSTILE = "=1+1 <script>document.title='taken'</script>"


def tracked(
    what: str, progress: str, minute: str, due: date, done: bool | None = None, **more: object
) -> TrackedDecision:
    fields = {"officer": "Ash Grove", "committee": "Parks Committee", "meeting_date": date(2024, 1, 8)} | more
    return TrackedDecision.model_validate(
        {"page": 1, "as_printed": f"{minute} {what} {progress}", "resolution": what, "minute": minute, "progress": progress,
         "target": f"{due.day} {due:%B %Y}", "due": due, "complete": done} | fields
    )  # fmt: skip


def held(finders: Make) -> tuple[object, object]:
    oak, pond, path = "To place oak benches.", "To mend the fountain.", "To circulate a map of the ponds."
    return finders(
        ("spring", SPRING, [
            tracked(oak, "In progress.", "12", date(2024, 4, 30)), tracked(path, "Not complete.", "13", date(2024, 5, 31)),
            tracked(pond, "Not complete.", "14", date(2024, 5, 1)),
            tracked("To buy the Zebrafish lake.", "Secret.", "15", date(2024, 5, 1), access="exempt", officer="Zebrafish"),
        ]),
        ("summer", SUMMER, [
            tracked(oak, "Date moved.", "12", date(2024, 7, 31)), tracked(pond, "Complete.", "14", date(2024, 5, 1), True),
        ]),
        ("autumn", AUTUMN, [
            tracked(oak, "In progress.", "12", date(2024, 12, 31), officer="Bay Reed"),
            tracked(f"To {HOSTILE}", HOSTILE, "16", date(2024, 9, 1), officer=HOSTILE),
        ]),
        ("part-ii", AUTUMN, [tracked("A herd of Zebrafish to go abroad.", "Secret.", "17", date(2024, 5, 1))], "exempt"),
    )  # fmt: skip


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        ({}, {"12", "13", "14", "16"}),
        ({"about": "benches"}, {"12"}),
        ({"about": "walrus"}, set()),
        ({"owner": "Bay Reed"}, {"12"}),
        ({"owner": "grove"}, {"13", "14"}),
        ({"status": "open"}, {"12", "16"}),
        ({"status": "complete"}, {"14"}),
        ({"status": "vanished"}, {"13"}),
        ({"moved": "slipped"}, {"12"}),
        ({"moved": "closed"}, {"14"}),
        ({"moved": "vanished"}, {"13"}),
        ({"overdue": "1"}, {"13", "16"}),
        ({"plan": "Parks Committee", "overdue": "1", "status": "open"}, {"16"}),
        ({"plan": "Sewers"}, set()),
    ],
)
def test_the_filters_leave_what_they_say(finders: Make, filters: dict[str, str], references: set[str]) -> None:
    public, _ = held(finders)

    assert {row["reference"] for row in rows_of(file_of(public, "actions", "csv", **filters))} == references
    page = page_of(public, "actions", **filters)
    assert set(re.findall(r'<span class="number">Minute (\d+)</span>', page)) == references
    word = Document(io.BytesIO(file_of(public, "actions", "docx", **filters)))
    assert {p.text.split()[1].rstrip(":") for p in word.paragraphs if p.style.name == "Heading 2"} == references


def test_an_action_is_followed_with_every_date_and_each_paper_is_shown(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "actions", about="benches")

    assert "30 April 2024 → 31 July 2024 → 31 December 2024" in page
    assert "3 June 2024: slipped by 92 days, progress changed." in page
    assert "7 October 2024: slipped by 153 days, lead changed, progress changed." in page
    for paper in ("spring", "summer", "autumn"):
        assert f'data-picture="page/{paper}/1.png' in page
    row = rows_of(file_of(public, "actions", "csv", about="benches"))[0]
    assert row["due"] == "2024-12-31" and row["due_dates"] == "30 April 2024 → 31 July 2024 → 31 December 2024"
    assert row["history"].startswith("2024-03-04: first seen; 2024-06-03: slipped by 92 days")
    word = Document(io.BytesIO(file_of(public, "actions", "docx", about="benches")))
    assert any("Its date moved twice" in p.text for p in word.paragraphs)


def test_a_vanished_action_says_which_paper_it_is_missing_from(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "actions", moved="vanished")

    assert "Not in summer.pdf; last seen" in page
    assert '<span class="tag vanished">In no later paper</span>' in page
    assert "129 days past its date" in page


def test_what_is_exempt_is_in_no_row_choice_or_file(finders: Make) -> None:
    public, cleared = held(finders)
    for filters in ({}, {"about": "lake"}, {"owner": "Zebrafish"}, {"status": "open"}):
        page = page_of(public, "actions", **filters).replace("“Zebrafish”", "").replace('value="Zebrafish"', "")
        page = page.replace("No lead held here is called &#39;Zebrafish&#39;.", "")
        assert "Zebrafish" not in page and "part-ii" not in page
        for ending in ("csv", "docx"):
            assert "Zebrafish l" not in text_of(public, "actions", ending, **filters)

    rows = rows_of(file_of(cleared, "actions", "csv", about="Zebrafish"))
    assert {row["document"] for row in rows} == {"spring.pdf", "part-ii.pdf"}
    assert [row["access"] for row in rows if row["document"] == "part-ii.pdf"] == ["exempt"]


def test_tricks_in_a_paper_stay_text(finders: Make) -> None:
    public, _ = held(finders)
    page = page_of(public, "actions", about="taken")

    assert page.count("<script") == 1, "only the page's own"
    assert "=1+1 &lt;script&gt;" in page
    row = rows_of(file_of(public, "actions", "csv", about="taken"))[0]
    assert row["progress"].startswith("'=1+1") and row["lead"].startswith("'=1+1")


def test_an_empty_list_has_its_columns(finders: Make) -> None:
    public, _ = finders(("spring", SPRING, []))
    head = file_of(public, "actions", "csv").decode("utf-8-sig").strip().split(",")

    assert head == [*COLUMNS["actions"], "days_overdue", "due_dates", "history", "access"]
    assert "<strong>0 actions</strong>" in page_of(public, "actions")
