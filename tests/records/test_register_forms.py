"""Registers whose columns are headed as councils head them: risks with their consequence, audit recommendations, payments."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.model import Action, BudgetLine, Risk
from tests.records.ruled import Ruled, of, write


@pytest.mark.parametrize("named", ["Risk and consequence", "Risk / cause / effect", "Risk, causes and consequences"])
def test_a_risk_told_with_its_consequence_and_scores_by_likelihood_and_impact(tmp_path: Path, named: str) -> None:
    rows = [
        ["Ref", named, "Inherent", "", "", "Existing controls", "Residual", "", "", "Target score", "Further actions (owner / date)", "Risk owner"],
        ["", "", "L", "I", "Score", "", "L", "I", "Score", "", "", ""],
        ["CR1", "The budget is not balanced, leading to a notice", "5", "5", "25", "Monthly monitoring", "4", "5", "20", "12", "Review of charges (Head of Finance / Mar 2026)", "Chief Finance Officer"],
        ["CR2", "An attack takes systems away for five days", "5", "4", "20", "Offsite copies", "3", "4", "12", "8", "Test of the plan (Head of ICT / Feb 2026)", "Director of Resources"],
    ]  # fmt: skip
    spans = [(0, 2, 0, 4), (0, 6, 0, 8), *[(0, c, 1, c) for c in (0, 1, 5, 9, 10, 11)]]
    found = of(Risk, write(tmp_path / "risks.pdf", "# Corporate Risk Register", Ruled(rows, bold=(0, 1), spans=spans)))
    told = [(r.number, r.inherent_score, r.current_score, r.target_score, r.owner) for r in found]
    assert told == [("CR1", 25, 20, 12, "Chief Finance Officer"), ("CR2", 20, 12, 8, "Director of Resources")]
    assert found[0].description == "The budget is not balanced, leading to a notice"
    assert "Monthly monitoring" in (found[0].mitigation or "")


def test_what_a_manager_reports_beside_the_status_of_an_audit_recommendation(tmp_path: Path) -> None:
    rows = [
        ["Audit", "Recommendation", "Priority", "Original due date", "Revised due date", "Responsible officer", "Status / management update"],
        ["ICT Assets", "Reconcile the register to the devices", "High", "30/06/2025", "31/03/2026", "Head of ICT", "In progress. 1,112 of 1,390 devices checked."],
        ["Payroll", "Document the check of overtime", "Low", "31/10/2025", "", "Head of HR", "Complete"],
    ]  # fmt: skip
    found = of(Action, write(tmp_path / "audit.pdf", "# Recommendations outstanding", Ruled(rows)))
    told = [(a.outcome, a.progress, a.complete) for a in found]
    assert told == [
        ("ICT Assets", "In progress. 1,112 of 1,390 devices checked.", False),
        ("Payroll", "Complete", True),
    ]


def test_a_payment_is_named_by_who_was_paid_and_for_what(tmp_path: Path) -> None:
    rows = [["Payee", "Detail", "Net £", "VAT £", "Total £"], ["Greenways Ltd", "Grass cutting x 2", "340.00", "68.00", "408.00"],
            ["Village Hall", "Room hire", "27.50", "0.00", "27.50"], ["Total", "", "367.50", "68.00", "435.50"]]  # fmt: skip
    found = of(BudgetLine, write(tmp_path / "payments.pdf", "# Payments for approval", Ruled(rows)))
    assert [line.service for line in found] == [
        "Greenways Ltd – Grass cutting x 2",
        "Village Hall – Room hire",
        "Total",
    ]
    assert [amount.value for amount in found[0].amounts] == [340.0, 68.0, 408.0]
