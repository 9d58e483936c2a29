"""Two runs side by side: what was lost and won, and whether the candidate may pass. One verdict gives line and exit code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from eval.errors import EvalError, IncompleteError, RunError
from eval.run import Outcome
from eval.runs import Manifest, Run
from eval.scoring import CUTS
from eval.statistics import Difference, compare_pairs
from eval.summary import Summary, summarise

FLOORS = Path(__file__).parent / "floors.json"
SAME = {"cases": "case_hash", "corpus": "corpus_hash", "index": "index_hash"}


class Waived(StrEnum):
    """What two runs need not have alike to be compared, where that is meant."""

    CASES = "cases"
    CORPUS = "corpus"
    INDEX = "index"


class Flip(NamedTuple):
    """A case that one of two runs had right and the other wrong."""

    base: Outcome
    candidate: Outcome

    @property
    def lost(self) -> bool:
        """Whether the candidate lost it."""
        return self.base.score.correct

    @property
    def told(self) -> tuple[str, str, str, str, str, str]:
        """Lost or won, the case, what was asked, the answer before and now, and what was wanted; holdout cases stay unseen."""
        case, which = self.candidate.case, "lost" if self.lost else "won"
        asked = " / ".join(case.turns)
        if case.holdout:
            return which, case.id, "(holdout)", "(holdout)", "(holdout)", ""
        return which, case.id, asked, self.base.answer.answer, self.candidate.answer.answer, case.wanted


class Comparison(NamedTuple):
    """Two runs compared: the difference over all cases, and the cases that flipped, lost ones first."""

    difference: Difference
    flips: list[Flip]


class Verdict(NamedTuple):
    """Whether a run passes the gate; ``reasons`` say why not, ``incomplete`` why that cannot be told."""

    reasons: list[str]
    incomplete: str | None = None

    @property
    def exit_code(self) -> int:
        """0 passed, 1 regression, 3 incomplete."""
        return IncompleteError.exit_code if self.incomplete else int(bool(self.reasons))

    def __str__(self) -> str:
        if self.incomplete:
            return f"INCOMPLETE: {self.incomplete}"
        return "REGRESSION: " + "; ".join(self.reasons) if self.reasons else "PASS"


def refuse_unlike(base: Manifest, candidate: Manifest, waived: Collection[str] = ()) -> None:
    """Refuse to compare what is not alike.

    Raises:
        IncompleteError: two runs asked other cases, papers or an index made otherwise, and that was not waived.
    """
    if set(base.sets).isdisjoint(candidate.sets):
        raise IncompleteError(
            f"One run is of the set {'+'.join(base.sets)}, the other of {'+'.join(candidate.sets)}. Name runs of one set."
        )
    unlike = [n for n, f in SAME.items() if n not in waived and getattr(base, f) != getattr(candidate, f)]
    if unlike:
        raise IncompleteError(
            f"The two runs do not have the same {' and '.join(unlike)}. "
            f"Run both on the same, or say {' '.join(f'--accept {name}' for name in unlike)}."
        )


def compare(base: Run, candidate: Run, waived: Collection[str] = ()) -> Comparison:
    """Compare two runs case by case, whatever the order their cases stand in.

    Raises:
        IncompleteError: they are not alike, and that was not waived, or not whole.
    """
    refuse_unlike(base.manifest, candidate.manifest, waived)
    held = {o.case.id: o for o in candidate.outcomes}
    pairs = [Flip(o, held[o.case.id]) for o in sorted(base.outcomes, key=lambda o: o.case.id) if o.case.id in held]
    if not pairs:
        raise IncompleteError("The two runs share no case. Name runs of the same set.")
    if len(pairs) != len(base.outcomes) and "cases" not in waived:
        raise IncompleteError(f"Only {len(pairs)} of {len(base.outcomes)} cases are in both runs.")
    difference = compare_pairs(
        [p.base.score.correct for p in pairs],
        [p.candidate.score.correct for p in pairs],
        [p.base.case.cluster for p in pairs],
    )
    flips = [p for p in pairs if p.base.score.correct != p.candidate.score.correct]
    return Comparison(difference, sorted(flips, key=lambda p: (not p.lost, p.base.case.id)))


def judge(candidate: Run, comparison: Comparison | None, floors: dict[str, dict[str, float]]) -> Verdict:
    """The gate: must-pass cases, absolute floors, and the paired interval against the base, all three."""
    reasons = [
        f"must-pass case {o.case.id} failed ({o.score.failure})"
        for o in candidate.outcomes
        if o.case.must_pass and not o.score.correct
    ]
    reasons += below_floors(candidate.manifest, candidate.outcomes, floors)
    if comparison is not None and comparison.difference.high < 0:
        d = comparison.difference
        reasons.append(f"right answers fell by {-d.mean:.1%} (95 % interval {d.low:+.1%} to {d.high:+.1%})")
    return Verdict(reasons, _unanswered(candidate))


def _unanswered(run: Run) -> str | None:
    """Why a run with a chat model says nothing about it: it wrote none of the answers it was asked for."""
    summary = summarise(run.outcomes)
    if summary.by_model or not summary.asked_model:
        return None
    return f"{run.manifest.engine} wrote none of its {summary.asked_model} answers. Is its server up, its name right?"


def below_floors(manifest: Manifest, outcomes: Sequence[Outcome], floors: dict[str, dict[str, float]]) -> list[str]:
    """What stands below its floor, or above its ceiling (names that end in ``_max``)."""
    found = []
    for name in manifest.sets:
        of_set = [o for o in outcomes if o.case.id.startswith(f"{name}-")] or list(outcomes)
        summary = summarise(of_set)
        for measure, bound in floors.get(name, {}).items():
            ceiling = measure.endswith("_max")
            field, _, cut = measure.removesuffix("_max").partition("@")
            value = summary.recall[int(cut)] if cut else getattr(summary, field)
            if value is None or (value > bound if ceiling else value < bound):
                shown = "nothing to measure" if value is None else f"{value:.3f}"
                found.append(
                    f"{name}: {measure.removesuffix('_max')} is {shown}, asked {'≤' if ceiling else '≥'} {bound}"
                )
    return found


def load_floors(path: Path = FLOORS) -> dict[str, dict[str, float]]:
    """Floors and ceilings by set.

    Raises:
        RunError: the file cannot be read.
        EvalError: it names what is not measured. A judge's grades are none of the measures: they never decide.
    """
    try:
        floors = TypeAdapter(dict[str, dict[str, float]]).validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise RunError(
            f"{path} cannot be read ({type(error).__name__}). It is JSON: {{set: {{measure: bound}}}}."
        ) from None
    for measure in (measure for bounds in floors.values() for measure in bounds):
        field, _, cut = measure.removesuffix("_max").partition("@")
        if field not in Summary.model_fields or cut not in ({str(k) for k in CUTS} if field == "recall" else {""}):
            raise EvalError(f"{path}: there is no measure {measure!r}. The measures are those of a run's summary.json.")
    return floors
