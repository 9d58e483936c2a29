"""What a line of a finance table says: budget, forecast or outturn, and variance, each as a sum of money one can read aloud."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.telling.ask import Ask, told
from assistant.records.model import Amount, BudgetLine
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods, same_period
from assistant.tools.ledger import Entry

_ROLES = {
    "variance": r"\bvarian\w*|\bover\s?sp\w*|\bunder\s?sp\w*|\bover budget\b|\bunder budget\b|\bagainst budget\b|\bover or under\b|\bout by\b"
    r"|\bhow (?:far|much) (?:over|under)\b",
    "forecast": r"\bforecast\w*|\bexpect\w*|\bproject\w*|\bheading\b",
    "outturn": r"\boutturn\b|\bend(?:ed)? up\b|\bended\b|\bfinal\w*|\bspen[dt]\b|\bactual\w*|\byear.?end\b",
    "budget": r"(?<!against )(?<!over )(?<!under )\bbudget(?:ed)?\b",
    "savings": r"\bsaving\w*|\bsaved?\b|\bachiev\w*|\bdeliver\w*",
}
_VARIANCE = re.compile(r"\bvariance\b|\b(?:over|under)[ -]?spend\b", re.IGNORECASE)
_DIFFERENCE = re.compile(
    r"\bmovement\b|\bchanged?\b|\bdifference\b", re.IGNORECASE
)  # of two variances, and none itself
_MOST = 10
MOST_OF = 0.75  # of the words of a directorate's name, where its column has it in short: "adult social care" is ASCH
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
    others = [] if _by_service(ask, amounts) else [a for a in amounts if a not in asked]
    ordered = [*asked, *(a for a in others if not _of_another_time(a, asked))][:_MOST]
    said = "; ".join(
        f"{column_told(a)}: **{amount_told(a)}**" if a in asked else f"{column_told(a)}: {amount_told(a)}"
        for a in ordered
    )
    for amount in asked or ordered:
        ask.value(record.service, amount.as_printed, amount.value, amount.unit, amount.period or record.period, cited)
    ask.draft.worked += [amount_told(a) for a in ordered]
    under = f" ({told(record.directorate)})" if record.directorate and record.directorate != record.service else ""
    ask.draft.paragraphs.append(
        f"{told(entry.paper.title)}: “{told(record.service)}”{under} – {said} [{cited.marker}].{_over_or_under(amounts)}{_movement(ask, amounts)}"
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
    roles = [role for role, pattern in _ROLES.items() if ask.says(pattern)]
    if "variance" in roles and any(a.role == "variance" for a in amounts):
        roles = [role for role in roles if role != "outturn"]  # "the overspend at the outturn": that is when, not what
    if "variance" in roles and not any(a.role == "variance" for a in amounts):
        roles += ["forecast", "outturn", "budget"]
    timed = [a for a in amounts if _of_the_time(ask, a)]
    headed = [a for a in timed if column_named(ask, a)] or [a for a in amounts if column_named(ask, a)] or timed
    picked = [a for a in headed or amounts if a.role in roles or ("outturn" in roles and a.role == "actual")]
    return [*picked, *(a for a in headed if a not in picked)]


def _of_the_time(ask: Ask, amount: Amount) -> bool:
    return any(same_period(asked, held) for asked in ask.inquiry.periods for held in header_periods(amount.column))


def column_named(ask: Ask, amount: Amount) -> bool:
    """Whether the question names a column by a word that is not a role: a directorate over it, a year, in capitals a short form."""
    words = re.findall(r"[A-Za-z]{4,}|\b[A-Z]{2,4}\b", amount.column)
    telling = [w for w in words if w.lower() not in {"total", "current", "position", "core", "external", *_ROLES}]
    return bool(telling) and all(_named(ask, word) for word in telling)


def _by_service(ask: Ask, amounts: Sequence[Amount]) -> bool:
    """Whether the columns of a line are services of which the question names one: the others are beside the point."""
    named = [a for a in amounts if column_named(ask, a) and not header_periods(a.column)]
    return bool(named) and len(amounts) > _MOST and len({a.role for a in amounts}) == 1


def _named(ask: Ask, word: str) -> bool:
    if word.isupper() and len(word) <= 4:
        long = set(terms(ask.searcher.expand(word) or "")) - set(terms("and"))
        said = long & set(terms(ask.inquiry.whole))
        return re.search(rf"\b{word}\b", ask.inquiry.whole) is not None or len(said) >= max(MOST_OF * len(long), 2)
    return re.search(rf"\b{re.escape(word.lower())}", ask.text) is not None


def _over_or_under(amounts: Sequence[Amount]) -> str:
    """Whether a variance is an overspend, where the row's own figures show which sign means it."""
    budget = next((a.value for a in amounts if a.role == "budget" and a.value is not None), None)
    end = next((a.value for a in amounts if a.role in {"forecast", "outturn", "actual"} and a.value is not None), None)
    variance = next((a for a in amounts if a.role == "variance" and a.value is not None), None)
    if budget is None or end is None or variance is None or not variance.value:
        return ""
    if abs((end - budget) - variance.value) > max(abs(variance.value) * 0.01, 1000):
        return ""
    return f" That is {'an overspend' if variance.value > 0 else 'an underspend'}."


def _movement(ask: Ask, amounts: Sequence[Amount]) -> str:
    """How a variance compares with the one of an earlier time beside it, where the question compares."""
    told_of = [
        a
        for a in amounts
        if (a.role == "variance" or (a.role == "previous" and _VARIANCE.search(a.column)))
        and a.value is not None
        and a.unit == "£"
        and not _DIFFERENCE.search(a.column)
    ]
    if len(told_of) != 2 or not ask.wants("comparison"):
        return ""
    now, before = told_of
    change = abs(now.value or 0.0) - abs(before.value or 0.0)
    how = "bigger than" if change > 0 else "smaller than" if change < 0 else "the same as"
    said = f" {amount_told(now)} is {how} {amount_told(before)} ({column_told(before)})."
    ask.draft.worked.append(said)
    return said
