"""Questions to ask next: each is answered when it is asked, says something new, and tells nothing of exempt papers."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from assistant import Answer, Assistant
from assistant.answering.finishing import Finished
from assistant.answering.suggesting import next_questions
from assistant.papers.normalise import normalise
from assistant.retrieval.filters import Filters
from assistant.settings import load_settings

DENTAL = "how many kids had their dental checks up to date in dec 2024"
NAME = "“Percentage of cared for children whose dental checks are up to date”"
TIMELINESS = "What happened with the EHCP timeliness?"
LONG = 60.0  # seconds: what is found must not hang on how busy the machine is


def follow_ups(assistant: Assistant, question: str, *history: str) -> list[str]:
    said = [*history, question]
    return assistant.follow_ups(assistant.ask(question, history), said, seconds=LONG)


def test_a_figure_leads_to_the_period_before_and_how_it_moves(sample_assistant: Assistant) -> None:
    found = follow_ups(sample_assistant, DENTAL)
    assert found == [
        f"What was {NAME} in November 2024?",
        f"What is the latest figure for {NAME}?",
        f"Is {NAME} getting better or worse?",
    ]
    before, latest, _ = (sample_assistant.ask(question, [DENTAL]) for question in found)
    assert "74.9%" in before.answer and "76.3%" in latest.answer


def test_a_decision_leads_to_who_acts_on_it_and_by_when(sample_assistant: Assistant) -> None:
    title = "the action on Timeliness of Education, Health and Care Plans"
    found = follow_ups(sample_assistant, TIMELINESS)
    assert found[:2] == [f"Who is responsible for {title}?", f"When is {title} due?"]
    assert "Janet Molyneux" in sample_assistant.ask(found[0], [TIMELINESS]).answer


@pytest.mark.parametrize(
    "question",
    [
        DENTAL,
        TIMELINESS,
        "What did Cabinet resolve on post-16 transport in June 2025?",
        "Which actions are overdue?",
        "What are the top risks?",
        "what's the forecast overspend for children's services",
        "who chaired the Cabinet on 17 June 2025?",
        "re-referral rate latest",
        "who is responsible for the fostering recruitment action",
    ],
)
def test_whatever_is_offered_is_answered_and_says_something_new(sample_assistant: Assistant, question: str) -> None:
    first = sample_assistant.ask(question)
    found = follow_ups(sample_assistant, question)
    assert found and len(found) <= 3 and len(set(found)) == len(found)
    for offered in found:
        answer = sample_assistant.ask(offered, [question])
        assert answer.status == "answered" and answer.citations, offered
        assert normalise(answer.answer) != normalise(first.answer), offered


def test_a_report_leads_to_no_meeting_whose_minutes_are_in_the_same_pack(sample_assistant: Assistant) -> None:
    crossing = "What would a zebra crossing cost at Kestrel Fold compared with a signal crossing?"
    assert sample_assistant.ask(crossing).status == "answered"
    assert follow_ups(sample_assistant, crossing) == []
    minuted = "What did Cabinet resolve on post-16 transport in June 2025?"
    assert "What did Cabinet decide on 17 June 2025?" in follow_ups(sample_assistant, minuted)


def test_nothing_is_offered_that_was_asked_before(sample_assistant: Assistant) -> None:
    first, *others = follow_ups(sample_assistant, DENTAL)
    again = sample_assistant.follow_ups(sample_assistant.ask(DENTAL), [first, DENTAL], seconds=LONG)
    assert first not in again and others[0] in again


@pytest.mark.parametrize("question", ["What did scrutiny decide in May 2019?", "Tell me a joke"])
def test_nothing_is_offered_where_nothing_was_found(sample_assistant: Assistant, question: str) -> None:
    assert follow_ups(sample_assistant, question) == []


def test_no_other_is_tried_when_the_time_is_up(sample_assistant: Assistant) -> None:
    assert sample_assistant.follow_ups(sample_assistant.ask(DENTAL), [DENTAL], seconds=0) == []


def test_what_filters_leave_out_is_not_offered(sample_assistant: Assistant) -> None:
    """The figure of November stands in the December report only, the latest in that of January."""
    filters = Filters.read((), "2024-12-01", "2024-12-31", ())
    answer = sample_assistant.ask(DENTAL, filters=filters)
    found = sample_assistant.follow_ups(answer, [DENTAL], filters=filters, seconds=LONG)
    assert found[0] == f"What was {NAME} in November 2024?"
    assert not any("latest" in question for question in found)


def _replied(answer: Answer) -> Finished:
    return Finished(answer.answer, answer.citations, answer.values)


def test_a_reply_that_does_not_say_what_the_record_prints_is_none(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(DENTAL)
    wrong = _replied(sample_assistant.ask("Who chaired the Cabinet on 17 June 2025?"))
    moved = _replied(answer)  # the right page, but the figure of another month
    for reply in (None, wrong, moved):
        offered = next_questions(answer, [DENTAL], sample_assistant.finder, lambda _, r=reply: r, 3, LONG)  # type: ignore[misc]
        assert f"What was {NAME} in November 2024?" not in offered


def test_nothing_of_exempt_papers_is_offered_without_clearance(sample_store: Path) -> None:
    with closing(Assistant.open(load_settings(store=sample_store, clearance="exempt"))) as cleared:
        public = cleared.cleared("public")
        for question in (
            "Which provider was awarded the residential care contract?",
            "What did Cabinet decide on 17 June 2025?",
            "Which actions are overdue?",
            "What are the top risks?",
        ):
            full = cleared.ask(question)
            # Also where somebody lost the clearance between the answer and the offer.
            for answer in (public.ask(question), full):
                offered = public.follow_ups(answer, [question], seconds=LONG)
                told = " ".join([*offered, *(public.ask(one, [question]).answer for one in offered)])
                assert "Brightwater" not in told and "esidential care" not in told
