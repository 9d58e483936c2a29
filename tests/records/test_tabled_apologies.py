"""Apologies in minutes kept as a table: under their own item, in words of their own; never said to be none where some stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.model import Meeting
from tests.answering.test_telling import told
from tests.conftest import _ingested, _opened
from tests.records.ruled import Ruled, of, write


def _minutes(path: Path, said: str) -> Path:
    return write(
        path, "# Ostwick District Council", "# Audit and Governance Committee",
        "Minutes of the meeting held on Wednesday 24 September 2025 at 2.00 pm in Abbey House",
        "Present: Cllrs Dorothy Verity (Chairman), Malcolm Bask and Femi Ogun",
        Ruled([["Min.", "Item", "Action by"], ["AG/17", f"Apologies for absence<br/>{said}", ""],
               ["AG/18", "Declarations of interest<br/>None.", ""], ["AG/19", "Annual report<br/>AGREED: that the report be noted.", ""]],
              widths=[60, 500, 120]),
    )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "Received from Cllr Rourke and from Ms Anneka Lund (co-opted member).",
        "Were received from Cllr Rourke and Ms Anneka Lund.",
    ],
)
def test_who_sent_apologies_is_read_under_their_item(said: str, tmp_path: Path) -> None:
    (meeting,) = of(Meeting, _minutes(tmp_path / "a.pdf", said))
    assert [person.name.split()[-1] for person in meeting.apologies] == ["Rourke", "Lund"]


@pytest.mark.parametrize(("said", "none"), [("Cllr Rourke could not come.", False), ("There were none.", True)])
def test_none_are_told_only_where_the_minute_says_nobody(said: str, none: bool, tmp_path: Path) -> None:
    _minutes(tmp_path / "a.pdf", said)
    for assistant in _opened(_ingested(tmp_path, tmp_path / "store")):
        answer = told(assistant.ask("Who sent apologies to the audit and governance committee on 24 September 2025?"))
        assert ("no apologies are recorded" in answer) is none, answer
