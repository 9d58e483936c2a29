"""A matter the papers speak of, but not what is asked of it: not found, with the nearest place, never a passage near it."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering.answer import Citation
from assistant.answering.bearing import bears_on, tells_of_body
from assistant.answering.compose import Draft
from assistant.answering.suffice import counting
from assistant.retrieval.bodies import body_unheld
from assistant.retrieval.inquiry import understand


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("what is the chief exec paid?", []),
        ("how long is the CAMHS waiting list in Merrowby at the moment", []),
        ("How much will the new residential block contracts save each year?", []),
        ("which teams were those 11 from?", ["what reason did social workers who left in 2024 give most often?"]),
    ],
)
def test_what_is_spoken_of_but_not_said_is_not_found(
    question: str, history: list[str], sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question, history)
    assert answer.status == "not_found" and answer.citations == [] and "I searched" in answer.answer


@pytest.mark.parametrize(
    ("question", "quote", "bears"),
    [
        ("which company won the signs contract and for how much?", "Authorised a new contract for the signs.", False),
        ("which company won the signs contract?", "That the signs contract be awarded to Brayfield Ltd.", True),
        ("what is the harbour master paid?", "The lamps cost £150,000.", False),
        ("what is the harbour master paid?", "The harbour master's salary is £61,000.", True),
        ("how many boats have nightly paid moorings?", "69 boats have nightly-paid moorings.", True),
        ("how long is the wait for a mooring?", "The mooring list was noted.", False),
        ("how long is the wait for a mooring?", "The wait for a mooring is nine months.", True),
        ("which quays were those eleven from?", "Of the 11 boats, eight lay at Saltry.", True),
        ("which quays were those eleven from?", "Fourteen boats were laid up.", False),
        ("how long ago was the pier shut?", "The pier was shut.", True),
        ("what percentage of berths are let?", "Most of the berths were let, and £4,000 was spent on ropes.", False),
        ("what percentage of berths are let?", "Of the 40 berths 85 per cent were let.", True),
        ("which school backed out of the boat club?", "Tern Lane will join. The third school withdrew in May.", False),
        ("which school backed out of the boat club?", "Tern Lane School withdrew in May.", True),
        ("which school backed out of the boat club?", "One school, Tern Lane, withdrew in May.", True),
        ("which ward is the pier in?", "The pier in Upper Strand ward was shut. The ward councillor agreed.", True),
        ("what prize has the ferry team been put up for?", "The Ferry Team was put up for a national prize.", False),
        ("what prize did the ferry team win?", "The Ferry Team won a prize: the Golden Oar.", True),
        ("who were the two surveyors that came in May?", "Two surveyors saw the Old Quay in May.", False),
        ("who were the two surveyors that came in May?", "Two surveyors came, Ada Ash and Bo Reed.", True),
        ("who were the two surveyors that came in May?", "Two surveyors came in May. Ada Ash and Bo Reed wrote.", True),
        ("what's the name of the manager taken on for the pier?", "A pier manager has been appointed.", False),
        ("what's the name of the manager taken on for the pier?", "Mr A Ash, manager of the pier, spoke.", True),
        ("who is the lead officer for the pier?", "The lead officer is the Head of Quays.", True),
        (
            "which councillor voted against the pier?",
            "The motion was carried: For 4, Against 1. Councillor Ash moved it.",
            False,
        ),
        (
            "which councillor voted against the pier?",
            "For (2): Councillors Ash and Bell. Against (1): Councillor Crane.",
            True,
        ),
        ("who voted against the pier?", "Cllr Crane voted against.", True),
        ("name the members who abstained", "There were two abstentions.", False),
        ("which members were present at the pier?", "Present: Ada Ash, Bo Reed.", True),
        ("which councillor has a boat on the pier?", "One boat is that of a councillor.", False),
        ("which councillor has a boat on the pier?", "Councillor Bell has a boat there.", True),
        ("who was the losing bidder?", "The Saltry Trust scored 84 and the other bidder 71.", False),
    ],
)
def test_what_is_asked_for_must_stand_in_the_words_quoted(
    question: str, quote: str, bears: bool, sample_assistant: Assistant
) -> None:
    cited = Citation(
        marker=1, document="a.pdf", title="", date=None, page=1, page_label=None, quote=quote, boxes=[], paper_id="a"
    )
    assert bears_on(understand(question), Draft(["…"], [cited]), sample_assistant._searcher) is bears


def test_a_body_without_minutes_is_not_answered_with_what_another_asked_of_it(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What did the audit committee decide about how risk score changes are explained?")
    assert answer.status == "not_found" and "They hold no minutes of that committee." in answer.answer
    asked = sample_assistant.ask("What did scrutiny decide about how risk score changes are explained?")
    assert "to ask the Audit Committee to consider how movements in score are explained" in asked.answer


@pytest.mark.parametrize(
    ("question", "unheld"),
    [
        ("what did the audit committee decide?", {"audit"}),
        ("What did health and adult social care scrutiny agree?", {"health", "adult", "social", "care"}),
        ("what did children's scrutiny agree?", set()),
        ("what did scrutiny agree?", set()),
        ("what did full council say of the planning committee's plan?", set()),
        ("who chairs the improvement board?", set()),
    ],
)
def test_a_committee_that_the_papers_are_not_of(question: str, unheld: set[str]) -> None:
    held = ["Children, Young People and Learning Scrutiny Committee", "Cabinet", "City Council"]
    assert body_unheld(question, held) == unheld


@pytest.mark.parametrize(
    ("quote", "tells"),
    [
        ("The Planning Committee had granted permission on 5 December.", True),
        ("It agreed to ask the Planning Committee to consider it.", False),
    ],
)
def test_minutes_may_tell_what_another_body_did(quote: str, tells: bool) -> None:
    cited = Citation(
        marker=1, document="a.pdf", title="", date=None, page=1, page_label=None, quote=quote, boxes=[], paper_id="a"
    )
    assert tells_of_body(body_unheld("the planning committee", ["Cabinet"]), Draft(["…"], [cited])) is tells


def test_a_month_of_the_financial_year_is_a_time(sample_assistant: Assistant) -> None:
    absent = sample_assistant.ask("What's the month 4 forecast for children's services in 2025/26?")
    assert absent.status == "not_found"
    held = sample_assistant.ask("What's the month 2 forecast for children's services in 2025/26?")
    assert "£99.010m" in held.answer


def test_ages_and_numbers_of_paragraphs_are_no_count() -> None:
    assert (
        counting("Options for 16-25 year olds (para 23), and for those aged 11 to 14 in Year 9; see section 4.2.") == ()
    )
    assert [f.as_printed for f in counting("There were 2,660 children aged 5 to 16 with a plan.")] == ["2,660"]


def test_a_report_need_not_name_its_matter_in_each_sentence(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("how much will larkrise cost us to run each year once its open?")
    assert answer.status == "answered" and "£1.42m a year" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "whats the forecast overspend at quarter 3 of 2025/26",
        "what overspend does the council forecast in Quarter 4 2025/26?",
        "How much over budget is Housing at Quarter 3 2025/26?",
    ],
)
def test_the_report_of_one_quarter_is_not_that_of_another(question: str, wetherfold: Assistant) -> None:
    assert wetherfold.ask(question).status == "not_found"


def test_an_indicator_is_declined_for_a_month_after_the_last(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("mash contacts decided in a working day in june 2025?")
    assert answer.status == "not_found" and "none of them gives it" in answer.answer
