"""What a passage shows whatever is asked: worked out when it is first weighed and kept as long as the passage itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import Literal
from weakref import WeakKeyDictionary

from assistant.store.tables import PassageRow

Sign = Literal["decision", "attendance", "date", "number", "moved", "vote", "cause", "person"]

CAUSE = re.compile(
    r"\b(?:because|due to|as a result|owing to|reflect\w*|caused|driven by|following|so that|in order to|reasons?|(?-i:Why)(?! (?:does|do|did|is|was|are|were|has|have|can|will|should)\b)|explain(?:s|ed) that|on account of|for want of|thanks to|on the grounds? (?:that|of)|would not allow|(?:been|was|were) (?:revised|restated|corrected))\b",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"\b(?:for|against|abstain\w*|abstentions?)\W{0,3}\(?\d+|\bvot(?:e|es|ed|ing)\b|\b(?:carried|lost|unanimous\w*)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\b(?:proposed|moved|seconded)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d")
_PERSON = re.compile(r"\b(?:Councillor|Cllr|Mrs?|Ms|Miss|Dr|Sir)\b|\b[A-Z][a-z]+ [A-Z][a-z]+\b")
# The block over a report: from whom, to whom, whether it is a key decision.
_LABEL = r"(?:from|to|subject|classification|key decision|report (?:of|by|author)|contact(?: officer)?|author|wards? affected|your reference|portfolio|date of meeting)\s*:"
_FRONT = re.compile(rf"{_LABEL}[^:]{{0,160}}{_LABEL}", re.IGNORECASE)
_BARE = 60  # characters, below which a text is no more than a heading

_SIGNS: dict[Sign, Callable[[PassageRow], object]] = {
    "decision": lambda passage: passage.kind == "decision",
    "attendance": lambda passage: passage.kind == "attendance",
    "date": lambda passage: passage.times.get("text"),
    "number": lambda passage: _NUMBER.search(passage.text),
    "moved": lambda passage: _MOVED.search(passage.text),
    "vote": lambda passage: _VOTE.search(passage.text),
    "cause": lambda passage: CAUSE.search(passage.text),
    "person": lambda passage: _PERSON.search(passage.text),
}


@dataclass(slots=True)
class Traits:
    """``stems`` are those of the passage's own words, ``run`` the same in order, each between two spaces, ``around`` those of
    what stands over it. ``row`` is whether it is a table row, ``front`` whether it stands over a report, ``bare`` whether it
    is hardly more than a heading, ``times`` those it names (see ``retrieval.times``)."""

    id: int
    stems: frozenset[str]
    run: str
    around: frozenset[str]
    row: bool
    front: bool
    bare: bool
    times: Mapping[str, list[str]]
    _shown: dict[Sign, bool] = field(default_factory=dict)

    def shows(self, sign: Sign, passage: PassageRow) -> bool:
        """Whether the passage, whose traits these are, holds what a kind of question asks for."""
        shown = self._shown.get(sign)
        if shown is None:
            shown = self._shown[sign] = bool(_SIGNS[sign](passage))
        return shown


# By the very row: the shelf keeps a bounded number of rows and gives others when the papers change.
_KEPT: WeakKeyDictionary[PassageRow, Traits] = WeakKeyDictionary()


def traits_of(passage: PassageRow) -> Traits:
    """The traits of a passage. Thread-safe: two threads that meet it at once both make the same."""
    held = _KEPT.get(passage)
    if held is None:
        held = _KEPT[passage] = _traits(passage)
    return held


def _traits(passage: PassageRow) -> Traits:
    around, _, body = passage.terms.partition("\n")
    text = passage.text
    front = text.count(":", 0, 300) > 1 and _FRONT.search(text[:300]) is not None
    return Traits(
        id=passage.id,
        stems=frozenset(map(intern, body.split())),
        run=f" {body} ",
        around=_stems(around),
        row=passage.cells is not None,
        front=front,
        bare=passage.kind == "text" and len(text) < _BARE,
        times=passage.times,
    )


@lru_cache(maxsize=4096)  # all passages under one heading share it
def _stems(around: str) -> frozenset[str]:
    return frozenset(map(intern, around.split()))
