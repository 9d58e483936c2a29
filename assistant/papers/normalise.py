"""One form of text for comparing and searching, and where on a page a quotation stands.

``normalise`` keeps words and spaces and is what search sees. ``contains`` and ``locate`` compare more loosely
still: white space, hyphens inside words and the look-alikes I, l and 1 make no difference, whole words and
numbers do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from assistant.papers.model import Box, Word

MOST_RUNS = 40
"""Pieces a table row's quotation may fall into: more columns are not read as one row."""
MERGED_REACH = 45.0
"""Points by which the text of a merged cell may stand above or below the row that it also belongs to."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃\u00ad", "-"),
    }
)
_LOOKS = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеорсухѕіјһԁԛѡ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲ",
        "ABESIJKMHOPCTYXaeopcyxsijhdqw" + "ABEZHIKMNOPTYXoc",
        strict=True,
    )
)
_FOREIGN = re.compile(r"[^\W\d_]*[\u0370-\u03ff\u0400-\u052f][^\W\d_]*")
_REPAIRS = (
    (re.compile(r"\bQ\s?[Il|](?=\W|$)"), "Q1"),
    (re.compile(r"\bQ\s(?=[1-4]\b)"), "Q"),
    (re.compile(rf"\b[Il]\s?(?=\d(?:st|nd|rd|th)?\s+{_MONTH})"), "1"),
    (re.compile(rf"(?<=\b[23])[Il](?=(?:st|nd|rd|th)?\s+{_MONTH})"), "1"),
    (re.compile(rf"\b[Il](?=(?:st)?\s+{_MONTH}[a-z]*\s+\d)"), "1"),
    (re.compile(r"(?<=\d)[Il](?=\d)"), "1"),
    (re.compile(r"(?m)^(\W{0,2})[Il](?=\.\s+[A-Z])"), r"\g<1>1"),
)
# What all of these begin with, looked for first: most texts hold none of it.
_TO_REPAIR = re.compile(r"Q[\sIl|]|[Il](?<!\w.)(?:[\s\d.]|st)|\d[Il]", re.DOTALL)
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\s+(?=[a-z])")
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_ALIKE = str.maketrans("il|", "111")


def normalise(text: str) -> str:
    """The text for comparing and search: lower case, one kind of quote and dash, single spaces, misread signs
    mended.

    A word broken at a line end is joined and keeps its hyphen; bullets from private-use fonts, control
    characters and invisible ones go; Cyrillic and Greek letters that pose as Latin ones become Latin; "Q I",
    "QI" and "l 5 June" become "q1" and "15 june".
    """
    if text.isascii():
        text = text.replace("`", "'")  # the only sign of those
    else:
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
        text = _FOREIGN.sub(_to_latin, text)
    if not text.isprintable():
        text = text.translate(_KEPT)
    if _TO_REPAIR.search(text):
        for pattern, repair in _REPAIRS:
            text = pattern.sub(repair, text)
    if "-" in text:
        text = _BROKEN_WORD.sub("-", text)
    return " ".join(text.casefold().split())


class _Kept(dict[int, int | None]):
    """Characters as they stay, or None for those that go, each looked up once."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        self[code] = code if char.isspace() or unicodedata.category(char) not in _DROPPED else None
        return self[code]


_DROPPED = frozenset(("Cc", "Cf", "Co", "Cn", "Cs"))
_KEPT = _Kept()


def _to_latin(match: re.Match[str]) -> str:
    """A word whose foreign letters all look Latin, in Latin; a real Greek or Cyrillic word is left."""
    word = match.group()
    if all(char in _LOOKS or not "\u0370" <= char <= "\u052f" for char in word):
        return "".join(_LOOKS.get(char, char) for char in word)
    return word


def contains(page_text: str, quote: str) -> bool:
    """Whether the quotation stands on the page, in whole words; an empty one does not."""
    wanted = _squeezed(quote)
    return bool(wanted) and bool(_places(*_squeezed_words(page_text), wanted, first_only=True))


class PageWords(NamedTuple):
    """A page's words in reading order with their squeezed forms, one by one and put together, and where each begins there."""

    words: Sequence[Word]
    pieces: tuple[str, ...]
    text: str
    starts: tuple[int, ...]


def page_words(words: Sequence[Word]) -> PageWords:
    """A page's words, made ready for ``locate_on`` to look for one quotation after another."""
    pieces = tuple(_squeezed(word.text) for word in words)
    return PageWords(words, pieces, *_joined(pieces))


def locate(words: Sequence[Word], quote: str) -> list[Box]:
    """Boxes around exactly the words of the quotation among a page's words in reading order: see ``locate_on``."""
    return locate_on(page_words(words), quote)


def locate_on(page: PageWords, quote: str) -> list[Box]:
    """Boxes around exactly the words of the quotation, one for each printed line; [] when it does not stand
    there.

    A quotation made of a table row's cells is found as well when its cells are not neighbours in that order (merged cells): then each is a run of words beside the
    others.
    """
    wanted = _squeezed(quote)
    if not wanted:
        return []
    words, pieces, text, starts = page
    places = _places(text, starts, wanted, first_only=True)
    if places:
        first, last = places[0]
        return _line_boxes([words[i].box for i in range(first, last + 1) if pieces[i]])
    runs = _row_runs(words, text, starts, quote)
    return [box for first, last in runs for box in _line_boxes([w.box for w in words[first : last + 1]])]


@lru_cache(maxsize=65536)  # the words of papers recur, and every quotation is looked for among a page's words
def _squeezed(text: str) -> str:
    """The normal form without white space and inner hyphens, with I, l and 1 as one sign."""
    return _INNER_HYPHEN.sub("", normalise(text)).replace(" ", "").translate(_ALIKE)


@lru_cache(maxsize=1024)  # a quotation is looked for in all the passages of its page
def _squeezed_words(text: str) -> tuple[str, tuple[int, ...]]:
    return _joined(tuple(_squeezed(word) for word in text.split()))


def _joined(pieces: tuple[str, ...]) -> tuple[str, tuple[int, ...]]:
    """Squeezed words put together, and where each begins; a word broken over a line end loses its hyphen."""
    out = list(pieces)
    for index, (piece, following) in enumerate(pairwise(pieces)):
        if piece[-1:] == "-" and len(piece) > 1 and _is_letter(piece[-2]) and following and _is_letter(following[0]):
            out[index] = piece[:-1]
    return "".join(out), tuple(accumulate(map(len, out[:-1]), initial=0)) if out else ()


def _is_letter(char: str) -> bool:
    return char.isalpha() or char == "1"  # an i or l is a 1 here


def _places(text: str, starts: tuple[int, ...], wanted: str, *, first_only: bool = False) -> list[tuple[int, int]]:
    """(first word, last word) of each appearance that cuts no word and no number in two."""
    found = []
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        first, last = bisect_right(starts, at) - 1, bisect_right(starts, end - 1) - 1
        word_end = starts[last + 1] if last + 1 < len(starts) else len(text)
        if _whole(text, starts[first], at, end, word_end):
            found.append((first, last))
            if first_only:
                break
        at = text.find(wanted, at + 1)
    return found


def _whole(text: str, word_start: int, start: int, end: int, word_end: int) -> bool:
    if start > word_start:
        before = text[start - 1]
        if (before.isalnum() and text[start].isalnum()) or (text[start].isdigit() and before in "-+.,/"):
            return False
    if end < word_end:
        after = text[end]
        if after.isalnum() and text[end - 1].isalnum():
            return False
        # A point that ends its word ends a sentence: "in March 2023." stands whole before "3. Recommendations".
        if text[end - 1].isdigit() and (after == "%" or (after in ".,/" and text[end + 1 : word_end][:1].isdigit())):
            return False
    return True


def _line_boxes(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that follow one another on one line made one."""
    lines: list[Box] = []
    for box in boxes:
        if lines:
            x0, y0, x1, y1 = lines[-1]
            shared = min(y1, box[3]) - max(y0, box[1])
            if shared > 0.4 * min(y1 - y0, box[3] - box[1]) and box[0] >= x0:
                lines[-1] = x0, min(y0, box[1]), max(x1, box[2]), max(y1, box[3])
                continue
        lines.append(box)
    return lines


def _row_runs(words: Sequence[Word], text: str, starts: tuple[int, ...], quote: str) -> list[tuple[int, int]]:
    """The quotation as runs of words that stand beside one another, or [] when it is not such a row."""
    parts = quote.split()
    options: list[list[tuple[int, int]]] = []
    at = 0
    parts = [part for part in parts if _squeezed(part)]
    while at < len(parts):
        end, places = _longest_run(text, starts, parts, at)
        if not places or len(options) >= MOST_RUNS:
            return []
        options.append(places)
        at = end
    options = [[place for place in places if _stands_apart(words, *place)] for places in options]
    if not all(options):
        return []
    anchor = max(options, key=lambda places: places[0][1] - places[0][0])
    for slack in (0.0, MERGED_REACH):
        for first, last in anchor:
            low, high = _height(words, first, last)
            row = (low - slack, high + slack)
            beside = [[p for p in places if _beside(_height(words, *p), row)] for places in options]
            if all(beside):
                return [places[0] for places in beside]
    return []


def _stands_apart(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a run of words is a cell's: no word of its line stands a word space before or behind it."""
    for inner, outer in ((first, first - 1), (last, last + 1)):
        if not 0 <= outer < len(words):
            continue
        a, b = words[inner].box, words[outer].box
        gap = max(a[0], b[0]) - min(a[2], b[2])
        if gap < 0.6 * (a[3] - a[1]) and _beside((a[1], a[3]), (b[1], b[3])):
            return False
    return True


def _longest_run(text: str, starts: tuple[int, ...], parts: list[str], at: int) -> tuple[int, list[tuple[int, int]]]:
    best: tuple[int, list[tuple[int, int]]] = (at, [])
    for end in range(at + 1, len(parts) + 1):
        places = _places(text, starts, _squeezed(" ".join(parts[at:end])))
        if not places:
            break
        best = end, places
    return best


def _height(words: Sequence[Word], first: int, last: int) -> tuple[float, float]:
    boxes = [word.box for word in words[first : last + 1]]
    return min(box[1] for box in boxes), max(box[3] for box in boxes)


def _beside(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return min(a[1], b[1]) - max(a[0], b[0]) > 0.4 * min(a[1] - a[0], b[1] - b[0])
