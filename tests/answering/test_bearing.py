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
    ],
)
def test_what_is_asked_for_must_stand_in_the_words_quoted(question: str, quote: str, bears: bool) -> None:
    cited = Citation(
        marker=1, document="a.pdf", title="", date=None, page=1, page_label=None, quote=quote, boxes=[], paper_id="a"
    )
    assert bears_on(understand(question), Draft(["…"], [cited])) is bears
