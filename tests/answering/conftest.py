"""Small papers of a made-up council, for shapes that the sample corpus lacks, and an Assistant over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from tests.conftest import _ingested, _opened
from tests.records.ruled import OVER, Ruled, write

COUNCIL = "WETHERFOLD DISTRICT COUNCIL"
_HEAD = ["Ref", "Measure", "Good is", "Q4 2024/25", "Q1 2025/26", "Target"]


def _performance(path: Path) -> None:
    write(
        path,
        f"# {COUNCIL}",
        "# Performance Report – Quarter 1 2025/26",
        "Overview and Scrutiny Committee – 9 September 2025",
        "# Streets",
        Ruled(
            [
                _HEAD,
                ["ST1", "Potholes mended within five days", "High", "81.4%", "86.2%", "90.0%"],
                ["ST2", "Street lamps out of light", "Low", "214", "187", "150"],
                ["ST3", "Complaints answered within 10 days", "High", "71.0%", "74.5%", "80.0%"],
            ]
        ),
        OVER,
        "# Streets – in detail",
        Ruled([_HEAD, ["ST1", "Potholes mended within five days", "High", "81.4%", "85.7%", "90.0%"]]),
        "The Wharf Lane Depot Team mended 64.0% of its potholes within five days in Quarter 1 2025/26.",
    )


def _finance(path: Path, quarter: int, day: str, rows: list[list[str]], *said: str) -> None:
    write(
        path,
        f"# {COUNCIL}",
        f"# Revenue Monitoring – Quarter {quarter} 2025/26",
        f"Cabinet – {day}",
        "# 1. Summary",
        *said[:1],
        f"# 2. Revenue forecast – Quarter {quarter} 2025/26",
        Ruled([["Service", "Budget £'000", "Forecast £'000", "Variance £'000"], *rows]),
        "# 3. Reasons for variances",
        *said[1:],
    )


def _by_directorate(path: Path) -> None:
    write(
        path,
        f"# {COUNCIL}",
        "# Appendix B – 2026-27 Proposed Budget by Directorate",
        "Cabinet – 9 December 2025",
        "# 1. Directorates",
        "Figures are for Housing and Community Wellbeing (HCW) and for Place and Economy (PE).",
        "# 2. Proposed budget 2026-27",
        Ruled(
            [
                ["£000s", "TOTAL Core", "TOTAL External", "TOTAL Total", "HCW Core", "HCW External", "HCW Total",
                 "PE Core", "PE External", "PE Total", "Treasury Core", "Treasury Total"],
                ["Base budget", "61,000.0", "10.0", "61,010.0", "30,500.0", "10.0", "30,510.0", "20,400.0", "0.0",
                 "20,400.0", "10,100.0", "10,100.0"],
                ["Pay", "1,220.0", "0.0", "1,220.0", "640.0", "0.0", "640.0", "420.0", "0.0", "420.0", "160.0", "160.0"],
                ["NET BUDGET", "62,220.0", "10.0", "62,230.0", "31,140.0", "10.0", "31,150.0", "20,820.0", "0.0",
                 "20,820.0", "10,260.0", "10,260.0"],
            ]
        ),
    )  # fmt: skip


def _parks(path: Path) -> None:
    write(
        path,
        f"# {COUNCIL}",
        "# Parks Strategy",
        "Overview and Scrutiny Committee – 9 September 2025",
        "# 1. Background",
        "The Council keeps 41 parks and play areas. The strategy was last reviewed in 2019.",
        "# 2. Priorities",
        "The strategy has five priorities:",
        "• Priority 1 – safe play areas for every age",
        "• Priority 2 – more trees along main roads",
        "• Priority 3 – cleaner lakes and ponds",
        OVER,
        "• Priority 4 – friends' groups in every park",
        "• Priority 5 – paths that wheelchairs can use",
        "# 3. Wards",
        "The wards of Aldergate, Fenside, Thornhythe and Quarry Hill have no play area.",
        "# 4. Consultation",
        "Officers met residents at three open days in June.",
    )


@pytest.fixture(scope="session")
def wetherfold(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The Assistant over the papers of Wetherfold."""
    folder = tmp_path_factory.mktemp("wetherfold")
    papers = folder / "papers"
    papers.mkdir()
    _performance(papers / "performance-q1.pdf")
    _finance(
        papers / "finance-q1.pdf",
        1,
        "16 September 2025",
        [
            ["Housing", "9,120", "9,684", "564"],
            ["Leisure and Parks", "4,410", "4,377", "(33)"],
            ["Total", "13,530", "14,061", "531"],
        ],
        "The Council forecasts an overspend of £0.532m.",
        "Housing – overspend £0.546m. Rents in temporary accommodation have gone up by 9%.",
        "Leisure and Parks – underspend £33k. Two posts are vacant.",
    )
    _finance(
        papers / "finance-q2.pdf",
        2,
        "9 December 2025",
        [
            ["Housing", "9,120", "9,902", "782"],
            ["Leisure and Parks", "4,410", "4,365", "(45)"],
            ["Total", "13,530", "14,267", "737"],
        ],
        "The Council forecasts an overspend of £0.737m.",
        "Housing – overspend £0.782m. The number of households has gone up by 31.",
    )
    _by_directorate(papers / "budget-by-directorate.pdf")
    _parks(papers / "parks.pdf")
    for made in _opened(_ingested(papers, folder / "store")):
        assert isinstance(made, Assistant)
        yield made
