"""Decisions, minutes and meetings: found by topic, body, day and number; drafts and their confirmation linked both ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.records.model import Confirmation, Meeting, Minute, Person, Recommendation, Resolution
from assistant.tools.decisions import find_decisions, find_minutes, get_attendance, list_meetings
from assistant.tools.names import Finder

MARCH, JUNE, OCTOBER = date(2024, 3, 4), date(2024, 6, 3), date(2024, 10, 7)
Make = Callable[..., tuple[Finder, Finder]]


def resolved(text: str, day: date = MARCH, minute: str = "12", **more: object) -> Resolution:
    year = "2024/25" if day > date(2024, 5, 15) else "2023/24"
    fields = {
        "page": 1, "as_printed": text, "committee": "Parks Committee", "meeting_date": day, "municipal_year": year,
        "minute": minute, "minute_title": "Benches", "verb": "resolved", "text": text, "status": "draft",
    }  # fmt: skip
    return Resolution.model_validate(fields | more)


def minute(text: str, day: date, number: str, committee: str = "Parks Committee") -> Minute:
    year = "2024/25" if day > date(2024, 5, 15) else "2023/24"
    return Minute(
        page=2, as_printed=text, committee=committee, meeting_date=day, municipal_year=year, number=number,
        title=text.split()[0], text=text, status="draft",
    )  # fmt: skip


def meeting(day: date, committee: str = "Parks Committee") -> Meeting:
    people = [Person(name="Councillor Ash", role="Chair"), Person(name="Councillor Birch")]
    return Meeting(
        page=1, as_printed="Present: Councillor Ash", committee=committee, meeting_date=day, chair="Councillor Ash",
        present=people, status="draft",
    )  # fmt: skip


def confirmation(day: date, confirms: date, correction: str | None = None) -> Confirmation:
    return Confirmation(
        page=3, as_printed="agreed as a correct record", committee="Parks Committee", meeting_date=day, minute="21",
        confirms=confirms, correction=correction,
    )  # fmt: skip


def test_decisions_are_found_by_topic_body_days_minute_and_verb(finders: Make) -> None:
    oak = resolved("That oak benches be placed along the river.")
    noted = resolved("That the tree survey be noted.", OCTOBER, "3", verb="noted", minute_title="Trees")
    cabinet = resolved("That the oak be felled.", JUNE, "3", committee="Cabinet", minute_title="Oak")
    public, _ = finders(("spring", MARCH, [oak]), ("autumn", OCTOBER, [noted, cabinet]))
    assert [row.text for row in find_decisions(public, "oak").rows] == [cabinet.text, oak.text]  # newest first
    assert [row.text for row in find_decisions(public, "bench", "parks").rows] == [oak.text]
    assert [row.text for row in find_decisions(public, from_date=date(2024, 4, 1), verb="noted").rows] == [noted.text]
    assert [row.text for row in find_decisions(public, minute="Minute 3.").rows] == [noted.text, cabinet.text]
    (row,) = find_decisions(public, committee="Parks Committee", to_date=MARCH).rows
    assert (row.citation.document, row.citation.page, row.citation.quote) == ("spring.pdf", 1, oak.text)
    assert find_decisions(public, committee="Police Panel").note == (
        "No body held here is called 'Police Panel'. Held: Cabinet; Parks Committee."
    )


def test_an_empty_result_says_what_was_searched(finders: Make) -> None:
    public, _ = finders(("spring", MARCH, [resolved("That oak benches be placed.")]), ("autumn", OCTOBER, []))
    nothing = find_decisions(public, "submarines")
    assert (nothing.rows, nothing.choices, nothing.note) == ([], [], None)
    assert nothing.scope.model_dump(by_alias=True) == {"papers": 2, "records": 1, "from": MARCH, "to": OCTOBER}


def test_what_a_report_recommends_is_no_decision(finders: Make) -> None:
    advice = Recommendation(
        page=4, as_printed="to sell the depot", committee="Parks Committee", meeting_date=MARCH, report="Depot",
        text="to sell the depot",
    )  # fmt: skip
    public, _ = finders(("spring", MARCH, [advice]))
    found = find_decisions(public, "depot")
    assert found.rows == []
    assert found.note is not None and "spring.pdf, page 4" in found.note and "no decision" in found.note


def test_the_same_minutes_in_two_packs_are_one_decision_at_two_places(finders: Make) -> None:
    text = "That oak benches be placed."
    public, _ = finders(("spring", MARCH, [resolved(text)]), ("autumn", OCTOBER, [resolved(text)]))
    (row,) = find_decisions(public, "oak").rows
    assert row.citation.document == "spring.pdf"
    assert [other.document for other in row.also_at] == ["autumn.pdf"]


def test_minute_12_of_two_years_is_a_choice(finders: Make) -> None:
    public, _ = finders(
        ("spring", MARCH, [minute("Benches by the river", MARCH, "12")]),
        ("autumn", OCTOBER, [minute("Trees in winter", OCTOBER, "12."), minute("Ponds", OCTOBER, "13")]),
    )
    both = find_minutes(public, number="12")
    assert [row.title for row in both.rows] == ["Trees", "Benches"]
    assert [choice.name for choice in both.choices] == [
        "Minute 12, Parks Committee 2024/25 (7 October 2024): Trees",
        "Minute 12, Parks Committee 2023/24 (4 March 2024): Benches",
    ]
    one = find_minutes(public, number="12", municipal_year="2023-24")
    assert ([row.title for row in one.rows], one.choices) == (["Benches"], [])


def test_a_confirmation_is_linked_both_ways_with_its_correction(finders: Make) -> None:
    correction = "to read 12 benches and not 21"
    public, _ = finders(
        ("spring", MARCH, [meeting(MARCH), minute("Benches: 21", MARCH, "12"), resolved("That 21 benches be placed.")]),
        ("summer", JUNE, [confirmation(JUNE, MARCH, correction), minute("Minutes of 4 March", JUNE, "21")]),
        ("autumn", OCTOBER, [resolved("That ponds be dug.", OCTOBER)]),
    )
    (decision,) = find_decisions(public, "21 benches").rows
    assert decision.status == "confirmed"
    (told,) = decision.confirmed
    assert (told.meeting_date, told.minute, told.correction) == (JUNE, "21", correction)
    assert (told.citation.document, told.citation.page) == ("summer.pdf", 3)
    (row,) = find_minutes(public, number="21").rows
    assert [(c.confirms, c.correction) for c in row.confirms] == [(MARCH, correction)]
    assert [p.document for p in row.confirms[0].minutes] == ["spring.pdf"]
    (draft,) = find_decisions(public, "ponds").rows
    assert (draft.status, draft.confirmed) == ("draft", [])
    assert list_meetings(public).rows[0].confirmed[0].correction == correction


def test_attendance_of_a_day_and_of_a_day_without_a_meeting(finders: Make) -> None:
    public, _ = finders(("spring", MARCH, [meeting(MARCH)]), ("autumn", OCTOBER, [meeting(OCTOBER)]))
    (row,) = get_attendance(public, "parks", MARCH).rows
    assert (row.present[0].name, row.present[0].role) == ("Councillor Ash", "Chair")
    assert [row.meeting_date for row in get_attendance(public).rows] == [OCTOBER]
    never = get_attendance(public, "parks", JUNE)
    assert never.rows == []
    assert never.note == "No minutes of 3 June 2024 are held; the nearest are of 4 March 2024 and 7 October 2024."


def test_what_is_exempt_is_in_no_row_count_choice_or_note(finders: Make) -> None:
    open_minute = minute("Benches by the river", MARCH, "12")
    secret = minute("Zebrafish Holdings won", MARCH, "12", committee="Secret Zebrafish Panel")
    award = resolved("That Zebrafish Holdings be awarded it.", JUNE, committee="Secret Zebrafish Panel")
    page = resolved("That Zebrafish be paid.", MARCH, access="exempt")
    public, cleared = finders(
        ("spring", MARCH, [open_minute, page]), ("part-ii", JUNE, [secret, award, meeting(JUNE)], "exempt")
    )
    told = "".join(
        result.to_json()
        for result in (
            find_minutes(public, number="12"),
            find_decisions(public),
            find_decisions(public, "Zebrafish"),
            find_decisions(public, committee="Zebra"),
            list_meetings(public),
            get_attendance(public, meeting_date=JUNE),
        )
    )
    assert "Zebrafish Holdings" not in told and "Panel" not in told and "part-ii" not in told
    assert find_decisions(public).scope.model_dump() == {"papers": 1, "records": 0, "from_": MARCH, "to": MARCH}
    assert find_minutes(public, number="12").choices == []
    assert len(find_decisions(cleared, "Zebrafish").rows) == 2
    assert len(find_minutes(cleared, number="12").choices) == 2
