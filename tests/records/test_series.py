"""Series: one indicator over papers, near-twins apart, restated figures side by side, changes of definition, trend."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from assistant.records.judging import trend
from assistant.records.model import DefinitionChange, Observation
from assistant.records.periods import parse_period
from assistant.records.series import Series, join, same_value
from assistant.records.units import qualifier_of
from tests.records.ruled import context, of

PAPERS = [
    "improvement-plan-highlight-report-june-2024",
    "performance-scorecard-q2-2024-25",
    "improvement-plan-highlight-report-december-2024",
    "scrutiny-agenda-pack-2025-02-12",
    "improvement-plan-highlight-report-january-2025",
    "performance-scorecard-q4-2024-25",
]


def _read(
    folder: Path, names: Iterable[str]
) -> tuple[list[Observation], dict[str, date | None], list[DefinitionChange]]:
    observations: list[Observation] = []
    dates: dict[str, date | None] = {}
    changes: list[DefinitionChange] = []
    for name in names:
        path = folder / f"{name}.pdf"
        dates[name] = context(path).facts.meeting_date
        observations += [o.model_copy(update={"paper_id": name}) for o in of(Observation, path)]
        changes += [c.model_copy(update={"paper_id": name}) for c in of(DefinitionChange, path)]
    return observations, dates, changes


@pytest.fixture(scope="module")
def sample_series(sample_papers: Path) -> list[Series]:
    return join(*_read(sample_papers, PAPERS))


def _named(series: list[Series], *words: str) -> list[Series]:
    return [s for s in series if any(all(word in name for word in words) for name in s.names)]


def _made(
    paper: str, name: str, figures: dict[str, str], number: str | None = None, unit: str | None = "%"
) -> list[Observation]:
    made = []
    for period, printed in figures.items():
        when = parse_period(period)
        assert when is not None
        made.append(
            Observation(
                paper_id=paper, page=1, as_printed=f"{name} {' '.join(figures.values())}", indicator_id=number, name=name,
                qualifier=qualifier_of(name), unit=unit, period=period, period_start=when.start, period_end=when.end,
                period_kind=when.kind, value_as_printed=printed, value=float(printed.rstrip("%r")),
            )
        )  # fmt: skip
    return made


def test_re_referrals_are_one_series_over_papers_with_the_restated_month(sample_series: list[Series]) -> None:
    (found,) = _named(sample_series, "re-ref")
    assert set(found.ids) == {"10", "2"}
    assert len(found.names) == 2
    assert {o.paper_id for o in found.observations} == set(PAPERS)
    (december,) = [p for p in found.points if p.period == "Dec-24"]
    assert (december.state, december.values) == ("restated", (23.1, 22.1))
    assert december.latest.paper_id == "improvement-plan-highlight-report-january-2025"
    assert {r.paper_id for r in december.readings if r.value == 22.1} == {PAPERS[2], PAPERS[3]}
    assert [p for p in found.points if p.state in ("restated", "conflicting")] == [december]


def test_near_twins_of_the_sample_papers_stay_apart(sample_series: list[Series]) -> None:
    for words in (
        ("stepped down",),
        ("45 working days",),
        ("unregistered",),
        ("Child Protection Plan", "number"),
        ("dental",),
    ):
        for series in _named(sample_series, *words):
            assert len({(o.paper_id, o.indicator_id) for o in series.observations if "highlight" in o.paper_id}) <= 3
    assert len(_named(sample_series, "stepped down")) == 2
    assert len(_named(sample_series, "45 working days")) == 2
    assert len(_named(sample_series, "unregistered")) == 2
    assert len(_named(sample_series, "dental check")) == 2
    assert len(_named(sample_series, "EET")) == 3  # care leavers; 16 and 17; those with SEND
    assert {s.unit for s in _named(sample_series, "Child Protection Plan", "hildren with")} == {
        "number",
        "rate per 10,000",
    }


def test_every_observation_stands_in_exactly_one_series(sample_papers: Path) -> None:
    observations, dates, changes = _read(sample_papers, PAPERS)
    series = join(observations, dates, changes)
    assert sorted(id(o) for s in series for o in s.observations) == sorted(map(id, observations))


def test_a_change_of_definition_ends_a_series(sample_series: list[Series]) -> None:
    before, after = _named(sample_series, "Repeat Child Protection Plans")
    assert [(p.period, p.values) for p in after.points] == [("Q4 2024/25", (9.9,))]
    assert max(p.end for p in before.points if p.end) < date(2025, 4, 1)
    assert (before.until, after.since) == (date(2025, 1, 1), date(2025, 1, 1))
    assert trend(after) is None  # 23.8% to 9.9% is no improvement
    assert after.changes


def test_real_papers_follow_an_indicator_whose_number_changed(real_papers: Path) -> None:
    series = join(*_read(real_papers, ["ecsc-scrutiny-2023-07-18", "improvement-plan-highlight-2023-09"]))
    for words, ids in ((("Under 16",), {"32", "34"}), (("16+",), {"33", "35"}), (("dental",), {"42", "45"})):
        (found,) = _named(series, *words)
        assert set(found.ids) == ids
        assert len(found.points) == 9
    in_month, to_date = (s for s in _named(series, "within 45 working days"))
    assert {in_month.qualifier, to_date.qualifier} == {"in month", "year to date"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Assessments completed in 45 working days (in month)",
            "Assessments completed in 45 working days (year to date)",
        ),
        ("Children offered a health check", "Children whose health checks are up to date"),
        ("Unregistered placements – under 16", "Unregistered placements – 16+"),
        ("16 and 17 year olds in EET", "16 and 17 year olds with SEND in EET"),
        ("Persistent absence – primary", "Persistent absence – secondary"),
        ("Plans issued within 20 weeks", "Plans issued within 26 weeks"),
        ("Supervisions in time – Fostering Service", "Supervisions in time – Disability Service"),
        ("Percentage of referrals that are repeats", "Number of referrals that are repeats"),
        ("Missing episodes (overall)", "Missing episodes (children in care)"),
    ],
)
def test_near_twins_are_never_joined_even_under_one_id(one: str, other: str) -> None:
    series = join([*_made("a", one, {"Jan-24": "41.3%"}, "7"), *_made("b", other, {"Feb-24": "47.8%"}, "7")])
    assert len(series) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Percentage of strategy discussions held in one working day",
            "% of strategy discussions held within 1 working day",
        ),
        ("Rate of children in care per 10,000 children", "Children in care (rate per 10,000)"),
        ("Initial Health Assessments (IHA) in timescale", "Initial health assessments in timescale"),
        ("Care Leavers’ accommodation is suitable", "Care leavers' accommodation is suitable"),
    ],
)
def test_other_wording_of_the_same_is_joined(one: str, other: str) -> None:
    (series,) = join([*_made("a", one, {"Jan-24": "41.3%"}, "7"), *_made("b", other, {"Feb-24": "47.8%"}, "12")])
    assert [p.period for p in series.points] == ["Jan-24", "Feb-24"]


def test_other_words_are_joined_by_the_figures_they_share() -> None:
    one = _made("a", "MASH contacts decided in a working day", {"Jun-24": "52.2%", "Sep-24": "61.7%"}, "7")
    same = _made("b", "MASH decisions in 24 hours", {"Q1 2024/25": "52.2%", "Q2 2024/25": "61.7%"}, "1")
    other = _made("b", "MASH decisions overturned", {"Q1 2024/25": "52.2%", "Q2 2024/25": "61.8%"}, "2")
    assert len(join([*one, *same])) == 1
    assert len(join([*one, *other])) == 2


def test_one_wording_twice_in_a_paper_with_other_figures_is_two_indicators() -> None:
    one = [o.model_copy(update={"priority": "Boys"}) for o in _made("a", "Attendance", {"May-24": "91.2%"})]
    other = [o.model_copy(update={"priority": "Girls"}) for o in _made("a", "Attendance", {"May-24": "93.4%"})]
    assert len(join([*one, *other])) == 2


def test_rounded_and_exact_say_the_same_and_papers_of_one_day_conflict() -> None:
    rounded, exact, off = (
        _made(p, "Attendance", {"May-24": v})[0] for p, v in (("a", "91%"), ("b", "91.4%"), ("c", "91.6%"))
    )
    assert same_value(rounded, exact)
    assert not same_value(rounded, off)
    assert not same_value(exact, off)
    (series,) = join([rounded, exact], {"a": date(2024, 6, 1), "b": date(2024, 7, 1)})
    assert series.points[0].state == "same"
    (series,) = join([exact, off], {"b": date(2024, 6, 1), "c": date(2024, 6, 1)})
    assert (series.points[0].state, len(series.points[0].values)) == ("conflicting", 2)
    (series,) = join([exact, off], {"b": date(2024, 7, 1), "c": date(2024, 6, 1)})
    assert (series.points[0].state, series.points[0].latest.value) == ("restated", 91.4)


def test_trend_is_worked_out_from_values_and_polarity() -> None:
    figures = _made("a", "Attendance", {"Apr-24": "90.1%", "May-24": "91.2%", "Q1 2024/25": "95.0%"})
    for good, verdict in (("up", "worse"), ("down", "better"), (None, None)):
        told = [o.model_copy(update={"good": good}) for o in [*figures, *_made("b", "Attendance", {"Jun-24": "88.0%"})]]
        (series,) = join(told)
        found = trend(series)
        assert found is not None
        assert (found.earlier.period, found.later.period, found.change) == ("May-24", "Jun-24", -3.2)
        assert (found.movement, found.verdict) == ("down", verdict)
    (flat,) = join(_made("a", "Attendance", {"Apr-24": "90.1%", "May-24": "90.1%"}))
    same = trend(flat)
    assert same is not None
    assert same.verdict == "unchanged"


def test_nothing_gives_no_series() -> None:
    assert join([]) == []
