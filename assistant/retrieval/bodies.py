"""Which of the bodies that the papers know a question speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.records.vocabulary import LESSER_BODY
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.terms import terms

_COUNCIL = re.compile(
    r"\b(?:full|county|city|borough|district|budget) council\b|\bcouncil (?:meeting|minutes|voted?)\b|\bat council\b",
    re.IGNORECASE,
)
_CABINET = re.compile(r"\bcabinet\b(?! members?\b| portfolio)", re.IGNORECASE)
_COMMON = frozenset(terms("committee board panel forum overview commission the and of sub joint"))


def bodies_named(question: str, bodies: Iterable[str]) -> frozenset[str]:
    """The bodies meant: the cabinet, the full council, or a committee by its telling words."""
    asked = set(terms(question))
    return frozenset(body for body in bodies if _named(question, asked, body))


def bodies_asked(inquiry: Inquiry, bodies: Iterable[str]) -> frozenset[str]:
    """The bodies a question names; those of the turns before where the last one names none of its own."""
    held = list(bodies)
    return bodies_named(inquiry.question, held) or bodies_named(inquiry.whole, held)


def _named(question: str, asked: set[str], body: str) -> bool:
    if body.casefold() == "cabinet":
        return bool(_CABINET.search(question))
    if body.casefold() in question.casefold():
        return True
    if LESSER_BODY.search(body) and "committee" not in body.lower():
        return bool(_COUNCIL.search(question))
    telling = set(terms(body)) - _COMMON
    shared = telling & asked
    return ("scrutini" in shared) or len(shared) >= 2 or (len(telling) == 1 and bool(shared))
