"""A question in another language: answered in English where it names something as the papers do, else declined calmly."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answering import replies


@pytest.mark.parametrize(
    "question",
    [
        "Quand passe le camion poubelle dans ma rue ?",
        "Kto jest przewodniczącym komisji?",
        "Beth oedd penderfyniad y pwyllgor craffu?",
        "谁是委员会主席？",
        "کمیٹی کا چیئرمین کون ہے؟",
        "Jaki jest budżet na transport szkolny?",
        "Kiedy odbierają śmieci z mojej ulicy?",
    ],
)
def test_a_foreign_question_is_asked_for_in_english(question: str, sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(question)
    assert (answer.status, answer.answer, answer.citations) == ("refused", replies.FOREIGN, [])


@pytest.mark.parametrize(
    ("question", "words", "said"),
    [
        ("Ile dzieci było pod opieką (children in care) na koniec marca 2025 r.?", "children in care 2025", "526"),
        ("Jaki jest termin Neglect Strategy w tym roku?", "Neglect Strategy", "July 2025"),
        ("Ile wynosi odsetek agency social workers w Q4 2024/25?", "agency social workers Q4 2024/25", "19.8%"),
    ],
)
def test_what_it_names_in_the_papers_words_is_told_in_english(
    question: str, words: str, said: str, sample_assistant: Assistant
) -> None:
    answer = sample_assistant.ask(question)
    assert answer.status == "answered" and answer.citations
    assert answer.answer.startswith(replies.IN_ENGLISH.format(words=words)) and said in answer.answer


def test_a_foreign_turn_does_not_stand_in_for_what_a_later_one_leaves_out(sample_assistant: Assistant) -> None:
    alone = sample_assistant.ask("Who chaired scrutiny on 11 June 2025?")
    after = sample_assistant.ask("Who chaired scrutiny on 11 June 2025?", ["Kto jest przewodniczącym komisji?"])
    assert after.answer == alone.answer and "Penhallow" in after.answer
