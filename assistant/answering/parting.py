"""A question that asks for several things as the questions it is made of, each of which is answered for itself.

"Bigger or smaller than forecast at month 6?" sets two times side by side, "a zebra crossing compared with a signal crossing"
two things, "who is to send it, and has it been done?" asks twice of one. One row or passage seldom holds both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.records.dates import month_number
from assistant.records.periods import find_periods
from assistant.retrieval.asked_times import Calendar
from assistant.retrieval.followups import put_in_place
from assistant.retrieval.inquiry import Inquiry, understand

MOST = 3  # parts that one answer can hold
_NAME = r"[A-Z][\w'’-]*(?:\s(?:(?:of|the)\s)?[A-Z][\w'’-]*)*"
_TWO_NAMES = re.compile(
    rf"\b(?P<a>{_NAME})\s*(?:,|\bvs?\.?|\bversus\b|\bor\b|\band\b|\bcompared (?:with|to)\b)\s*(?P<b>{_NAME})"
)
_BETWEEN = re.compile(
    r"\b(?:between\s+(?P<a>[^?]{2,50}?)\s+and|from\s+(?P<a2>[^?]{2,50}?)\s+to)\s+(?P<b>(?:the\s)?[\w'’/ -]{2,40}?)(?=[?,.;]|$)",
    re.I,
)
_AGAINST = re.compile(
    r",?\s*\b(?:compared (?:with|to)|versus|vs\.?|as against|rather than|as opposed to|or)\s+(?:with\s)?(?:the\s|a\s|an\s)?(?P<b>[^?,.]{3,60})",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"(?:,|\?|;|–|\s-)?\s+(?:and|but|also)\s+(?:also\s)?(?=(?:what|who|whose|when|where|why|how|which|by when|has|have|did|was|were|is|are|does|do)\b)"
    r"|\?\s+(?=\S)|(?:,|;|\s[–-])\s+(?=(?:what|who|whose|when|why|how|by when|has it|did it|was it|is it)\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:what|who|whose|when|where|why|how|which|has|have|did|was|were|is|are|does|do)\b", re.IGNORECASE
)
_ONLY_NAMES = re.compile(r"^\W*(?:(?:and|so|ok|but)\W+)*(?:what|how) about\b", re.IGNORECASE)
"""What only names the thing that the next clause asks about: "what about the pool, when does it open?"."""
_SETS_OUT = re.compile(
    r"^\W*(?:once|after|before|although|though|if|while|given|now that|as|because|following)\b", re.IGNORECASE
)
"""What only sets out what the next clause asks about: "once the minutes were corrected, who …"."""
_PAPER = re.compile(
    r"\b(?P<when>(?:(?:january|february|march|april|may|june|july|august|september|october|november|december|month \d{1,2}|q[1-4]|quarter \d"
    r"|outturn|latest|first|earlier|later)\b\s?(?:20\d\d|\d\d/\d\d)?))\s?(?:report|one|pack|paper|papers|scorecard|minutes|plan|monitoring|register)\b",
    re.IGNORECASE,
)


def parts_of(inquiry: Inquiry, history: Sequence[str], calendar: Calendar) -> list[Inquiry]:
    """The questions that one is made of; [] for one that asks a single thing."""
    for cut in (_by_clauses, _by_between, _by_names, _by_against, _by_versus, _by_papers):
        texts = [text for text in cut(inquiry.question) if _asks(text)]
        if len(texts) > 1:
            return _read(texts[:MOST], inquiry, history, calendar)
    return _by_times(inquiry)


def _by_times(inquiry: Inquiry) -> list[Inquiry]:
    """The same question for each of the times it names."""
    times = [(day, None) for day in inquiry.days] + [(None, period) for period in inquiry.periods]
    if not 1 < len(times) <= MOST:
        return []
    return [replace(inquiry, days=(day,) if day else (), periods=(period,) if period else ()) for day, period in times]


def _read(texts: Sequence[str], inquiry: Inquiry, history: Sequence[str], calendar: Calendar) -> list[Inquiry]:
    """Each part understood after the ones before it; what only the first names holds for all."""
    found: list[Inquiry] = []
    for n, text in enumerate(texts):
        found.append(understand(text, [*history, *texts[:n]], calendar))
    wants = inquiry.wants
    return [replace(one, wants=wants) if one.wants == ("open",) and len(texts) == 2 else one for one in found]


def _asks(text: str) -> bool:
    return len(text.split()) >= 2


def _by_clauses(question: str) -> list[str]:
    pieces = [piece.strip(" ,;–-") for piece in _CLAUSE.split(question) if piece and piece.strip(" ,;–-?")]
    asking = [p for p in pieces if _ASKING.search(p) and not _ONLY_NAMES.match(p) and not _SETS_OUT.match(p)]
    if len(asking) < 2:
        return []
    lead = "" if pieces[0] in asking else f"{pieces[0]} "
    return [f"{lead}{asking[0]}", *asking[1:]]


def _by_between(question: str) -> list[str]:
    found = _BETWEEN.search(question)
    if not found:
        return []
    sides = (found["a"] or found["a2"], found["b"])
    if all(find_periods(side) or month_number(side.split()[0]) for side in sides) or any(
        _ASKING.search(side) for side in sides
    ):
        return []  # "from April 2024 what does it cost to …" names no two ends
    before, after = question[: found.start()], question[found.end() :]
    return [f"{before}in {side}{after}" for side in sides]


def _by_names(question: str) -> list[str]:
    found = _TWO_NAMES.search(question)
    if not found or not re.search(
        r"\bvs?\b|\bversus\b|\bcompar|\b(?:bigger|smaller|more|less|fewer|higher|lower|better|worse|which|both|each|total|add|together|differ\w*|gap)\b",
        question,
        re.I,
    ):
        return []
    before, after = question[: found.start()], question[found.end() :]
    return [f"{before}{found[side]}{after}" for side in ("a", "b")]


def _by_against(question: str) -> list[str]:
    found = _AGAINST.search(question)
    if not found:
        return []
    first = f"{question[: found.start()]}{question[found.end() :]}".strip()
    other = put_in_place(found["b"], first)
    return [first, other] if other else []


def _by_versus(question: str) -> list[str]:
    """The same question of each of two papers or tables set against each other: "… – risk register vs January report?"."""
    found = re.search(
        r"(?P<lead>^.*(?:[-–:,(]|\bin|\bfor)\s*)(?P<a>[^-–:,(]{3,60}?)\s+(?:vs\.?|versus)\s+(?P<b>[^?)]{3,60})",
        question,
    )
    return [f"{found['lead']}{found[side]}" for side in ("a", "b")] if found else []


def _by_papers(question: str) -> list[str]:
    """The same question of each paper that it names by its time: "in the December report, and in the January one"."""
    named = list(_PAPER.finditer(question))
    if len(named) != 2 or len({found["when"].lower() for found in named}) < 2:
        return []
    rest = " ".join(
        (
            question[: named[0].start()] + question[named[0].end() : named[1].start()] + question[named[1].end() :]
        ).split()
    )
    return [f"{rest.rstrip('?')} in the {found.group()}" for found in named]
