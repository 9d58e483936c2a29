"""Risks: the rows of risk registers, and how each moved since the register before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from assistant.records.model import RatingSource, Risk
from assistant.records.risk_following import RiskThread, follow_risks
from assistant.records.states import arrow_of
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry, Ledger
from assistant.tools.names import Finder
from assistant.tools.result import Place, Result, Row, joined, place, scope_of
from assistant.tools.sifting import by_topic, by_words, is_reference, reference_key

Movement = Literal["up", "down", "same"]
_WAYS: dict[Movement, str] = {
    "same": r"^(?:no change|unchanged|static|stable|same|steady|level)\b|\bno (?:movement|change)\b",
    "up": r"^(?:increas|up\b|ris(?:en|ing)|rose|worse|escalat|deteriorat|higher)",
    "down": r"^(?:reduc|decreas|down\b|fall|improv|lower|de-?escalat)",
}


class Earlier(Row):
    """The same risk in an earlier register."""

    position_at: date | None
    number: str | None
    current_as_printed: str | None
    current_score: float | None


class RiskRow(Row):
    """A risk in the latest register that has it.

    ``movement`` is of its score since the register before, ``working`` how it is worked out; where no score before is
    known, the movement printed (``direction``). ``state``: "new" in the latest register, "open", or "closed": the latest
    register does not have it. ``renumbered``: its number changed.
    """

    register_title: str | None
    section: str | None
    number: str | None
    description: str
    mitigation: str | None
    further: str | None = None
    owner: str | None
    previous_as_printed: str | None
    previous_score: float | None
    current_as_printed: str | None
    current_score: float | None
    target_as_printed: str | None
    target_score: float | None
    inherent_as_printed: str | None = None
    inherent_score: float | None = None
    rating: str | None
    rating_source: RatingSource | None
    direction: str | None = None
    position_at: date | None
    state: Literal["new", "open", "closed"]
    movement: Movement | None
    working: str | None
    renumbered: bool
    earlier: list[Earlier]
    also_at: list[Place]


class Followed(NamedTuple):
    """A risk followed through the registers: its entries, oldest first, and what became of it."""

    entries: list[Entry[Risk]]
    thread: RiskThread


def find_risks(
    finder: Finder,
    topic: str | None = None,
    owner: str | None = None,
    min_score: float | None = None,
    register_title: str | None = None,
    on: date | None = None,
) -> Result[RiskRow]:
    """Risks at the latest register, or at the one in force ``on`` a day, highest score first.

    Risks that the latest register no longer has are found by topic or owner only; a note says how many there are.
    """
    ledger = finder.ledger
    followed = follow(ledger, on)
    last = [one.entries[-1] for one in followed]
    threads = {id(one.entries[-1].record): one for one in followed}
    named = by_words(last, register_title, lambda e: e.record.register_title or e.paper.title, "register")
    note: str | None
    if topic and is_reference(topic):
        kept = [entry for entry in named.entries if reference_key(entry.record.number) == reference_key(topic)]
        note = "Numbers are those of each register; another register may give the number to another risk."
    else:
        kept, note = by_topic(finder, named.entries, topic, risk_text)
    owned = by_words(kept, owner, lambda e: e.record.owner or "", "owner")
    rows = [risk_row(ledger, threads[id(entry.record)]) for entry in owned.entries]
    if min_score is not None:
        rows = [row for row in rows if row.current_score is not None and row.current_score >= min_score]
    gone = [row for row in rows if row.state == "closed"]
    if topic is None and owner is None and gone:
        rows = [row for row in rows if row.state != "closed"]
        note = joined([note, f"In an earlier register and not in the latest: {len(gone)}."])
    rows.sort(key=lambda row: (row.state == "closed", -(row.current_score or 0.0)))
    return Result(rows=rows, note=joined([named.note, note, owned.note]), scope=scope_of(ledger, Risk))


def follow(ledger: Ledger, until: date | None = None) -> list[Followed]:
    """Every risk through the registers up to a day."""
    entries = {id(e.record): e for e in ledger.entries(Risk) if until is None or _day(e) <= until}
    threads = follow_risks([(_day(entry), entry.record) for entry in entries.values()])
    return [Followed([entries[id(seen.risk)] for seen in thread.seen], thread) for thread in threads]


def _day(entry: Entry[Risk]) -> date:
    return paper_day(entry.paper) or entry.record.position_at or date.min


def risk_text(entry: Entry[Risk]) -> str:
    """The words of a risk that a topic is sought in."""
    return " ".join(
        filter(None, (entry.record.section, entry.record.description, entry.record.mitigation, entry.record.further))
    )


def risk_row(ledger: Ledger, followed: Followed) -> RiskRow:
    """A followed risk as a row: the latest register that has it, with the earlier ones."""
    last = followed.entries[-1]
    fields = last.record.model_dump(include=set(RiskRow.model_fields) - {"position_at"})
    return RiskRow(
        **fields,
        citation=place(last),
        position_at=last.position_at,
        state=followed.thread.state,
        movement=moved(followed),
        working=_working(followed.entries),
        renumbered=followed.thread.renumbered,
        earlier=[_earlier(entry) for entry in followed.entries[:-1]],
        also_at=[place(entry) for entry in ledger.entries(Risk) if entry is not last and _copy(entry, last)],
    )


def moved(followed: Followed) -> Movement | None:
    """Which way a risk went: worked out from its scores, else as its latest register prints it."""
    return followed.thread.direction or printed_movement(followed.entries[-1].record.direction)


def printed_movement(printed: str | None) -> Movement | None:
    """What a register's arrow or word for a risk's movement says; None where it says nothing of the kind."""
    shown = arrow_of(printed or "")
    return next((way for way, words in _WAYS.items() if shown == way or re.search(words, shown or "", re.I)), None)


def _earlier(entry: Entry[Risk]) -> Earlier:
    fields = entry.record.model_dump(include={"number", "current_as_printed", "current_score"})
    return Earlier(**fields, position_at=entry.position_at, citation=place(entry))


def _copy(one: Entry[Risk], other: Entry[Risk]) -> bool:
    """Whether two papers of a day print one register's row."""
    return _day(one) == _day(other) and one.record.as_printed == other.record.as_printed


def _working(entries: Sequence[Entry[Risk]]) -> str | None:
    """Where its score went, in figures: from the register before, else from the previous score printed beside it."""
    last = entries[-1].record
    if last.current_score is None:
        return None
    if len(entries) > 1:
        before, where = entries[-2].record.current_score, f"the register of {_told(_day(entries[-2]))}"
    else:
        before, where = last.previous_score, "the previous score printed beside it"
    return None if before is None else f"{before:g} in {where}, {last.current_score:g} now"


def _told(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
