"""All that a meeting, or the meetings of a month or a year, decided: where a question names no subject beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.compose import spoken
from assistant.answering.quoting import block_lines
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import counted
from assistant.answering.telling.meetings import beyond_meeting
from assistant.answering.telling.weighing import of_the_time
from assistant.papers.normalise import normalise
from assistant.records.model import Resolution
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry
from assistant.tools.sifting import copies, number_of

SUMMED_UP = r"\b(?:summar\w+|sum up|key points|main points|what happened|what went on|round-?up)\b"
DECIDED = r"\b(?:decisions?|decid\w+|resol\w+|agreed?|approved?|pass(?:ed)?|outcomes?)\b"
_LAST = r"\b(?:last|latest|most recent|newest)\b.{0,40}\b(?:meeting|session|cabinet|council|committee|scrutiny|executive|board|panel|minutes)\b"
_ALONE = frozenset(
    terms(
        "decision decisions decide decided resolve resolved resolution resolutions agree agreed approve approved pass passed"
        " outcome outcomes happened went round roundup take took taken made make list all every everything each show give tell anything else much things key main"
        " year this so far recent since what which note noted full set sum summary summarise bullet point points minute minutes"
    )
)
MOST = 20  # decisions told in one answer
_WORDS = 90  # of a decision that are quoted where there are several
_SHORT = 250  # words of all decisions together, up to which they are quoted whole


def tell_resolved(ask: Ask) -> bool:
    """List what a meeting or the meetings of a time decided; False where a question is about one subject."""
    decided = ask.wants("decision") and ask.says(DECIDED)
    if not (decided or ask.says(SUMMED_UP)) or beyond_meeting(ask) - _ALONE:
        return False
    if not (ask.inquiry.days or ask.inquiry.periods or ask.says(_LAST)):
        return False
    found = _meant(ask)
    if beyond_meeting(ask, [entry.paper for entry in found]) - _ALONE:
        return False  # "the risk register" is the name of some paper and a subject all the same
    by_meeting: dict[tuple[object, object], list[Entry[Resolution]]] = {}
    for entry in found[:MOST]:
        by_meeting.setdefault((entry.record.committee, entry.record.meeting_date), []).append(entry)
    for entries in by_meeting.values():
        _tell_meeting(ask, entries, whole=sum(len(e.record.as_printed.split()) for e in found) <= _SHORT)
    if len(found) > MOST and ask.draft.citations:
        ask.draft.paragraphs.append(f"The papers hold {len(found)} decisions of that time; the first {MOST} are here.")
        ask.draft.worked.append(ask.draft.paragraphs[-1])
    ask.draft.whole = bool(ask.draft.citations)
    return ask.draft.whole


def _meant(ask: Ask) -> list[Entry[Resolution]]:
    """The decisions of the bodies and times named, once each, the latest meeting first and its minutes in order."""
    entries = ask.finder.ledger.entries(Resolution)
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    held = [e for e in of_the_time(ask, entries, lambda r: r.meeting_date) if e.record.meeting_date]
    held = [e for e in held if not bodies or e.record.committee in bodies]
    held = [e for e in held if e.record.outcome not in {"lost", "withdrawn"} and not _only_amends(e.record)]
    if held and not (ask.inquiry.days or ask.inquiry.periods):
        latest = max(e.record.meeting_date for e in held if e.record.meeting_date)
        held = [e for e in held if e.record.meeting_date == latest]
    if len({e.record.committee for e in held}) > 1 and not (bodies or ask.inquiry.days):
        return []  # of several bodies none is named
    minuted = {(e.record.committee, e.record.meeting_date) for e in held if e.record.minute}
    # A notice and the minutes both record a decision: the minutes are what was resolved.
    held = [e for e in held if e.record.minute or (e.record.committee, e.record.meeting_date) not in minuted]
    groups = copies(held, lambda r: (r.committee, r.meeting_date, number_of(r.minute), normalise(r.text)))
    firsts = [group[0] for group in groups]
    return sorted(firsts, key=lambda e: (-(e.record.meeting_date or e.position_at).toordinal(), *_order(e)))  # type: ignore[union-attr]


def _only_amends(record: Resolution) -> bool:
    """Whether a record is of an amendment: what became of the motion stands apart."""
    return bool(
        re.search(
            r"\ban? (?:\w+ )?amendment\b|\bamendment (?:was|moved|proposed)\b",
            record.text.split("\n")[0],
            re.IGNORECASE,
        )
    ) and not re.search(r"\bRESOLVED\b|\bagreed\b", record.text)


def _order(entry: Entry[Resolution]) -> tuple[str, int]:
    return entry.paper.id, entry.record.page


def _tell_meeting(ask: Ask, entries: Sequence[Entry[Resolution]], *, whole: bool) -> None:
    """One meeting's decisions under its name, each word for word, or its first words where there are many."""
    first = entries[0].record
    standing = f", {first.status} minutes" if first.status else ""
    lines = [line for entry in entries if (line := _line(ask, entry, whole=whole))]
    if not lines:
        return
    number = len(lines)
    head = (
        f"{told(first.committee) or 'The meeting'}, {spoken(first.meeting_date)}{standing} – "
        f"{counted(number).lower()} decision{'s' if number != 1 else ''}"
    )
    ask.draft.worked.append(head)
    ask.draft.paragraphs += [f"{head}:", "\n".join(lines)]


def _line(ask: Ask, entry: Entry[Resolution], *, whole: bool) -> str | None:
    """One decision under its minute, each line of it with the page on which it stands; a line that stands on none is left out."""
    printed = block_lines(entry.record.as_printed)
    shown = printed if whole else _head(printed)
    kept = ask.cite_lines(entry, entry.record.as_printed, shown)
    if not kept:
        return None
    minute = f"minute {told(entry.record.minute)} " if entry.record.minute else ""
    title = f"({told(entry.record.minute_title)})" if entry.record.minute_title else ""
    named = f"{minute}{title}".strip()
    last = [i == len(kept) - 1 or kept[i + 1][1] is not place for i, (_, place) in enumerate(kept)]
    quoted = " ".join(
        f"“{told(line)}”{f' [{place.marker}]' if ends else ''}" for (line, place), ends in zip(kept, last, strict=True)
    )
    return f"- {named}{': ' if named else ''}{quoted}{' …' if len(kept) < len(printed) else ''}"


def _head(lines: Sequence[str]) -> list[str]:
    """The first lines of a long decision, up to some ninety words."""
    kept: list[str] = []
    for line in lines:
        if kept and sum(len(k.split()) for k in kept) + len(line.split()) > _WORDS:
            break
        kept.append(line)
    return kept
