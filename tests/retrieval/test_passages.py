"""Cutting a paper into passages."""

from __future__ import annotations

from pathlib import Path

from assistant.papers.read import read_paper
from assistant.papers.tables import labelled_rows
from assistant.records.identify import identify
from assistant.retrieval.passages import Passage, cut
from tests.cli.conftest import write_pdf


def passages(path: Path, pages: list[list[str]]) -> list[Passage]:
    paper = read_paper(write_pdf(path, pages))
    rows = labelled_rows(paper.pages)
    return [passage for _, found in cut(paper, identify(paper, path.name), rows) for passage in found]


def test_an_owner_is_never_in_one_passage_with_the_risk_of_the_next_row(tmp_path: Path) -> None:
    lines = [
        "Strategic risks",
        "16 Buses. Commercial routes are withdrawn and",
        "residents cannot get to work.",
        "12 12 Ada Merrick",
        "17 Homes. The range of homes that people need",
        "is not built in time.",
        "9 9 Idris Vale",
    ]
    found = passages(tmp_path / "risks.pdf", [lines])
    assert not any("Ada Merrick" in p.text and "17 Homes" in p.text for p in found)


def test_a_decision_keeps_its_lettered_points(tmp_path: Path) -> None:
    lines = [
        "MINUTES of a meeting of the Cabinet held on Thursday, 9 January 2025.",
        "PRESENT: Mr A Reader (Chairman) and Ms B Writer",
        "1. Apologies",
        "Apologies were received from Mr C Late.",
        "2. Library hours",
        "RESOLVED that:",
        "a) the library open on Sundays;",
        "b) a report be brought in June.",
        "3. Closing",
        "The meeting ended at noon.",
    ]
    (decision,) = [p for p in passages(tmp_path / "minutes.pdf", [lines]) if p.kind == "decision"]
    assert "a) the library open on Sundays;" in decision.text and "b) a report" in decision.text
    assert decision.minute is not None and (decision.minute.number, decision.minute.title) == ("2", "Library hours")
