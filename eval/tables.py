"""The table of a run by kind of question, the same on the screen, in the report and on the evaluators' page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from eval.run import Outcome
from eval.summary import Summary, by_kind, graded, summarise


class Table(NamedTuple):
    """Heads, a row for each kind of question, and a row for each half of the set and for the whole."""

    heads: list[str]
    kinds: list[list[str]]
    totals: list[list[str]]


def tabulate(outcomes: Sequence[Outcome]) -> Table:
    """The table of some outcomes; what a chat model spent is in it where one was asked."""
    whole = summarise(outcomes)
    columns = _SCORES | (_SPENT if whole.asked_model else {})
    halves = {
        "development": [o for o in outcomes if not o.case.holdout],
        "holdout": [o for o in outcomes if o.case.holdout],
    }
    totals = {name: summarise(half) for name, half in halves.items() if half} | {"all": whole}

    def rows(summaries: dict[str, Summary]) -> list[list[str]]:
        return [[name, *(cell(summary) for cell in columns.values())] for name, summary in summaries.items()]

    return Table(["", *columns], rows(by_kind(outcomes)), rows(totals))


def notes(outcomes: Sequence[Outcome], judge: str | None) -> list[str]:
    """What else is to be said of a run, a line each."""
    s = summarise(outcomes)
    lines = [
        f"errors {s.errors}, invalid citations {s.invalid_citations}, figures without support {s.unsupported_figures}, "
        f"citation precision {share(s.precision)}, MRR {'–' if s.mrr is None else f'{s.mrr:.3f}'}, "
        f"p50 {s.p50:.0f} ms, p95 {s.p95:.0f} ms"
    ]
    if s.asked_model:
        lines.append(
            f"The chat model wrote {s.by_model} of the {s.asked_model} answers it was asked for: "
            f"{count(s.input_tokens)} tokens in, {count(s.output_tokens)} out, {count(s.tool_calls)} tool calls."
        )
    if judge is not None:
        g = graded(outcomes)
        lines.append(
            f"{judge} as judge, which decides nothing: {g.right} right, {g.wrong} wrong, {g.unscored} unscored; "
            f"of those graded it agrees with the scores in {share(g.agreement)}."
        )
    return lines


def share(part: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "–" if part is None else f"{100 * part:.1f} %"


def count(number: int | None) -> str:
    """A count with commas; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


_SCORES: dict[str, Callable[[Summary], str]] = {
    "cases": lambda s: str(s.cases),
    "right": lambda s: share(s.correct),
    "declined wrongly": lambda s: share(s.declined_wrongly),
    "declined rightly": lambda s: share(s.declined_rightly),
    "wrong figure": lambda s: share(s.wrong_figure),
    "page right": lambda s: share(s.right_page),
    "places cited": lambda s: share(s.coverage),
    "recall@1": lambda s: share(s.recall[1]),
    "recall@5": lambda s: share(s.recall[5]),
    "p95 ms": lambda s: f"{s.p95:.0f}",
}
_SPENT: dict[str, Callable[[Summary], str]] = {
    "tokens in": lambda s: count(s.input_tokens),
    "tokens out": lambda s: count(s.output_tokens),
    "tool calls": lambda s: count(s.tool_calls),
}
