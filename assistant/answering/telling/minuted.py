"""A minute or decision named by its reference, and what a decision notice gives beside a decision: why it was taken, what else
was considered, and whether it may be called in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.answering.compose import compose, spoken
from assistant.answering.suffice import fills
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.meant import indicator_meant
from assistant.answering.telling.weighing import of_the_time, weigh
from assistant.records.model import Minute, Resolution, Vote
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.evidence import rank
from assistant.tools.ledger import Entry

MEANT = 0.6  # of the question's telling words, for the decision that is meant
_REASONS = r"^\s*(?:so |and |but )*why\b|\breasons?\b|\bhow come\b|\brationale\b|\bjustif\w+"
_ALTERNATIVES = (
    r"\balternatives?\b|\b(?:other|different) (?:options?|choices?|ways?)\b|\boptions? (?:were |was )?(?:considered|rejected|looked at|turned down)\b"
    r"|\bwhat else (?:was|did|were)\b|\brejected (?:options?|alternatives?)\b"
)
_CALL_IN = r"\bcall(?:ed)?[ -]?in\b|\bcome into (?:force|effect)\b|\btake(?:s)? effect\b|\bin force\b"
_VOTED = r"\bvot\w+|\bmoved\b|\bmover\b|\bproposed\b|\bseconded\b|\bseconder\b|\bcarried\b|\blost\b|\babstain\w*"
_DECIDED = r"\bdecid\w+|\bdecisions?\b|\bresolv\w+|\bresolution\b|\bagree\w*|\bapprov\w+|\boutcome\b|\brecommend\w*|\bwhat (?:is|was|does|did)\b|\babout\b"
_OTHER = ("figure", "person", "owner", "date", "place", "attendance", "apologies")


def tell_minute(ask: Ask, found: Sequence[Entry[Any]]) -> bool:
    """Say what is asked of a minute or decision named by its reference: its decision, its vote, its reasons or its words."""
    own = _of_one_meeting(ask, found)
    decided = [entry for entry in own if isinstance(entry.record, Resolution)]
    beside = [entry for entry in decided if _beside(ask, entry)]
    if beside:
        return _tell_decided(ask, beside[:1])
    if decided and (
        ask.says(_VOTED) or (ask.says(_DECIDED) and not ask.wants(*_OTHER)) or ask.inquiry.wants == ("open",)
    ):
        return _tell_decided(ask, decided)
    return _tell_words(ask, own) or (bool(decided) and _tell_decided(ask, decided))


def tell_beside_decision(ask: Ask) -> bool:
    """Tell the reasons, alternatives or call-in of the decision that a question is about by its words."""
    if not (ask.says(_REASONS) or ask.says(_ALTERNATIVES) or ask.says(_CALL_IN)):
        return False
    entries = [e for e in ask.finder.ledger.entries(Resolution) if _beside(ask, e)]
    ranked = weigh(
        ask, entries, lambda r: f"{r.minute_title or ''} {r.text} {r.committee or ''}", lambda r: r.meeting_date
    )
    if (
        not ranked or ranked[0].share < MEANT or indicator_meant(ask) is not None
    ):  # "why are we behind on affordable homes?"
        return False
    return _tell_decided(ask, [ranked[0].entry])


def _of_one_meeting(ask: Ask, found: Sequence[Entry[Any]]) -> list[Entry[Any]]:
    """The minutes and decisions of the meeting meant: of the time asked, else the newest that has the reference."""
    held = of_the_time(ask, found, lambda record: record.meeting_date) or list(found)
    newest = max(held, key=lambda e: e.record.meeting_date or date.min)
    key = (newest.record.committee, newest.record.meeting_date)
    same = [e for e in held if (e.record.committee, e.record.meeting_date) == key]
    first = same[0].paper.id  # minutes may stand in the minutes and, as a draft, in the next agenda pack
    return [e for e in same if e.paper.id == first]


def _beside(ask: Ask, entry: Entry[Resolution]) -> list[tuple[str, str]]:
    """(label, words) of what is asked for beside a decision and given with it."""
    record = entry.record
    asked = (
        (_REASONS, "reasons", record.reasons),
        (_ALTERNATIVES, "alternatives considered", record.alternatives),
        (_CALL_IN, "call-in", record.call_in),
    )
    return [(label, words) for pattern, label, words in asked if words and ask.says(pattern)]


def _tell_decided(ask: Ask, decided: Sequence[Entry[Resolution]]) -> bool:
    lead, lines = "", []
    for entry in decided:
        record = entry.record
        cited = ask.cite(entry, record.text, *(line for line in record.as_printed.splitlines() if line.strip()))
        if cited is None:
            continue
        lead = lead or _lead(record)
        facts = "; ".join(_voted(record))
        lines.append(f"“{told(record.text)}”{f' ({facts})' if facts else ''} [{cited.marker}]")
        for label, words in _beside(ask, entry):
            place = ask.cite_words(entry, words, *_pieces(words)) or cited
            lines.append(f"{label[0].upper()}{label[1:]}: “{told(words)}” [{place.marker}]")
    if not lines:
        return False
    ask.draft.paragraphs += [f"{lead}:", "\n\n".join(lines)]
    return True


def _lead(record: Resolution) -> str:
    title = f" ({told(record.minute_title)})" if record.minute_title else ""
    standing = f", {record.status} minutes" if record.status else ""
    return f"{told(record.committee) or 'The meeting'}, {spoken(record.meeting_date)}, {told(record.minute)}{title}{standing}"


def _voted(record: Resolution) -> list[str]:
    return [
        fact
        for fact in (
            record.outcome or "",
            counts_told(record),
            f"moved by {told(record.mover)}" if record.mover else "",
            f"seconded by {told(record.seconder)}" if record.seconder else "",
            f"officers’ recommendation: {told(record.advice)}" if record.advice else "",
        )
        if fact
    ]


def counts_told(record: Resolution) -> str:
    """The counts of a vote: "8 for, 3 against, 0 abstaining"; "" where none are told."""
    return ", ".join(_side(vote) for vote in record.votes if vote.count is not None)


def _side(vote: Vote) -> str:
    return {"for": f"{vote.count} for", "against": f"{vote.count} against", "abstain": f"{vote.count} abstaining"}[
        vote.side
    ]


def _pieces(words: str) -> list[str]:
    return sorted((s for s in re.split(r"(?<=[.;])\s+|\n", words) if s.strip()), key=len, reverse=True)


def _tell_words(ask: Ask, own: Sequence[Entry[Any]]) -> bool:
    """Quote of the minute what speaks to the question."""
    entry = own[0]
    number = entry.record.number if isinstance(entry.record, Minute) else entry.record.minute
    parts = [p for p in ask.searcher.parts() if p.paper_id == entry.paper.id]
    inside = [h for p in parts if p.first_page <= entry.record.page <= p.last_page for h in ask.searcher.in_part(p.id)]
    hits = [hit for hit in inside if hit.passage.minute == number]
    ranked = rank(ask.inquiry, telling_terms(ask.inquiry, ask.searcher), hits, ask.searcher)
    fitting = [e for e in ranked if fills(ask.inquiry, e, ask.inquiry.wants[0])] or ranked
    draft = compose(ask.inquiry, fitting[:1], ask.searcher)
    if not draft.citations:
        return False
    ask.draft.append(draft)
    return True
