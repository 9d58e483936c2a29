"""Risks: registers of the sample corpus against their source, registers in other councils' styles, loose lines, following."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.records.model import Risk, TableReading
from assistant.records.risk_following import follow_risks
from assistant.records.scores import parse_score, risk_rating
from tests.records.ruled import Ruled, of, write

SOURCE = Path(__file__).resolve().parents[2] / "corpus" / "sources" / "data" / "risks.yaml"
RED, AMBER, GREEN = "#E0453A", "#F6B233", "#5FB25F"


@pytest.mark.parametrize(
    ("printed", "value", "word"),
    [
        ("16", 16, None),
        ("L4 x I5 = 20", 20, None),
        ("4 x 4 = 16", 16, None),
        ("(5x4) 20", 20, None),
        ("20 (5 × 4)", 20, None),
        ("4 x 5", 20, None),
        ("High (15)", 15, "high"),
        ("12 Amber", 12, "amber"),
        ("Very High", None, "very high"),
        ("4 x 4 = 15", None, None),  # contradicts itself
        ("New", None, None),
        ("N/A", None, None),
        ("D2", None, None),
        ("4 5", None, None),
        ("March 2025", None, None),
        ("12/03/2025", None, None),
        ("The score was 16 in March but is expected to fall to 12 in the autumn", None, None),
        ("", None, None),
    ],
)
def test_a_score_is_what_is_printed_or_it_is_none(printed: str, value: float | None, word: str | None) -> None:
    assert parse_score(printed) == (value, word)


def test_a_rating_is_drawn_written_or_none() -> None:
    assert risk_rating("20", (224, 69, 58)) == ("red", "fill")
    assert risk_rating("H", None) == ("high", "word")
    assert risk_rating("R", None) == ("red", "letter")
    assert risk_rating("16", None) is None


@pytest.mark.parametrize(
    ("file", "issue", "pages"),
    [
        ("scrutiny-agenda-pack-2024-11-20.pdf", "nov-2024", (14, 15)),
        ("scrutiny-agenda-pack-2025-06-11.pdf", "june-2025", (14, 15)),
        ("strategic-risk-register-june-2025.pdf", "june-2025", (2, 3)),
    ],
)
def test_the_registers_of_the_sample_are_read_cell_by_cell(
    sample_papers: Path, file: str, issue: str, pages: tuple[int, int]
) -> None:
    wanted = [(row, row[issue]) for row in yaml.safe_load(SOURCE.read_text("utf-8")) if issue in row]
    found = of(Risk, sample_papers / file)
    assert len(found) == len(wanted)  # five or six reds in the narrative make no record
    for (row, now), risk in zip(wanted, found, strict=True):
        assert risk.number == str(now["number"])
        assert risk.description == row["description"].replace("**", "")
        assert risk.mitigation == " ".join(f"• {line}" for line in now.get("mitigation", row["mitigation"]))
        assert risk.previous_as_printed == str(now["previous"])
        assert risk.previous_score == (None if now["previous"] == "New" else now["previous"])
        assert (risk.current_as_printed, risk.current_score) == (str(now["current"]), now["current"])
        drawn = "red" if now["current"] >= 20 else "amber" if now["current"] >= 10 else "green"
        assert (risk.rating, risk.rating_source) == (drawn, "fill")
        assert risk.owner == now.get("owner", row["owner"])
        assert risk.direction in ("New", None)
        assert risk.page in pages and all(piece.boxes for piece in risk.pieces)


def test_the_risks_inside_a_report_are_a_register_of_that_report(sample_papers: Path) -> None:
    found = of(Risk, sample_papers / "cabinet-part-ii-residential-care-contracts-2025-06-17.pdf")
    assert [(risk.rating, risk.number, risk.owner) for risk in found] == [
        ("amber", None, None),
        ("green", None, None),
        ("amber", None, None),
    ]
    assert {risk.register_title for risk in found} == {"5. Risks"}
    assert {risk.access for risk in found} == {"exempt"}


def test_factors_under_their_own_heads_and_a_head_over_two_rows(tmp_path: Path) -> None:
    table = Ruled(
        [
            [
                "Ref",
                "Risk Description",
                "Inherent Risk",
                "",
                "",
                "Existing Controls",
                "Residual Risk",
                "",
                "",
                "Lead Officer",
            ],
            ["", "", "Likelihood", "Impact", "Score", "", "Likelihood", "Impact", "Score", ""],
            [
                "CR01",
                "Loss of key supplier leading to failure of service",
                "4",
                "5",
                "20",
                "Contract reviews",
                "3",
                "4",
                "12",
                "Head of Procurement",
            ],
            [
                "CR02",
                "Fraud goes undetected in a small team",
                "3",
                "3",
                "9",
                "Internal audit plan",
                "2",
                "3",
                "",
                "Chief Internal Auditor",
            ],
            ["CR03", "Storm damage to the sea wall", "A", "5", "", "Inspections", "", "", "Medium", "TBC"],
        ],
        bold=(0, 1),
        spans=[(0, 2, 0, 4), (0, 6, 0, 8), (0, 0, 1, 0), (0, 1, 1, 1), (0, 5, 1, 5), (0, 9, 1, 9)],
        widths=[45, 150, 55, 50, 45, 120, 60, 50, 50, 110],
    )
    first, second, third = of(Risk, write(tmp_path / "register.pdf", "# Corporate Risk Register", table))
    assert (first.number, first.owner) == ("CR01", "Head of Procurement")
    assert (first.inherent_score, first.current_score, first.previous_score) == (20, 12, None)
    assert first.mitigation == "Contract reviews"
    assert (second.current_as_printed, second.current_score) == ("2 3", 6)  # both factors printed, no product
    assert (third.current_as_printed, third.current_score, third.rating) == ("Medium", None, "medium")
    assert third.inherent_score is None


def test_scores_of_several_quarters_are_the_latest_and_the_one_before(tmp_path: Path) -> None:
    table = Ruled(
        [
            ["Risk ID", "Risk Title", "Risk Owner", "Q4 Score", "Q3 Score", "Direction", "Target Score"],
            ["R1", "Cyber attack", "SIRO", "20", "16", "Increased", "12"],
            ["R2", "Budget gap", "S151 Officer", "25", "25", "No change", "16"],
        ]
    )
    first, second = of(Risk, write(tmp_path / "quarters.pdf", "# Corporate risks 2025/26", table))
    assert (first.previous_score, first.current_score, first.target_score) == (16, 20, 12)
    assert (first.direction, second.direction) == ("Increased", "No change")


def test_one_risk_over_several_rows_and_a_table_over_pages(tmp_path: Path) -> None:
    rows = [["No.", "Risk", "Mitigating actions", "Target date", "Current rating", "Owner"]]
    rows += [
        [
            str(n),
            f"Risk number {n} comes to pass and the service stops",
            f"First action on {n}",
            "March 2026",
            "16",
            "A. Clerk",
        ]
        for n in range(1, 31)
    ]
    rows.insert(3, ["", "", "Second action on 2", "", "", ""])
    found = of(Risk, write(tmp_path / "long.pdf", "# Strategic Risk Register", Ruled(rows, repeat=1)))
    assert [risk.number for risk in found] == [str(n) for n in range(1, 31)]
    assert found[1].mitigation == "First action on 2 Second action on 2"
    assert {risk.page for risk in found} > {1, 2}
    assert all(risk.rating is None and risk.current_score == 16 for risk in found)


def test_a_zebra_background_is_no_rating(tmp_path: Path) -> None:
    rows = [["Ref", "Risk", "Controls", "Risk score", "Risk owner"]]
    rows += [[str(n), f"The roof of building {n} leaks", "Repairs", "9", "Estates"] for n in range(1, 5)]
    fills = {(r, c): "#BFD8A0" for r in (2, 4) for c in range(5)} | {(3, 3): RED}
    found = of(Risk, write(tmp_path / "zebra.pdf", "# Risk register", Ruled(rows, fills=fills)))
    assert [risk.rating for risk in found] == [None, None, "red", None]


@pytest.mark.parametrize(
    "head",
    [
        ["Option", "Benefits", "Risks", "Cost"],
        ["Protected characteristic", "Evidence", "Adverse impact", "Mitigation and responsible officer"],
        ["Action", "Lead officer", "Due date", "Progress"],
        ["Description", "Mitigation", "Owner", "Status"],
        ["", "", "", ""],
    ],
)
def test_other_tables_are_not_claimed(tmp_path: Path, head: list[str]) -> None:
    rows = [head, *[["One thing or another", "Some more words", "And more again", "Open"]] * 3]
    assert not of(Risk, write(tmp_path / "other.pdf", "# Proposals", Ruled(rows)))


def test_a_risk_in_prose_is_no_record(tmp_path: Path) -> None:
    said = "Risk 4 is that the budget is overspent. The mitigation is monthly monitoring; the owner is the Director."
    assert not of(Risk, write(tmp_path / "prose.pdf", "# Risk management", said))


def test_awkward_rows_are_left_and_counted(tmp_path: Path) -> None:
    long = "controls and more controls " * 130
    rows = [
        ["Ref", "Risk", "Mitigation", "Score", "Owner"],
        ["1", "A flood closes the depot", long, "12", "Operations"],
        ["2", "", "", "15", "Operations"],
        ["3", "A fire closes the depot", "Sprinklers", "twelve", "Operations"],
    ]
    path = write(tmp_path / "awkward.pdf", "# Risk register", Ruled(rows, widths=[40, 120, 500, 50, 50]))
    found = of(Risk, path)
    assert [(risk.number, risk.current_score) for risk in found] == [("1", 12), ("3", None)]
    assert found[0].mitigation == " ".join(long.split())
    (reading,) = [reading for reading in of(TableReading, path) if reading.read_as == "risk"]
    assert (reading.records, reading.left) == (2, 1) and reading.reason


LOOSE = """Risk|No.|Description Mitigation Previous score|Current score|Risk Owner|1 Budget is not balanced|by the deadline|
- Monthly reports go to the board and savings|plans are agreed|20 16 Ann|Barley|2 Staff cannot be found|- Pay review
- Campaign with the college|12 12 Colin Dray|3 The bridge must close|- Weekly inspection|NEW 15 Ann Barley|
4 No bullet tells where the mitigation begins|and so this stays text|9 9 Colin Dray|5 Records are lost|- Copies off site
- Test restore|6 6 Moved to another register|6 The ferry stops|- Contract with a second yard|8 12 Ann Barley""".replace(
    "\n", ""
)


def write_lines(path: Path, text: str) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for n, line in enumerate(text.replace("- ", "|- ").replace("||", "|").split("|")):
        canvas.drawString(50, 780 - 14 * n, line)
    canvas.save()
    return path


def test_loose_lines_are_read_where_they_leave_one_reading(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "loose.pdf", LOOSE)
    found = of(Risk, path)
    assert [(r.number, r.previous_as_printed, r.current_score, r.owner) for r in found] == [
        ("1", "20", 16, "Ann Barley"),
        ("2", "12", 12, "Colin Dray"),
        ("3", "NEW", 15, "Ann Barley"),
        ("5", "6", 6, None),  # a note, not a name
        ("6", "8", 12, "Ann Barley"),
    ]
    assert {risk.certainty for risk in found} == {"likely"}
    assert found[0].description == "Budget is not balanced by the deadline"
    (reading,) = of(TableReading, path)
    assert (reading.rows, reading.records, reading.left) == (6, 5, 1) and reading.reason


def test_the_loose_register_of_a_real_pack(real_papers: Path) -> None:
    path = real_papers / "ecsc-scrutiny-2023-07-18.pdf"
    found = {risk.number: risk for risk in of(Risk, path)}
    owners = {n: risk.owner for n, risk in found.items()}
    assert len(found) == 23
    # What stands overleaf may be of its description or of its mitigation: it is of neither.
    assert [piece.page for piece in found["22"].pieces] == [139] and found["22"].description.endswith("Authorities.")
    assert (found["22"].current_score, found["22"].owner) == (8, "Anthony Payne")
    assert owners["1"] == owners["20"] == "David Northey"
    assert owners["2"] == owners["13"] == owners["23"] == "Sharon Muldoon"
    assert owners["5"] == owners["9"] == owners["10"] == "Anna Coles"
    assert owners["18"] is None
    assert {n: risk.current_score for n, risk in found.items() if risk.current_score and risk.current_score >= 20} == {
        "1": 25, "2": 20, "3": 20, "4": 20, "5": 20, "20": 25, "21": 20,
    }  # fmt: skip
    assert (found["17"].previous_score, found["17"].current_score) == (12, 9)
    assert [piece.page for piece in found["1"].pieces] == [130, 131]


def test_risks_are_followed_by_their_wording_and_not_by_their_number(sample_papers: Path) -> None:
    files = [
        ("scrutiny-agenda-pack-2024-11-20.pdf", date(2024, 11, 20)),
        ("scrutiny-agenda-pack-2025-06-11.pdf", date(2025, 6, 11)),
        ("strategic-risk-register-june-2025.pdf", date(2025, 6, 11)),
    ]
    threads = follow_risks([(day, risk) for file, day in files for risk in of(Risk, sample_papers / file)])
    assert len(threads) == 15  # the register of June, in two papers, counts once
    by_name = {thread.seen[0].risk.description.split(".")[0]: thread for thread in threads}
    assert by_name["Relocation of the waste depot is delayed"].state == "closed"
    assert by_name["Home to school transport"].state == "new"
    assert by_name["Homelessness"].direction == "up"
    assert by_name["Medium term financial gap"].direction == "down"
    assert by_name["Cyber attack"].direction == "same"
    assert not any(thread.renumbered for thread in threads)


def risk(number: str, description: str, score: float, title: str = "Risk Register") -> Risk:
    return Risk(page=1, as_printed=description, register_title=title, number=number, description=description, current_score=score)  # fmt: skip


def test_a_reworded_and_renumbered_risk_is_the_same_and_twins_are_not_joined() -> None:
    old, new = date(2024, 4, 1), date(2024, 10, 1)
    threads = follow_risks(
        [
            (old, risk("1", "Failure to recruit and retain qualified social workers", 20)),
            (old, risk("2", "Failure of an IT system used by adult social care", 9)),
            (old, risk("3", "Failure of an IT system used by adult social work", 9)),
            (new, risk("4", "Failure to recruit and retain enough qualified social workers", 16)),
            (new, risk("2", "Failure of an IT system used by adult social team", 9)),
            (new, risk("1", "Flooding of the harbour", 12)),
            (new, risk("1", "Flooding of the harbour", 12, "Project risks")),
        ]
    )
    same = next(thread for thread in threads if "recruit" in thread.seen[0].risk.description)
    assert [one.risk.number for one in same.seen] == ["1", "4"]
    assert same.renumbered and same.direction == "down"
    twins = [thread for thread in threads if "IT system" in thread.seen[0].risk.description]
    assert sorted(len(thread.seen) for thread in twins) == [1, 1, 1]
    assert sum("Flooding" in thread.seen[0].risk.description for thread in threads) == 2


@pytest.mark.parametrize(
    ("done", "next_step"),
    [
        ("What we already do", "Next step and date"),
        ("Existing controls", "What will we do next?"),
        ("Controls in place", "Next steps"),
        ("What has been done", "What more is needed"),
    ],
)
def test_what_is_still_to_be_done_is_apart_from_what_is_done(done: str, next_step: str, tmp_path: Path) -> None:
    rows = [
        ["Ref", "Risk", "Owner", "Current score", "Target score", "Since last time", done, next_step],
        ["SR1", "Tall blocks fail fire standards", "Director of Housing", "10", "5", "▼", "New alarms", "Cladding off by June 2026"],
        ["SR2", "Major flood on the river", "Director of Place", "12", "9", "↔", "Flood wardens; pumps", "–"],
    ]  # fmt: skip
    found = of(Risk, write(tmp_path / "a.pdf", "# Strategic Risk Register", Ruled(rows)))
    assert [(one.mitigation, one.further) for one in found] == [
        ("New alarms", "Cladding off by June 2026"),
        ("Flood wardens; pumps", None),
    ]
    assert [one.current_score for one in found] == [10, 12]


def test_planned_actions_alone_are_what_is_done(tmp_path: Path) -> None:
    rows = [["Ref", "Risk", "Owner", "Score", "Next steps"], ["1", "The pier shuts for a season", "Head of Piers", "12", "Divers look at the piles"], ["2", "Storms take the dunes", "Head of Coast", "8", "Fencing"]]  # fmt: skip
    found = of(Risk, write(tmp_path / "a.pdf", "# Risk Register", Ruled(rows)))
    assert [(one.mitigation, one.further) for one in found] == [("Divers look at the piles", None), ("Fencing", None)]
