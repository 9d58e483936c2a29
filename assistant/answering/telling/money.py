"""What a line of a finance table says: budget, forecast or outturn, and variance, in the scale it is printed in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.telling.ask import Ask, told
from assistant.records.model import Amount, BudgetLine
from assistant.tools.ledger import Entry

_ROLES = {
    "variance": r"\bvarian\w*|\bover\s?sp\w*|\bunder\s?sp\w*|\bover budget\b|\bunder budget\b|\bagainst budget\b|\bover or under\b|\bout by\b",
    "forecast": r"\bforecast\w*|\bexpect\w*|\bproject\w*|\bheading\b",
    "outturn": r"\boutturn\b|\bend(?:ed)? up\b|\bended\b|\bfinal\w*|\bspen[dt]\b|\bactual\w*|\byear.?end\b",
    "budget": r"(?<!against )(?<!over )(?<!under )\bbudget(?:ed)?\b",
    "savings": r"\bsaving\w*|\bsaved?\b|\bachiev\w*|\bdeliver\w*",
}
_MOST = 8


def tell_budget(ask: Ask, found: Sequence[Entry[BudgetLine]]) -> bool:
    """Say what a finance table has on a service, the figures asked for first and in bold."""
    entry = found[0]
    record = entry.record
    amounts = [a for a in record.amounts if a.as_printed.strip()]
    if not amounts:
        return False
    cited = ask.cite(entry, record.service)
    if cited is None:
        return False
    asked = _asked(ask, amounts)
    ordered = [*asked, *(a for a in amounts if a not in asked)][:_MOST]
    said = "; ".join(
        f"{told(a.column)}: **{told(a.as_printed)}**" if a in asked else f"{told(a.column)}: {told(a.as_printed)}"
        for a in ordered
    )
    for amount in asked or ordered:
        ask.value(record.service, amount.as_printed, amount.value, amount.unit, amount.period or record.period, cited)
    under = f" ({told(record.directorate)})" if record.directorate and record.directorate != record.service else ""
    ask.draft.paragraphs.append(
        f"{told(entry.paper.title)}: “{told(record.service)}”{under} – {said} [{cited.marker}].{_over_or_under(amounts)}"
    )
    return True


def _asked(ask: Ask, amounts: Sequence[Amount]) -> list[Amount]:
    roles = [role for role, pattern in _ROLES.items() if ask.says(pattern)]
    if "variance" in roles and not any(a.role == "variance" for a in amounts):
        roles += ["forecast", "outturn", "budget"]
    picked = [a for a in amounts if a.role in roles or ("outturn" in roles and a.role == "actual")]
    headed = [a for a in amounts if a not in picked and _column_named(ask, a)]
    return picked + headed if picked or headed else []


def _column_named(ask: Ask, amount: Amount) -> bool:
    """Whether the question names a column by a word that is not a role: a directorate over it, a year."""
    words = [w for w in re.findall(r"[a-z]{4,}", amount.column.lower()) if w not in {"total", "current", "position"}]
    return bool(words) and all(re.search(rf"\b{re.escape(w)}", ask.text) for w in words)


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
