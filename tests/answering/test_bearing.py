"""A matter the papers speak of, but not what is asked of it: not found, with the nearest place, never a passage near it."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering.answer import Citation
from assistant.answering.bearing import bears_on
from assistant.answering.compose import Draft
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
        ("who was the losing bidder?", "The Saltry Trust scored 84 and the other bidder 71.", False),
    ],
)
def test_what_is_asked_for_must_stand_in_the_words_quoted(question: str, quote: str, bears: bool) -> None:
    cited = Citation(
        marker=1, document="a.pdf", title="", date=None, page=1, page_label=None, quote=quote, boxes=[], paper_id="a"
    )
    assert bears_on(understand(question), Draft(["…"], [cited])) is bears


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
