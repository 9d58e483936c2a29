"""Everyday questions of a scorecard, a report to a housing panel and a tracker of audit recommendations of a made-up council."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.replies import refusal
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, write

COUNCIL = "# Thornby District Council"


def _scorecard(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Performance report, Quarter 2 2025/26",
        "Cabinet – 11 November 2025",
        "Arrows show whether performance got better or worse and not whether the number rose or fell. " * 3,
        Ruled(
            [
                ["Ref", "Measure", "Q2 2024/25", "Q1 2025/26", "Q2 2025/26", "Target", "Since last quarter", "Comment"],
                ["B1", "Families in nightly-paid rooms (snapshot on last day of quarter)", "25", "44", "38", "30 or fewer", "↑ Better",
                 "Six families moved into Mill Court, the main reason for the drop."],
                ["B2", "Bins missed per 100,000", "52", "61", "57", "50", "↑ Better", ""],
                ["B3", "Business rates collected (cumulative)", "55.4%", "28.0%", "54.9%", "55.0% by Q2 (98.0% by year end)", "n/a", ""],
                ["B4", "Information requests answered in 20 working days", "88%", "83%*", "92%", "90%", "↑ Better",
                 "* Q1 restated from 85% after late returns."],
            ]
        ),
    )  # fmt: skip


def _landlord(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Tenant satisfaction measures, to September 2025",
        "Housing Panel – 3 December 2025",
        "The survey was made by telephone in June and September 2025 and reached 804 tenants of the Council. " * 3,
        Ruled(
            [
                ["Code", "Measure", "2023/24", "2024/25", "2025/26 to date", "Peer median"],
                ["TP01", "Overall satisfaction", "61.0%", "63.8%", "66.1%", "67.5%"],
                ["TP09", "Satisfaction with the approach to complaints handling", "27.5%", "26.1%", "34.8%", "31.9%"],
            ]
        ),
    )


def _cumulative(path: Path) -> None:
    write(
        path,
        COUNCIL,
        "# Council performance indicators: cumulative position at 30 September 2025",
        "Scrutiny Committee – 20 November 2025",
        "Figures are cumulative from 1 April unless shown otherwise, and are given with what each service expects. " * 3,
        Ruled(
            [
                ["PI code and title", "Polarity", "Year-end 2024/25", "To 30 Sep 2025", "Profiled target to date",
                 "Year-end target 2025/26", "Year-end forecast", "Status", "National average 2024/25"],
                ["CPI 04 Council tax received", "Aim to maximise", "96.91%", "55.90%", "55.50%", "97.00%", "97.20%", "●", "95.72%"],
                ["CPI 07 Visits to museums", "Aim to maximise", "90,100", "46,020", "48,000", "95,000", "91,000", "■", "–"],
            ]
        ),
    )  # fmt: skip


def _tracker(path: Path) -> None:
    write(
        path,
        "# Thornby District Council – Audit Committee, 10 December 2025",
        "# Item 8: Audit Recommendation Tracker (position at 28 November 2025)",
        "At the last report 21 recommendations were live. Since then some have been completed and some are new. " * 3,
        "# Table A – Live recommendations",
        Ruled(
            [
                ["Ref", "Audit and year", "Recommendation", "Priority", "Responsible officer", "Original date", "Current date",
                 "% done", "Officer’s update"],
                ["FLT 01", "Fleet 2025/26", "Fit locks to the fuel pumps", "High", "Bo Finch, Fleet Manager", "31/12/2025",
                 "31/12/2025", "25%", "Quotes are in."],
                ["PAY 02", "Payroll 2024/25", "Limit who can change bank details in the payroll", "High", "Ida Roe, Payroll Manager",
                 "31/10/2025", "31/01/2026", "60%", "The supplier has to build a new role for three users."],
            ]
        ),
        "# Table B – Completed since September",
        Ruled(
            [
                ["Ref", "Audit", "Recommendation", "Responsible officer", "Date completed", "Checked by Internal Audit"],
                ["CEM 02", "Cemeteries 2024/25", "Put burial records on line", "Al Crewe, Parks Manager", "07/11/2025", "No – due January"],
            ]
        ),
        "# Table C – Extensions the Committee is asked to agree",
        Ruled(
            [
                ["Ref", "Recommendation", "Current date", "Date asked for", "Reason"],
                ["FLT 01", "Fit locks to the fuel pumps", "31/12/2025", "30/04/2026", "Ten-week wait for parts."],
            ]
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def thornby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over the papers of Thornby."""
    papers = tmp_path_factory.mktemp("thornby") / "papers"
    papers.mkdir()
    _scorecard(papers / "kpis.pdf")
    _landlord(papers / "landlord.pdf")
    _cumulative(papers / "cpis.pdf")
    _tracker(papers / "item 8.pdf")
    for made in _opened(_ingested(papers, papers.parent / "store")):
        assert isinstance(made, Assistant)
        yield made


def asked(assistant: Assistant, *turns: str) -> str:
    return told(assistant.ask(turns[-1], turns[:-1]))


def _holds(answer: str, held: list[str], lacking: list[str] | None = None) -> None:
    assert [words for words in held if words not in answer] == [], answer
    assert [words for words in lacking or [] if words in answer] == [], answer


def test_the_end_of_a_month_is_that_of_the_quarter_and_paid_rooms_ask_for_no_sum(thornby: Assistant) -> None:
    _holds(
        asked(thornby, "How many families were in nightly paid rooms at the end of September 2025?"),
        ["38", "30 or fewer"],
    )


def test_a_figure_is_held_against_the_quarter_before_where_that_is_asked(thornby: Assistant) -> None:
    answer = asked(thornby, "Are missed bins better or worse than the quarter before?")
    _holds(answer, ["61", "57", "fell, which is better"], ["52"])


def test_a_later_turn_that_compares_tells_both_times(thornby: Assistant) -> None:
    first = "What was business rates collection at the end of September 2025?"
    answer = asked(thornby, first, "is that better or worse than the same time the year before?")
    _holds(answer, ["55.4%", "54.9%", "fell, which is worse"])


def test_why_it_went_up_is_told_that_it_fell(thornby: Assistant) -> None:
    answer = asked(thornby, "Why has the number of families in nightly paid rooms gone up between Q1 and Q2 2025/26?")
    _holds(answer, ["44", "38", "It fell, which is better"])


def test_other_councils_are_the_peers_of_the_table(thornby: Assistant) -> None:
    answer = asked(thornby, "are we above or below other councils on how happy tenants are with complaints handling?")
    _holds(answer, ["34.8%", "31.9%", "above it, which is better"])


def test_a_figure_with_an_asterisk_is_told_with_what_the_row_says_of_it(thornby: Assistant) -> None:
    _holds(
        asked(thornby, "what share of information requests were answered in time in Q1 2025/26?"),
        ["83%", "restated from 85%"],
    )


def test_a_part_of_the_year_is_not_held_against_a_whole_one(thornby: Assistant) -> None:
    first = "how much council tax had been received by 30 September 2025, as a percentage?"
    answer = asked(thornby, first, "and what's the national average for it?")
    _holds(answer, ["95.72%", "for the whole year"], ["worse", "better"])


def test_what_a_service_expects_at_the_years_end_stands_beside_its_figure(thornby: Assistant) -> None:
    _holds(asked(thornby, "what are visits to museums forecast to be by the year end?"), ["91,000", "46,020"])


def test_how_far_a_recommendation_is_stands_beside_its_officer(thornby: Assistant) -> None:
    answer = asked(thornby, "whose job are the locks on the fuel pumps and how far has it got?")
    _holds(answer, ["Bo Finch", "25%", "Quotes are in"])


def test_a_cell_of_another_table_is_told_and_cited_there(thornby: Assistant) -> None:
    answer = thornby.ask("what new date are officers asking for on the fuel pump locks?")
    _holds(told(answer), ["30/04/2026"])
    assert any("30/04/2026" in citation.quote for citation in answer.citations)
    _holds(asked(thornby, "have the burial records been checked by internal audit?"), ["No – due January"])


def test_who_may_change_bank_details_is_no_private_matter(thornby: Assistant) -> None:
    answer = asked(thornby, "What still has to happen on who can change bank details in the payroll?")
    _holds(answer, ["build a new role for three users"])
    assert refusal("what are Councillor Ash's bank details?") is not None
    assert refusal("give me the bank details of the payroll manager") is not None
