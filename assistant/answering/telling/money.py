"""What a line of a finance table says: budget, forecast or outturn, and variance, each as a sum of money one can read aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.telling.ask import Ask, told
from assistant.records.budget_columns import report_number, role_of
from assistant.records.model import Amount, BudgetLine
from assistant.records.periods import Period
from assistant.retrieval.times import header_periods, same_period
from assistant.tools.ledger import Entry

_ROLES = {
    "variance": r"\bvarian\w*|\bover\s?sp\w*|\bunder\s?sp\w*|\bover budget\b|\bunder budget\b|\bagainst budget\b|\bover or under\b|\bout by\b"
    r"|\bhow (?:far|much) (?:[\w'’]+ ){0,6}(?:over|under)\b(?! (?:the|two|three|four|five|\d))",
    "forecast": r"\bforecast\w*|\bexpect\w*|\bproject\w*|\bheading\b|\bwill (?:[\w'’]+ ){0,4}(?:come to|cost|end up at)\b",
    "outturn": r"\boutturn\b|\bend(?:ed)? up\b|\bended\b|\bfinal\w*|\bspen[dt]\b|\bactual\w*|\byear.?end\b",
    "budget": r"(?<!against )(?<!over )(?<!under )\bbudget(?:ed)?\b",
    "savings": r"\bsaving\w*|\bsaved?\b|\bachiev\w*|\bdeliver\w*",
}
_SHARE = r"%|\bper ?cent|\bpercent\w*|\bproportion\b|\bshare\b|\bhow far\b"
_GOES = r"\b(?:go(?:ing)?|gone|went|set to go) (?:up|down)\b|\bup or down\b|\b(?:rise|fall|risen|fallen|grow|shrink)\w*\b|\btrend\b|\bover the years\b"
_DASHES = frozenset("-–—")
_MOST = 10
_SCALES = {1_000_000_000: "bn", 1_000_000: "m", 1_000: "k", 1: ""}
_SCALE_IN_HEAD = re.compile(r"\(?£\s?(?:['’]?000['’]?\s?s?|millions?|thousands?|m|k)?\)?(?![\w])", re.IGNORECASE)


_BUDGET = r"\bbudgets?\b|\b(?:over|under)spen\w+|£"


def tell_budget(ask: Ask, found: Sequence[Entry[BudgetLine]]) -> bool:
    """Say what a finance table has on a service, the figures asked for first and in bold."""
    entry = found[0]
    record = entry.record
    amounts = [a for a in record.amounts if a.as_printed.strip()]
    if not amounts or (ask.says(_BUDGET) and all(a.unit == "%" or a.as_printed.endswith("%") for a in amounts)):
        return False  # a share is no sum of money
    cited = ask.cite(entry, record.service)
    if cited is None:
        return False
    asked = _asked(ask, amounts)
    ordered = [*asked, *(a for a in amounts if a not in asked and not _of_another_time(a, asked))][:_MOST]
    said = "; ".join(
        f"{column_told(a)}: **{amount_told(a)}**" if a in asked else f"{column_told(a)}: {amount_told(a)}"
        for a in ordered
    )
    for amount in asked or ordered:
        ask.value(record.service, amount.as_printed, amount.value, amount.unit, amount.period or record.period, cited)
    ask.draft.worked += [amount_told(a) for a in ordered]
    over = over_or_under(amounts)
    if over and over.asked_by(ask) and not (over.amount in asked and over.amount.value == over.size):
        label = f"{record.service}: {over.name}"
        ask.value(
            label, over.amount.as_printed, over.size, over.amount.unit, over.amount.period or record.period, cited
        )
        ask.draft.worked.append(over.told)
    under = f" ({told(record.directorate)})" if record.directorate and record.directorate != record.service else ""
    ask.draft.paragraphs.append(
        f"{told(entry.paper.title)}: “{told(record.service)}”{under} – {said} [{cited.marker}].{over.told if over else ''}{_movement(ask, amounts)}{_course(ask, amounts)}"
    )
    return True


def figures_asked(ask: Ask, record: BudgetLine) -> list[Amount]:
    """The figures of a line that a question asks for; all of them where it asks for none in particular."""
    amounts = [a for a in record.amounts if a.as_printed.strip()]
    return _asked(ask, amounts) or amounts


def _of_another_time(amount: Amount, asked: Sequence[Amount]) -> bool:
    """Whether a column is of another year than the ones asked for, whose figures would only mislead."""
    times = {period for a in asked for period in header_periods(a.column)}
    own = set(header_periods(amount.column))
    return bool(times and own) and not {(p.start, p.end) for p in times} & {(p.start, p.end) for p in own}


def amount_told(amount: Amount) -> str:
    """A figure of a finance table with its unit and scale, in the digits printed: "16.4" under £m is "£16.4m", "(250)"
    under £'000 is "−£250k"."""
    printed = told(amount.as_printed)
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    if amount.unit != "£" or amount.value is None or digits is None or "£" in printed:
        return printed
    number = float(digits.group().replace(",", ""))
    ratio = round(abs(amount.value) / number) if number else 1
    if ratio not in _SCALES:
        return printed
    return f"{'−' if amount.value < 0 else ''}£{digits.group()}{_SCALES[ratio] if number else ''}"


def column_told(amount: Amount) -> str:
    """A column's name without the scale that its figures are told in."""
    bare = " ".join(_SCALE_IN_HEAD.sub(" ", amount.column).split()) if amount.unit == "£" else amount.column
    return told(bare or amount.column)


def _asked(ask: Ask, amounts: Sequence[Amount]) -> list[Amount]:
    """The figures that a question asks for: those under a column it names, of the role it means; the former where both."""
    roles = [role for role, pattern in _ROLES.items() if ask.means(pattern)]
    if reported := _of_the_report(ask, amounts):
        return [a for a in reported if role_of(a.column) in roles] or reported
    sums = [a for a in amounts if a.unit == "£"]
    if sums and not ask.says(_SHARE):  # "how much has been spent" asks for no share of the budget
        amounts = sums
    if "variance" in roles and any(a.role == "variance" for a in amounts):
        roles = [role for role in roles if role != "outturn"]  # "the overspend at the outturn": that is when, not what
        if any(a.role == "variance" and re.search(r"\bforecast\b", a.column, re.IGNORECASE) for a in amounts):
            roles = [role for role in roles if role != "forecast"]  # "the forecast variance" is one figure
    if "variance" in roles and not any(a.role == "variance" for a in amounts):
        roles += ["forecast", "outturn", "budget"]
    timed = [a for a in amounts if _of_the_time(ask, a)]
    headed = [a for a in timed if column_named(ask, a)] or [a for a in amounts if column_named(ask, a)] or timed
    picked = [a for a in headed or amounts if a.role in roles or ("outturn" in roles and a.role == "actual")]
    return [*picked, *(a for a in headed if a not in picked)]


def _of_the_report(ask: Ask, amounts: Sequence[Amount]) -> list[Amount]:
    """The figures under columns of the one report of the year that a question names: "at period 5"."""
    number = report_number(ask.inquiry.question)
    return [a for a in amounts if number is not None and report_number(a.column) == number]


def _of_the_time(ask: Ask, amount: Amount) -> bool:
    asked = [*ask.inquiry.periods, *(Period(day, day, "snapshot", str(day)) for day in ask.inquiry.days)]
    return any(same_period(one, held) for one in asked for held in header_periods(amount.column))


def column_named(ask: Ask, amount: Amount) -> bool:
    """Whether the question names a column by a word that is not a role: a directorate over it, a year, in capitals a short form."""
    words = re.findall(r"[A-Za-z]{4,}|\b[A-Z]{2,4}\b", amount.column)
    telling = [w for w in words if w.lower() not in {"total", "current", "position", "core", "external", *_ROLES}]
    return bool(telling) and all(_named(ask, word) for word in telling)


def _named(ask: Ask, word: str) -> bool:
    if word.isupper() and len(word) <= 4:
        return re.search(rf"\b{word}\b", ask.inquiry.whole) is not None
    return re.search(rf"\b{re.escape(word.lower())}", ask.text) is not None


class Over(NamedTuple):
    """A variance as an overspend or underspend, and how much it is."""

    amount: Amount
    name: str
    size: float

    @property
    def told(self) -> str:
        """The sentence that says so; a sum in pounds in the digits printed."""
        size = amount_told(self.amount).removeprefix("−")
        return f" That is an {self.name} of {size}." if size.startswith("£") else f" That is an {self.name}."

    def asked_by(self, ask: Ask) -> bool:
        """Whether a question asks how a sum stands against its budget."""
        return ask.wants("comparison") or ask.means(_ROLES["variance"])


def over_or_under(amounts: Sequence[Amount]) -> Over | None:
    """A variance as what it is, where the row's own figures show which sign means an overspend; a dash for a budget is none."""
    budgets = [
        a.value or 0.0
        for a in amounts
        if a.role == "budget" and (a.value is not None or a.as_printed.strip() in _DASHES)
    ]
    ends = [a.value for a in amounts if a.role in {"forecast", "outturn", "actual"} and a.value is not None]
    variance = next((a for a in amounts if a.role == "variance" and a.value is not None), None)
    if variance is None or not variance.value:
        return None
    # Beside an original budget it is held against the revised one, beside what is spent so far it is of the forecast.
    near = max(abs(variance.value) * 0.01, 1000)
    if all(abs((end - budget) - variance.value) > near for end in ends for budget in budgets):
        return None
    return Over(variance, "overspend" if variance.value > 0 else "underspend", abs(variance.value))


def _course(ask: Ask, amounts: Sequence[Amount]) -> str:
    """How a sum or share goes between the two times that a question names, or over all it is given for."""
    if not ask.says(_GOES):
        return ""
    dated = [(period.start, a) for a in amounts if a.value is not None for period in header_periods(a.column)[:1]]
    wanted = [(start, a) for start, a in dated if _of_the_time(ask, a)]
    dated = sorted(wanted if len({start for start, _ in wanted}) > 1 else dated, key=lambda pair: pair[0])
    if len({start for start, _ in dated}) < 2 or len({(a.unit, a.role == "variance") for _, a in dated}) > 1:
        return ""
    first, last = dated[0][1], dated[-1][1]
    change = (last.value or 0.0) - (first.value or 0.0)
    way = "goes up" if change > 0 else "goes down" if change < 0 else "stays the same"
    said = f" From {column_told(first)} to {column_told(last)} it {way}: {amount_told(first)} to {amount_told(last)}."
    ask.draft.worked.append(said)
    return said


def _is_variance(amount: Amount) -> bool:
    """Whether a column holds a variance: of now, or of the report before ("Q1 variance")."""
    return amount.role == "variance" or (amount.role == "previous" and "varian" in amount.column.lower())


def _movement(ask: Ask, amounts: Sequence[Amount]) -> str:
    """How a variance compares with the one of an earlier time beside it, where the question compares."""
    told_of = [a for a in amounts if _is_variance(a) and a.value is not None and a.unit == "£"]
    if len(told_of) != 2 or not ask.wants("comparison"):
        return ""
    now, before = told_of
    change = abs(now.value or 0.0) - abs(before.value or 0.0)
    how = "bigger than" if change > 0 else "smaller than" if change < 0 else "the same as"
    said = f" {amount_told(now)} is {how} {amount_told(before)} ({column_told(before)})."
    ask.draft.worked.append(said)
    return said
