"""A question that may mean two things alike: both are told where that is short, else it is asked which is meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answering import replies
from assistant.settings import load_settings
from tests.conftest import _ingested
from tests.two_committees import write_two

BOTH = "the Licensing Committee or the Planning Committee"


@pytest.fixture(scope="module")
def saltrey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("saltrey")
    assistant = Assistant.open(load_settings(store=_ingested(write_two(folder / "papers"), folder / "store")))
    yield assistant
    assistant.close()


def test_two_short_readings_are_told_side_by_side(saltrey: Assistant) -> None:
    answer = saltrey.ask("What did the committee decide about site visits?")
    assert answer.status == "answered" and answer.choices == []
    assert answer.answer.startswith(replies.SEVERAL.format(choices=BOTH))
    assert "first Monday" in answer.answer and "police" in answer.answer and len(answer.citations) == 2


def test_two_people_of_one_name_are_told_apart(saltrey: Assistant) -> None:
    answer = saltrey.ask("What did Cllr Lamb ask about the bins?")
    assert "Councillor Peter Lamb or Councillor Ruth Lamb" in answer.answer
    assert "Quay Street" in answer.answer and "night market" in answer.answer


def test_where_the_answers_are_long_it_is_asked_which_is_meant(saltrey: Assistant) -> None:
    answer = saltrey.ask("What did the committee decide on the scheme of delegation?")
    assert (answer.status, answer.answer) == ("clarify", replies.CLARIFY.format(choices=BOTH))
    assert answer.citations == [] and [choice.label for choice in answer.choices] == BOTH.split(" or ")
    chosen = saltrey.ask(answer.choices[1].question, [answer.question])
    assert chosen.status == "answered" and "tree officer" in chosen.answer and "market officer" not in chosen.answer


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("What did the Planning Committee decide on the scheme of delegation?", []),
        ("What did the committee decide on the scheme of delegation?", ["When did the Planning Committee meet?"]),
        ("What was the latest the committee decided on the scheme of delegation?", []),
        ("What did Cllr Ruth Lamb ask about the bins?", []),
        ("What did Peter Lamb ask about the bins?", []),
    ],
)
def test_nothing_is_asked_back_where_the_question_or_the_conversation_says(
    question: str, history: list[str], saltrey: Assistant
) -> None:
    answer = saltrey.ask(question, history)
    assert answer.status == "answered" and answer.choices == [] and "That could mean" not in answer.answer


def test_the_sample_papers_have_one_committee(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("What did the committee agree on social worker recruitment in November 2024?")
    assert answer.status == "answered" and answer.choices == []
