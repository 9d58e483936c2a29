"""Labelled lines within one cell or block: "Date: 3 May 2025 Officer: J Smith Progress: Complete." """

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.records.roles import Role, role_of

_LABEL = re.compile(
    r"(?:^|(?<=[\s.;,)]))(?P<label>(?:(?:Revised |New |Original )?(?:Target |Due |Completion )?[Dd]ate(?: due)?|Deadline|Timescale|By when|Due"
    r"|(?:(?:Responsible|Lead|Link|Contact) )?[Oo]fficers?(?: [Rr]esponsible)?|Lead|Owner|By whom|Responsible(?: person)?"
    r"|Progress(?: update| to date)?|(?:Latest )?[Uu]pdate|(?:Current )?[Pp]osition|Response|Comments?|Status|Outcome))\s?:\s*"
)
_AS: dict[Role | None, Role] = {"date": "timescale", "outcome": "progress", "revised": "timescale"}


class Labelled(NamedTuple):
    """What a text says under its labels, and what stands before the first of them.

    ``clear`` is False where a label for who or when stands twice: which of them holds is not said.
    """

    fields: dict[Role, str]
    before: str
    clear: bool


def read_labels(text: str) -> Labelled:
    """A text taken apart at its labels; a second progress note stays with the first."""
    starts: list[tuple[Role, int, int]] = []
    clear = True
    for match in _LABEL.finditer(text):
        found = role_of(match["label"])
        role = _AS.get(found, found)
        if role is None:
            continue
        if all(role != other for other, _, _ in starts):
            starts.append((role, match.start(), match.end()))
        elif role in {"timescale", "lead"}:
            clear = False
    fields: dict[Role, str] = {}
    for i, (role, _, end) in enumerate(starts):
        until = starts[i + 1][1] if i + 1 < len(starts) else len(text)
        if value := " ".join(text[end:until].split()).strip(" ;,"):
            fields[role] = value
    return Labelled(fields, " ".join(text[: starts[0][1]].split()) if starts else " ".join(text.split()), clear)
