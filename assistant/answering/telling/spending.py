"""Questions for a sum of money: the line of a finance table that is meant is found by the service it names, then by its time.

A line hardly ever says "overspend" or "how much": its words are the service, its figures stand under "Forecast" or "Variance".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.elsewhere import tell_elsewhere
from assistant.answering.telling.limits import of_the_limit
from assistant.answering.telling.money import column_named, figures_asked, tell_budget
from assistant.answering.telling.over_time import COURSE, tell_over_time
from assistant.answering.telling.weighing import stems_of
from assistant.papers.normalise import contains, normalise
from assistant.records.model import BudgetLine
from assistant.records.periods import Period, find_periods
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.inquiry import LEADING
from assistant.retrieval.terms import stem, terms, words
from assistant.retrieval.times import header_periods, same_period
from assistant.tools.ledger import Entry

_MONEY = re.compile(
    r"\b(?:over|under)[ -]?sp(?:end|ent|ending)\b|\bbudget\w*|\boutturn\b|\bvarianc\w*|\bforecast\w*|\bsavings?\b|\b(?:over|under) budget\b"
    r"|\bhow (?:far|much) (?:is |was |are |were )?(?:[\w' ]{0,40} )?(?:over|under)\b|\bspen[dt]\b|\bspending\b|\bslippage\b|\bborrowing\b|\breserves?\b|\b(?:in|from|of) the pot\b",
    re.IGNORECASE,
)
OF_MONEY = (
    rf"{_MONEY.pattern}|£|\bhow much\b|\b(?:cost|fee|fare|price|charge|grant|loan|debt|fund|sum|pot|bill|tariff|taking|payment|allocation)s?\b"
    r"|\bcharg(?:ed|ing)\b|\bpa(?:y|ys|id|ying)\b|\bfund(?:ed|ing)\b|\bmoney\b|\bcash\b|\bincome\b|\bworth\b|\baward\w*|\ballocat\w*"
    r"|\bheadroom\b|\bfinanc\w+|\bcapital\b|\brevenue\b|\bover\b|\bunder\b|\bsav(?:e|ed|ing)\b|\binvest\w*|\bcontribution\b|\bapproved\b"
)
"""Words of a question that a line of a finance table may answer."""
_OF_MONEY = frozenset(
    stem(word)
    for word in words(
        "overspend overspent overspending underspend underspent underspending budget budgets budgeted "
        "budgetary outturn variance variances forecast forecasts forecasting saving savings saved save over "
        "under spend spent spending spends cost costs money net gross revenue capital financial finance "
        "monitoring position end ended final expected expect expecting projected against total full heading "
        "achieved deliver delivered delivering undelivered slippage approved current original actual reserve reserves pot"
    )
)
ENOUGH = 0.8  # of the question's words for the service, that a line must hold, its paper's name helping …
SAID = 0.5  # … of which the service's name must say so much, unless it is the total of what is named
MOST = 3  # lines of one table that a question names alike
OWN = 0.6  # … and by itself, with its table and headings
_ALL = r"\b(?:whole|entire) council\b|\bcouncil as a whole\b|\bcouncil-?wide\b|\bgeneral fund total\b"
_WHOLE = rf"{_ALL}|\b(?:we|council|authority|overall)\b"
_OUTTURN = re.compile(r"\bout-?turn\b|\byear.?end\b|\bended?\b|\bfinal\b|\bin the end\b", re.IGNORECASE)
_RESERVES = frozenset(terms("reserve reserves"))
_RESERVE = r"\breserves?\b|\b(?:in|from|of) the pot\b"
_FORECAST = re.compile(r"\bforecast\w*|\bexpect\w*|\bproject\w*|\bheading\b", re.IGNORECASE)


def tell_spending(ask: Ask) -> bool:
    """Answer with the finance line of the service a question names, at the time it asks for; the newest where it names none.

    Where no paper has that service for the time, ``ask.nearest`` says so and nothing is told.
    """
    if not ask.means(_MONEY.pattern) or ask.wants("vote", "mover", "reason"):
        return False
    if ask.wants("decision") and ask.inquiry.wants[0] != "figure":
        return False
    meant = _meant(ask)
    if not meant:
        return False
    timed = [entry for entry in meant if of_its_time(ask, entry)]
    if not timed and ask.inquiry.periods and ask.wants("comparison"):
        timed = meant  # "than it was at quarter 1": a column beside the newest figure
    if not timed and ask.inquiry.periods:
        exact = [entry for entry in meant if _says_no_more(ask, entry)]
        if exact:
            papers = ", ".join(dict.fromkeys(told(entry.paper.title) for entry in exact[-3:]))
            ask.nearest = f"The nearest they hold is “{told(exact[-1].record.service)}” in {papers}."
    if not timed:
        return False
    chosen, *others = _chosen(ask, timed)
    if not tell_budget(ask, [chosen]):
        return False
    for entry in others:
        tell_budget(ask, [entry])
    tell_elsewhere(ask, chosen, figures_asked(ask, chosen.record))
    return True


def _chosen(ask: Ask, timed: Sequence[Entry[BudgetLine]]) -> list[Entry[BudgetLine]]:
    """The line to tell: of the kind asked for, in the newest paper; with the two at most that a table has beside it and that the
    question names no less ("reserves": what is put in and what is drawn)."""

    def worth(entry: Entry[BudgetLine]) -> tuple[int, date]:
        return _suits(ask, entry), paper_day(entry.paper) or date.min

    first = max(timed, key=worth)
    beside = [e for e in timed if e.paper.id == first.paper.id and e.record.table == first.record.table]
    named = {normalise(e.record.service): e for e in reversed(beside) if worth(e) == worth(first)}
    return [first, *(e for e in reversed(named.values()) if e is not first)] if len(named) <= MOST else [first]


def tell_course(ask: Ask) -> bool:
    """Tell how the sum of a service went from report to report, where that is asked."""
    if not (ask.says(COURSE) and ask.says(_MONEY.pattern)) or ask.wants("vote", "mover", "reason"):
        return False
    meant = _meant(ask)
    return bool(meant) and tell_over_time(ask, meant)


def _meant(ask: Ask) -> list[Entry[BudgetLine]]:
    """The lines of the service that is named, oldest paper first: those whose words are its words and little else."""
    entries = ask.finder.ledger.entries(BudgetLine)
    asked = _asked(ask)
    total = sum(term.weight for term in asked)
    if not total or ask.says(_ALL):
        return _of_the_whole(ask, entries, asked)
    if beside := _beside(ask, entries, asked):
        return beside
    found = _lines(ask, entries, asked)
    return found or _called(ask, entries) or _by_name(ask, entries) or _of_the_whole(ask, entries, asked)


def _beside(ask: Ask, entries: Sequence[Entry[BudgetLine]], asked: Sequence[Term]) -> list[Entry[BudgetLine]]:
    """The lines that a follow-up names anew ("and children's services?"), in the tables that hold what was asked before."""
    own = [term for term in asked if term.stem in ask.inquiry.own]
    before = [term for term in asked if term.stem not in ask.inquiry.own]
    if not own or not before:
        return []
    tables = {
        (e.paper.id, e.record.table) for e in entries if any(t.stands_in(stems_of(ask, e, _service)) for t in before)
    }
    return [e for e in _lines(ask, entries, own) if (e.paper.id, e.record.table) in tables]


def _lines(ask: Ask, entries: Sequence[Entry[BudgetLine]], asked: Sequence[Term]) -> list[Entry[BudgetLine]]:
    """The lines whose words are those asked and little else."""
    total = sum(term.weight for term in asked)
    found: list[tuple[float, Entry[BudgetLine]]] = []
    for entry in entries:
        own, around = stems_of(ask, entry, _service), stems_of(ask, entry, _headed)
        if not any(t.stands_in(own) for t in asked) or not of_the_limit(ask, entry.record.service):
            continue
        names = ask.searcher.names_of(entry.paper.id)
        if sum(t.weight for t in asked if t.stands_in(around) or t.stands_in(names)) < ENOUGH * total:
            continue
        exact = sum(max(_likeness(term, word) for term in asked) for word in own) / max(len(own), 1)
        share = sum(t.weight * max((_likeness(t, word) for word in own), default=0.0) for t in asked) / total
        named = share >= SAID or (
            entry.record.total and sum(t.weight for t in asked if t.stands_in(around)) >= ENOUGH * total
        )
        if named and sum(t.weight for t in asked if t.stands_in(around)) >= OWN * total:
            found.append((exact + share, entry))
    if ask.means(_RESERVE):
        found = [pair for pair in found if _is_reserve(ask, pair[1])]
    best = max((score for score, _ in found), default=0.0)
    return [entry for score, entry in found if score >= best - 0.05]


def _is_reserve(ask: Ask, entry: Entry[BudgetLine]) -> bool:
    """Whether a line is of money put by, by its table or its name."""
    return entry.record.kind == "reserves" or stem("reserves") in stems_of(ask, entry, _headed)


def _asked(ask: Ask) -> list[Term]:
    """The words of a question for what the money is for: of what only leads up to it, the names. Where reserves are all that
    it is about, they are what is sought."""
    told_before = {t for t, weight in ask.inquiry.subject.items() if weight <= LEADING} - ask.inquiry.names
    about = [
        term
        for term in telling_terms(ask.inquiry, ask.searcher)
        if asking_weight(term.stem) >= 1 and term.stem not in told_before
    ]
    bodies = {word for body in ask.searcher.committees for word in terms(body)}
    services = [term for term in about if term.stem not in _OF_MONEY]
    if any(term.stem not in bodies | ask.inquiry.names for term in services):
        return services
    return services + [term for term in about if term.stem in _RESERVES]


def _called(ask: Ask, entries: Sequence[Entry[BudgetLine]]) -> list[Entry[BudgetLine]]:
    """The lines that a question calls by their full name, of two words or more, whatever else it says; a line called "Net
    budget" where the question names one of its columns."""
    return [
        e
        for e in entries
        if len(terms(e.record.service)) > 1
        and contains(ask.inquiry.question, e.record.service)
        and (len(set(terms(e.record.service)) - _OF_MONEY) > 1 or any(column_named(ask, a) for a in e.record.amounts))
    ]


def _by_name(ask: Ask, entries: Sequence[Entry[BudgetLine]]) -> list[Entry[BudgetLine]]:
    """The lines of the one service that has the name which a question gives, and asks nothing else of: "Larkrise"."""
    last = re.split(r"(?<=[.!?])\s+(?=\S)", ask.inquiry.question.strip())[-1]
    own = {t for t in terms(last) if t not in _OF_MONEY and asking_weight(t) >= 1} - ask.inquiry.names
    own -= {t for period in ask.inquiry.periods for t in terms(period.as_printed)}
    stems = [stems_of(ask, e, _service) for e in entries]
    names = ask.inquiry.names & frozenset().union(*stems)
    found = [e for e, held in zip(entries, stems, strict=True) if names <= held]
    one = len({normalise(e.record.service) for e in found}) == 1
    return found if names and one and not own else []


def _of_the_whole(ask: Ask, entries: Sequence[Entry[BudgetLine]], asked: Sequence[Term]) -> list[Entry[BudgetLine]]:
    """The total of all services, where the question names none: "are we over budget?"."""
    if not ask.says(_WHOLE):
        return []
    last = {(e.paper.id, e.record.part, e.record.table): e for e in entries}  # below a subtotal there is more to come
    return [
        e
        for e in last.values()
        if e.record.total
        and e.record.kind == "revenue"
        and not (e.record.directorate or e.record.section)
        and (ask.says(_ALL) or all(term.stands_in(ask.searcher.names_of(e.paper.id)) for term in asked))
    ]


def _service(line: BudgetLine) -> str:
    return line.service


def _headed(line: BudgetLine) -> str:
    """A line's service with its table and headings."""
    return f"{line.service}\n{line.directorate or ''} {line.section or ''} {line.table or ''}"


def _says_no_more(ask: Ask, entry: Entry[BudgetLine]) -> bool:
    """Whether the question says all the words of a line's name: "Adult Social Care PFI" is not adult social care."""
    asked = telling_terms(ask.inquiry, ask.searcher)
    return all(any(_likeness(term, word) == 1.0 for term in asked) for word in terms(entry.record.service))


def _likeness(term: Term, stem_held: str) -> float:
    """How near a word of a line is to a word asked: near twins ("placement", "place") only half."""
    return 1.0 if stem_held == term.stem or stem_held in term.same else 0.5 if stem_held in term.alike else 0.0


def of_its_time(ask: Ask, entry: Entry[BudgetLine]) -> bool:
    """Whether a line is of the time that a question asks for, by its columns, its table or its paper."""
    asked = ask.inquiry.periods
    columns = [p for amount in entry.record.amounts for p in header_periods(amount.column)]
    if not asked:
        own = {paper_day(entry.paper), *(p.end for p in columns if p.kind == "snapshot")}
        return not ask.inquiry.days or any(day in own for day in ask.inquiry.days)
    said = [
        *columns,
        *find_periods(entry.record.period or ""),
        *find_periods(entry.paper.period or ""),
        *find_periods(entry.paper.title),
    ]
    return all(
        not _other(one, said) and (any(_same(one, held) for held in said) or _dated(one, entry)) for one in asked
    )


def _same(asked: Period, held: Period) -> bool:
    return same_period(asked, held) or (asked.kind == "financial year" and asked.contains(held.end))


def _other(asked: Period, said: Sequence[Period]) -> bool:
    """Whether a report names other quarters as its own and not the one asked for: that of one quarter is dated in the next."""
    alike = [held for held in said if held.kind == asked.kind == "quarter"]
    return bool(alike) and not any(asked.overlaps(held) for held in alike)


def _dated(asked: Period, entry: Entry[BudgetLine]) -> bool:
    """Whether a paper's own day tells its time: a month's or quarter's report is dated within or soon after it."""
    day = paper_day(entry.paper)
    if day is None or entry.paper.period:
        return False
    after = {"month": 20, "snapshot": 45, "quarter": 75}.get(asked.kind, 120)
    return asked.start <= day <= asked.end + timedelta(days=after)


def _suits(ask: Ask, entry: Entry[BudgetLine]) -> int:
    """Whether a line has figures of the kind asked for: an outturn, a forecast."""
    if ask.says(r"\bsav(?:e|ed|ing|ings)\b|\bdeliver\w*|\bbanked\b|\bachiev\w*"):
        return int(entry.record.kind == "savings")
    roles = {amount.role for amount in entry.record.amounts}
    if ask.says(_OUTTURN.pattern):
        return int("outturn" in roles)
    return int("forecast" in roles) if ask.says(_FORECAST.pattern) else 0
