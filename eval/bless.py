"""Blessing: the only way a run becomes the baseline that others are held against."""

from __future__ import annotations

from pathlib import Path

from assistant.answering.finishing import EXTRACTIVE
from eval.cases import digest, load_cases
from eval.errors import EvalError
from eval.run import Outcome
from eval.runs import BASELINES, Manifest, Run, write

OWN = frozenset({"sample"})
"""Sets on papers whose words may be kept here. Of all others a baseline keeps marks, pages and figures, no sentence."""


def bless(run: Run, reason: str, base: Path = BASELINES) -> Path:
    """Make a run the baseline of its set; gives the folder it is kept in.

    Raises:
        EvalError: it is of several sets, of code that no commit holds, of a chat model, not of the set as it is now, or no
            reason is given.
    """
    _refuse(run.manifest, reason)
    name = run.manifest.sets[0]
    kept = [_slim(outcome, words=name in OWN) for outcome in run.outcomes]
    manifest = run.manifest.model_copy(update={"reason": reason.strip()})
    write(base / name, manifest, kept)
    return base / name


def _refuse(manifest: Manifest, reason: str) -> None:
    if not reason.strip():
        raise EvalError('Say why, for those who come after: --reason "…"')
    if len(manifest.sets) != 1:
        raise EvalError("A baseline is of one set. Run one set alone: python -m eval run --set NAME")
    if manifest.engine != EXTRACTIVE:
        raise EvalError(f"A baseline is of the engine without a chat model, and this run asked {manifest.engine}.")
    if manifest.dirty:
        raise EvalError(
            "This run is of code that no commit holds, so nobody could make it again. Commit, then run again."
        )
    if manifest.case_hash != digest(load_cases(manifest.sets)):
        raise EvalError(f"This run asked other cases than the set {manifest.sets[0]} has now. Run the whole set again.")


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
