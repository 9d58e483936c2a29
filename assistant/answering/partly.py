"""A question of several parts of which some are answered: which were not, by what the answer holds, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering import replies
from assistant.answering.compose import Draft, spoken
from assistant.answering.holding import SOUGHT, said_in
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import terms


def stands_alone(part: Inquiry) -> bool:
    """Whether a part asks without leaning on the one before it: "what does it score?" is nothing without its risk."""
    return part.whole == part.question


def lacking(parts: Sequence[Inquiry], found: Sequence[bool], draft: Draft, *, of_whole: bool) -> list[Inquiry]:
    """The parts that were not found and that what is told does not answer either; ``of_whole``: it answers the question as
    a whole, so that it may hold what a part asks for."""
    lost = [part for part, held in zip(parts, found, strict=True) if not held]
    if same_question(parts):
        return [part for part in lost if not _has_times(part, draft)]
    return [part for part in lost if not ((of_whole or not stands_alone(part)) and _speaks_to(part, draft))]


def same_question(parts: Sequence[Inquiry]) -> bool:
    """Whether the parts ask the same of several times."""
    return len({part.question for part in parts}) == 1


def _has_times(part: Inquiry, draft: Draft) -> bool:
    """Whether an answer names the times of a part, as a figure's or in its words."""
    return any(period.as_printed in draft.text for period in part.periods) or any(
        spoken(day) in draft.text for day in part.days
    )


def _speaks_to(part: Inquiry, draft: Draft) -> bool:
    """Whether an answer holds the kind of thing that a part asks for and, where it stands alone, something of its own."""
    said = "\n".join([*(c.quote for c in draft.citations), *(f"{v.label} {v.as_printed}" for v in draft.values)])
    kinds = [want for want in part.wants if want in SOUGHT]
    if kinds and not any(said_in(said, want) for want in kinds):
        return False
    if not stands_alone(part):
        return True
    held = set(terms("\n".join([said, *draft.paragraphs])))
    own = [term for term, weight in part.subject.items() if weight >= 1]
    return not own or any(term in held or alike(term) & held for term in own)


def not_found(parts: Sequence[Inquiry], scope: str, *, timed: bool) -> str:
    """What is said of the parts that were not found, each in its own words or, where all have the same (``timed``), by its
    time."""
    times = [_times(part) for part in parts]
    if all(times) and timed:
        return replies.PART_NOT_FOUND.format(part=f"that for {' or '.join(times)}", scope=scope)
    named = " or ".join(f"“{part.question.strip(' ?.')}”" for part in parts)
    return replies.PART_NOT_FOUND.format(part=f"an answer to {named}", scope=scope)


def _times(part: Inquiry) -> str:
    return ", ".join([*(spoken(day) for day in part.days), *(period.as_printed for period in part.periods)])
