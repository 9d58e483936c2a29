"""Whether a record's field holds what its label says: exact for numbers, dates, names and words; see README.md."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

BULLETS = re.compile(r"(?:(?<=\s)|^)[•▪◦●‣·\uf0b7\uf0a7\uf0fc]\s*")
_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys("‘’`", "'"), **dict.fromkeys("“”", '"')})
_TITLES = re.compile(
    r"^(?:(?:the|councillors?|cllrs?|mr|mrs|ms|miss|mx|dr|sir|dame|lord|lady|rev)\b\.?\s+)+", re.IGNORECASE
)
_EDGES = ".,;:()[]\"'“”‘’"
PEOPLE = {"chair", "vice_chair", "mover", "seconder", "present", "apologies", "substitutes", "in_attendance", "names"}
IDENTITY = ("side", "column", "name")
"""The field by which a thing in a list is told from the others."""
SPECS = {"sha256", "words", "first", "starts", "contains", "ends", "least", "most", "any", "all"}


def plain(text: str) -> str:
    """A text with single spaces and without bullet signs."""
    return " ".join(BULLETS.sub("", text).split())


def loose(text: str) -> str:
    """A text as keys compare it: letter case, kinds of dash and of quotation mark aside."""
    return plain(text).translate(_DASHES).casefold()


def person(text: str) -> str:
    """A name without titles before it."""
    return _TITLES.sub("", plain(text)).translate(_DASHES)


def digest(text: str) -> str:
    """The hash by which a label tells a text that it does not quote."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()


def is_empty(value: Any) -> bool:
    """Whether a field holds nothing. 0 and False are something."""
    return value is None or value == "" or value == []


def is_spec(expected: Any) -> bool:
    """Whether a label's value is one of README.md's ways of saying what a text must be."""
    return isinstance(expected, Mapping) and bool(expected) and set(expected) <= SPECS


def agrees(expected: Any, actual: Any, field: str = "", *, key: bool = False) -> bool:
    """Whether a field holds what the label says; ``key`` compares texts as keys are compared."""
    if expected is None:
        return is_empty(actual)
    if is_spec(expected):
        return _by_spec(expected, actual, field, key)
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, (int, float)):
        return isinstance(actual, (int, float)) and abs(expected - actual) <= 1e-9 * max(1.0, abs(expected))
    if isinstance(expected, list):
        return isinstance(actual, list) and _lists(expected, actual, field, key)
    if isinstance(expected, Mapping):
        return isinstance(actual, Mapping) and all(
            agrees(value, actual.get(name), "names" if name == "name" and field in PEOPLE else name, key=key)
            for name, value in expected.items()
            if name != "optional"
        )
    return _texts(expected, _name(actual, field), field, key)


def _name(actual: Any, field: str) -> Any:
    """A person told by a text is compared by name."""
    return actual.get("name") if field in PEOPLE and isinstance(actual, Mapping) else actual


def _texts(expected: str, actual: Any, field: str, key: bool) -> bool:
    if not isinstance(actual, str):
        return False
    if field in PEOPLE:
        return person(expected) == person(actual)
    return loose(expected) == loose(actual) if key else plain(expected) == plain(actual)


def _lists(expected: list[Any], actual: list[Any], field: str, key: bool) -> bool:
    if len(expected) != len(actual):
        return False
    if field not in PEOPLE:
        return all(agrees(e, a, field, key=key) for e, a in zip(expected, actual, strict=True))
    left = list(actual)
    for name in expected:
        found = next((i for i, one in enumerate(left) if agrees(name, one, field, key=key)), None)
        if found is None:
            return False
        del left[found]
    return True


def _by_spec(spec: Mapping[str, Any], actual: Any, field: str, key: bool) -> bool:
    if "any" in spec:
        return any(agrees(one, actual, field, key=key) for one in spec["any"])
    if "all" in spec:
        return all(agrees(one, actual, field, key=key) for one in spec["all"])
    actual = _name(actual, field)
    if not isinstance(actual, str):
        return False
    if "sha256" in spec:
        words = actual.split()
        text = " ".join(words[: spec["words"]] if spec.get("first") else words)
        return bool(digest(text) == spec["sha256"])
    tidy = loose if key else plain
    text = tidy(actual)
    if "most" in spec:
        return tidy(spec["least"]) in text and _in_order(text, tidy(spec["most"]))
    return (
        text.startswith(tidy(spec.get("starts", "")))
        and text.endswith(tidy(spec.get("ends", "")))
        and tidy(spec.get("contains", "")) in text
    )


def _in_order(text: str, whole: str) -> bool:
    """Whether all words of a text stand in another in that order, punctuation at their edges aside."""
    words = iter(word.strip(_EDGES) for word in whole.split())
    return all(any(word == other for other in words) for word in (w.strip(_EDGES) for w in text.split()) if word)
