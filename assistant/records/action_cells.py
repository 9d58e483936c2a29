"""What a column of actions asks for: "Send the letter – Chair – 14 Nov", several to a cell, or with columns for who and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.records.cell_labels import read_labels
from assistant.records.dates import find_dates
from assistant.records.due import is_timescale
from assistant.records.prose import join_lines

LONGEST_WHO = 70
LONGEST_WHEN = 60
FEWEST_WORDS = 3
"""Words of what is to be done; what is shorter may as well be the end of a name."""
_DASH = re.compile(r"\s+[–—-]\s+")
_MONTH = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:next|following|each|every) (?:meeting|week|month|quarter|year|agenda)\b|\bmeeting$|\b(?:asap|immediate(?:ly)?|on-?going|urgent(?:ly)?|tbc|tba|done|complete[d]?)\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bend of\b",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"^(?P<text>.{12,}?)\s*[(\[](?P<inside>[^()\[\]]{2,80})[)\]]\W*$", re.DOTALL)
_UNFINISHED = re.compile(
    r"(?:[–—/,(&-]|\b(?:and|or|of|for|the|to|by|in|on|at|with|from|a|an)|(?<!\w)[A-Z]\.|(?<!\w)(?:Dr|Mr|Mrs|Ms|Cllr|Cllrs)\.?)$"
)
_MARK = re.compile(r"^(?:[•●▪◦*]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+")
_SOMEBODY = re.compile(
    r"\b[A-Z]\.|^[A-Z]{2,3}(?:\s?/\s?[A-Z]{2,3})*$|\b(?:Dr|Mrs?|Ms|Miss|Cllrs?|Councillors?|Chair\w*|Vice|Clerk|All|Officers?|Director|Head|Manager"
    r"|Leader|Mayor|Secretary|Solicitor|Lead|Services)\b"
)
_NONE = re.compile(
    r"^\W*(?:none|nil|n/?a|no actions?|noted|agreed|approved|resolved|exempt|for information|to note|all|as above)?\W*$",
    re.IGNORECASE,
)


class Task(NamedTuple):
    """An action in a cell: what is to be done, who is to do it and by when, as far as the cell tells."""

    text: str
    who: str | None
    when: str | None


def task_in(text: str, *, owners: bool = True) -> Task:
    """What one action says: who and when behind dashes, in brackets at its end, or under labels.

    Without ``owners``, where no head says that names stand there, a name alone is one only if it looks like somebody's.
    """
    flat = _MARK.sub("", " ".join(text.split()))
    labelled = read_labels(flat)
    if labelled.clear and labelled.before and labelled.fields.keys() & {"lead", "timescale"}:
        return Task(labelled.before.rstrip(" ;,"), labelled.fields.get("lead"), labelled.fields.get("timescale"))
    bits = _DASH.split(flat)
    text, who, when = _taken(bits[0], bits[1:])
    if when or (who and (owners or _SOMEBODY.search(who))):
        return Task(text, who, when)
    if bracketed := _IN_BRACKETS.match(flat):
        inside = re.split(r"\s*[,;]\s*|\s+[–—-]\s+|\s+by\s+", bracketed["inside"])
        said, who, when = _taken("", inside)
        if not said and (who or when):
            return Task(bracketed["text"], who, when)
    return Task(flat, None, None)


def is_task(task: Task) -> bool:
    """Whether a cell asks for something: it says what, and who or when. A name and a day say by whom and when, not what."""
    told = bool(task.who) or (bool(task.when) and not _is_who(task.text))
    return told and not _NONE.match(task.text) and len(task.text.split()) > 1


def actions_apart(lines: Sequence[str]) -> list[list[str]]:
    """The lines of a cell of actions, those of each action together."""
    groups: list[list[str]] = []
    for i, line in enumerate(lines):
        if groups and not _opens(join_lines(groups[-1]), lines[i:]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _opens(before: str, rest: Sequence[str]) -> bool:
    """Whether another action begins: the one before is complete and what follows reads as one."""
    line = rest[0]
    if _MARK.match(line):
        return True
    if not line[:1].isupper() or _UNFINISHED.search(before) or before.count("(") > before.count(")"):
        return False
    told = task_in(before)
    coming = _DASH.split(join_lines(list(rest)))[0]
    if told.when is not None:
        return len(coming.split()) > 1
    if told.who is not None:
        return len(coming.split()) >= FEWEST_WORDS and not _is_who(coming)
    return before.endswith((".", ";"))


def _taken(text: str, bits: Sequence[str]) -> tuple[str, str | None, str | None]:
    """(what, who, when) of a text and the bits behind it: the last are who and when, in the one order or the other."""
    left, who, when = [bit.strip(" .;") if i else bit.strip(" ;") for i, bit in enumerate(bits)], None, None
    while left:
        if when is None and _is_when(left[-1]):
            when = left.pop()
        elif who is None and _is_who(left[-1]):
            who = left.pop()
        else:
            break
    return " – ".join(filter(None, [text, *left])), who, when


def _is_when(text: str) -> bool:
    if not text or len(text) > LONGEST_WHEN:
        return False
    return is_timescale(text) or bool(find_dates(text) or _MONTH.search(text) or _WHEN.search(text))


def _is_who(text: str) -> bool:
    """Whether a text is names and offices and nothing else: each of its words is a capital one or joins two."""
    if not text or len(text) > LONGEST_WHO or re.search(r"\d", text):
        return False
    bare = re.sub(r"\([^)]*\)", " ", text)
    words = [word for word in re.split(r"[\s/,&;]+", bare) if word]
    joins = {"and", "of", "for", "the", "to", "with", "all", "in"}
    return (
        bool(words)
        and any(word[0].isupper() for word in words)
        and all(word[0].isupper() or word in joins for word in words)
    )
