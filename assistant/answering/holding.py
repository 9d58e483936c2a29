"""Whether a text holds the kind of thing that is asked for."""

from __future__ import annotations

import re

from assistant.answering.claims import dates_in, figures_in
from assistant.retrieval.traits import CAUSE
from assistant.retrieval.wants import Want

SOUGHT: tuple[Want, ...] = ("figure", "date", "owner", "person", "reason", "decision", "vote")
PERSON = re.compile(
    r"\b(?:Councillors?|Cllrs?|Mrs?|Ms|Miss|Dr|Sir|HoS|Head of|Director|Leader)\b|\b[A-Z][a-z'’-]+ [A-Z][a-z'’-]+\b"
)
OUTCOME = re.compile(r"\b(?:carried|lost|unanimous\w*|agreed|fell|withdrawn)\b", re.IGNORECASE)
COUNT = re.compile(
    r"\b(?:for|against|abstain\w*|abstentions?)\b\W{0,4}\(?\d+|\b\d+ (?:(?:votes?|members) )?(?:for|against|in favour|abst|voted|to \d+)",
    re.IGNORECASE,
)
POINT = re.compile(r"^\W{0,3}(?:\(?[a-z]{1,2}\)|\(?\d{1,2}[).]\s|[•–-])")
MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")


def said_in(text: str, want: Want) -> bool:
    """Whether an answer holds a kind of thing, whatever passage it is from."""
    if want == "figure":
        return bool(figures_in(text))
    if want == "date":
        return bool(dates_in(text) or MONTH.search(text))
    if want in {"person", "owner"}:
        return bool(PERSON.search(text))
    if want == "reason":
        return bool(CAUSE.search(text))
    if want == "vote":
        return bool(COUNT.search(text) or OUTCOME.search(text))
    return True
