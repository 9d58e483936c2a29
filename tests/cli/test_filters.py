"""Filters on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

QUESTION = "What did Cabinet resolve on post-16 transport?"


def test_a_question_is_narrowed_and_the_answer_says_so(sample_store: Path, call: Callable[..., Ran]) -> None:
    given = ("--committee", "cabinet", "--since", "2025-05-01", "--until", "2025-06-30")
    ran = call("ask", QUESTION, *given, "--store", sample_store)
    assert ran.code == 0
    assert "\nSearched only: Cabinet, papers of 1 May to 30 June 2025.\n" in ran.out
    assert "cabinet-decision-notice-2025-06-17.pdf, page 1" in ran.out
    assert "2025-07-15" not in ran.out


def test_a_batch_is_narrowed_too(sample_store: Path, tmp_path: Path, call: Callable[..., Ran]) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps({"id": n, "question": QUESTION}) + "\n" for n in "ab"))
    given = ("--kind", "minutes", "--kind", "decision notice", "--committee", "Cabinet")
    ran = call("ask", "--batch", batch, "--json", *given, "--store", sample_store)
    answers = [json.loads(line) for line in ran.lines]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert {answer["scope"]["only"] for answer in answers} == {"Cabinet, decision notices and minutes"}
    assert all(answer["scope"]["documents"] == 3 for answer in answers)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--since", "June"), "assistant: “June” is no date. Write it as 2025-06-17."),
        (("--since", "2025-07-01", "--until", "2025-06-01"), "assistant: The filters cannot be used: the first day, 2025-07-01,"),
        (("--committee", "Planning"), "assistant: No committee held here is called “Planning”. Held: Cabinet; Children,"),
        (("--kind", "novel"), "assistant: No kind of paper held here is called “novel”. Held: action plan; agenda; "),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_one_line(
    sample_store: Path, call: Callable[..., Ran], given: tuple[str, ...], told: str
) -> None:
    ran = call("ask", QUESTION, *given, "--store", sample_store)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert ran.err.startswith(told)
