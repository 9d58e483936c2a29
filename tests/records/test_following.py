"""Actions followed from paper to paper: over the sample corpus, and the awkward turns one by one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.records.following import Sighting, Thread, follow
from assistant.records.model import Action, Milestone, TrackedDecision
from tests.records.ruled import context, of

LOGS = {
    "scrutiny-agenda-pack-2024-11-20.pdf": date(2024, 11, 20),
    "scrutiny-agenda-pack-2025-02-12.pdf": date(2025, 2, 12),
    "scrutiny-agenda-pack-2025-06-11.pdf": date(2025, 6, 11),
    "scrutiny-agenda-pack-2025-07-09.pdf": date(2025, 7, 9),
}
FIRST, SECOND, THIRD = date(2025, 1, 8), date(2025, 3, 5), date(2025, 5, 7)


@pytest.fixture(scope="module")
def threads(sample_papers: Path) -> list[Thread]:
    seen = [
        Sighting(record, context(sample_papers / file).facts.meeting_date, file)
        for file in reversed(LOGS)  # the order they come in does not matter
        for record in of(TrackedDecision, sample_papers / file)
    ]
    return follow(seen)


def one(threads: list[Thread], words: str) -> Thread:
    (found,) = [thread for thread in threads if words in getattr(thread.last, "resolution", "")]
    return found


def test_an_action_that_slipped_twice(threads: list[Thread]) -> None:
    strategy = one(threads, "Neglect Strategy")
    assert [step.paper_date for step in strategy.steps] == list(LOGS.values())
    assert [("slipped" in step.changes, step.days) for step in strategy.steps] == [
        (False, None),
        (True, 90),
        (True, 122),
        (False, None),
    ]
    assert (strategy.slipped, strategy.state, strategy.match) == (2, "open", "reference")


def test_an_action_that_vanished_without_being_closed(threads: list[Thread]) -> None:
    providers = one(threads, "map of the providers")
    assert providers.state == "vanished"
    assert [(step.paper_date, step.record is None) for step in providers.steps] == [
        (LOGS["scrutiny-agenda-pack-2024-11-20.pdf"], False),
        (LOGS["scrutiny-agenda-pack-2025-02-12.pdf"], False),
        (LOGS["scrutiny-agenda-pack-2025-06-11.pdf"], True),
    ]
    assert providers.steps[-1].changes == ("vanished",)


def test_a_closed_action_may_go(threads: list[Thread]) -> None:
    education = one(threads, "elective home education")
    assert education.state == "closed"
    assert {"lead changed", "closed"} <= set(education.steps[-1].changes)
    assert [thread for thread in threads if thread.state == "vanished"] == [one(threads, "map of the providers")]


def test_every_row_of_every_log_is_in_one_thread(threads: list[Thread], sample_papers: Path) -> None:
    rows = sum(len(of(TrackedDecision, sample_papers / file)) for file in LOGS)
    assert sum(step.record is not None for thread in threads for step in thread.steps) == rows
    assert len(threads) == 13


def test_workstreams_go_on_from_report_to_report(sample_papers: Path) -> None:
    months = ("june-2024", "december-2024", "january-2025")
    found = follow(
        [
            (record, None, month)  # the reports print no date of their own: the position's day counts
            for month in months
            for record in of(Milestone, sample_papers / f"improvement-plan-highlight-report-{month}.pdf")
        ]
    )
    assert {len(thread.steps) for thread in found} == {3}
    assert {thread.match for thread in found} == {"wording"}
    supervision = next(t for t in found if t.last.workstream.startswith("Supervision"))  # type: ignore[union-attr]
    assert [step.record.status for step in supervision.steps if isinstance(step.record, Milestone)] == [
        "red",
        "amber",
        "amber",
    ]
    assert "rating changed" in supervision.steps[1].changes


def action(words: str, reference: str | None = None, **more: object) -> Action:
    return Action.model_validate(
        {"plan": "Improvement Plan", "action": words, "reference": reference, "page": 1, "as_printed": words} | more
    )


def test_several_actions_under_one_reference_are_told_apart_by_their_words() -> None:
    first = [action("Open the hub at Kiln Lane", "2.2"), action("Give every school a link worker", "2.2")]
    second = [action("Give every school a link worker", "2.2"), action("Open the hub at Kiln Lane", "2.2")]
    threads = follow([(a, FIRST, "a") for a in first] + [(a, SECOND, "b") for a in second])
    assert [[step.record.action for step in t.steps if isinstance(step.record, Action)] for t in threads] == [
        ["Open the hub at Kiln Lane"] * 2,
        ["Give every school a link worker"] * 2,
    ]
    assert {thread.match for thread in threads} == {"reference"}


def test_a_reference_given_to_another_action_does_not_join_them() -> None:
    threads = follow(
        [
            (action("Open the hub at Kiln Lane", "2.2"), FIRST, "a"),
            (action("Train all staff in recording consent", "2.1"), FIRST, "a"),
            (action("Recruit twelve foster carers this year", "2.2"), SECOND, "b"),
            (action("Train all staff in recording consent", "2.1"), SECOND, "b"),
        ]
    )
    assert [thread.state for thread in threads] == ["vanished", "open", "open"]


def test_a_new_number_with_the_same_words_is_the_same_action() -> None:
    (thread,) = follow(
        [
            (action("Train all staff in recording consent", "2.1", lead="Ann Lee"), FIRST, "a"),
            (action("Train all staff in recording consent.", "3.4", lead="Ben Roe"), SECOND, "b"),
        ]
    )
    assert (thread.match, thread.steps[1].changes) == ("wording", ("lead changed",))


def test_words_that_are_only_alike_are_a_possible_match() -> None:
    (thread,) = follow(
        [
            (action("Train all staff of the front door in recording consent", "2.1"), FIRST, "a"),
            (action("Train front door staff in the recording of consent and refusal", "4.4"), SECOND, "b"),
        ]
    )
    assert thread.match == "possible match"
    assert "wording changed" in thread.steps[1].changes


def test_another_figure_in_the_same_words_is_a_possible_match() -> None:
    (thread,) = follow(
        [(action("Recruit 12 foster carers"), FIRST, "a"), (action("Recruit 15 foster carers"), SECOND, "b")]
    )
    assert thread.match == "possible match"


def test_two_candidates_within_the_margin_are_possible_matches_only() -> None:
    threads = follow(
        [
            (action("Train 200 practitioners in the graded care tool"), FIRST, "a"),
            (action("Train 300 practitioners in the graded care tool"), FIRST, "a"),
            (action("Train 400 practitioners in the graded care tool"), SECOND, "b"),
        ]
    )
    assert [thread.match for thread in threads if len(thread.steps) > 1 and thread.steps[1].record] == [
        "possible match"
    ]


def test_gone_and_back_closed_and_reopened_brought_forward() -> None:
    other = action("Give every school a link worker", "2.1")
    hub = [
        action("Open the hub", "2.2", complete=True, due=date(2025, 6, 30)),
        action("Open the hub", "2.2", complete=False, due=date(2025, 5, 31)),
    ]
    visits = action("Arrange visits by members", "2.3")
    threads = follow(
        [
            *[(other, day, str(day)) for day in (FIRST, SECOND, THIRD)],
            (hub[0], FIRST, str(FIRST)),
            (hub[1], THIRD, str(THIRD)),
            (visits, FIRST, str(FIRST)),
            (visits, THIRD, str(THIRD)),
        ]
    )
    told = {t.last.action: [step.changes for step in t.steps] for t in threads if isinstance(t.last, Action)}
    assert told["Open the hub"] == [("first seen",), ("brought forward", "reopened")]  # closed: it might be left out
    assert told["Arrange visits by members"] == [("first seen",), ("vanished",), ("reappeared",)]
    assert told["Give every school a link worker"] == [("first seen",), ("unchanged",), ("unchanged",)]


def test_a_report_on_another_section_says_nothing_of_this_one() -> None:
    governance = action("Arrange visits", "1.1", section="Priority 1")
    help_early = action("Open the hub", "2.1", section="Priority 2")
    threads = follow([(governance, FIRST, "a"), (help_early, FIRST, "a"), (help_early, SECOND, "b")])
    assert [thread.state for thread in threads] == ["open", "open"]


def test_two_plans_and_two_committees_are_never_joined() -> None:
    decision = {"minute": "4", "meeting_date": FIRST, "resolution": "To visit the hub", "page": 1, "as_printed": "x"}
    threads = follow(
        [
            (action("Open the hub", "2.2"), FIRST, "a"),
            (action("Open the hub", "2.2", plan="SEND Plan"), SECOND, "b"),
            (TrackedDecision.model_validate(decision | {"committee": "Cabinet"}), FIRST, "a"),
            (TrackedDecision.model_validate(decision | {"committee": "Council"}), SECOND, "b"),
            (action("Undated", "9"), None, "c"),
        ]
    )
    assert [len(thread.steps) for thread in threads] == [1, 1, 1, 1]


def test_a_paper_given_twice_counts_once() -> None:
    record = action("Open the hub", "2.2")
    (thread,) = follow([(record, FIRST, "a"), (record, FIRST, "a"), (record, SECOND, "b")])
    assert [step.paper_id for step in thread.steps] == ["a", "b"]
