"""Marks and lines that tell who presided and who of the members listed was there: a star, "Mr A Bell in the Chair"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records.people import MEMBER

LEGEND = re.compile(
    r"\*\s*(?:=|[-–:]|denotes|indicates|signifies|shows)?\s*(?:(?:those|a|the|members?) )*(?:present|attendance|in attendance|attended)\b",
    re.IGNORECASE,
)
"""What a paper says of the star beside a name: "(*Present)", "* denotes attendance"."""
AWAY_LEGEND = re.compile(
    r"\*\s*(?:=|[-–:]|denotes|indicates|signifies|shows)?\s*(?:(?:those|a|the|members?|not) )*(?:absen(?:t|ce)|apolog(?:y|ies)|not present)\b",
    re.IGNORECASE,
)
"""The same where the star is for those who stayed away: "* Absent"."""
_IN_THE_CHAIR = re.compile(
    rf"^\W*(?P<who>{MEMBER})(?:\s?\([^)]{{2,40}}\))?,?\s+(?i:(?:was |took )?(?:in )?the chair|presided|presiding|chaired the meeting)\W*$"
)


def in_the_chair(text: str) -> str | None:
    """Who took the chair, where a line says that and no more; else None."""
    found = _IN_THE_CHAIR.match(text.strip())
    return found["who"] if found else None


def by_star(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines of a list of members with a star, without it, and those that have none; the legend is neither."""
    said = [line for line in lines if not (LEGEND.search(line) or AWAY_LEGEND.search(line))]
    there = [line.strip().strip("*").strip() for line in said if re.match(r"\s*\*|.*\*\s*$", line)]
    return there, [line for line in said if not re.match(r"\s*\*|.*\*\s*$", line)]
