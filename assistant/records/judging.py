"""How an indicator does: better or worse than before, and against its target by the key its own paper prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.records.model import Observation, RatingKey
from assistant.records.numbers import parse_figure
from assistant.records.series import Point, Series, same_value
from assistant.records.units import printed_unit

Reading = Literal["of the target", "in points"]
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Trend:
    """The change from one period to the next; ``verdict`` is None where it is not known whether up is good."""

    earlier: Point
    later: Point
    change: float
    movement: Literal["up", "down", "same"]
    verdict: Literal["better", "worse", "unchanged"] | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A figure against its target. ``met`` is None where that cannot be said.

    ``rating`` follows the paper's key; ``reading`` is how its tolerance was taken ("of the target" or "in points") where that
    matters, ``other`` the rating by the other reading where the key allows both and they differ. ``agrees`` says whether
    the drawn rating is the same, None where none is drawn or none could be worked out.
    """

    met: bool | None
    miss: float | None
    rating: str | None
    reading: Reading | None
    other: str | None
    drawn: str | None
    agrees: bool | None


def trend(series: Series, at: Point | None = None) -> Trend | None:
    """The change to one figure of a series, the last where none is given, from the one before of a period as long; None where
    there are not two."""
    told = [p for p in series.points if p.latest.value is not None and p.end is not None]
    position = next((n for n, p in enumerate(told) if p is at), None) if at is not None else len(told) - 1
    if not position or position < 0:
        return None
    later = told[position]
    before = [
        p for p in told[:position] if p.kind == later.kind and p.latest.unit == later.latest.unit and p.end != later.end
    ]
    if not before or later.latest.value is None or before[-1].latest.value is None:
        return None
    earlier, old = before[-1], before[-1].latest.value
    change = round(later.latest.value - old, 10)
    if same_value(earlier.latest, later.latest):
        return Trend(earlier, later, change, "same", "unchanged")
    movement: Literal["up", "down"] = "up" if change > 0 else "down"
    verdict: Literal["better", "worse"] | None = None
    if series.good is not None:
        verdict = "better" if movement == series.good else "worse"
    return Trend(earlier, later, change, movement, verdict)


def against_target(observation: Observation, keys: Sequence[RatingKey]) -> Judgement:
    """A figure against the target of its row, rated by the key of its paper (``keys``, those of other papers are ignored).

    Where the key does not say whether its tolerance is per cent of the target or percentage points, the reading is taken by
    which the drawn rating comes out; where nothing is drawn or neither fits, per cent of the target, as it is written.
    """
    drawn = observation.rating
    miss = _miss(observation)
    if miss is None:
        return Judgement(None, None, None, None, None, drawn, None)
    own = [key for key in keys if key.paper_id == observation.paper_id and _of_targets(key)]
    of_target, in_points = _rated(observation, miss, own, "of the target"), _rated(observation, miss, own, "in points")
    said = next((key.reading for key in own if key.within is not None and key.reading), None)
    open_key = any(key.ambiguous for key in own) and observation.unit in {"%", "percentage points"}
    rating: str | None
    reading: Reading | None
    if said or not open_key:
        reading = said or "of the target"
        rating, other = (in_points if said == "in points" else of_target), None
    elif of_target == in_points:
        rating, reading, other = of_target, None, None
    elif drawn == in_points:
        rating, reading, other = in_points, "in points", of_target
    else:
        rating, reading, other = of_target, "of the target", in_points
    matters = miss > 0 and any(key.within is not None for key in own)
    agrees = rating == drawn if rating and drawn else None
    return Judgement(miss <= _EXACT, miss, rating, reading if matters else None, other, drawn, agrees)


def _miss(observation: Observation) -> float | None:
    """By how much a figure misses its target, 0 when it meets it; None where either or the polarity is not known."""
    value, target = observation.value, observation.target
    if value is None or target is None:
        return None
    unit = printed_unit(parse_figure(observation.target_as_printed or "", "figure"))
    if unit and observation.unit and unit != observation.unit:
        return None
    if value == target:
        return 0.0
    if observation.good is None:
        return None
    short = target - value if observation.good == "up" else value - target
    return max(0.0, round(short, 10))


def _of_targets(key: RatingKey) -> bool:
    """Whether a line of a key speaks of targets: keys of actions and risks use the same colours."""
    return key.within is not None or "target" in key.meaning.lower()


def _rated(observation: Observation, miss: float, keys: Sequence[RatingKey], reading: Reading) -> str | None:
    """The rating of a miss when tolerances are read one way; None where the key does not reach so far."""
    reach = {key.rating: key.within for key in keys}
    best = next((name for name in ("green",) if name in reach), None)
    if miss <= _EXACT:
        return best
    target = abs(observation.target or 0.0)
    size = miss if reading == "in points" else (miss / target * 100 if target else float("inf"))
    for name in ("green", "yellow", "amber"):
        within = reach.get(name)
        if within is not None and size <= within + _EXACT:
            return name
    toleranced = any(reach.get(name) is not None for name in ("green", "yellow", "amber"))
    return "red" if "red" in reach and toleranced else None
