"""A question in another language: told in English from the papers where it names something just as they do, else declined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answering import replies
from assistant.answering.compose import Draft
from assistant.answering.inquiring import Inquirer, Outcome
from assistant.papers.normalise import contains
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.inquiry import Calendar, understand
from assistant.retrieval.language import Same, same_words
from assistant.retrieval.terms import terms


def answer_foreign(question: str, knows: Callable[[str], bool], calendar: Calendar, inquirer: Inquirer) -> Outcome:
    """The answer to a foreign question: what the papers say of the thing it names in their words, or a fixed reply."""
    declined = Outcome("refused", Draft([replies.FOREIGN]))
    same = same_words(question, knows)
    if not same.phrase:
        return declined
    said = " ".join([same.phrase, *same.numbers])
    inquiry = understand(said, (), calendar)
    told = inquirer.answer(replace(inquiry, wants=("figure",)) if inquiry.wants == ("open",) else inquiry, ())
    if told.status != "answered" or not _names(told.draft, same):
        return declined
    told.draft.opening = replies.IN_ENGLISH.format(words=said)
    return told


def _names(draft: Draft, same: Same) -> bool:
    """Whether what is told is of the very thing: figures under that name, or words that hold it whole."""
    if draft.values:
        labels = [terms(value.label) for value in draft.values]
        asked = terms(same.phrase)
        return any(_telling(label) == _telling(asked) for label in labels) or all(
            label[: len(asked)] == asked for label in labels
        )
    return any(contains(citation.quote, same.phrase) for citation in draft.citations)


def _telling(stems: list[str]) -> set[str]:
    return {term for term in stems if asking_weight(term) >= 1}
