"""How a figure stands: against the target of its row, by the paper's key, and against the benchmarks beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.quoting import sentences
from assistant.answering.telling.ask import Ask, told
from assistant.records.model import Benchmark, Observation
from assistant.records.numbers import find_figures
from assistant.records.periods import parse_period
from assistant.records.polarity import polarity
from assistant.retrieval.terms import terms
from assistant.tools.arithmetic import difference
from assistant.tools.figures import judged
from assistant.tools.ledger import Entry

TARGET = r"\btargets?\b|\bon track\b|\bgoal\b|\bmeant to be\b|\bwhere we want\b|\bhit(?:ting)?\b|\bmiss(?:ed|ing)?\b"
_RATING = r"\brag\b|\brat(?:ed|ing)\b|\b(?:red|amber|green|blue)\b|\bcolou?r\b|\bstatus\b"
_EXPECTED = (
    r"\bforecast\w*|\bproject(?:ed|ion)\b|\bpredict\w*|\bexpect\w*|\b(?:think|reckon)s?\b.{0,60}\bwill\b|\bby the (?:year[- ]end|end of the (?:financial )?year)\b|\b(?:it|they|that)(?:['’]ll| will) (?:be|end|reach|hit)\b"
    r"|\bend(?:ing)? up\b"
)
_OF_ANY = frozenset(terms("average avg mean median figure rate value latest quartile top group all"))
_BENCHMARKS = {
    "england": r"\bengland\b|\benglish (?:authorities|councils|average)\b|\bnational",
    "neighbour": r"\bneighbour|\bstatistical|\b(?:similar|other|comparable) (?:councils|authorities|landlords)|\bpeers?\b|\b(?:median|quartile)\b|\b(?:club|group|sector|family|county|district) average\b|\belsewhere\b",
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
    held = [b for b in entry.record.benchmarks if _named(b, asked) or _called(ask, b)]
    if not held and not asked and ask.wants("benchmark"):
        held = list(entry.record.benchmarks)
    if not held:
        return _benchmark_in_text(ask, entry, asked) or ["The row gives no such benchmark."] if asked else []
    return [f"{told(b.name)}: **{told(b.as_printed)}**{_against(ask, entry.record, b)}." for b in held]


def _called(ask: Ask, benchmark: Benchmark) -> bool:
    """Whether a question says the name of a benchmark that is a place's or a group's own: "London average"."""
    name = set(terms(benchmark.name)) - _OF_ANY
    return bool(name) and name <= set(terms(ask.inquiry.question))


def forecast_told(ask: Ask, entry: Entry[Observation]) -> list[str]:
    """What the row expects the figure to be at the year's end, where that is asked."""
    if not ask.says(_EXPECTED):
        return []
    held = [b for b in entry.record.benchmarks if re.search(_EXPECTED, b.name, re.IGNORECASE)]
    return [f"{told(b.name)}: **{told(b.as_printed)}**." for b in held]


def _benchmark_in_text(ask: Ask, entry: Entry[Observation], asked: Sequence[str]) -> list[str]:
    """A benchmark that a note on the page of a row gives in words, with how the figure stands against it."""
    record = entry.record
    unit = (record.unit or "").removeprefix("rate ")
    parts = [
        p for p in ask.searcher.parts() if p.paper_id == entry.paper.id and p.first_page <= record.page <= p.last_page
    ]
    hits = (hit for part in parts for hit in ask.searcher.in_part(part.id) if hit.passage.page == record.page)
    said = ((hit, sentence) for hit in hits if hit.passage.cells is None for sentence in sentences(hit.passage.text))
    for hit, sentence in said:
        figures = [f for f in find_figures(sentence) if f.unit == unit]
        compares = any(re.search(pattern, sentence, re.IGNORECASE) for pattern in asked)
        if not compares or len(figures) != 1 or not _is_of(ask, sentence, entry):
            continue
        cited = ask.draft.add(ask.searcher, hit, sentence)
        if cited is None:
            continue
        printed, value = figures[0].as_printed, float(figures[0].value or 0.0)
        ask.value(f"{record.name}, benchmark", printed, value, record.unit, None, cited)
        against = _against(ask, record, Benchmark(name="", as_printed=printed, value=value, unit=record.unit))
        return [f"A note on the page gives **{told(printed)}**{against}. It says: “{told(sentence)}” [{cited.marker}]"]
    return []


def _is_of(ask: Ask, sentence: str, entry: Entry[Observation]) -> bool:
    """Whether a note is on an indicator: it names it, or no other on the page is counted at its rate."""
    record = entry.record
    name, words = set(terms(record.name)), set(terms(sentence))
    if (record.indicator_id and record.indicator_id in sentence) or len(name & words) > 0.6 * len(name):
        return True
    held = (e.record for e in ask.finder.ledger.entries(Observation) if e.paper.id == entry.paper.id)
    alike = {o.name for o in held if o.page == record.page and o.unit == record.unit}
    return (record.unit or "").startswith("rate") and len(alike) == 1


def _named(benchmark: Benchmark, patterns: Sequence[str]) -> bool:
    return any(re.search(pattern, benchmark.name, re.IGNORECASE) for pattern in patterns)


def _against(ask: Ask, record: Observation, benchmark: Benchmark) -> str:
    """How a figure stands against a benchmark of its own unit, with the sum shown."""
    own, other = record.value, benchmark.value
    whole = parse_period(benchmark.period or "")
    if record.period_kind == "year to date" and (whole is None or whole.kind == "financial year") and benchmark.period:
        return " (for the whole year)"
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
