"""Texts and cells that a statement is held against, and whether they hold its figures, dates, names and words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from assistant.answering.claims import blanked, dates_in, figures_in, periods_in, stands_in_words, worded_in
from assistant.papers.normalise import contains, normalise
from assistant.records.dates import LIST_MARK, REFERENCE, DateMention, plain
from assistant.records.numbers import Figure, same_figure
from assistant.records.periods import Period
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import stem, terms
from assistant.retrieval.times import same_period

_TOKEN = re.compile(r"\d(?:[\d.,:/-]*\d)?")
_LESS = re.compile(
    r"\b(?:under|less|below|fewer|fell|fall|drop|reduc|sav|down|decreas|lower|minus|short|cut|negative|surplus)",
    re.IGNORECASE,
)
_IMPLIED = {
    "%": re.compile(r"%|\bper ?cent|\bpercentage|\bproportion", re.IGNORECASE),
    "per 10,000": re.compile(r"\bper 10,?000\b|\brate\b", re.IGNORECASE),
    "days": re.compile(r"\bdays?\b", re.IGNORECASE),
    "weeks": re.compile(r"\bweeks?\b", re.IGNORECASE),
    "months": re.compile(r"\bmonths?\b", re.IGNORECASE),
    "years": re.compile(r"\byears?\b", re.IGNORECASE),
    "hours": re.compile(r"\bhours?\b", re.IGNORECASE),
    "FTE": re.compile(r"\bFTE\b", re.IGNORECASE),
    "points": re.compile(r"\bpoints?\b", re.IGNORECASE),
}
_STARTS = re.compile(r"(?<![\w£$€])(?<!\d[.,/:])")
_ENDS = re.compile(r"(?![\w%]|[.,/:]\d|\s?(?:%|per\s?cent|million\b|[km]\b))")
_NOT = {"not", "never", "no", "nor", "neither", "without", "cannot", "nt", "none"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a cited row: the figure it prints, the words of its column and the periods that is of."""

    figure: Figure
    column: frozenset[str]
    periods: tuple[Period, ...]

    def named(self, periods: Sequence[Period], stems: frozenset[str]) -> bool:
        """Whether its column is named by one of these periods, or by words of these stems."""
        if any(same_period(period, own) for period in periods for own in self.periods):
            return True
        return bool(self.column) and all(word in stems or alike(word) & stems for word in self.column)


class Support:
    """Texts and cells that a statement is held against. ``close`` are passages and rows, ``pages`` whole pages.

    Each text is read by itself, so that what it holds is found once for all the answers that cite it.
    """

    def __init__(
        self, close: Sequence[str], pages: Sequence[str], facts: str, cells: Sequence[Cell], minutes: frozenset[str]
    ) -> None:
        self.close = tuple(dict.fromkeys(close))
        self.facts = facts
        self.pages = tuple(pages)
        self.cells = tuple(cells)
        self.minutes = minutes

    @classmethod
    def union(cls, supports: Sequence[Support], also: Iterable[str] = ()) -> Support:
        """One support of several, and of further texts that may be relied on like passages."""
        return cls(
            [*(text for s in supports for text in s.close), *also],
            list(dict.fromkeys(page for s in supports for page in s.pages)),
            "\n".join(s.facts for s in supports),
            [cell for s in supports for cell in s.cells],
            frozenset().union(*(s.minutes for s in supports)),
        )

    @cached_property
    def near(self) -> str:
        """Passages and rows with what is known of their papers."""
        return "\n".join(self._texts(anywhere=False))

    @cached_property
    def all(self) -> str:
        """Everything: passages, rows, papers and whole pages."""
        return "\n".join(self._texts(anywhere=True))

    def _texts(self, *, anywhere: bool) -> tuple[str, ...]:
        return (*self.close, self.facts, *self.pages) if anywhere else (*self.close, self.facts)

    def _figures(self, *, anywhere: bool) -> Iterator[Figure]:
        yield from (cell.figure for cell in self.cells)
        for text in self._texts(anywhere=anywhere):
            yield from figures_in(text)

    def has_figure(self, figure: Figure, said: str, *, anywhere: bool) -> bool:
        """Whether a figure stands there with its unit and scale; ``said`` is the sentence it is told in."""
        if any(_literally(figure.as_printed, text) for text in self._texts(anywhere=anywhere)):
            return True
        around = self.all if anywhere else self.near
        if any(_same(figure, other, said, around) for other in self._figures(anywhere=anywhere)):
            return True
        bare = figure.unit is None and figure.scale == 1
        return bare and any(stands_in_words(figure.value, text) for text in self._texts(anywhere=False))

    def has_number(self, word: str, worth: int, *, anywhere: bool) -> bool:
        """Whether a number written in words stands there, in words or in digits."""
        texts = self._texts(anywhere=anywhere)
        if any(worth == other for text in texts for _, other in worded_in(text)):
            return True
        if any(f" {word.lower()} " in _phrase(text) for text in texts):
            return True
        return any(figure.value == worth or figure.of == worth for figure in self._figures(anywhere=anywhere))

    def has_value(self, value: Decimal, *, anywhere: bool) -> bool:
        """Whether a figure of this worth stands there, whatever its unit and sign: it goes into a sum that is shown."""
        worths = (n for f in self._figures(anywhere=anywhere) for n in (f.value, f.count, f.of, f.share))
        return any(abs(Decimal(str(n))) == abs(value) for n in worths if n is not None)

    def has_digits(self, token: str) -> bool:
        """Whether a reference, a time or a list number stands there in just these signs."""
        return token in self._tokens

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(_TOKEN.findall(plain(self.near)))

    def has_date(self, date: DateMention, *, anywhere: bool) -> bool:
        """Whether a date stands there, or a fuller one that it is part of."""
        held = [other for text in self._texts(anywhere=anywhere) for other in dates_in(text)]
        known = [other for other in held if date.year in (None, other.year) and date.month == other.month]
        if any(date.day in (None, other.day) for other in known):
            return True
        if date.day is None and date.year is not None:  # "June 2025" for a period that holds that month
            return any((p.start.year, p.start.month) == (date.year, date.month) for p in self._periods)
        return self.has_name(date.as_printed, anywhere=anywhere)

    def has_period(self, period: Period) -> bool:
        """Whether a period stands there, by its words or by its days."""
        same = any((p.start, p.end) == (period.start, period.end) for p in self._periods)
        return same or self.has_name(period.as_printed, anywhere=False)

    @cached_property
    def _periods(self) -> list[Period]:
        headed = [period for cell in self.cells for period in cell.periods]
        return [*(period for text in self._texts(anywhere=False) for period in periods_in(text)), *headed]

    def has_name(self, name: str, *, anywhere: bool) -> bool:
        """Whether the words of a name stand there one behind the other."""
        wanted = f" {' '.join(_plain_words(name))} "
        return any(wanted in _phrase(text) for text in self._texts(anywhere=anywhere))

    def has_quote(self, quote: str) -> bool:
        """Whether a quotation stands on a page or in a passage, its parts in turn where it leaves something out."""
        parts = [part.strip(" ,;.–-") for part in re.split(r"\s?(?:…|\.\.\.)\s?", quote)]
        texts = [*self.pages, "\n".join(self.close), self.facts]
        return all(any(contains(text, part) for text in texts) for part in parts if re.search(r"\w", part))

    def has_minute(self, number: str) -> bool:
        """Whether a minute of this number is cited or named there."""
        named = re.search(
            rf"\bminutes?\W{{0,3}}(?:no\W{{0,2}}|number )?{re.escape(number)}(?![\w])", self.all, re.IGNORECASE
        )
        return number.lower() in self.minutes or bool(named)

    def stems(self) -> frozenset[str]:
        """The stems of the words of the passages and rows, and of what is known of their papers."""
        return _stems(self.near)

    def says(self, stems: frozenset[str], *, denied: bool) -> bool:
        """Whether one of these words stands there, affirmed or, ``denied``, with a negation shortly before it."""
        return any(found[0] in stems and found[1] == denied for found in stances_of(self.near))

    def is_under(self, figure: Figure, periods: Sequence[Period], stems: frozenset[str]) -> bool:
        """Whether a figure of a row stands under a column that is named, where the sentence names any of them.

        ``periods`` and ``stems`` are what the sentence says of columns: "the target was 85.0%", "74.9% in November 2024".
        """
        holding = [cell for cell in self.cells if _equal(figure, cell.figure)]
        if not holding or not any(cell.named(periods, stems) for cell in self.cells):
            return True
        return any(cell.named(periods, stems) for cell in holding)

    def is_of(self, figure: Figure, period: Period) -> bool:
        """Whether a figure of a row stands under a column of this very period, or under one of none."""
        holding = [cell for cell in self.cells if _equal(figure, cell.figure)]
        if not any(cell.periods for cell in holding):
            return True
        return any(not cell.periods or cell.named([period], frozenset()) for cell in holding)


def _equal(figure: Figure, other: Figure) -> bool:
    if figure.value is None or other.value is None:
        return False
    return abs(figure.value) == abs(other.value) or figure.value == (other.count or other.share)


def _same(figure: Figure, other: Figure, said: str, around: str) -> bool:
    """Whether a figure told is one held: value, scale, unit and bound."""
    if same_figure(figure, other):
        return True
    if figure.value is None or other.value is None:
        return False
    if figure.value in (other.count, other.of) and figure.unit is None and figure.of is None:
        return True
    if figure.value == other.share and figure.unit == "%":
        return True
    lower = other.value < 0 < figure.value and figure.value == -other.value and bool(_LESS.search(said))
    if not (figure.value == other.value or lower) or figure.bound not in (None, other.bound):
        return False
    if figure.unit == other.unit:
        return figure.of in (None, other.of)
    implied = _IMPLIED.get(figure.unit or "")
    if other.unit is None and implied is not None:
        return bool(implied.search(around))
    spelt = "pound" in said.lower() and other.unit == "GBP"
    return figure.unit is None and spelt


def _literally(printed: str, text: str) -> bool:
    """Whether something printed stands in a text as it is but for white space, not as a piece of a longer figure."""
    parts, flat = plain(printed).split(), _flat(text)
    at = flat.find(parts[0]) if parts else -1
    while at >= 0:
        end = _end_of(parts, flat, at)
        if end is not None and _STARTS.match(flat, at) and _ENDS.match(flat, end):
            return True
        at = flat.find(parts[0], at + 1)
    return False


def _end_of(parts: Sequence[str], text: str, at: int) -> int | None:
    """Where the parts end that follow one another in a text from a place, white space between them or not."""
    for part in parts:
        while text[at : at + 1].isspace():
            at += 1
        if not text.startswith(part, at):
            return None
        at += len(part)
    return at


@lru_cache(maxsize=2048)  # of the pages and passages that are cited
def _flat(text: str) -> str:
    """A text in which what is no figure is blank: dates, references, the numbers of lists."""
    flat = plain(text)
    spans = [date.span for date in dates_in(text)]
    spans += [match.span() for form in (REFERENCE, LIST_MARK) for match in form.finditer(flat)]
    return blanked(flat, spans)


@lru_cache(maxsize=2048)
def _phrase(text: str) -> str:
    return f" {' '.join(_plain_words(text))} "


def _plain_words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['’]s\b|['’]", "", normalise(text)))


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


@lru_cache(maxsize=512)
def stances_of(text: str) -> frozenset[tuple[str, bool]]:
    """Each stem of a text with whether one of the three words before it in its clause denies it."""
    found = set()
    for clause in re.split(r"[.;:\n•]", text):
        words = [re.sub(r"n['’]t$", "nt", w) for w in re.findall(r"[^\W_]+(?:['’]t)?", clause.lower())]
        for i, word in enumerate(words):
            denied = any(w in _NOT or (w.endswith("nt") and w[:-2] in _AUXILIARY) for w in words[max(0, i - 3) : i])
            found.add((stem(word), denied))
    return frozenset(found)


_AUXILIARY = {
    "did",
    "do",
    "does",
    "was",
    "were",
    "is",
    "are",
    "has",
    "have",
    "had",
    "would",
    "could",
    "should",
    "wo",
    "ca",
}
