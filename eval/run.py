"""A run: every case asked once, every answer kept, whatever became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel

from assistant import Answer, Assistant, Scope
from eval.cases import Case
from eval.errors import IncompleteError
from eval.pages import Pages
from eval.scoring import CUTS, Score, score
from eval.worker import OutOfTime, Worker

Grade = Literal["right", "wrong", "unscored"]
"""What a model judge says of an answer; "unscored" where it gave no grade that can be read."""


class Outcome(BaseModel):
    """One case, the answer it got, the pages the search put first, and what that is worth."""

    case: Case
    answer: Answer
    ranked: list[tuple[str, int]] = []
    score: Score
    error: str | None = None
    grade: Grade | None = None  # None where no judge was asked


def ask_all(
    assistant: Assistant, cases: Sequence[Case], pages: Pages, *, limit: float, done: Callable[[], None] = lambda: None
) -> list[Outcome]:
    """Ask every case; ``limit`` is the seconds one may take. What fails is an outcome too: it stays in the count.

    Raises:
        IncompleteError: fewer outcomes than cases.
    """
    outcomes: list[Outcome] = []
    with Worker() as worker:
        for case in cases:
            error = None
            try:
                answer, ranked = worker.call(partial(_ask, assistant, case), limit)
            except OutOfTime as late:
                answer, ranked, error = _failed(case, limit * 1000), [], str(late)
            except Exception as problem:  # noqa: BLE001 - whatever breaks is a failure of the case, not of the run
                answer, ranked, error = _failed(case, 0.0), [], f"{type(problem).__name__}: {problem}"
            marks = score(case, answer, ranked, pages)
            outcomes.append(Outcome(case=case, answer=answer, ranked=ranked, score=marks, error=error))
            done()
    if len(outcomes) != len(cases):
        raise IncompleteError(f"{len(cases)} cases went in, {len(outcomes)} came out. Run it again.")
    return outcomes


def _ask(assistant: Assistant, case: Case) -> tuple[Answer, list[tuple[str, int]]]:
    answer = assistant.ask(case.question, case.turns[:-1], id=case.id)
    return answer, assistant.ranked_pages(case.question, case.turns[:-1], max(CUTS))


def _failed(case: Case, elapsed: float) -> Answer:
    return Answer(
        id=case.id,
        question=case.question,
        answer="",
        status="error",
        scope=Scope.model_validate({"documents": 0}),
        elapsed_ms=elapsed,
    )


def rescored(outcomes: Sequence[Outcome], pages: Pages) -> list[Outcome]:
    """The same answers under today's scorers."""
    return [o.model_copy(update={"score": score(o.case, o.answer, o.ranked, pages)}) for o in outcomes]


def timed(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Latency in milliseconds at the 50th and 95th of a hundred."""
    taken = sorted(o.answer.elapsed_ms for o in outcomes)
    return {f"p{q}": taken[min(len(taken) - 1, int(len(taken) * q / 100))] for q in (50, 95)} if taken else {}


def clock() -> str:
    """Now, in UTC, as run folders are named."""
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())


def as_lines(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Outcomes as plain JSON values, one a line of ``cases.jsonl``."""
    return [outcome.model_dump(mode="json", by_alias=True) for outcome in outcomes]
