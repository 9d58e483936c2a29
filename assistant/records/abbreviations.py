"""Abbreviations as a paper defines them: "Multi-Agency Safeguarding Hub (MASH)"."""

from __future__ import annotations

import re
from collections import Counter

_DEFINED = re.compile(r"((?:[A-Za-z][\w'’&/-]*[ \n]+){1,9})\(([A-Z][A-Za-z]?[A-Z]{1,5}s?)\)")
_SMALL = {"and", "of", "the", "for", "in", "to", "on", "a", "with"}


def find_abbreviations(text: str) -> dict[str, str]:
    """Short form -> long form, where the words before the brackets begin with its letters."""
    found: dict[str, str] = {}
    for match in _DEFINED.finditer(text):
        short = match.group(2).removesuffix("s") if match.group(2)[-1:] == "s" else match.group(2)
        long = _long_form(match.group(1).split(), short.upper())
        if long and short not in found:
            found[short.upper()] = long
    return found


def _long_form(before: list[str], letters: str) -> str | None:
    """The shortest run of words at the end whose initials spell the letters, small words allowed between."""
    for end in (len(before), len(before) - 1):  # "Child Protection Plan (CP)": a last word may be left out
        found = _spelt(before[:end], letters)
        if found:
            return found
    return None


def _spelt(before: list[str], letters: str) -> str | None:
    for start in range(len(before) - 1, -1, -1):
        run = before[start:]
        parts = [part for word in run for part in re.split(r"[-/]", word) if part]
        every = "".join(part[0].upper() for part in parts)
        telling = "".join(part[0].upper() for part in parts if part.lower() not in _SMALL)
        if letters in {every, telling} and run[0].lower() not in _SMALL and len(run) > 1:
            return " ".join(run)
    return None


_NAME = re.compile(r"\b[A-Z][a-z’']+(?:[ -](?:(?:and|of|for|the|in|to) )?[A-Z][a-z’']+){1,5}\b")


_LEADING = re.compile(r"^(?:(?:And|Of|The|For|In|To|On|A|With|This|That|Its)\b ?)+")


def find_initials(text: str) -> dict[str, str]:
    """Initials -> name, for names that the text writes with capitals more than once ("Initial Assessment Team": IAT).

    Initials that more than one name has are left out.
    """
    names = Counter(_LEADING.sub("", " ".join(name.split())) for name in _NAME.findall(text))
    by_initials: dict[str, set[str]] = {}
    for name, count in names.items():
        initials = "".join(word[0] for word in re.split(r"[ -]", name) if word and word.lower() not in _SMALL)
        if count > 1 and len(initials) > 2:
            by_initials.setdefault(initials, set()).add(name)
    return {initials: next(iter(found)) for initials, found in by_initials.items() if len(found) == 1}
