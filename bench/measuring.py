"""What the benchmarks share: times, memory, and the questions they ask."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Sequence

from eval.cases import Case, load_cases

QUESTIONS = [
    "Who chaired the scrutiny meeting in February 2023?",
    "What was agreed about the policy brief?",
    "What percentage of re-referrals was there in September 2023?",
    "Who owns the risk on the budget?",
    "How many members voted against the amendment?",
    "What is the forecast variance for adult social care?",
]


def peak_memory_mb() -> float:
    """The largest resident size of this process so far and of its largest child that has ended, added up, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 + children_memory_mb()


def children_memory_mb() -> float:
    """The largest resident size, in MB, that any child of this process which has ended ever had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def timed_ms(call: Callable[[], object]) -> float:
    """The milliseconds a call takes."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def percentile(times: Sequence[float], share: int) -> float:
    """The value that ``share`` in a hundred of the times do not exceed; the largest where they are few."""
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)]


def answerable(name: str) -> list[Case]:
    """The cases of a set that the papers answer, both halves. What the holdout half asks is never printed."""
    return [case for case in load_cases([name]) if not case.declined]
