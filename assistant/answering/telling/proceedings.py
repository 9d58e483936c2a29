"""What is asked of the proceedings of a meeting: its times and place, who was there, interests declared, motions and votes."""

from __future__ import annotations

from assistant.answering.telling.ask import Ask
from assistant.answering.telling.attending import asked_people, asks_presence, named_with_title
from assistant.answering.telling.decisions import tell_premise, tell_vote
from assistant.answering.telling.interests import asks_interests, tell_interests
from assistant.answering.telling.meetings import asks_of_meeting, tell_meeting
from assistant.records.model import Meeting
from assistant.retrieval.wants import over_meetings

_VOTED = r"\b(?:motions?|amendm\w+)\b|\bunanimous\w*|\bnem\.? con\b|\b(?:was|were|got|been|get) (?:carried|defeated|voted down|thrown out|passed)\b"


def tell_proceedings(ask: Ask) -> bool:
    """Answer a question about what happened at a meeting from its record, its minutes and its decisions."""
    if asks_interests(ask) and tell_interests(ask):
        return True
    one = not over_meetings(ask.inquiry.question)
    if one and asks_of_meeting(ask) and tell_meeting(ask):
        return True
    if one and asks_presence(ask) and _of_somebody(ask) and tell_meeting(ask):
        return True
    if one and {"chair", "attendance", "apologies"} & set(ask.inquiry.wants[:2]) and tell_meeting(ask):
        return True
    of_a_motion = ask.wants("vote", "mover") or ask.says(_VOTED)
    if of_a_motion and not ask.wants("target", "benchmark") and tell_vote(ask):
        return True
    return tell_premise(ask)


def _of_somebody(ask: Ask) -> bool:
    """Whether a question names somebody who is on the roll of any meeting."""
    return bool(named_with_title(ask.inquiry.question)) or bool(
        asked_people(ask, [entry.record for entry in ask.finder.ledger.entries(Meeting)])
    )
