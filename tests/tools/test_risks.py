"""Risks: by topic, owner, score and register; followed by their wording although numbers change hands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.records.model import Risk
from assistant.tools.names import Finder
from assistant.tools.registers import register
from assistant.tools.risks import find_risks

AUTUMN, SUMMER = date(2024, 11, 20), date(2025, 6, 11)
Make = Callable[..., tuple[Finder, Finder]]
FLOOD = "Flooding from the river. Defences are overtopped in an extreme event."
DEPOT = "Relocation of the waste depot. The lease ends before the new site is ready."
CYBER = "Cyber attack. Systems and data are lost for a prolonged period."


def risk(number: str, description: str, score: float, owner: str = "Ivy Ash", **more: object) -> Risk:
    fields = {"page": 2, "as_printed": f"{number} {description} {score:g}", "register_title": "Strategic Risk Register",
              "number": number, "description": description, "current_as_printed": f"{score:g}", "current_score": score,
              "owner": owner}  # fmt: skip
    return Risk.model_validate(fields | more)


def registers(finders: Make) -> tuple[Finder, Finder]:
    return finders(
        (
            "autumn",
            AUTUMN,
            [risk("1", FLOOD, 20), risk("2", DEPOT, 12, "Bo Birch"), risk("9", CYBER, 25, access="exempt")],
        ),
        (
            "summer",
            SUMMER,
            [risk("1", FLOOD, 12), risk("2", "Home to school transport. Cost grows faster than the budget.", 16)],
        ),
    )


def test_the_latest_register_with_movement_and_where_it_was_before(finders: Make) -> None:
    public, _ = registers(finders)
    found = find_risks(public)
    assert [(row.number, row.state, row.movement) for row in found.rows] == [("2", "new", None), ("1", "open", "down")]
    flood = found.rows[1]
    assert flood.working == "20 in the register of 20 November 2024, 12 now"
    assert [(e.current_score, e.citation.document) for e in flood.earlier] == [(20.0, "autumn.pdf")]
    assert found.note == "In an earlier register and not in the latest: 1."
    assert [row.description for row in find_risks(public, min_score=16).rows] == [found.rows[0].description]


def test_a_number_may_mean_two_risks_and_a_closed_one_is_found_by_topic(finders: Make) -> None:
    public, _ = registers(finders)
    both = find_risks(public, "risk number 2")
    assert [(row.description[:5], row.state) for row in both.rows] == [("Home ", "new"), ("Reloc", "closed")]
    assert both.note is not None and "Numbers are those of each register" in both.note
    assert [row.state for row in find_risks(public, "waste depot").rows] == ["closed"]
    assert [row.number for row in find_risks(public, owner="birch").rows] == ["2"]
    assert find_risks(public, owner="Zed").note == "No owner held here is called 'Zed'."


def test_the_register_of_an_earlier_day(finders: Make) -> None:
    public, _ = registers(finders)
    assert [row.current_score for row in find_risks(public, on=date(2025, 1, 1)).rows] == [20.0, 12.0]


def test_an_exempt_risk_is_in_no_row_note_or_count(finders: Make) -> None:
    public, cleared = registers(finders)
    assert find_risks(public, "cyber attack").rows == []
    assert find_risks(public).scope.records == 4
    assert [row.number for row in find_risks(cleared, "cyber attack").rows] == ["9"]
    assert "latest: 2" in (find_risks(cleared).note or "")


def test_a_risk_is_found_by_its_reference_however_it_is_typed(finders: Make) -> None:
    public, _ = finders(("autumn", AUTUMN, [risk("CR08", FLOOD, 20), risk("CR18", DEPOT, 12)]))
    for asked in ("CR08", "cr 8", "risk CR08", "Risk no. CR8"):
        assert [row.number for row in find_risks(public, asked).rows] == ["CR08"], asked


def test_what_a_register_prints_beside_the_score_is_in_the_row(finders: Make) -> None:
    printed = {"direction": "Reducing", "inherent_as_printed": "5 x 5 = 25", "inherent_score": 25}
    public, _ = finders(("autumn", AUTUMN, [risk("1", FLOOD, 20, **printed), risk("2", DEPOT, 9, direction="Static")]))
    flood, depot = find_risks(public).rows
    assert (flood.movement, flood.direction, flood.inherent_as_printed) == ("down", "Reducing", "5 x 5 = 25")
    assert depot.movement == "same"
    (first, _) = register(public, "risks")
    assert (first["inherent"], first["direction"], first["movement"]) == ("5 x 5 = 25", "Reducing", "down")
