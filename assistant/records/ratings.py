"""Ratings: the colour a cell is filled with, or the letter or word in it, as one of a few names; never invented."""

from __future__ import annotations

import colorsys
import re
from typing import NamedTuple

from assistant.papers.model import Colour
from assistant.records.model import RatingSource

_LETTERS = {"r": "red", "a": "amber", "g": "green", "b": "blue"}
_WORDS = re.compile(
    r"^\W*(red|amber|yellow|orange|green|blue|grey|gray)\b(?:\W*(?:rated|rag|status))?\W*$", re.IGNORECASE
)
_HUES = [
    (0.045, "red"),
    (0.143, "amber"),
    (0.19, "yellow"),
    (0.47, "green"),
    (0.72, "blue"),
    (0.93, "purple"),
    (1.01, "red"),
]
"""Hue (0 to 1) up to which a colour has a name. Orange and gold are both what papers call amber."""


class Rating(NamedTuple):
    """A rating's name, and whether a fill, a letter or a word says it."""

    name: str
    source: RatingSource


def rating_of(text: str, fill: Colour | None) -> Rating | None:
    """The rating a cell shows: by its fill, else by what is written in it; None where neither says."""
    named = colour_name(fill) if fill is not None else None
    if named is not None:
        return Rating(named, "fill")
    letter = text.strip(" .()").lower()
    if letter in _LETTERS:
        return Rating(_LETTERS[letter], "letter")
    word = _WORDS.match(text)
    if word:
        said = word.group(1).lower()
        return Rating({"orange": "amber", "gray": "grey"}.get(said, said), "word")
    return None


def colour_name(fill: Colour) -> str | None:
    """What a fill would be called; None for white and for tints so pale that they are no rating but a background."""
    red, green, blue = (part / 255 for part in fill)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    chroma = max(red, green, blue) - min(red, green, blue)
    if chroma < 0.12 or saturation < 0.2:
        return "grey" if 0.25 < lightness < 0.9 else None
    if lightness > 0.93:
        return None
    return next(name for end, name in _HUES if hue < end)
