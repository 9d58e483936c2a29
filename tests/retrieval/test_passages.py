"""Cutting a paper into passages."""

from __future__ import annotations

from pathlib import Path

from assistant.papers.read import read_paper
from assistant.papers.tables import labelled_rows
from assistant.records.identify import identify
from assistant.records.model import Risk
from assistant.retrieval.passages import Passage, cut
from tests.cli.conftest import write_pdf
from tests.records.ruled import Ruled, of, write


def passages(path: Path, pages: list[list[str]]) -> list[Passage]:
    return of_paper(write_pdf(path, pages))


def of_paper(path: Path) -> list[Passage]:
    paper = read_paper(path)
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


def risk_card(number: str, title: str, said: str, scores: tuple[str, str, str], owner: str) -> Ruled:
    return Ruled(
        [
            [f"<b>{number} – {title}</b>", "", ""],
            ["<b>Risk</b>", said, ""],
            ["<b>Inherent</b>", "<b>Residual</b>", "<b>Target</b>"],
            [*scores],
            ["<b>Risk owner</b>", owner, ""],
        ],
        bold=(),
        spans=[(0, 0, 0, 2), (1, 1, 1, 2), (4, 1, 4, 2)],
        fills={(2, column): "#DDE6EE" for column in range(3)},
    )


def test_a_card_is_one_passage_with_each_label_before_what_it_says(tmp_path: Path) -> None:
    path = write(
        tmp_path / "register.pdf",
        "# Strategic Risk Register",
        risk_card("SR1", "Pier closure", "The pier shuts for a season.", ("16", "12", "8"), "Head of Piers"),
        "Reviewed by the harbour board.",
        risk_card("SR2", "Dune loss", "Storms take the dunes.", ("20", "15", "10"), "Head of Coast"),
    )
    first, second = [passage for passage in of_paper(path) if passage.kind == "row"]
    assert first.cells == [
        ("Ref", "SR1"),
        ("Title", "Pier closure"),
        ("Risk", "The pier shuts for a season."),
        ("Inherent", "16"),
        ("Residual", "12"),
        ("Target", "8"),
        ("Risk owner", "Head of Piers"),
    ]
    assert second.text == of(Risk, path)[1].as_printed  # by which its record is found


def test_a_note_over_all_columns_stands_under_none_of_their_heads(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Measure", "May", "June", "Target"],
            ["Bins missed", "71", "58", "60"],
            ["Bins emptied late", "12", "14", "10"],
            ["Both are counted by the contractor since the depot moved.", "", "", ""],
        ],
        spans=[(3, 0, 3, 3)],
    )
    path = write(tmp_path / "scorecard.pdf", "# Bins", table)
    (note,) = [p for p in of_paper(path) if p.text.startswith("Both are counted")]
    assert note.cells == [("", "Both are counted by the contractor since the depot moved.")]
