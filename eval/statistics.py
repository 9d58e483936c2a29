"""Whether a difference between two runs is more than chance: paired by case, cases of one paper taken together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest

DRAWS = 4000
SEED = 20260101
_POWER = 0.84  # standard errors for four drops in five to be seen
_TWO_SIDED = 1.96


class Difference(NamedTuple):
    """The candidate's share of right answers less the base's, with a 95 % interval.

    ``p`` is McNemar's exact p of the flips; ``detectable`` the smallest drop that a set like this sees four times in five.
    """

    mean: float
    low: float
    high: float
    p: float
    lost: int
    won: int
    detectable: float

    def __str__(self) -> str:
        return (
            f"Right answers {100 * self.mean:+.1f} points (95 % interval {100 * self.low:+.1f} to {100 * self.high:+.1f}), "
            f"{self.lost} lost, {self.won} won, McNemar p {self.p:.3f}; "
            f"drops under {100 * self.detectable:.1f} points may go unseen."
        )


def compare_pairs(base: Sequence[bool], candidate: Sequence[bool], clusters: Sequence[str]) -> Difference:
    """Compare marks of the same cases in the same order; ``clusters`` name the paper of each.

    Raises:
        ValueError: the sequences differ in length or are empty.
    """
    if not base or not len(base) == len(candidate) == len(clusters):
        raise ValueError("marks must be paired: the same cases in the same order")
    change = np.array([float(c) - float(b) for b, c in zip(base, candidate, strict=True)])
    lost = sum(b and not c for b, c in zip(base, candidate, strict=True))
    won = sum(c and not b for b, c in zip(base, candidate, strict=True))
    means = _bootstrap(change, clusters)
    spread = float(np.std(means)) or _spread_of_one_flip(len(change))
    low, high = (float(x) for x in np.quantile(means, (0.025, 0.975)))
    p = float(binomtest(lost, lost + won).pvalue) if lost + won else 1.0
    return Difference(float(change.mean()), low, high, p, lost, won, (_TWO_SIDED + _POWER) * spread)


def _bootstrap(change: np.ndarray, clusters: Sequence[str]) -> np.ndarray:
    """Means of resampled sets: whole clusters are drawn, since questions on one paper rise and fall together."""
    names = sorted(set(clusters))
    sums = np.array([sum(c for c, k in zip(change, clusters, strict=True) if k == name) for name in names])
    sizes = np.array([sum(k == name for k in clusters) for name in names])
    drawn = np.random.default_rng(SEED).integers(0, len(names), (DRAWS, len(names)))
    means: np.ndarray = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    return means


def _spread_of_one_flip(n: int) -> float:
    """With no flip at all the spread is not nought: one flip could have been."""
    return 1 / n
