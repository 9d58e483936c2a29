"""What a vote came to and who moved it: from the decisions that the minutes record, each with its motion."""

from __future__ import annotations

import re

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.weighing import Weighed, weigh
from assistant.records.model import Resolution, Vote
from assistant.tools.ledger import Entry

MEANT = 0.6  # the same, for a decision that is quoted as the answer
ENOUGH = 0.5  # of the question's telling words, for a motion to be the one that is meant
DATED = 0.3  # the same where the question names the time of the meeting
_AS_LOST = r"\b(?:defeat\w*|lost|reject\w*|thr(?:ow|ew|own) out|turned down|voted down|fail(?:ed)?|refus\w*)\b"
_AS_CARRIED = r"\b(?:carried|passed|approv\w*|agreed|adopt\w*|accepted|won)\b"
_SIDES = {"for": "For", "against": "Against", "abstain": "Abstentions"}


def tell_vote(ask: Ask) -> bool:
    """Say how a motion fared, with counts, names where they are recorded, mover and seconder."""
    held = [
        entry
        for entry in ask.finder.ledger.entries(Resolution)
        if (entry.record.votes or entry.record.outcome or entry.record.mover) and _asked_of(ask, entry)
    ]
    ranked = weigh(ask, held, _words, lambda r: r.meeting_date)
    dated = bool(ask.inquiry.days or ask.inquiry.periods)
    best = _best(ranked, DATED if dated else ENOUGH)
    if best is None:
        return False
    return _tell(ask, best)


def tell_decision(ask: Ask) -> bool:
    """Say word for word what was decided on what a question is about, where its words find the decision."""
    ranked = weigh(ask, ask.finder.ledger.entries(Resolution), _words, lambda r: r.meeting_date)
    if not ranked or ranked[0].share < MEANT:
        return False
    entry = ranked[0].entry
    cited = ask.cite(entry, *(line for line in entry.record.as_printed.splitlines() if line.strip()))
    if cited is None:
        return False
    lines = "\n".join(f"> {told(line)}" for line in entry.record.as_printed.splitlines() if line.strip())
    ask.draft.paragraphs.append(f"{_lead(entry.record)} [{cited.marker}]:\n\n{lines}")
    return True


def _lead(record: Resolution) -> str:
    minute = f", minute {told(record.minute)} ({told(record.minute_title)})" if record.minute else ""
    standing = f", {record.status} minutes" if record.status else ""
    return f"{told(record.committee) or 'The meeting'}, {spoken(record.meeting_date)}{minute}{standing}"


def _asked_of(ask: Ask, entry: Entry[Resolution]) -> bool:
    """Whether a decision has what is asked: counts for a vote, a mover for who moved it; an amendment for an amendment."""
    record = entry.record
    if ask.wants("mover") and not record.mover:
        return False
    return not ask.says(r"\bamendment\b") or "amendment" in record.text.lower() or record.outcome == "lost"


def _words(record: Resolution) -> str:
    people = f"{record.mover or ''} {record.seconder or ''}"
    return f"{record.committee or ''} {record.minute_title or ''} {record.text} {record.as_printed} {people}"


def _best(ranked: list[Weighed[Resolution]], enough: float) -> Entry[Resolution] | None:
    if not ranked or ranked[0].share < enough:
        return None
    near = [w for w in ranked if w.share >= ranked[0].share - 0.02]
    final = [w for w in near if w.entry.record.votes] or near  # of equals the one that was counted
    carried = [w for w in final if w.entry.record.outcome != "lost"] or final
    return carried[0].entry if len(near) > 1 else ranked[0].entry


def _tell(ask: Ask, entry: Entry[Resolution]) -> bool:
    record = entry.record
    lines = [line for line in record.as_printed.splitlines() if line.strip()]
    cited = ask.cite(entry, record.text, *lines)
    if cited is None:
        return False
    moved = f" moved by {told(record.mover)}" if record.mover else ""
    moved += f", seconded by {told(record.seconder)}" if record.mover and record.seconder else ""
    outcome = f" {record.outcome}" if record.outcome else ""
    if outcome and re.search(r"\bunanimous", record.as_printed, re.IGNORECASE):
        outcome += " unanimously"
    counts = "; ".join(_counted(vote) for vote in record.votes)
    facts = ", ".join(part for part in (outcome.strip(), counts, moved.strip()) if part)
    markers = "".join(f" [{n}]" for n in dict.fromkeys([cited.marker, *_count_markers(ask, entry)]))
    otherwise = _otherwise(ask, record)
    ask.draft.paragraphs += [f"{otherwise}{_lead(record)}: {facts}{markers}.", f"> {told(cited.quote)}"]
    return True


def _otherwise(ask: Ask, record: Resolution) -> str:
    """What a question takes for granted and the minutes contradict is put right first."""
    if record.outcome == "carried" and ask.says(_AS_LOST):
        return "The papers say otherwise: it was carried. "
    if record.outcome in {"lost", "withdrawn"} and ask.says(_AS_CARRIED) and not ask.says(_AS_LOST):
        return f"The papers say otherwise: it was {record.outcome}. "
    return ""


def _count_markers(ask: Ask, entry: Entry[Resolution]) -> list[int]:
    """The counts may be printed a page after the motion: the markers of where they stand."""
    found = [ask.cite_words(entry, *_as_counted(vote)) for vote in entry.record.votes if vote.count is not None]
    return [citation.marker for citation in found if citation is not None]


def _as_counted(vote: Vote) -> list[str]:
    """The ways in which a side of a vote is printed."""
    words = {
        "for": ("For", "In favour"),
        "against": ("Against",),
        "abstain": ("Abstain", "Abstentions", "Abstained", "Abstention"),
    }
    forms = (
        "{w} ({n})",
        "{w} {n}",
        "{w}: {n}",
        "{w} - {n}",
        "{n} {w}",
        "{n} votes {w}",
        "{n} voted {w}",
        "{n} members {w}",
    )
    return [form.format(w=word, n=vote.count) for word in words[vote.side] for form in forms]


def _counted(vote: Vote) -> str:
    names = f" ({', '.join(told(name) for name in vote.names)})" if vote.names else ""
    return f"{_SIDES[vote.side]} {vote.count}{names}" if vote.count is not None else f"{_SIDES[vote.side]}{names}"
