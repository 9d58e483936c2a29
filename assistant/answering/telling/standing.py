"""How a figure stands: against the target of its row, by the paper's key, and against the benchmarks beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.telling.ask import Ask, told
from assistant.records.model import Benchmark, Observation
from assistant.records.polarity import polarity
from assistant.tools.arithmetic import difference
from assistant.tools.figures import judged
from assistant.tools.ledger import Entry

TARGET = r"\btargets?\b|\bon track\b|\bgoal\b|\bmeant to be\b|\bwhere we want\b|\bhit(?:ting)?\b|\bmiss(?:ed|ing)?\b"
_RATING = r"\brag\b|\brat(?:ed|ing)\b|\b(?:red|amber|green|blue)\b|\bcolou?r\b|\bstatus\b"
_BENCHMARKS = {
    "england": r"\bengland\b|\bnational",
    "neighbour": r"\bneighbour|\bstatistical|\bsimilar (?:councils|authorities)|\bpeers?\b",
    "region": r"\bregion",
}


def target_told(ask: Ask, entry: Entry[Observation]) -> str:
    """The target of a row in brackets, whether it was met where that is asked, and the rating where that is."""
    record = entry.record
    rating = f"; rated {told(record.rating)}" if record.rating and ask.says(_RATING) else ""
    if not record.target_as_printed:
        return rating + ("; the row gives no target" if ask.says(TARGET) else "")
    if not re.search(r"\d", record.target_as_printed):
        return rating + f" (no target: “{told(record.target_as_printed)}”)"
    said = f" (target {told(record.target_as_printed)}"
    if ask.says(TARGET) or ask.wants("target", "comparison"):
        verdict = judged(ask.finder.ledger, entry)
        if verdict is not None and verdict.met is not None:
            said += ": met" if verdict.met else ": missed"
        if verdict is not None and verdict.rating:
            said += f", {verdict.rating} by the paper's key"
            if verdict.other and verdict.other != verdict.rating:
                said += f" taken {verdict.reading}, {verdict.other} by its other reading"
    return f"{said}){rating}"


def benchmarks_told(ask: Ask, entry: Entry[Observation]) -> list[str]:
    """The benchmarks of a row that are asked for, each with how the figure stands against it."""
    asked = [pattern for pattern in _BENCHMARKS.values() if ask.says(pattern)]
    held = [b for b in entry.record.benchmarks if _named(b, asked)]
    if not held and not asked and ask.wants("benchmark"):
        held = list(entry.record.benchmarks)
    if not held:
        return ["The row gives no such benchmark."] if asked else []
    return [f"{told(b.name)}: **{told(b.as_printed)}**{_against(ask, entry.record, b)}." for b in held]


def _named(benchmark: Benchmark, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, benchmark.name, re.IGNORECASE) for pattern in patterns)


def _against(ask: Ask, record: Observation, benchmark: Benchmark) -> str:
    """How a figure stands against a benchmark of its own unit, with the sum shown."""
    own, other = record.value, benchmark.value
    if own is None or other is None or benchmark.unit not in (None, record.unit):
        return ""
    if own == other:
        return ", the same"
    working = difference(own, other, record.unit, record.value_as_printed, benchmark.as_printed).working
    where = "above" if own > other else "below"
    good = record.good or polarity(record.name)
    verdict = ""
    if good:
        verdict = ", which is better" if (good == "up") == (own > other) else ", which is worse"
    said = f", so the figure is {where} it{verdict}: {working}"
    ask.draft.worked.append(said)
    return said
