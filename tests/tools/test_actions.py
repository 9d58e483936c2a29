"""Actions: by topic, lead, date, plan and reference at their latest position; followed from paper to paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.records.model import Action, RatingKey, TrackedDecision
from assistant.tools.actions import find_actions
from assistant.tools.names import Finder
from assistant.tools.registers import register
from assistant.tools.tracking import track_action
from tests.tools.test_latest import action, tracked

SPRING, SUMMER, AUTUMN = date(2024, 3, 4), date(2024, 6, 3), date(2024, 10, 7)
Make = Callable[..., tuple[Finder, Finder]]


def key(rating: str, meaning: str) -> RatingKey:
    return RatingKey(page=1, as_printed=f"{rating}: {meaning}", rating=rating, meaning=meaning)


def logs(finders: Make) -> tuple[Finder, Finder]:
    oak, map_, pond = "To place oak benches by the river.", "To circulate a map of the ponds.", "To mend the fountain."
    return finders(
        ("spring", SPRING, [
            tracked(oak, "In progress.", "12", date(2024, 4, 30)), tracked(map_, "Not complete.", "13", date(2024, 5, 31)),
            tracked(pond, "Not complete.", "14", date(2024, 5, 1)),
            tracked("To buy the Zebrafish lake.", "Secret.", "15", date(2024, 5, 1)).model_copy(update={"access": "exempt"}),
        ]),
        ("summer", SUMMER, [
            tracked(oak, "In progress. Date moved.", "12", date(2024, 7, 31)),
            tracked(pond, "Complete. Mended on 1 May.", "14", date(2024, 5, 1), True),
        ]),
        ("autumn", AUTUMN, [tracked(oak, "In progress.", "12", date(2024, 12, 31))]),
    )  # fmt: skip


def test_an_action_that_slipped_twice_is_followed_with_every_date(finders: Make) -> None:
    public, _ = logs(finders)
    found = track_action(public, "oak benches")
    assert [(row.changes[0], row.days) for row in found.rows] == [
        ("first seen", None),
        ("slipped", 92),
        ("slipped", 153),
    ]
    assert [row.citation.document for row in found.rows] == ["spring.pdf", "summer.pdf", "autumn.pdf"]
    assert found.note == "It is still open. Its date moved twice: 30 April 2024 → 31 July 2024 → 31 December 2024."
    assert [row.action.due for row in track_action(public, "minute 12").rows if row.action] == [
        date(2024, 4, 30), date(2024, 7, 31), date(2024, 12, 31),
    ]  # fmt: skip


def test_one_that_vanished_and_one_that_was_closed_are_told_apart(finders: Make) -> None:
    public, _ = logs(finders)
    gone = track_action(public, "map of the ponds")
    assert gone.note == "It is in no later paper although it was not said to be closed."
    assert [(row.changes, row.missing_from) for row in gone.rows] == [
        (["first seen"], None),
        (["vanished"], "summer.pdf"),
    ]
    assert track_action(public, "fountain").note == "It was closed."
    nothing = track_action(public, "submarines")
    assert (nothing.rows, nothing.choices, nothing.scope.records) == ([], [], 6)


def test_open_due_and_overdue_on_a_day(finders: Make) -> None:
    public, _ = logs(finders)
    late = find_actions(public, overdue=True)
    assert [(row.reference, row.days_overdue, row.state) for row in late.rows] == [("13", 129, "vanished")]
    assert late.note is not None and late.note.startswith(
        "Past their date on 7 October 2024 and not said to be complete."
    )
    assert [row.reference for row in find_actions(public, overdue=True, on=date(2025, 1, 31)).rows] == ["13", "12"]
    assert [row.reference for row in find_actions(public, complete=True).rows] == ["14"]
    assert [row.reference for row in find_actions(public, due_after=date(2024, 6, 1)).rows] == ["12"]
    assert [row.due for row in find_actions(public, "oak").rows] == [date(2024, 12, 31)]  # the latest position only
    assert find_actions(public, "oak").rows[0].slipped == 2


def test_exempt_actions_are_in_no_row_choice_or_count(finders: Make) -> None:
    public, cleared = logs(finders)
    told = (
        find_actions(public).to_json()
        + track_action(public, "Zebrafish").to_json()
        + track_action(public, "15").to_json()
    )
    assert "Zebrafish" not in told and find_actions(public).scope.records == 6
    assert len(track_action(cleared, "Zebrafish").rows) == 2  # seen, then missing


def test_one_reference_of_several_actions_is_a_choice(finders: Make) -> None:
    plan = [
        action("Fell the ash.", "", lead="Ivy Ash"),
        action("Plant the oak.", "", lead="Bo Birch"),
        action("Dig.", "", reference="2.1"),
    ]
    public, _ = finders(("plan", SPRING, plan))
    asked = track_action(public, "1.1")
    assert [choice.name for choice in asked.choices] == [
        "action of Parks Plan: 1.1 Fell the ash.", "action of Parks Plan: 1.1 Plant the oak.",
    ]  # fmt: skip
    assert [row.action for row in find_actions(public, reference="1.1", lead="birch").rows] == ["Plant the oak."]
    assert find_actions(public, lead="Nobody").note == "No lead held here is called 'Nobody'."
    assert [row.action for row in find_actions(public, plan="parks", reference="action 2.1").rows] == ["Dig."]


def test_a_rating_means_what_its_own_paper_says(finders: Make) -> None:
    due = date(2024, 2, 1)
    rated = [action(f"Mend {r} gates.", "", due=due, rating=r) for r in ("blue", "E", "green")]
    keys = [
        key("blue", "Complete"),
        key("purple", "Embedded. The action is complete and checked."),
        key("green", "Complete or on course"),
    ]
    public, _ = finders(
        ("with-key", SPRING, [*keys, *rated]),
        ("without", SUMMER, [action("Paint.", "", due=due, rating="blue", plan="Other")]),
    )
    rows = {row.action: row for row in find_actions(public).rows}
    assert [rows[f"Mend {r} gates."].complete for r in ("blue", "E", "green")] == [True, True, None]
    assert (rows["Paint."].rating_means, rows["Paint."].complete, rows["Paint."].days_overdue) == (None, None, 123)


def test_the_date_first_set_and_the_priority_are_in_the_row(finders: Make) -> None:
    rows = [
        Action(page=1, as_printed="IA23-07.2 Review payments", plan="Audit", reference="IA23-07.2", action="Review payments",
               priority="High", timescale="31/10/2024", original_timescale="31/03/2024", due=date(2024, 10, 31)),
        TrackedDecision(page=1, as_printed="AGC/95 Recruit", committee="Audit", minute="AGC/95", meeting_date=None,
                        resolution="Recruit a member", target="31 March 2025", original_target="31 December 2024"),
    ]  # fmt: skip
    public, _ = finders(("log", SUMMER, rows))
    found = find_actions(public, reference="ia23-7.2").rows
    assert [(row.priority, row.original_timescale) for row in found] == [("High", "31/03/2024")]
    followed = track_action(public, "AGC 95")
    assert followed.rows[0].action is not None and followed.rows[0].action.original_timescale == "31 December 2024"
    assert followed.note is not None and "31 December 2024 as the date first set" in followed.note
    shown = {row["reference"]: (row["priority"], row["original_timescale"]) for row in register(public, "actions")}
    assert shown == {"IA23-07.2": ("High", "31/03/2024"), "AGC/95": (None, "31 December 2024")}
