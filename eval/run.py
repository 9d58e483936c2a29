"""A run: every case asked once, every answer kept, whatever became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as OutOfTime
from typing import Any

from pydantic import BaseModel

from assistant import Answer, Assistant, Scope
from eval.cases import Case
from eval.errors import IncompleteError
from eval.pages import Pages
from eval.scoring import CUTS, Score, score


class Outcome(BaseModel):
    """One case, the answer it got, the pages the search put first, and what that is worth."""

    case: Case
    answer: Answer
    ranked: list[tuple[str, int]] = []
    score: Score
    error: str | None = None


def ask_all(
    assistant: Assistant, cases: Sequence[Case], pages: Pages, *, limit: float, done: Callable[[], None] = lambda: None
) -> list[Outcome]:
    """Ask every case; ``limit`` is the seconds one may take. What fails is an outcome too: it stays in the count.

    Raises:
        IncompleteError: fewer outcomes than cases.
    """
    outcomes: list[Outcome] = []
    pool = ThreadPoolExecutor(max_workers=1)
    for case in cases:
        future = pool.submit(_ask, assistant, case)
        try:
            answer, ranked = future.result(timeout=limit)
            error = None
        except OutOfTime:
            answer, ranked, error = _failed(case, limit * 1000), [], f"no answer within {limit:g} s"
            pool = ThreadPoolExecutor(max_workers=1)  # the old one is busy with what will not end
        except Exception as problem:  # noqa: BLE001 - whatever breaks is a failure of the case, not of the run
            answer, ranked, error = _failed(case, 0.0), [], f"{type(problem).__name__}: {problem}"
        outcomes.append(
            Outcome(case=case, answer=answer, ranked=ranked, score=score(case, answer, ranked, pages), error=error)
        )
        done()
    pool.shutdown(wait=False, cancel_futures=True)
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
