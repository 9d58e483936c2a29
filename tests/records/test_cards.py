"""Cards: one small table a risk or a measure, with the same labels on each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.records.model import Observation, Resolution, Risk
from tests.records.ruled import Ruled, of, write

SHADE = "#DDE6EE"
HEADS = [["Ref", "Title", "Residual", "Rating", "Movement"]]


def risk(number: str, title: str, described: str, scores: tuple[str, str, str], owner: str) -> Ruled:
    return Ruled(
        [
            [f"<b>{number} – {title}</b>", "", "", ""],
            ["<b>Risk</b>", described, "", ""],
            ["<b>Controls</b>", f"What is done about {title.lower()}.", "", ""],
            *[["<b>Inherent (L x I)</b>", "<b>Residual (L x I)</b>", "<b>Target score</b>", "<b>Movement</b>"]],
            [*scores, "Static"],
            ["<b>Risk owner</b>", owner, "", ""],
        ],
        bold=(),
        spans=[(0, 0, 0, 3), (1, 1, 1, 3), (2, 1, 2, 3), (5, 1, 5, 3)],
        fills={(3, column): SHADE for column in range(4)},
    )


def register(path: Path, *before: str | Ruled) -> Path:
    return write(
        path,
        "# Strategic Risk Register",
        "Position at 30 June 2025",
        *before,
        risk("SR1", "Pier closure", "The pier shuts for a season.", ("4 x 4 = 16", "3 x 4 = 12", "8"), "Head of Piers"),
        "Reviewed by the harbour board.",
        risk("SR2", "Dune loss", "Storms take the dunes.", ("5 x 4 = 20", "5 x 3 = 15", "10"), "Head of Coast"),
    )


def test_a_risk_printed_as_a_card_is_a_risk(tmp_path: Path) -> None:
    first, second = of(Risk, register(tmp_path / "register.pdf"))
    assert (first.number, first.description) == ("SR1", "Pier closure – The pier shuts for a season.")
    assert (first.inherent_score, first.current_score, first.target_score) == (16, 12, 8)
    assert (first.owner, first.direction, first.mitigation) == (
        "Head of Piers",
        "Static",
        "What is done about pier closure.",
    )
    assert (second.number, second.current_as_printed, second.position_at) == ("SR2", "5 x 3 = 15", date(2025, 6, 30))
    assert "Risk owner Head of Coast" in second.as_printed


def test_a_summary_and_its_cards_are_one_register(tmp_path: Path) -> None:
    rows = [["SR1", "Pier closure", "12", "Amber", "Static"], ["SR2", "Dune loss", "15", "Red", "Up"]]
    summary = Ruled([["Risk", "Title", "Residual", "Rating", "Movement"], *rows])
    found = of(Risk, register(tmp_path / "register.pdf", "# Summary", summary, "# The risks"))
    assert [(r.number, r.owner, r.rating) for r in found] == [
        ("SR1", "Head of Piers", "amber"),
        ("SR2", "Head of Coast", "red"),
    ]


def test_a_summary_with_another_score_is_told_beside_the_card(tmp_path: Path) -> None:
    summary = Ruled(
        [
            ["Risk", "Title", "Residual", "Rating"],
            ["SR1", "Pier closure", "16", "Red"],
            ["SR2", "Dune loss", "15", "Red"],
        ]
    )
    found = of(Risk, register(tmp_path / "register.pdf", "# Summary of risks", summary, "# The risks"))
    assert [(r.number, r.current_score) for r in found] == [("SR1", 16), ("SR1", 12), ("SR2", 15)]


def test_one_card_alone_is_no_set(tmp_path: Path) -> None:
    card = risk("SR1", "Pier closure", "The pier shuts.", ("4 x 4 = 16", "3 x 4 = 12", "8"), "Head of Piers")
    assert of(Risk, write(tmp_path / "one.pdf", "# Notes on the pier", card)) == []


def measure(title: str, owner: str, figures: list[str], comment: str) -> Ruled:
    heads = ["<b>Q2 2023/24</b>", "<b>Q1 2024/25</b>", "<b>Q2 2024/25</b>", "<b>Target</b>", "<b>RAG</b>"]
    blank = [""] * 4
    return Ruled(
        [[f"<b>{title}</b><br/>Owner: {owner}", *blank], heads, figures, [f"Comment: {comment}", *blank]],
        bold=(),
        spans=[(0, 0, 0, 4), (3, 0, 3, 4)],
        fills={(1, column): SHADE for column in range(5)},
    )


def measures(path: Path) -> Path:
    return write(
        path,
        "# Performance report – Quarter 2 2024/25",
        "# Measure cards",
        measure(
            "PK1 Parks: lawns cut in time",
            "Head of Parks – A Moss",
            ["88%", "90%", "91% (r)", "90%", "Green"],
            "Dry June.",
        ),
        "More below.",
        measure(
            "PK2 Benches mended", "Head of Parks – A Moss", ["30", "41", "38", "45", "Red"], "No timber. Due in May."
        ),
    )


def test_a_measure_printed_as_a_card_is_an_indicator(tmp_path: Path) -> None:
    found = of(Observation, measures(tmp_path / "cards.pdf"))
    assert [(o.indicator_id, o.period, o.value, o.rating) for o in found] == [
        ("PK1", "Q2 2023/24", 88, None),
        ("PK1", "Q1 2024/25", 90, None),
        ("PK1", "Q2 2024/25", 91, "green"),
        ("PK2", "Q2 2023/24", 30, None),
        ("PK2", "Q1 2024/25", 41, None),
        ("PK2", "Q2 2024/25", 38, "red"),
    ]
    assert {o.owner for o in found} == {"Head of Parks – A Moss"}
    assert (found[0].name, found[0].commentary, found[2].note) == ("Parks: lawns cut in time", "Dry June.", "revised")


def test_the_forms_of_a_decision_notice_keep_their_reader(tmp_path: Path) -> None:
    def form(title: str, decision: str) -> Ruled:
        rows = [
            [f"<b>{title}</b>", ""],
            ["<b>Decision</b>", decision],
            ["<b>Reasons</b>", "It is due."],
            ["<b>Options</b>", "None."],
        ]
        return Ruled(rows, bold=(), spans=[(0, 0, 0, 1)])

    path = write(
        tmp_path / "notice.pdf",
        "# Decision Notice",
        "# Cabinet – 3 March 2025",
        form("Title: Pier", "That the pier be painted."),
        "And also:",
        form("Title: Dunes", "That the dunes be fenced."),
    )
    assert [r.text for r in of(Resolution, path)] == ["That the pier be painted.", "That the dunes be fenced."]
