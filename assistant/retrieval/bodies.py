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
_BODY = re.compile(r"\b(?:scrutiny|committee|panel|sub-?committee|board|commission|forum)\b", re.IGNORECASE)
# What committees of English councils are for: the words that tell one from another.
_SERVICES = frozenset(
    terms(
        "audit governance standards planning licensing regulatory health adult social care children education schools environment"
        " place growth economy housing communities transport highways finance resources pensions employment staffing"
        " appeals development police crime fire culture leisure climate"
    )
)
_JOINING = {"and", "&", "overview", "scrutiny", "services", "select", "joint", "cabinet", "policy"}
_COMMON = frozenset(terms("committee board panel forum overview commission the and of sub joint"))


def bodies_named(question: str, bodies: Iterable[str]) -> frozenset[str]:
    """The bodies meant: the cabinet, the full council, or a committee by its telling words."""
    asked = set(terms(question))
    return frozenset(body for body in bodies if _named(question, asked, body))


def bodies_asked(inquiry: Inquiry, bodies: Iterable[str]) -> frozenset[str]:
    """The bodies a question names; those of the turns before where the last one names none of its own."""
    held = list(bodies)
    return bodies_named(inquiry.question, held) or bodies_named(inquiry.whole, held)


def body_unheld(question: str, bodies: Iterable[str]) -> frozenset[str]:
    """The telling stems of a committee that a question names and that is none of those held: "the Audit Committee" where the
    papers are of scrutiny alone; empty where it names none, or one that may be held."""
    match = _BODY.search(question)
    if match is None or _COUNCIL.search(question[: match.start()]) or _CABINET.search(question[: match.start()]):
        return frozenset()  # the body first named is the one that is meant
    own = _own_words(question[: match.start()])
    held = [frozenset(terms(body)) for body in bodies if _BODY.search(body)]
    # One scrutiny committee may look at every service.
    of_all = match[0].lower() == "scrutiny" and any("scrutini" in body and not body & _SERVICES for body in held)
    return frozenset() if of_all or any(own <= body for body in held) else own


def _own_words(before: str) -> frozenset[str]:
    """The words just before "committee" that say which: "and" and commas go on, any other word ends them."""
    found: list[str] = []
    for word in reversed(re.findall(r"[\w'’&-]+", before)):
        service = frozenset(terms(word)) & _SERVICES
        if not service and word.lower() not in _JOINING:
            break
        found += service
    return frozenset(found)


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
