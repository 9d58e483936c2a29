"""Rows named by their reference: CR08, action 4.1, WR1, minute PL/24/31. One that several papers give to different things is
told of the paper that the question is nearest to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from assistant.answering.compose import compose
from assistant.answering.telling.actions import tell_action, tell_actions
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.figures import tell_indicator
from assistant.answering.telling.minuted import tell_minute
from assistant.answering.telling.naming import Named, named_rows, unheld
from assistant.answering.telling.owners import tell_owner
from assistant.answering.telling.risks import tell_risk
from assistant.records.model import Action, Minute, Observation, Record, Resolution, Risk, TrackedDecision
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

_LONG_AGO = date.min
_MOST = 4  # rows named in one question that are told one after the other
_FOLLOWED_UP = (
    r"\bprogress\b|\bdone\b|\bcomplete|\boverdue\b|\bdue\b|\bdeadline\b|\bslip|\bwhere (?:are|have) we\b|\bhow far\b"
)
Teller = Callable[[Ask, Sequence[Entry[Any]]], bool]


def tell_referenced(ask: Ask) -> bool:
    """Answer with the rows whose reference a question names; False where it names none or none is held."""
    found = named_rows(ask)
    if not found:
        ask.nearest = ask.nearest or unheld(ask)
        return False
    told = [one for one in found[:_MOST] if _tell(ask, one)]
    if told and ask.wants("reason"):
        _add_what_is_said(ask, told)
    return bool(told)


def _tell(ask: Ask, named: Named) -> bool:
    for kinds, teller in _tellers(ask):
        rows = [e for e in named.entries if isinstance(e.record, kinds)]
        if rows and teller(ask, rows):
            return True
    return False


def _tellers(ask: Ask) -> list[tuple[tuple[type[Record], ...], Teller]]:
    """Kinds of row with their tellers, those first that a question of this kind means where one reference is of several."""
    minutes: tuple[tuple[type[Record], ...], Teller] = ((Resolution, Minute), tell_minute)
    tracked: tuple[tuple[type[Record], ...], Teller] = ((TrackedDecision,), _tell_actions)
    followed = ask.wants("owner", "person", "date", "action") or ask.says(_FOLLOWED_UP)
    rows: list[tuple[tuple[type[Record], ...], Teller]] = [
        ((Risk,), _tell_risk),
        ((Action,), _tell_actions),
        ((Observation,), _tell_measure),
    ]
    return [*rows, *((tracked, minutes) if followed else (minutes, tracked))]


def _tell_risk(ask: Ask, rows: Sequence[Entry[Any]]) -> bool:
    own = _of_the_paper(ask, rows)
    return bool(own) and tell_risk(ask, own)


def _tell_actions(ask: Ask, rows: Sequence[Entry[Any]]) -> bool:
    own = _meant(ask, _of_the_paper(ask, rows))
    if len(own) > 1:
        return tell_actions(ask, own)
    return bool(own) and tell_action(ask, own)


def _tell_measure(ask: Ask, rows: Sequence[Entry[Any]]) -> bool:
    """A measure's own times are those of its columns, so they do not choose its paper."""
    return tell_owner(ask, rows) or tell_indicator(ask, _nearest(ask, rows))


def _meant(ask: Ask, rows: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """Of several actions under one reference, the one whose words the question uses; all where it uses none of one alone."""
    asked = {term for term, weight in ask.inquiry.subject.items() if weight >= 0.5}
    held = [
        asked & set(terms(f"{e.record.action} {e.record.measure or ''}")) if isinstance(e.record, Action) else set()
        for e in rows
    ]
    most = max(map(len, held), default=0)
    best = [entry for entry, words in zip(rows, held, strict=True) if len(words) == most]
    return best if most >= 2 and len(best) == 1 else list(rows)


def _of_the_paper(ask: Ask, held: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """The rows of the one paper meant: of the time that is named, else where the search found most; the newest of equals."""
    days, periods = ask.inquiry.days, ask.inquiry.periods
    if days or periods:
        held = [
            e for e in held if (day := paper_day(e.paper)) and (day in days or any(p.contains(day) for p in periods))
        ] or ([] if ask.inquiry.question == ask.inquiry.whole else held)
    return _nearest(ask, held)


def _nearest(ask: Ask, held: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    if not held:
        return []
    rank: dict[str, int] = {}
    for n, evidence in enumerate(ask.evidence):
        rank.setdefault(evidence.hit.paper.id, n)
    best = min(held, key=lambda e: (rank.get(e.paper.id, len(rank)), -(paper_day(e.paper) or _LONG_AGO).toordinal()))
    return [e for e in held if e.paper.id == best.paper.id]


def _add_what_is_said(ask: Ask, named: Sequence[Named]) -> None:
    """What the papers' own words say of a row named, where its reason is asked for: the row itself seldom tells it."""
    for evidence in ask.evidence:
        passage = evidence.hit.passage
        if passage.cells is None and any(one.reference.lower() in passage.text.lower() for one in named):
            ask.draft.append(compose(ask.inquiry, [evidence], ask.searcher))
            return
