"""Blessing: the only way a run becomes the baseline that others are held against."""

from __future__ import annotations

from eval.errors import EvalError
from eval.run import Outcome
from eval.runs import BASELINES, Run, write

OWN = frozenset({"sample"})
"""Sets on papers whose words may be kept here. Of all others a baseline keeps marks, pages and figures, no sentence."""


def bless(run: Run, reason: str) -> None:
    """Make a run the baseline of its set.

    Raises:
        EvalError: it is of several sets, of changed code, or no reason is given.
    """
    if len(run.manifest.sets) != 1:
        raise EvalError("A baseline is of one set. Run one set alone: python -m eval run --set NAME")
    if not reason.strip():
        raise EvalError('Say why, for those who come after: --reason "…"')
    name = run.manifest.sets[0]
    kept = [_slim(outcome, words=name in OWN) for outcome in run.outcomes]
    manifest = run.manifest.model_copy(update={"reason": reason.strip()})
    write(BASELINES / name, manifest, kept)


def _slim(outcome: Outcome, *, words: bool) -> Outcome:
    """An outcome as a baseline keeps it: without boxes, and without the papers' words where they are not ours."""
    update = {"boxes": []} if words else {"boxes": [], "quote": "", "title": ""}
    citations = [c.model_copy(update=update) for c in outcome.answer.citations]
    answer = outcome.answer.model_copy(update={"citations": citations})
    if not words:
        answer = answer.model_copy(update={"answer": "" if outcome.answer.status == "error" else "(not kept)"})
        values = [v.model_copy(update={"label": ""}) for v in answer.values]
        answer = answer.model_copy(update={"values": values})
    return outcome.model_copy(update={"answer": answer})
