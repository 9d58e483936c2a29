"""What a run comes to: the scores of all cases as one table, by kind of question and together."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from pydantic import BaseModel

from assistant.answering.finishing import EXTRACTIVE
from eval.run import Outcome, timed
from eval.scoring import CUTS


class Summary(BaseModel):
    """Counts and shares of some cases. Shares are 0 to 1, None where no case is of that sort."""

    cases: int
    answerable: int
    correct: float | None  # of the answerable: right in content and page
    declined_wrongly: float | None  # of the answerable
    declined_rightly: float | None  # of those that are to be declined
    wrong_figure: float | None  # of the answerable
    errors: int
    right_page: float | None  # of the answers given that are right in content
    right_paper: float | None
    precision: float | None  # of the citations
    coverage: float | None
    invalid_citations: int
    unsupported_figures: int
    recall: dict[int, float | None]
    mrr: float | None
    p50: float
    p95: float
    asked_model: int  # answers a chat model was asked for; the fields below are None where that is none
    by_model: int  # of those, the ones it wrote
    input_tokens: int | None
    output_tokens: int | None
    tool_calls: int | None


class Grades(BaseModel):
    """What a model judge made of some answers. Apart from ``Summary``, so that no floor can be set on it."""

    right: int
    wrong: int
    unscored: int
    agreement: float | None  # share of the graded in which the scores say the same


def graded(outcomes: Sequence[Outcome]) -> Grades:
    """The grades of some outcomes; those that no judge was asked about count nowhere."""
    known = [o for o in outcomes if o.grade in ("right", "wrong")]
    return Grades(
        right=sum(o.grade == "right" for o in known),
        wrong=sum(o.grade == "wrong" for o in known),
        unscored=sum(o.grade == "unscored" for o in outcomes),
        agreement=_mean([(o.grade == "right") == o.score.correct for o in known]),
    )


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """The summary of some outcomes."""
    asked = [o for o in outcomes if not o.case.declined]
    declinable = [o for o in outcomes if o.case.declined]
    given = [o for o in asked if o.score.failure in (None, "wrong page")]
    ranked = [o.score.recall for o in outcomes if o.score.recall is not None]
    times = timed(outcomes)
    spent = [o.answer.usage for o in outcomes if o.answer.usage is not None]
    return Summary(
        cases=len(outcomes),
        answerable=len(asked),
        correct=_mean([o.score.correct for o in asked]),
        declined_wrongly=_mean([o.score.failure == "declined, should answer" for o in asked]),
        declined_rightly=_mean([o.score.correct for o in declinable]),
        wrong_figure=_mean([o.score.wrong_figure for o in asked]),
        errors=sum(o.score.failure == "error" for o in outcomes),
        right_page=_mean([bool(o.score.right_page) for o in given]),
        right_paper=_mean([o.score.right_paper for o in asked if o.score.right_paper is not None]),
        precision=_mean([o.score.precision for o in asked if o.score.precision is not None]),
        coverage=_mean([o.score.coverage for o in asked if o.score.coverage is not None]),
        invalid_citations=sum(len(o.score.invalid) for o in outcomes),
        unsupported_figures=sum(len(o.score.unsupported) for o in outcomes),
        recall={k: _mean([r[k] for r in ranked]) for k in CUTS},
        mrr=_mean([o.score.reciprocal_rank for o in outcomes if o.score.reciprocal_rank is not None]),
        p50=times.get("p50", 0.0),
        p95=times.get("p95", 0.0),
        asked_model=len(spent),
        by_model=sum(o.answer.usage is not None and o.answer.engine != EXTRACTIVE for o in outcomes),
        input_tokens=_sum([u.input_tokens for u in spent]),
        output_tokens=_sum([u.output_tokens for u in spent]),
        tool_calls=_sum([u.tool_calls for u in spent]),
    )


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, Summary]:
    """A summary for each kind of question, in the order of the alphabet."""
    kinds = sorted({o.case.kind for o in outcomes})
    return {kind: summarise([o for o in outcomes if o.case.kind == kind]) for kind in kinds}


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _mean(marks: Sequence[float | bool | None]) -> float | None:
    known = [float(mark) for mark in marks if mark is not None]
    return fmean(known) if known else None
