"""Where the parts of a pack begin and end, in the layouts of yet other councils."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.papers.read import read_paper
from assistant.records.identify import PaperFacts, identify
from assistant.records.model import AgendaItem, Resolution
from tests.records.minutes_pdf import Line, of_paper, only, pdf

AGENDA: list[Line] = [
    "# Harbour Board",
    "Date Tuesday 6 May 2025",
    "Time 5.30 pm",
    "# Agenda",
    "1 Apologies",
    "2 Minutes of 4 March 2025",
    "3 Tracker (Pages 3 - 4)",
    "4 Dredging (Pages 5 - 9)",
]
MINUTES: list[Line] = [
    "# Harbour Board",
    "Minutes of the meeting of the Harbour Board held on Tuesday 4 March 2025",
    "Present: Councillors Ida Marsh (Chair) and Tom Reed",
    "# 7. Moorings",
    "Resolved that the fee for a mooring be 300 pounds.",
    "The meeting ended at 7.10 pm.",
]


def facts(path: Path, lines: list[Line]) -> PaperFacts:
    return identify(read_paper(pdf(path, lines)), path.name)


def parts(found: PaperFacts) -> list[tuple[int, int, str, date | None]]:
    return [(part.first_page, part.last_page, part.kind, part.meeting_date) for part in found.parts]


@pytest.mark.parametrize(
    "top",
    [
        ["# Agenda item 3: Tracker of decisions and actions", "Position on 28 April 2025."],
        ["Agenda Item 3", "# Decisions tracker, April 2025", "What was asked for and what came of it."],
    ],
)
def test_a_page_headed_by_its_agenda_item_ends_the_minutes_before_it(tmp_path: Path, top: list[Line]) -> None:
    lines = [
        *AGENDA,
        None,
        *MINUTES,
        None,
        *top,
        None,
        "Agenda item 4",
        "# Dredging the inner basin",
        "It is silting up.",
    ]
    found = facts(tmp_path / "pack.pdf", lines)
    meeting = date(2025, 5, 6)
    assert [(first, kind) for first, _, kind, _ in parts(found)][:2] == [(1, "agenda"), (2, "minutes")]
    assert parts(found)[1:2] == [(2, 2, "minutes", date(2025, 3, 4))]
    assert [(part.first_page, part.meeting_date) for part in found.parts[2:]] == [(3, meeting), (4, meeting)]
    assert found.parts[3].title == "Dredging the inner basin"
    assert found.meeting_date == meeting


def test_minutes_that_head_their_own_items_so_go_on_over_the_page(tmp_path: Path) -> None:
    lines: list[Line] = [*MINUTES[:3], "# Agenda item 1: Apologies", "There were none.", None,
                         "# Agenda item 2: Moorings", "Resolved that the fee be 300 pounds."]  # fmt: skip
    assert [kind for _, _, kind, _ in parts(facts(tmp_path / "minutes.pdf", lines))] == ["minutes"]


def test_a_report_that_names_its_agenda_item_is_no_agenda(tmp_path: Path) -> None:
    lines: list[Line] = ["# Lettings Panel", "3 July 2025", "Agenda item 9", "# Boats let out in spring 2025",
                         "Report of the Harbour Master", "# 1. Summary", "1.1 More boats were let."]  # fmt: skip
    path = tmp_path / "report.pdf"
    found = facts(path, lines)
    assert (found.kind, found.committee, found.meeting_date) == ("report", "Lettings Panel", date(2025, 7, 3))
    assert found.parts[0].title == "Boats let out in spring 2025"
    assert not only(AgendaItem, of_paper(path))


def test_minutes_may_open_by_telling_of_the_meeting_and_set_present_off_by_a_dash(tmp_path: Path) -> None:
    lines: list[Line] = [
        "# EASTMERE COUNCIL",
        "At an ordinary meeting of the COUNCIL held in the Guildhall on Wednesday 9 July 2025 at 6.00 pm",
        "Present – Councillor Ida Marsh (Mayor) in the chair; Councillors Tom Reed and Una Vale",
        "# 12/25 PIER",
        "RESOLVED that the pier be painted, as Cabinet had asked on 3 June 2025.",
    ]
    path = tmp_path / "minutes.pdf"
    found = facts(path, lines)
    assert (found.kind, found.committee, found.meeting_date) == ("minutes", "Council", date(2025, 7, 9))
    assert [r.minute for r in only(Resolution, of_paper(path))] == ["12/25"]


def test_a_list_of_what_a_body_decided_is_its_decision_notice(tmp_path: Path) -> None:
    lines: list[Line] = [
        "# Eastmere Council",
        "# What the Executive Board decided on Monday 3 March 2025",
        "Decisions may be called in by any five members of the Scrutiny Panel, by noon on 12 March 2025.",
        "1. Pier. AGREED that the pier be painted.",
    ]
    found = facts(tmp_path / "list.pdf", lines)
    assert (found.kind, found.committee) == ("decision notice", "Executive Board")
    assert found.meeting_date == date(2025, 3, 3)


def test_a_sentence_that_tells_what_a_body_did_on_a_day_gives_no_date(tmp_path: Path) -> None:
    lines: list[Line] = [
        *AGENDA,
        None,
        "# Agenda item 4: Dredging",
        "Cabinet asked on 2 April 2025 that the basin be deep.",
    ]
    assert parts(facts(tmp_path / "pack.pdf", lines))[-1] == (2, 2, "report", date(2025, 5, 6))
