"""What is wrong with a sentence, held against what it stands on: the first fault, or None where everything stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from assistant.answering.answer import Checked
from assistant.answering.claims import (
    Sentence,
    bare,
    blanked,
    dates_in,
    digits_left,
    figures_in,
    minutes_in,
    names_in,
    periods_in,
    quotations,
    unmarked,
    worded_in,
)
from assistant.answering.support import Support, stances_of
from assistant.answering.workings import workings_in
from assistant.records.numbers import Figure
from assistant.records.periods import Period
from assistant.retrieval.terms import stem, terms

OVERLAP = 0.6
"""Share of the telling words of a model's sentence that must stand where it cites. Words a paper uses for what it says
reach 0.7 and more when they are put into one sentence; sentences made up over the same page seldom pass 0.4."""

_ALIKE = (
    "increase increased rise rises rose risen rising grow grew grown higher",
    "decrease decreased fall falls fell fallen falling drop dropped reduce reduced lower declined",
    "improve improved improvement better",
    "worsen worsened worse deteriorated",
    "approve approved approval adopt adopted agree agreed resolve resolved endorse endorsed accept accepted carried",
    "reject rejected refuse refused turned lost defeated",
    "defer deferred postpone postponed adjourned",
    "refer referred",
    "note noted",
    "recommend recommended",
    "withdraw withdrawn withdrew",
    "unanimous unanimously",
    "complete completed completion finished closed",
    "cancel cancelled abolish abolished scrapped",
    "overdue late delayed slipped",
    "red",
    "amber",
    "green",
    "exceed exceeded above over",
    "below under missed",
    "overspend overspent",
    "underspend underspent",
    "appoint appointed elect elected",
    "resign resigned dismissed suspended",
    "chair chaired",
    "majority most",
    "all every",
    "half",
    "third thirds",
    "double doubled twice",
    "triple tripled",
)
_GROUPS = [frozenset(stem(word) for word in words.split()) for words in _ALIKE]
_GROUP_OF = {word: group for group in _GROUPS for word in group}
_UP, _DOWN = _GROUPS[0], _GROUPS[1]
_REPORTING = frozenset(
    stem(word)
    for word in [
        "paper",
        "papers",
        "document",
        "source",
        "says",
        "say",
        "said",
        "states",
        "stated",
        "shows",
        "shown",
        "records",
        "recorded",
        "tells",
        "told",
        "gives",
        "given",
        "according",
        "reads",
    ]
)
_NEGATION = re.compile(r"\b(?:not|never|no|nor|neither|without|none|nobody|nothing|cannot|\w+n['’]t)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"^\s*(?:[\w%,-]+\s){0,6}?to\s", re.IGNORECASE)
_BINDS = re.compile(
    r"^\W*(?:in|for|at|by|as at|as of|during|on|\()?\s*(?:the\s)?(?:(?:end|month|quarter|year)\sof\s)?$", re.IGNORECASE
)


def count(sentence: Sentence) -> Checked:
    """How many figures, dates, names and quotations a sentence holds, those inside its quotations included."""
    said = unmarked(sentence.text)
    return Checked(
        figures=len(figures_in(said)) + len(worded_in(bare(sentence.text))),
        dates=len(dates_in(said)),
        names=len(names_in(bare(sentence.text))),
        quotes=len(quotations(sentence.text)),
    )


def claims_something(sentence: Sentence) -> bool:
    """Whether a sentence says anything that must stand somewhere."""
    return any(count(sentence).model_dump().values()) or bool(digits_left(bare(sentence.text)))


def fault(sentence: Sentence, support: Support) -> str | None:
    """What of a sentence put together by the program stands on none of the cited pages."""
    said = bare(sentence.text)
    checks: list[Callable[[], str | None]] = [
        lambda: _quotes(sentence, support),
        lambda: _figures(said, support, anywhere=True),
        lambda: _dates(said, support, anywhere=True),
        lambda: _minutes(said, support),
        lambda: _names(said, support, anywhere=True),
    ]
    return next((found for check in checks if (found := check())), None)


def model_fault(sentence: Sentence, support: Support, question: frozenset[str]) -> str | None:
    """What of a sentence written by a model does not stand in the very passages and rows that it cites.

    ``question`` are the stems of what was asked, which may be said again.
    """
    said = bare(sentence.text)
    checks: list[Callable[[], str | None]] = [
        lambda: _quotes(sentence, support),
        lambda: _figures(said, support, anywhere=False),
        lambda: _periods(said, support),
        lambda: _dates(said, support, anywhere=False),
        lambda: _minutes(said, support),
        lambda: _names(said, support, anywhere=False),
        lambda: _digits(said, support),
        lambda: _stance(said, support),
        lambda: _words(said, support, question, quoted=bool(quotations(sentence.text))),
    ]
    return next((found for check in checks if (found := check())), None)


def _quotes(sentence: Sentence, support: Support) -> str | None:
    return next((f"quotation “{q}”" for q in quotations(sentence.text) if not support.has_quote(q)), None)


def _figures(said: str, support: Support, *, anywhere: bool) -> str | None:
    for figure in figures_in(_unworked(said, support, anywhere=anywhere)):
        if not support.has_figure(figure, said, anywhere=anywhere):
            return f"figure {figure.as_printed}"
    if anywhere:  # the program writes no figures in words of its own
        return None
    return next((f"number {w}" for w, n in worded_in(said) if not support.has_number(w, n, anywhere=False)), None)


def _unworked(said: str, support: Support, *, anywhere: bool) -> str:
    """A sentence without the sums that come out as they are shown to, of figures that all stand there."""
    shown = [w for w in workings_in(said) if w.right]
    sound = [w.span for w in shown if all(support.has_value(term, anywhere=anywhere) for term in w.terms)]
    return blanked(said, sound)


def _dates(said: str, support: Support, *, anywhere: bool) -> str | None:
    dates = (date for date in dates_in(said) if not support.has_date(date, anywhere=anywhere))
    return next((f"date {date.as_printed}" for date in dates), None)


def _minutes(said: str, support: Support) -> str | None:
    return next((f"minute {number}" for number in minutes_in(said) if not support.has_minute(number)), None)


def _names(said: str, support: Support, *, anywhere: bool) -> str | None:
    names = (name for name in names_in(said) if not support.has_name(name, anywhere=anywhere))
    return next((f"name {name}" for name in names), None)


def _digits(said: str, support: Support) -> str | None:
    return next((f"number {token}" for token in digits_left(said) if not support.has_digits(token)), None)


def _periods(said: str, support: Support) -> str | None:
    """A period that stands nowhere, or a figure of a row told for a column under which it does not stand."""
    periods = periods_in(said)
    for period in periods:
        if not support.has_period(period):
            return f"period {period.as_printed}"
    stems = frozenset(terms(said))
    for figure in figures_in(_unworked(said, support, anywhere=False)):
        bound = _bound(said, figure, periods)
        if not support.is_under(figure, periods, stems) or (bound and not support.is_of(figure, bound)):
            return f"figure {figure.as_printed} under another heading"
    return None


def _bound(said: str, figure: Figure, periods: tuple[Period, ...]) -> Period | None:
    """The period that stands right behind a figure, "18.1% in November 2024", or right before it in a list."""
    if figure.span is None:
        return None
    for period in periods:
        if period.span and period.span[0] >= figure.span[1] and _BINDS.match(said[figure.span[1] : period.span[0]]):
            return period
    before = [p for p in periods if p.span and p.span[1] <= figure.span[0]]
    closest = max(before, key=lambda p: p.span[1] if p.span else 0, default=None)
    if closest and closest.span and re.fullmatch(r"\W*(?:it was|was|were)?\W*", said[closest.span[1] : figure.span[0]]):
        return closest
    return None


def _stance(said: str, support: Support) -> str | None:
    """A word that decides what is said (approved, fell, overdue, not), where the sources do not say so."""
    if _NEGATION.search(said) and not _NEGATION.search(support.near):
        return "a denial"
    shown = _direction(said)
    for word, denied in stances_of(said):
        group = _GROUP_OF.get(word)
        if group is None or group is shown:
            continue
        if not support.says(group, denied=denied):
            return f"word {'not ' if denied else ''}{word}"
    return None


def _direction(said: str) -> frozenset[str] | None:
    """Up or down, where a sentence shows it itself: "from 18.1% to 20.3%"."""
    figures = [f for f in figures_in(said) if f.span and f.value is not None]
    for one, other in itertools.pairwise(figures):
        between = said[one.span[1] : other.span[0]] if one.span and other.span else ""
        leads = said[: one.span[0]].rstrip().lower().endswith("from") if one.span else False
        if leads and _FROM_TO.match(between + " ") and one.unit == other.unit and one.value != other.value:
            return _UP if (other.value or 0) > (one.value or 0) else _DOWN
    return None


def _words(said: str, support: Support, question: frozenset[str], *, quoted: bool) -> str | None:
    telling = [term for term in dict.fromkeys(terms(said)) if not term[:1].isdigit() and term not in _REPORTING]
    if not telling:
        return None if quoted or figures_in(said) else "nothing"
    held = support.stems()
    met = sum(term in held or term in question for term in telling)
    return None if met / len(telling) >= OVERLAP else "words that do not stand there"
