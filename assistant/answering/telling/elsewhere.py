"""Where a paper prints a sum of money twice and not the same: a line of a finance table against the text beneath it, and
against the total of its own table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.answering.quoting import sentences
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.money import amount_told
from assistant.answering.verify import cite
from assistant.papers.normalise import contains
from assistant.records.model import Amount, BudgetLine
from assistant.records.numbers import Figure, find_figures
from assistant.retrieval.search import Hit
from assistant.tools.arithmetic import money_difference
from assistant.tools.ledger import Entry

NEAR = 0.1  # how far apart two figures of one thing may be, of the larger; further apart they are of two things
NEAR_TOTAL = 0.01  # the same for a total, which the text does not name
_CLAUSE = 60  # letters before a figure that say what it is of
_OF_ROLE = {
    "variance": re.compile(
        r"\b(?:over|under)[ -]?sp(?:end|ends|ent|ending)\b|\bvarianc\w*|\b(?:over|under) budget\b", re.I
    ),
    "budget": re.compile(r"\bbudget\b", re.I),
    "outturn": re.compile(r"\bout-?turn\b", re.I),
    "forecast": re.compile(r"\bforecast (?:spend\w*|cost|of|is|was)\b|\bexpected to spend\b", re.I),
}
_OVER = re.compile(r"^\W{0,2}(?:over|under)\b", re.I)
_WHOLE = re.compile(r"\bthe (?:council|authority)\b|\boverall\b|\bin total\b|\bgeneral fund\b|\bnet revenue\b", re.I)


class _Stated(NamedTuple):
    """A sum that a sentence states, with what it is of."""

    hit: Hit
    sentence: str
    figure: Figure
    role: str


def tell_elsewhere(ask: Ask, entry: Entry[BudgetLine], asked: Sequence[Amount]) -> None:
    """Add to a line that was told what the same report prints for the same sum elsewhere, where that is another figure."""
    for amount in asked:
        if amount.value and amount.unit == "£" and (_tell_text(ask, entry, amount) or _tell_total(ask, entry, amount)):
            return


def _tell_text(ask: Ask, entry: Entry[BudgetLine], amount: Amount) -> bool:
    limit = NEAR_TOTAL if entry.record.total else NEAR
    for stated in _stated(ask, entry):
        value = float(stated.figure.value or 0)
        if stated.role == amount.role and _other(amount, value, stated.figure.as_printed, limit):
            cited = cite(ask.searcher, stated.hit, stated.sentence, len(ask.draft.citations) + 1)
            if cited is None:
                continue
            ask.draft.citations.append(cited)
            printed = stated.figure.as_printed
            ask.value(entry.record.service, printed, value, "£", amount.period or entry.record.period, cited)
            said = f"The text of the report gives **{told(printed)}**: “{told(stated.sentence)}” [{cited.marker}]."
            _add(ask, said, amount, value, printed)
            return True
    return False


def _tell_total(ask: Ask, entry: Entry[BudgetLine], amount: Amount) -> bool:
    for other in _totals(ask, entry):
        same = [a for a in other.record.amounts if a.role == amount.role and a.unit == "£" and a.value]
        for held in same:
            if not _other(amount, held.value or 0.0, held.as_printed, NEAR_TOTAL):
                continue
            cited = ask.cite(other, other.record.service)
            if cited is None:
                return False
            name = other.record.service
            ask.value(name, held.as_printed, held.value, held.unit, held.period or other.record.period, cited)
            table = f", {told(other.record.table)}" if other.record.table else ""
            said = (
                f"Another table of the report (“{told(name)}”{table}) gives **{amount_told(held)}** [{cited.marker}]."
            )
            ask.draft.worked.append(amount_told(held))
            _add(ask, said, amount, held.value or 0.0, held.as_printed)
            return True
    return False


def _add(ask: Ask, said: str, amount: Amount, other: float, printed: str) -> None:
    working = money_difference(abs(amount.value or 0.0), abs(other), amount.as_printed, printed)
    apart = f"The two differ: {working}."
    ask.draft.worked.append(apart)
    ask.draft.paragraphs.append(f"{said} {apart}")


def _other(amount: Amount, value: float, printed: str, limit: float) -> bool:
    """Whether a figure is another than a line's and yet must be of the same thing: near, but not the same rounded."""
    mine, theirs = abs(amount.value or 0.0), abs(value)
    step = max(_step(mine, amount.as_printed), _step(theirs, printed))
    return 0.5 * step + 1e-6 < abs(mine - theirs) <= limit * max(mine, theirs)


def _step(value: float, printed: str) -> float:
    """What one more in the last digit printed is worth: £0.1m of "£2.1m", £1,000 of "2,148" under £'000."""
    digits = re.search(r"\d[\d,]*(?:\.(\d+))?", printed)
    number = float(digits.group().replace(",", "")) if digits else 0.0
    if digits is None or not number:
        return 0.0
    return float(round(value / number) * 10.0 ** -len(digits[1] or ""))


def _stated(ask: Ask, entry: Entry[BudgetLine]) -> Iterator[_Stated]:
    """The sums that sentences of a line's own report state of what it names; of the whole council for its total."""
    record = entry.record
    for stated in _sums(ask, entry):
        if record.total and not record.directorate:
            if _WHOLE.search(stated.sentence):
                yield stated
        elif len(record.service) > 4 and not record.total and _of(stated, record.service):
            yield stated


def _of(stated: _Stated, service: str) -> bool:
    """Whether the words before a figure name a service, or the sentence begins with it."""
    before = stated.sentence[: (stated.figure.span or (0, 0))[0]]
    return contains(before, service)


def _sums(ask: Ask, entry: Entry[BudgetLine]) -> list[_Stated]:
    """The sums stated in the text of a line's report, found once."""
    entries = ask.finder.ledger.entries(BudgetLine)
    held: dict[tuple[str, int], list[_Stated]] = ask.finder.once("sums stated", entries, dict)
    page = entry.record.page
    parts = [p for p in ask.searcher.parts() if p.paper_id == entry.paper.id and p.first_page <= page <= p.last_page]
    if not parts:
        return []
    part = min(parts, key=lambda p: p.last_page - p.first_page)
    key = entry.paper.id, part.id
    if key not in held:
        texts = [hit for hit in ask.searcher.in_part(part.id) if hit.passage.cells is None and "£" in hit.passage.text]
        held[key] = [s for hit in texts for sentence in sentences(hit.passage.text) for s in _in(hit, sentence)]
    return held[key]


def _in(hit: Hit, sentence: str) -> Iterator[_Stated]:
    for figure in find_figures(sentence):
        if figure.unit != "GBP" or figure.value is None or figure.span is None:
            continue
        start, end = figure.span
        before = sentence[max(0, start - _CLAUSE) : start]
        before = before[before.rfind("£") + 1 :]
        roles = [(m[-1].end(), role) for role, p in _OF_ROLE.items() if (m := list(p.finditer(before)))]
        role = "variance" if _OVER.search(sentence[end : end + 8]) else max(roles)[1] if roles else ""
        if role:
            yield _Stated(hit, sentence, figure, role)


def _totals(ask: Ask, entry: Entry[BudgetLine]) -> list[Entry[BudgetLine]]:
    """The totals of other tables of a line's report that are of what it names."""
    record = entry.record
    return [
        other
        for other in ask.finder.ledger.entries(BudgetLine)
        if other.paper.id == entry.paper.id
        and other.record.part == record.part
        and other.record.total
        and other.record is not record
        and other.record.directorate == record.service
    ]
