"""What the sets ask of the records: the measures, and whether a score meets them."""

from __future__ import annotations

from typing import NamedTuple

from eval.records.score import Score

_TABLES = {"action", "budget_line", "milestone", "observation", "programme_item", "risk", "tracked_decision"}
_PROSE = {"minute", "resolution"}
_WORDS = {"text", "parts"}
"""Fields of minutes and resolutions that must be right word for word."""


class Measure(NamedTuple):
    """One thing asked: its name, the least (or, for counts of faults, the most) allowed, and what was measured."""

    name: str
    asked: str
    measured: str
    met: bool


def measures(name: str, score: Score) -> list[Measure]:
    """The measures of a set ("sample" or "real") and whether they are met."""
    return _sample(score) if name == "sample" else _real(score)


def _share(name: str, least: float, share: float) -> Measure:
    return Measure(name, f"≥ {100 * least:g} %", f"{100 * share:.2f} %", share >= least)


def _none(name: str, count: int) -> Measure:
    return Measure(name, "0", str(count), count == 0)


def _sample(score: Score) -> list[Measure]:
    total = score.total()
    return [
        _share("rows found", 0.99, total.rows_share),
        _share("cells right", 0.995, total.cells_share),
        _none("rows invented", total.invented),
    ]


def _real(score: Score) -> list[Measure]:
    votes = score.things["votes"]
    words = [fault for fault in score.faults if fault.kind in _PROSE and fault.field in _WORDS]
    return [
        _share("cells of tables right", 0.98, score.total(_TABLES).cells_share),
        _share("minutes found", 0.97, score.total({"minute"}).rows_share),
        _share("resolutions found", 0.97, score.total({"resolution"}).rows_share),
        _share("votes found", 0.97, 1 - votes["missing"] / max(1, votes.total())),
        _none("texts not exact", len(words)),
        _none("values wrong", sum(fault.what == "wrong cell" for fault in score.faults)),
        _none("rows invented", score.total().invented),
    ]
