"""Decisions that minutes tell in one paragraph with what was moved, or as the recommendation that was put."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.records.test_decision_forms import decided, sides

MOVED = "Councillor Marsh moved, and Councillor Reed seconded, that the rent be £58."


@pytest.mark.parametrize(
    "lead", ["Agreed: that", "RESOLVED: that", "Agreed without a vote:", "Agreed without a division: that"]
)
def test_a_decision_in_the_paragraph_of_its_motion_is_kept(tmp_path: Path, lead: str) -> None:
    (found,) = decided(tmp_path, f"Officers had asked for more. {MOVED} {lead} the rent of a plot be £58 from 2026.")
    assert found.text == f"{lead} the rent of a plot be £58 from 2026."
    assert (found.mover, found.seconder) == ("Councillor Marsh", "Councillor Reed")


def test_a_mover_told_behind_the_decision_is_still_its_mover(tmp_path: Path) -> None:
    (found,) = decided(tmp_path, "RESOLVED to mend 40 lamps. Proposed Cllr Vale, seconded Cllr Reed.")
    assert (found.mover, found.seconder) == ("Cllr Vale", "Cllr Reed")


def test_a_recommendation_that_was_put_and_agreed(tmp_path: Path) -> None:
    (found,) = decided(
        tmp_path,
        "Members had a petition. The recommendation was put and agreed (6 for, 1 against): that lamps be lit all night.",
    )
    assert found.verb == "agreed" and "lamps be lit all night" in found.text
    assert sides(found) == {"for": 6, "against": 1}
