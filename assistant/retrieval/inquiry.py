"""Understand: a question, made whole from the earlier ones, to what is wanted and what must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from assistant.papers.normalise import normalise
from assistant.records.dates import DateMention, financial_year, find_dates, month_number
from assistant.records.periods import Period, find_periods
from assistant.retrieval.terms import STOPWORDS, stem, words

Want = Literal[
    "figure", "target", "benchmark", "person", "owner", "chair", "attendance", "apologies", "mover", "vote", "decision",
    "date", "place", "reason", "action", "comparison", "open",
]  # fmt: skip

# What words of a question say about the kind of answer wanted. The first match decides; "open" when none does.
_WANTS: list[tuple[Want, str]] = [
    ("date", r"(?:^|[,?.;:–-]\s*|\b(?:and|by|since|until|so|but) )when\b|\bwhat (?:date|time|day)\b|\bdeadline\b|\bcut.?off\b|\bby what date\b"),
    ("figure", r"\bhow (?:many|much)\b|\bpercentage\b|\bper ?cent\b|\b(?:what|which)(?:'s| is| was)? (?:the )?%|\bfigures?\b|\bwhat (?:share|proportion|rate|number)\b"),
    ("vote", r"\bvot(?:e|es|ed|ing)\b|\babst(?:ain|ention)|\bfor and against\b|\bmajority\b"),
    ("mover", r"\b(?:moved|proposed|seconded|mover|seconder|proposer)\b"),
    ("apologies", r"\bapolog|\babsent\b|\bsent .{0,12}regrets"),
    ("chair", r"\bchair(?:ed|s|ing|man|woman|person)?\b|\bin the chair\b|\bpresided\b"),
    ("attendance", r"\b(?:attend(?:ed|ance|ing|ees)?|present at|was .{3,40} present|substitut\w+|turned up|stood in|stand(?:ing)? in for|in what capacity"
                   r"|in place of|who was (?:there|at))\b"),
    ("decision", r"\b(?:decid\w+|(?:what|which|the|any|final) (?:was the |were the )?decisions?(?! (?:rate|made|within))|resolv\w+|resolution|agree[ds]?\b|approv\w+|outcome|recommend\w*|endors\w+|reject\w+"
                 r"|refus\w+|defer\w*|what happened (?:with|to|about))"
                 r"|\bdid (?:the )?(?:\w+ ){0,3}(?:cabinet|council|committee|board|panel|members|scrutiny|councillors)\b"),
    ("owner", r"\b(?:whose|who(?:'s| is| was)?) .{0,40}\b(?:owner|owns?|responsible|lead(?:s|ing)?|risk|job|carries|down)\b"
              r"|\bwho (?:owns|leads|carries|is)\b|\b(?:owner|lead officer|responsible)\b"),
    ("reason", r"^\s*(?:so |and |but )*why\b|\breasons?\b|\bhow come\b|\bwhat (?:caused|explains|was behind)\b|\bwhy (?:did|was|is|were|didn)"),
    ("target", r"\btargets?\b|\bmeant to be (?:hitting|at)|\baiming (?:for|at)\b"),
    ("benchmark", r"\bengland|national(?:ly)? average|statistical neighbours?|benchmark|comparator"),
    ("figure", r"\bhow (?:many|much|far|big|high|large|long|often)\b|\b(?:rate|percentage|per ?cent|proportion|number|total|figure|score|value"
               r"|budget|forecast|variance|overspend|underspend|cost|spend|amount|level|share|count)\b|%|£"),
    ("date", r"\bdue\b"),
    ("person", r"\bwho\b|\bwhich (?:councillor|officer|member|director)\b|\bwhose\b"),
    ("place", r"\bwhere\b"),
    ("comparison", r"\bcompar|\bversus\b|\bvs?\b|\bup or down\b|\b(?:better|worse|higher|lower|bigger|smaller|more|less|fewer) (?:or|than)\b"
                   r"|\bimprov\w+|\babove\b|\bbelow\b|\bgap\b|\bdiffer\w*|\bchang\w+|\btrend\b|\b(?:month|quarter|year) by\b|\bgoing (?:up|down)\b"
                   r"|\bthe same\b|\bhow far\b|\bon target\b|\bon track\b|\bacross the (?:periods|year)\b|\bover time\b|\bmoved?\b|\bhow has\b"),
    ("action", r"\b(?:actions?|follow.?up|done about|progress|milestone)\b"),
]  # fmt: skip
_COMPILED = [(want, re.compile(pattern, re.IGNORECASE)) for want, pattern in _WANTS]

# Words of a question that say what is wanted rather than what it is about; the answer need not hold them.
_ASKING = frozenset(
    stem(word)
    for word in re.findall(
        r"\S+",
        """
    many much far big high chaired chair chairman attended attend present apologies vote voted votes moved proposed seconded decided
    decision decide resolve resolved agree agreed approved approving outcome owner owns responsible reason reasons figure figures happened
    latest news question answer meeting item minute minutes look looking actual actually list name names mean value come council councils
    committee amount ask asked job whose going happen wanted want need thing things long split result results end ended current currently
    recent recently year years month months quarter date dates time times day per gave give first again carries carry follow dropped drop badly
    sent line against abstain abstention majority practical case together bring brought took taken exact fully say each every slip slipped
    target targets pack packs report reports paper papers register scorecard measure measured measures indicator indicators table tables row
    down up rise risen rose fall fallen fell grow grew grown increase increased decrease compared compare comparison difference differ due
    now still busy early trend history progress status update stand standing position monthly quarterly period periods track hit hitting
    promised better worse changed change changes move higher lower bigger smaller tell please everyone everybody
    """,
    )
)
# What is counted in tells near-twins apart, but the row need not say it.
_COUNTED_IN = frozenset(
    stem(word) for word in ("number", "numbers", "rate", "percentage", "percent", "proportion", "total", "share")
)

_FOLLOWS = re.compile(
    r"^\W*(?:and|but|so|ok(?:ay)?|what about|how about|same for|also|then)\b"
    r"|\b(?:it|its|that|this|those|these|they|them|their|he|she|him|her|there|one|the same|the (?:previous|next|following) \w+)\b",
    re.IGNORECASE,
)
_BARE_REFERENCE = re.compile(r"(?<![\d.,£])\b(\d{1,2}\.\d{1,2})\b(?![\d%.,]|\s?(?:%|m\b|million|per))")
_BARE_QUARTER = re.compile(r"\b(?:Q\s?|quarter )([1-4])\b", re.IGNORECASE)
_SCANT = 6  # words
_THE = re.compile(r"\bthe [a-z]+\b")
_MONTH_ALONE = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
_SHIFT = re.compile(
    r"\b(?:the )?(?:(?P<unit>month|quarter|year) (?P<way>before|after|earlier|later)"
    r"|(?P<way2>previous|next|prior|following|last) (?P<unit2>month|quarter|year))\b",
    re.IGNORECASE,
)
_YEAR_EARLIER = re.compile(
    r"\b(?:a|one|the) year (?:earlier|before|ago)\b|\b(?:the )?previous year\b|\bsame (?:month|quarter|period|time) (?:last|the previous) year\b"
    r"|\bthe year before\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"[(,]?\s*\bnot (?:the |counting )?([a-z]+)\b\)?", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(minute|risk|action|indicator|item|recommendation|kpi|ref(?:erence)?)\s*(?:number|no\.?|#)?\s*(\d{1,3}(?:\.\d{1,2})?[a-z]?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question understood.

    ``subject``: stemmed terms it is about -> weight (1 for its own, less for those carried over from earlier turns).
    ``wants``: kinds of answer, most telling first. ``days``: full dates named; ``periods``: months, quarters, years.
    ``references``: (what, number) such as ("minute", "129"). ``whole``: the question with what it carries over.
    """

    question: str
    whole: str
    wants: tuple[Want, ...]
    subject: dict[str, float]
    days: tuple[date, ...] = ()
    periods: tuple[Period, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = field(default_factory=frozenset)
    not_about: frozenset[str] = frozenset()


class Calendar(NamedTuple):
    """What dates are read against: the newest paper's date ("last month") and the meetings held ("13 Feb")."""

    today: date | None = None
    meetings: frozenset[date] = frozenset()


def understand(question: str, history: Sequence[str] = (), calendar: Calendar = Calendar()) -> Inquiry:  # noqa: B008
    """What a question asks, read together with the earlier questions of the conversation when it leans on them."""
    own = _read(question, calendar)
    if not history or not _leans(question, own):
        return own
    earlier = understand(history[-1], history[:-1], calendar)
    own_about = {t: w for t, w in own.subject.items() if w >= 1}
    carried = {t: w * 0.7 for t, w in earlier.subject.items()}
    return Inquiry(
        question=question,
        whole=f"{earlier.whole} {question}",
        wants=own.wants if own.wants != ("open",) else earlier.wants,
        subject={**carried, **{t: w * 1.5 for t, w in own_about.items()}},
        days=own.days or (() if own.periods else earlier.days),
        periods=own.periods or (() if own.days else _shifted(question, earlier.periods)),
        references=own.references or earlier.references,
        names=own.names | earlier.names,
        not_about=own.not_about,
    )


def _shifted(question: str, periods: tuple[Period, ...]) -> tuple[Period, ...]:
    """The periods of the earlier question, moved by "the month before" or "the year after"."""
    found = _SHIFT.search(question)
    if not found or not periods:
        return periods
    unit = (found.group("unit") or found.group("unit2")).lower()
    back = (found.group("way") or found.group("way2")).lower() in {
        "before",
        "previous",
        "earlier",
        "last",
        "prior",
    }
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * (-1 if back else 1)
    return tuple(_moved(periods, months, found.group(0)))


def _moved(periods: Sequence[Period], months: int, said: str) -> list[Period]:
    """Periods as long as these, so many months later."""
    moved = []
    for period in periods:
        start, after = _months_on(period.start, months), _months_on(period.end + timedelta(days=1), months)
        moved.append(Period(start, after - timedelta(days=1), period.kind, f"{said} {period.as_printed}"))
    return moved


def _months_on(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28))


def _leans(question: str, own: Inquiry) -> bool:
    about = [t for t, weight in own.subject.items() if weight >= 1]
    if bool(_FOLLOWS.search(question)) and len(about) <= 4:
        return True
    if len(about) <= 1 and len(question.split()) <= _SCANT:  # a longer one names one thing and is whole
        return True
    # "Who has to arrange the visit?": what was spoken of, named by "the" and nothing else.
    return len(about) <= 2 and not own.names and not own.references and bool(_THE.search(question))


def _read(question: str, calendar: Calendar) -> Inquiry:
    wants = tuple(want for want, pattern in _COMPILED if pattern.search(question)) or ("open",)
    days, periods, rest = _times(question, calendar)
    denied = _DENIED.search(rest)
    not_about = frozenset(stem(w) for w in words(denied.group(1))) if denied else frozenset()
    if denied:
        rest = rest.replace(denied.group(0), " ")
    return Inquiry(
        question=question,
        whole=question,
        wants=wants,
        subject=_subject(rest),
        days=days,
        periods=periods,
        references=_references(question),
        names=_names(question),
        not_about=not_about,
    )


def _references(question: str) -> tuple[tuple[str, str], ...]:
    """The numbers a question names things by; "4.1" in a question about a plan or its actions is a reference alone."""
    found = [(what.lower()[:9], number) for what, number in _REFERENCE.findall(question)]
    if not found and re.search(r"\b(?:plan|actions?|cip|priority)\b", question, re.IGNORECASE):
        found = [("ref", number) for number in _BARE_REFERENCE.findall(question)]
    return tuple(found)


def _times(question: str, calendar: Calendar) -> tuple[tuple[date, ...], tuple[Period, ...], str]:
    """The days and periods a question names, and the question without them."""
    days: list[date] = []
    periods: list[Period] = []
    rest = question
    for mention in reversed(find_dates(question)):
        day, period = (mention.date, None) if mention.date else _nearest(mention, calendar)
        if day is None and period is None:
            continue
        days += [day] if day else []
        periods += [period] if period else []
        rest = rest[: mention.span[0]] + " " + rest[mention.span[1] :]
    for found in reversed(find_periods(rest, today=calendar.today)):
        periods.append(found)
        if found.span:
            rest = rest[: found.span[0]] + " " + rest[found.span[1] :]
    for number in _BARE_QUARTER.findall(rest):
        periods += _quarter_like(periods, int(number))
    bare = _MONTH_ALONE.search(rest)
    if bare and not days and not periods and (month := month_number(bare.group(1))):
        held = sorted(day for day in calendar.meetings if day.month == month)
        if held:
            periods.append(_month(held[-1].year, month, bare.group(0)))
            rest = rest.replace(bare.group(0), " ")
    periods = [] if days else _firm(_of_the_year(periods))
    if len(periods) == 1 and _YEAR_EARLIER.search(question):
        periods += _moved(periods, -12, "a year earlier")
    return tuple(dict.fromkeys(reversed(days))), tuple(dict.fromkeys(reversed(periods))), rest


def _quarter_like(periods: Sequence[Period], number: int) -> list[Period]:
    """A quarter by its number in the financial year of the quarter named with its year ("Q2, Q3 and Q4 2024/25")."""
    full = [p for p in periods if p.kind == "quarter" and re.search(r"\d\d", p.as_printed)]
    if len({financial_year(p.start) for p in full}) != 1:
        return []
    start = _months_on(date(financial_year(full[0].start), 4, 1), 3 * (number - 1))
    found = Period(start, _months_on(start, 3) - timedelta(days=1), "quarter", f"Q{number}")
    return [] if any((p.start, p.end) == (found.start, found.end) for p in periods) else [found]


def _of_the_year(periods: list[Period]) -> list[Period]:
    """Quarters and months without a year ("Q2, Q3 and Q4 last year") as those of the one year named beside them."""
    years = [p for p in periods if p.kind in {"financial year", "year"}]
    bare = [p for p in periods if p.kind in {"quarter", "month"} and not re.search(r"\d\d", p.as_printed)]
    if len(years) != 1 or not bare:
        return periods
    year = years[0]
    moved = []
    for period in bare:
        start = period.start.replace(year=year.start.year)
        start = start if start >= year.start else start.replace(year=start.year + 1)
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        moved.append(Period(start, _months_on(start, months) - timedelta(days=1), period.kind, period.as_printed))
    return [p for p in periods if p not in bare and p is not year] + moved


def _firm(periods: list[Period]) -> list[Period]:
    """Periods without the bare months ("in September") that only repeat one named with its year."""
    dated = [p for p in periods if re.search(r"\d", p.as_printed)]
    return [p for p in periods if p in dated or not any(p.start.month == d.start.month for d in dated)]


def _nearest(mention: DateMention, calendar: Calendar) -> tuple[date | None, Period | None]:
    """What "13 Feb" or "June 22" means: the latest meeting on that day, else that month of the year 2022."""
    if mention.day is None or mention.year is not None:
        return None, None
    held = sorted(d for d in calendar.meetings if (d.month, d.day) == (mention.month, mention.day))
    if held:
        return held[-1], None
    if re.match(r"[A-Za-z]", mention.as_printed) and mention.day >= 13:
        return None, _month(2000 + mention.day, mention.month, mention.as_printed)
    return None, None


def _month(year: int, month: int, as_printed: str) -> Period:
    after = date(year + month // 12, month % 12 + 1, 1)
    return Period(date(year, month, 1), after - timedelta(days=1), "month", as_printed)


def _subject(text: str) -> dict[str, float]:
    """Stemmed terms with their weight: words that only say what kind of answer is wanted count for little."""
    subject: dict[str, float] = {}
    for word in words(text):
        if word in STOPWORDS or (len(word) == 1 and not word.isdigit()):
            continue
        term = stem(word)
        subject[term] = 0.1 if term in _ASKING else 0.4 if term in _COUNTED_IN else 1.0
    return subject


def subject_text(inquiry: Inquiry) -> str:
    """The words of a question that say what it is about, without dates and without what only asks."""
    _, _, rest = _times(inquiry.whole, Calendar())
    kept = []
    for word in re.findall(r"[\w'’/+-]+", rest):
        bare = [w for w in words(word) if w not in STOPWORDS]
        if bare and not all(stem(w) in _ASKING for w in bare):
            kept.append(word)
    return " ".join(kept)


def _names(question: str) -> frozenset[str]:
    """Stems of words written as names: capitalised, not first in a sentence, not a month or a weekday."""
    calendar = re.compile(
        r"^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|q\d)", re.IGNORECASE
    )
    found = re.findall(r"(?<![.?!]\s)(?<!^)\b([A-Z][a-z]{2,}(?:-[A-Z][a-z]+)?)\b", question)
    titles = {"cllr", "councillor", "councillors", "mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady"}
    parts = [part for name in found if not calendar.match(name) for part in normalise(name).split("-")]
    return frozenset(stem(part) for part in parts if part not in titles)
