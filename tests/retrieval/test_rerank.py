"""The reranker: the bundled cross-encoder tells an answer from what only shares its words; without it nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import SettingsError
from assistant.retrieval.rerank import bundled_reranker, load_reranker
from assistant.settings import load_settings

PLAIN = "is there any cash for someone setting up as a childminder, how much"


def test_an_answer_in_other_words_scores_above_one_that_shares_words() -> None:
    assert bundled_reranker() is not None  # `make install` brings the extra `rerank`
    reranker = load_reranker(load_settings())
    assert reranker is not None
    answer, other = reranker.scores(
        PLAIN,
        [
            "A start-up payment of £1,200 for new childminders.",
            "The childminder of the year was given flowers by the Mayor.",
        ],
    )
    assert answer > 1
    assert other < -1
    assert reranker.scores(PLAIN, []) == []


def test_a_question_in_plain_words_is_answered_only_with_it(real_store: Path) -> None:
    with_it = Assistant.open(load_settings(store=real_store))
    without = Assistant.open(load_settings(store=real_store, reranker="none"))
    try:
        question = "what did kent cabinet agree to do with the 18 to 25 disability team?"
        answer = with_it.ask(question)
        assert answer.status == "answered"
        assert "transfer the statutory functions" in answer.answer
        assert without.ask(question).status == "not_found"
    finally:
        with_it.close()
        without.close()


def test_a_figure_for_a_time_that_is_not_held_stays_declined(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("percent of ehcps done inside 20 weeks in 2020/21")
    assert answer.status == "not_found"


def test_it_does_not_answer_a_figure_of_which_a_passage_lacks_the_chief_word(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask("How many permanent exclusions were there in Merrowby in 2023/24?")
    assert answer.status == "not_found"


def test_an_unknown_reranker_is_refused_in_one_line() -> None:
    with pytest.raises(SettingsError, match=r"ASSISTANT_RERANKER") as refused:
        load_reranker(load_settings(reranker="no/such-model"))
    assert "\n" not in str(refused.value)
