"""The passage that fits a question best stands below an answer that was taken from elsewhere, and nothing is said twice."""

from __future__ import annotations

from assistant import Assistant

AMENDMENT = "Who brought the amendment for youth work in Quay Road and did it go to a vote?"
REOFFENDING = "What's happened to reoffending by children across the periods in the youth justice report?"


def test_the_best_passage_stands_below_what_was_looked_up(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(REOFFENDING)
    told, below = answer.answer.split("On the same page: ")
    assert told.startswith("“Children who reoffend within 12 months” – 2023/24 Q2: **33.1%** [1]")
    assert "over the 12 months after their first outcome" in below and below.endswith("[2]")
    assert answer.citations[1].boxes and answer.citations[1].page == answer.citations[0].page


def test_what_an_answer_says_is_not_said_again(sample_assistant: Assistant) -> None:
    answer = sample_assistant.ask(AMENDMENT).answer
    assert answer.count("became part of the motion without a vote") == 1
