"""What a text claims, as if somebody else had written it: its sentences, and in each the markers, figures, dates, names,
quotations and minute numbers that must stand somewhere in the papers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.records.dates import DateMention, find_dates
from assistant.records.numbers import Figure, find_figures
from assistant.records.periods import Period, find_periods

MARKER = re.compile(r"(?<!\\)\[(\d{1,3})\]")

# A sentence ends at its stop, with the quotation marks, bold and markers behind it; a line always ends one.
_END = re.compile(r"[.!?:][\"”’)*]*(?:\s*\[[^\]\s]{1,16}\])*+(?=\s|$)|\n+")
_NO_END = re.compile(
    r"(?:\b(?:Mrs?|Ms|Dr|No|Nos|Cllrs?|Rev|St|para|paras|approx|e\.g|i\.e|etc|vs|p|pp)|\b[A-Z]|^\W*\d{1,3}|[;:,]\s(?:and\s)?\(?\d{1,2}|:)$"
)
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"\n]+)\"|(?m:^>[ \t]?(.+)$)")
_POINT = re.compile(r"([;:.,]\s(?:and\s)?)(\(?\d{1,2}[.)])(?=\s+[A-Z(]|\s*$)")  # "…; 2. Agree that"
_MINUTE = re.compile(r"\bminutes?\s+(?:no\.?\s*|number\s+)?(\d{1,4}(?:[./]\d{1,3})?[a-z]?)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\d.,:/-]*\d)?")
_CAPITAL = r"[A-Z][\w’'-]*"
_NAME = re.compile(rf"(?<![\w’']){_CAPITAL}(?:(?:\s+|-){_CAPITAL})*")
_OPENERS = re.compile(r"(?:^|[.!?:;|“\"(>*\n–•-])\s*$")
_TITLE = re.compile(
    r"^(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|The|A|An|In|On|At|For|By|From|No|It|This|That|As|And)\s+"
)
_CALENDAR = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I|Q)$"
)

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORTH = {word: n for n, word in enumerate(_UNITS.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join([*_WORTH, *_LARGE])
_WORDED = re.compile(rf"(?<![\w-])(?:{_WORD})(?:(?:-|\s+(?:and\s+)?)(?:{_WORD}))*(?![\w-])", re.IGNORECASE)
_COUNTED_IN_WORDS = 20
_ONE = re.compile(
    r"\b(?:votes? )?(?:to|for|against|and) one\b|\bone (?:vote|member|councillor|against|abstention|abstained)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text with the white space behind it; ``block`` counts the paragraphs, list items and rows."""

    text: str
    block: int

    @property
    def markers(self) -> frozenset[int]:
        """The numbers of the markers inside it."""
        return frozenset(int(number) for number in MARKER.findall(self.text))

    @property
    def empty(self) -> bool:
        """Whether it is nothing but signs and white space."""
        return not re.search(r"\w", MARKER.sub("", self.text))


def sentences_of(text: str) -> list[Sentence]:
    """A text cut into sentences that put together are the text again. A quotation or a row of a table is never cut."""
    found: list[Sentence] = []
    start = block = 0
    for match in _END.finditer(text):
        line_end = match.group().startswith("\n")
        before = text[start : match.start()]
        if not line_end and (
            _in_table(text, match.start())
            or _inside_quotation(before)
            or _NO_END.search(before)
            or match.group()[0] == ":"
        ):
            continue
        end = match.end()
        while end < len(text) and text[end] in " \t":
            end += 1
        if end > start:
            found.append(Sentence(text[start:end], block))
        start = end
        block += line_end
    if start < len(text):
        found.append(Sentence(text[start:], block))
    return found


def _in_table(text: str, at: int) -> bool:
    return text.startswith("|", text.rfind("\n", 0, at) + 1)


def _inside_quotation(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def quotations(text: str) -> list[str]:
    """What a text puts in quotation marks or in a quotation block, without its markers."""
    found = [next(group for group in match.groups() if group) for match in _QUOTED.finditer(text)]
    return [said for said in (unmarked(quote).strip() for quote in found) if re.search(r"\w", said)]


def unmarked(text: str) -> str:
    """A text without markers and bold, and with the brackets of papers as they are printed."""
    return re.sub(r"\\([\[\]*_|])", r"\1", MARKER.sub("", text).replace("**", ""))


def bare(text: str) -> str:
    """A text of the same length whose markers, bold, quotations and list numbers are blanks: what it says itself."""
    said = MARKER.sub(lambda m: " " * len(m.group()), text).replace("**", "  ")
    said = _QUOTED.sub(lambda m: " " * len(m.group()), said)
    return _POINT.sub(lambda m: m[1] + " " * len(m[2]), said)


@lru_cache(maxsize=4096)
def figures_in(text: str) -> tuple[Figure, ...]:
    """Every figure of a text in digits, as ``records.numbers`` finds them."""
    return tuple(find_figures(text))


@lru_cache(maxsize=4096)
def dates_in(text: str) -> tuple[DateMention, ...]:
    """Every date of a text, whole or partial."""
    return tuple(find_dates(text))


@lru_cache(maxsize=4096)
def periods_in(text: str) -> tuple[Period, ...]:
    """Every period of a text that needs no day to be understood."""
    return tuple(find_periods(text))


def minutes_in(text: str) -> list[str]:
    """The numbers of the minutes that a text names: "28" for "minute 28"."""
    return _MINUTE.findall(text)


@lru_cache(maxsize=4096)
def worded_in(text: str) -> tuple[tuple[str, int], ...]:
    """Numbers written in words with their worth, "eighteen" and 18; "one" is left out, which is seldom a number."""
    found = []
    for match in _WORDED.finditer(text):
        worth = _worth(re.split(r"[\s-]+", match.group().lower()))
        if worth not in (None, 1) and match.group().lower() not in _LARGE:
            found.append((match.group(), worth or 0))
    return tuple(found)


def stands_in_words(value: float | int | None, text: str) -> bool:
    """Whether a small count stands in a text as a word, as minutes print votes: "three votes to one"."""
    if not isinstance(value, int) or not 0 < value <= _COUNTED_IN_WORDS:
        return False
    return any(worth == value for _, worth in worded_in(text)) or (value == 1 and bool(_ONE.search(text)))


def _worth(words: list[str]) -> int | None:
    total = current = 0
    for word in words:
        if word == "and":
            continue
        if word in _LARGE:
            current = max(current, 1) * _LARGE[word]
            if _LARGE[word] > 100:
                total, current = total + current, 0
        else:
            current += _WORTH[word]
    return total + current


def digits_left(text: str) -> list[str]:
    """Whatever else has digits: references, phone numbers, times, list numbers that are not at the head of a line."""
    left = re.sub(r"(?m)^(\W*)(\d{1,3})([.)]\s)", lambda m: m[1] + " " * len(m[2]) + m[3], text)
    spans = [figure.span for figure in figures_in(text) if figure.span] + [date.span for date in dates_in(text)]
    return _DIGITS.findall(blanked(left, spans))


def names_in(text: str) -> list[str]:
    """Runs of capitalised words: people, posts, bodies, places. A single word that opens a sentence is none."""
    undated = blanked(text, [date.span for date in dates_in(text)])
    return [name for name in _names(undated) if not _CALENDAR.match(name)]


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with blanks in some places, so that everything else keeps its own."""
    left = list(text)
    for start, end in spans:
        left[start:end] = " " * (end - start)
    return "".join(left)


def _names(text: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        name, opens = " ".join(match.group().split()), bool(_OPENERS.search(text[: match.start()]))
        shorter = name
        while _TITLE.match(shorter):
            shorter = _TITLE.sub("", shorter, count=1)
        if opens and shorter == name and " " in name and not _looks_named(name):
            shorter = name.split(" ", 1)[1]
        elif opens and shorter == name and " " not in name:
            continue
        shorter = re.sub(r"['’]s?$", "", shorter)
        if len(shorter) > 1:
            yield shorter


def _looks_named(name: str) -> bool:
    # "Cabinet Member" opens a sentence as it stands in the papers; the words before a name ("Both Councillor …") do not.
    return len(name.split()) <= 3
