"""Draft minutes that the next meeting put right: the correction stands beside what was told from them."""

from __future__ import annotations

import re

from assistant.answering.compose import Draft, spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.verify import cite_place
from assistant.records.model import Confirmation
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

ABOUT = 0.3  # of the question's telling words, that a correction must hold to bear on it


def add_correction(ask: Ask, draft: Draft) -> None:
    """Add what a later meeting corrected of the minutes that an answer stands on, where it bears on the question."""
    for entry in ask.finder.ledger.entries(Confirmation):
        record = entry.record
        if not record.correction or not _stands_on(ask, draft, entry):
            continue
        points = [point for point in re.split(r"\n(?=\(?\d{1,2}[.)])", record.correction) if _bears(ask, point)]
        for point in points[:1]:
            cited = cite_place(ask.searcher, entry.paper, record.page, point, len(draft.citations) + 1)
            if cited is None or any(point in c.quote for c in draft.citations):
                continue
            draft.citations.append(cited)
            when = f" on {spoken(record.meeting_date)}" if record.meeting_date else ""
            draft.paragraphs.append(
                f"These minutes were corrected when they were confirmed{when}: “{told(point)}” [{cited.marker}]"
            )


def _stands_on(ask: Ask, draft: Draft, entry: Entry[Confirmation]) -> bool:
    """Whether an answer cites the minutes that a meeting confirmed."""
    record = entry.record
    own = [
        part
        for part in ask.searcher.parts()
        if part.kind == "minutes" and part.meeting_date == record.confirms and part.committee == record.committee
    ]
    return any(
        part.paper_id == c.paper_id and part.first_page <= c.page <= part.last_page
        for part in own
        for c in draft.citations
    )


def _bears(ask: Ask, point: str) -> bool:
    held = frozenset(terms(point))
    asked = telling_terms(ask.inquiry, ask.searcher)
    total = sum(term.weight for term in asked) or 1.0
    got = sum(t.weight for t in asked if t.stem in held or (t.alike | t.same) & held)
    wanted = {"apologies": "apolog", "attendance": "present"}
    return got >= ABOUT * total or any(stem in held for want, stem in wanted.items() if want in ask.inquiry.wants)
