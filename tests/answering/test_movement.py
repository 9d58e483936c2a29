"""A variance beside the one of the quarter before: which is bigger is said, and how they are told apart from their difference."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant import Assistant
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, write


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over one monitoring report of a made-up council."""
    folder = tmp_path_factory.mktemp("quay")
    papers = folder / "papers"
    papers.mkdir()
    head = ["Service", "Budget £'000", "Forecast £'000", "Variance £'000", "Q1 variance £'000", "Movement £'000"]
    write(
        papers / "monitoring.pdf",
        "# SALTQUAY DISTRICT COUNCIL",
        "# Revenue Monitoring – Quarter 2 2025/26",
        "Cabinet – 9 December 2025",
        "# 1. Forecast by service",
        Ruled(
            [
                head,
                ["Harbour and Moorings", "4,310", "4,486", "176", "302", "(126)"],
                ["Street Cleaning", "2,200", "2,290", "90", "40", "50"],
                ["Total", "6,510", "6,776", "266", "342", "(76)"],
            ]
        ),
    )
    for made in _opened(_ingested(papers, folder / "store")):
        assert isinstance(made, Assistant)
        yield made


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "is the overspend in Harbour and Moorings bigger or smaller than it was at quarter 1?",
            "£176k is smaller than £302k (Q1 variance).",
        ),
        (
            "is the overspend in Street Cleaning bigger or smaller than it was at quarter 1?",
            "£90k is bigger than £40k (Q1 variance).",
        ),
    ],
)
def test_an_overspend_is_set_against_the_one_before(question: str, said: str, quay: Assistant) -> None:
    answer = quay.ask(question)
    assert said in answer.answer, answer.answer
