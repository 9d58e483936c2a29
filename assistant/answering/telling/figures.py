"""What an indicator's figures say: its value at a period, how it moved, against target and benchmarks, and where papers
differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answering.answer import Citation
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.councils import tell_each_council
from assistant.answering.telling.course import Dated, asks_course, newest_beside, of_one_length, with_the_one_before
from assistant.answering.telling.meant import of_another_unit
from assistant.answering.telling.standing import TARGET, benchmarks_told, forecast_told, target_told
from assistant.records.model import DefinitionChange, Observation
from assistant.records.periods import Period
from assistant.records.series import Point, same_value
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.times import same_period
from assistant.tools.arithmetic import difference
from assistant.tools.figures import Indicator, indicators
from assistant.tools.ledger import Entry

MOST_POINTS = 12
_NEVER = date.min
_SO_FAR = r"\bso far\b|\bto date\b|\bytd\b|\bcumulative\b"
_MISSING = {
    "suppressed": "the figure is suppressed because it is small",
    "not available": "the paper says that it is not available",
    "to be confirmed": "it is yet to be confirmed",
    "not applicable": "the paper says that it does not apply",
}


def tell_indicator(ask: Ask, found: Sequence[Entry[Observation]]) -> bool:
    """Say what the indicator of a row says; False where it does not hold what is asked."""
    one = indicator_of(ask, found[0])
    if one is None or of_another_unit(ask, found[0].record):
        return False
    return tell_each_council(ask, one, found, _tell_points)


def _tell_points(ask: Ask, one: Indicator, found: Sequence[Entry[Observation]]) -> bool:
    chosen = points_asked(ask, one, found)
    if not chosen:
        return False
    if len(chosen) > 1:
        return _tell_several(ask, one, chosen)
    return _tell_one(ask, one, chosen[0], found)


def indicator_of(ask: Ask, entry: Entry[Observation]) -> Indicator | None:
    """The indicator that a row gives a figure of."""
    key = id(entry.record)
    return next((one for one in indicators(ask.finder) if key in one.entries and _has(one, entry)), None)


def _has(one: Indicator, entry: Entry[Observation]) -> bool:
    return any(o is entry.record for series in one.eras for o in series.observations)


def points_asked(ask: Ask, one: Indicator, found: Sequence[Entry[Observation]]) -> list[Dated]:
    """The points asked for, oldest first; [] where a period is asked for that no paper gives."""
    dated = [Dated(series, point) for series, point in one.points]
    asked = [*ask.inquiry.periods, *(Period(day, day, "snapshot", str(day)) for day in ask.inquiry.days)]
    if len(asked) > 1:  # "going by the February pack, in December": one of the dates is the paper's
        papers = {entry.paper.meeting_date for entry in found}
        asked = [p for p in asked if _at(dated, p) or not any(day and p.contains(day) for day in papers)]
    told_points = [d for d in dated if d.point.latest.value is not None] or dated
    pair = with_the_one_before(ask, told_points)
    if pair and not any(re.search(r"\d{2}", period.as_printed) for period in asked):
        return pair  # "than a year ago" is a year before the newest figure, whatever the day is
    if asked:
        picked: list[Dated] = []
        for period in asked:
            own = _at(dated, period)
            kind = "year to date" if ask.says(_SO_FAR) else period.kind
            own = [d for d in own if d.point.kind == kind] or own  # the year so far that a month ends is not the month
            if not own and period.as_printed.startswith("a year earlier"):
                continue  # the row may give it beside the figure
            if not own:
                return []
            picked += [d for d in own if d not in picked]
        if len(picked) == len(asked) == 1 and (moved := newest_beside(ask, told_points, picked[0])):
            return moved
        if len(picked) == 1 and asks_course(ask, one) and not ask.says(TARGET) and not _differ(picked[0].point):
            picked = _with_earlier(dated, picked[0])
        return sorted(picked, key=_order)[-MOST_POINTS:]
    if asks_course(ask, one):
        course = _alike(told_points)
        if len(course) < 2:  # the last is of a part of the year, so that no other is of its length
            course = sorted(told_points, key=_order)
        return course[-MOST_POINTS:]
    return [max(told_points, key=_order)] if told_points else []


def _differ(point: Point) -> bool:
    """Whether papers print different figures for a period: that is the change that is asked about."""
    return point.state in {"restated", "conflicting"}


def _at(dated: Sequence[Dated], asked: Period) -> list[Dated]:
    """The points of a period: the very one, else those that lie within a longer one."""
    exact = [d for d in dated if any(same_period(asked, held) for held in _held(d.point))]
    if exact:
        return exact
    if asked.kind == "snapshot":  # "at the end of December": the quarter that ended then
        return [d for d in dated if d.point.kind == "quarter" and d.point.end == asked.end]
    if asked.kind == "month":
        return []
    return [
        d for d in dated if d.point.start and d.point.end and asked.start <= d.point.start and d.point.end <= asked.end
    ]


def _held(point: Point) -> list[Period]:
    if point.start is None or point.end is None:
        return []
    kind = "snapshot" if point.start == point.end else "month" if point.kind == "snapshot" else point.kind or "range"
    spans = [Period(point.start, point.end, kind, point.period)]  # type: ignore[arg-type]
    if point.kind in {"year to date", "rolling 12 months"}:  # printed under the month that it runs to
        spans.append(Period(point.end, point.end, "snapshot", point.period))
    return spans


def _with_earlier(dated: Sequence[Dated], last: Dated) -> list[Dated]:
    """A point and the ones before it of the same kind, to say how it came there."""
    return [d for d in _alike(dated, last) if _order(d) <= _order(last)][-4:]


def _alike(dated: Sequence[Dated], like: Dated | None = None) -> list[Dated]:
    """The points of one way of counting and one length of period, oldest first: others do not compare."""
    if not dated:
        return []
    last = like or max(dated, key=_order)
    same = [d for d in dated if d.series is last.series and d.point.kind == last.point.kind]
    return sorted(same, key=_order)


def _order(dated: Dated) -> tuple[object, object]:
    point = dated.point
    return (point.end or point.start or _NEVER, point.start or _NEVER)


def _tell_one(ask: Ask, one: Indicator, dated: Dated, found: Sequence[Entry[Observation]]) -> bool:
    """One figure: its value, what other papers print instead, its target and benchmarks where they are asked for."""
    readings = _readings(dated.point, found)
    entry = one.entry(readings[0])
    cited = _cite(ask, entry)
    if cited is None:
        return False
    record = entry.record
    ask.value(record.name, record.value_as_printed, record.value, record.unit, record.period, cited)
    said = f"“{told(record.name)}” – {told(record.period)}: **{told(record.value_as_printed)}** [{cited.marker}]"
    if record.missing:
        said += f" ({_MISSING.get(record.missing, record.missing)})"
    sentences = [f"{_paper(entry)}: {said}{target_told(ask, entry)}."]
    sentences += forecast_told(ask, entry)
    sentences += benchmarks_told(ask, entry)
    sentences += _other_targets(ask, one, record)
    sentences += _others(ask, one, readings)
    sentences += _definition(ask, one, dated)
    ask.draft.paragraphs.append(" ".join(sentences))
    if record.commentary and (ask.wants("reason") or _differ(dated.point) or _starred(record)):
        # It may stand under the table, on the page after the row's.
        place = ask.cite_at(entry.paper, [record.page, record.page + 1], record.commentary) or cited
        ask.draft.paragraphs.append(f"The paper's comment: “{told(record.commentary)}” [{place.marker}]")
    return True


def _starred(record: Observation) -> bool:
    """Whether the row explains the asterisk that its figure bears: "* restated from 84%"."""
    return record.value_as_printed.rstrip().endswith("*") and (record.commentary or "").lstrip().startswith("*")


def _readings(point: Point, found: Sequence[Entry[Observation]]) -> list[Observation]:
    """What papers print for a period: the row that was found first, where it holds it, unless a newer paper restates it."""
    own = [o for o in point.readings if any(o is entry.record for entry in found)]
    first = own[:1] if own and (point.state in {"single", "same"}) else []
    rest = [o for o in point.readings if not any(o is x for x in first)]
    kept: list[Observation] = list(first)
    for reading in rest:
        if not any(same_value(reading, other) for other in kept):
            kept.append(reading)
    return kept


def _cite(ask: Ask, entry: Entry[Observation]) -> Citation | None:
    return ask.cite(entry, entry.record.name, entry.record.value_as_printed)


def _paper(entry: Entry[Observation]) -> str:
    return told(entry.paper.title)


def _others(ask: Ask, one: Indicator, readings: Sequence[Observation]) -> list[str]:
    """What other papers and tables print for the same period, where it is another figure, with the difference."""
    said, shown = [], []
    for reading in readings[1:]:
        entry = one.entry(reading)
        cited = _cite(ask, entry)
        if cited is not None and reading.value is not None:
            ask.value(reading.name, reading.value_as_printed, reading.value, reading.unit, reading.period, cited)
            said.append(f"{_paper(entry)} gives **{told(reading.value_as_printed)}** [{cited.marker}]")
            shown.append(reading)
    if not said:
        return []
    told_of = [f"{_how_they_differ(one, readings[0], shown)}: {'; '.join(said)}."]
    if len(shown) == 1 and (working := _apart(readings[0], shown[0])):
        ask.draft.worked.append(working)
        told_of.append(working)
    return told_of


def _other_targets(ask: Ask, one: Indicator, record: Observation) -> list[str]:
    """What other papers print as the target of an indicator, where a target is asked for and theirs is another."""
    if not (ask.wants("target") or ask.says(TARGET)) or record.target is None:
        return []
    newest: dict[float, Observation] = {}
    for reading in (o for series in one.eras for o in series.observations):
        if reading.target is not None and reading.unit == record.unit and reading.target != record.target:
            held = newest.get(reading.target)
            if held is None or _day(one, held) < _day(one, reading):
                newest[reading.target] = reading
    said = []
    for reading in list(newest.values())[:2]:
        cited = _cite(ask, one.entry(reading))
        if cited is not None:
            printed = told(reading.target_as_printed)
            ask.value(f"{reading.name}, target", printed, reading.target, reading.unit, None, cited)
            said.append(f"{_paper(one.entry(reading))} has a target of **{printed}** [{cited.marker}].")
    return said


def _day(one: Indicator, reading: Observation) -> date:
    return paper_day(one.entry(reading).paper) or _NEVER


def _how_they_differ(one: Indicator, first: Observation, others: Sequence[Observation]) -> str:
    paper = one.entry(first).paper
    if all(reading.paper_id == first.paper_id for reading in others):
        return "The same paper prints another figure elsewhere"
    later = all((paper_day(one.entry(r).paper) or _NEVER) <= (paper_day(paper) or _NEVER) for r in others)
    return "Restated since: the figure first published was another" if later and len(others) == 1 else "Papers differ"


def _apart(first: Observation, other: Observation) -> str:
    if first.value is None or other.value is None or first.unit != other.unit:
        return ""
    printed = first.value_as_printed, other.value_as_printed
    return f"The difference: {difference(first.value, other.value, first.unit, *printed).working}."


def _definition(ask: Ask, one: Indicator, dated: Dated) -> list[str]:
    """That the way of counting was changed, in the paper's own words where they stand."""
    if dated.series.since is None or len(one.eras) < 2:
        return []
    said = ["The definition was changed, so it is counted another way and figures from before do not compare."]
    for entry in ask.finder.ledger.entries(DefinitionChange):
        if any(entry.record is change for change in one.changes):
            cited = ask.cite(entry)
            return [*said, f"“{told(entry.record.as_printed)}” [{cited.marker}]"] if cited is not None else said
    return said


def _tell_several(ask: Ask, one: Indicator, chosen: Sequence[Dated]) -> bool:
    """Several periods in order, and what changed from the first to the last with the working shown."""
    said: list[str] = []
    shown: list[Observation] = []
    names: list[str] = []
    for dated in chosen:
        record = dated.point.latest
        entry = one.entry(record)
        cited = _cite(ask, entry)
        if cited is None:
            continue
        ask.value(record.name, record.value_as_printed, record.value, record.unit, record.period, cited)
        said.append(f"{told(record.period)}: **{told(record.value_as_printed)}** [{cited.marker}]")
        names.append(record.name)
        shown.append(record)
    if not said:
        return False
    first, last = chosen[0], chosen[-1]
    last_told = target_told(ask, one.entry(shown[-1])) if ask.says(TARGET) or ask.wants("target") else ""
    text = f"“{told(names[-1])}” – {'; '.join(said)}{last_told}."
    change = ""
    if of_one_length(first.point, last.point):
        change = _change(shown[0], shown[-1], comparable=first.series is last.series)
    if change:
        ask.draft.worked.append(change)
    text += change
    text = " ".join([text, *(benchmarks_told(ask, one.entry(shown[-1])) if ask.wants("benchmark") else [])])
    ask.draft.paragraphs.append(text)
    return True


def _change(first: Observation, last: Observation, *, comparable: bool) -> str:
    if not comparable:
        return " The definition was changed in between, so it is counted another way and these figures do not compare."
    if first is last or first.value is None or last.value is None or first.unit != last.unit:
        return ""
    if same_value(first, last):
        return " It did not change."
    moved = "rose" if last.value > first.value else "fell"
    verdict = ""
    if last.good:
        verdict = ", which is better" if (last.good == "up") == (last.value > first.value) else ", which is worse"
    working = difference(last.value, first.value, last.unit).working
    return f" It {moved}{verdict}: {working}."
