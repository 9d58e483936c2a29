"""A licensing panel's hearing and a cabinet's divided vote: what was decided, what was not, and what no paper speaks of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.premises import _denied
from assistant.records.model import Resolution
from assistant.retrieval.inquiry import understand
from tests.conftest import _ingested, _opened
from tests.records.minutes_pdf import pdf
from tests.records.test_untitled_minutes import CABINET, PANEL, SCRUTINY


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("houses")
    for name, lines in {"cabinet": CABINET, "panel": PANEL, "scrutiny": SCRUTINY}.items():
        pdf(folder / f"{name}.pdf", lines)
    yield from _opened(_ingested(folder, tmp_path_factory.mktemp("store")))


def test_a_vote_printed_in_words_is_told_in_figures(houses: Assistant) -> None:
    answer = houses.ask("How did the cabinet vote go on the hire of the hall?")
    assert answer.status == "answered" and "For 4, Against 2" in answer.answer
    assert "four votes to two" in answer.citations[0].quote


def test_a_decision_led_in_by_a_bold_line_is_told_with_all_its_points(houses: Assistant) -> None:
    answer = houses.ask("What did the Cabinet agree about parking on the Quay?").answer
    assert "charges on the Quay begin on 1 June 2026" in answer and "blue badge holders pay nothing" in answer


def test_what_a_panel_did_not_do_is_put_right(houses: Assistant) -> None:
    answer = houses.ask("Why did the panel revoke the Swan's licence?")
    assert "The papers say otherwise" in answer.answer and "did not revoke" in answer.answer


def test_a_place_that_no_paper_names_is_not_answered_from_another(houses: Assistant) -> None:
    answer = houses.ask("What did the licensing panel decide about the licence of the Dolphin?")
    assert answer.status == "not_found" and answer.citations == []


def test_who_is_to_do_what_by_when_after_a_meeting(houses: Assistant) -> None:
    answer = houses.ask("who was asked to email members about open repair jobs and by when?")
    assert "Head of Repairs" in answer.answer and "6 February 2026" in answer.answer


def test_a_point_that_goes_on_with_a_day_in_the_next_line_is_told_whole(houses: Assistant) -> None:
    answer = houses.ask("What did the Cabinet agree about cameras at the bus gate?").answer
    assert "That cameras be put up at the bus gate" in answer and "2 March 2026, with warning notices" in answer


@pytest.mark.parametrize(
    ("question", "text", "denied"),
    [
        ("why did the panel revoke the licence?", "Decision: The Panel did not revoke the licence.", True),
        ("why did they close the pool?", "RESOLVED not to close the pool.", True),
        ("why was the scheme introduced?", "RESOLVED: That the scheme be not introduced.", True),
        ("why did they raise the fee?", "RESOLVED: That the fee be raised; members did not have to vote.", False),
        ("why did they ask for a report?", "Mr Fisk did not ask for time. RESOLVED: That a report be written.", False),
        ("why did the panel not revoke the licence?", "Decision: The Panel did not revoke the licence.", False),
    ],
)
def test_only_what_a_decision_itself_denies_is_put_right(
    houses: Assistant, question: str, text: str, denied: bool
) -> None:
    inquiry = understand(question)
    ask = Ask(inquiry, [], houses._searcher, houses.finder)
    record = Resolution(
        page=1, pieces=[], as_printed=text, verb="resolved", text=text, committee=None, meeting_date=None
    )
    assert _denied(ask, record) is denied
