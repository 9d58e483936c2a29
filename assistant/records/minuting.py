"""What has been read of a minute so far: its motions and decisions, and votes put to what they were taken on."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.records.extents import Extent
from assistant.records.leads import Lead
from assistant.records.model import Piece, Verb, Vote
from assistant.records.motions import Motion, Outcome, result_in
from assistant.records.people import names_in
from assistant.records.prose import Paragraph, marker_of, merge_pieces
from assistant.records.votes import Head, make_vote, vote_head

_NAMES_LIST = re.compile(
    r"^(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr|Sir|Alderman|Rich|The Lord Mayor|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?,)\b"
)


@dataclass(slots=True)
class Minuting:
    """What has been read of a minute so far."""

    committee: str | None
    formal: bool
    found: list[Found] = field(default_factory=list)
    motions: list[Motion] = field(default_factory=list)
    votes: list[Vote] = field(default_factory=list)
    places: list[Piece] = field(default_factory=list)
    unanimous: bool = False
    amending: bool = False
    """Whether what is moved stands under the title "Amendment"."""


@dataclass(slots=True)
class Found:
    """A decision found: how it was opened, its words, the motion it carried."""

    verb: Verb
    extent: Extent
    page: int
    lead: Lead | None = None
    motion: Motion | None = None
    votes: list[Vote] = field(default_factory=list)
    outcome: Outcome | None = None
    mover: str | None = None
    seconder: str | None = None
    places: list[Piece] = field(default_factory=list)


def won(votes: list[Vote]) -> bool:
    """Whether more voted for than against, by the counts; at a tie the Chair decides."""
    counts = {vote.side: vote.count or 0 for vote in votes}
    return counts.get("for", 0) > counts.get("against", 0)


def votes_follow(flow: list[Paragraph], at: int) -> bool:
    """Whether a side of a recorded vote stands in one of the next paragraphs."""
    return any(vote_head(p.text) for p in flow[at + 1 : at + 4])


def names_below(flow: list[Paragraph], at: int, head: Head, minute: Minuting) -> int:
    """Read one side of a recorded vote with the names below it; the paragraph to go on with."""
    names, places = [head.names] if head.names else [], flow[at].pieces()
    after = at + 1
    while (
        after < len(flow)
        and _lists_names(flow[after])
        and (head.number is None or len(names_in(", ".join(names))) < head.number)
    ):
        names.append(flow[after].text)
        places += flow[after].pieces()
        after += 1
    if any(vote.side == head.side for vote in minute.votes):
        minute.votes, minute.places = [], []
    vote = make_vote(head.side, head.number, ", ".join(names))
    put_votes(minute, [vote], places)
    return after


def _lists_names(paragraph: Paragraph) -> bool:
    if paragraph.table or vote_head(paragraph.text) or marker_of(paragraph.text) or result_in(paragraph.text):
        return False
    return bool(_NAMES_LIST.match(paragraph.text)) and not re.search(
        r"\b(?:was|were|said|proposed|moved|seconded|the)\b", paragraph.text
    )


def put_votes(minute: Minuting, votes: list[Vote], places: list[Piece]) -> None:
    """Votes belong to what was decided right before them without any, else to what is decided next."""
    if not votes:
        return
    decided = [m for m in minute.motions if m.outcome in {"carried", "lost"}]
    last = minute.found[-1] if minute.found else None
    if len(votes) > 1 and decided and not decided[-1].votes and not undecided(minute):
        decided[-1].votes, decided[-1].pieces = votes, merge_pieces([*decided[-1].pieces, *places])
        if last is not None and last.motion is decided[-1]:
            last.votes, last.places = votes, decided[-1].pieces
        return
    minute.votes = [*minute.votes, *votes]
    minute.places = [*minute.places, *places]


def settle_choice(minute: Minuting, adopted: str | None, record: Callable[[Minuting, Motion], None]) -> Motion | None:
    """Where a meeting had a motion and amendments before it and adopted the one or the other: note which fell, ``record``
    them, and give what was adopted; None where there was no such choice."""
    waiting = [motion for motion in minute.motions if motion.outcome is None and not motion.closed]
    if adopted is None or len({motion.amendment for motion in waiting}) < 2:
        return None
    chosen = next(motion for motion in reversed(waiting) if motion.amendment == (adopted == "amendment"))
    for motion in waiting:
        motion.outcome = "carried" if motion is chosen else "lost"
        if motion is not chosen:
            record(minute, motion)
    return chosen


def undecided(minute: Minuting) -> bool:
    """Whether what was moved last still waits for its vote."""
    return bool(minute.motions) and minute.motions[-1].outcome is None and not minute.motions[-1].closed


def name_voter(minute: Minuting, side: str, name: str) -> None:
    """Put a name to a vote that somebody asked to have recorded."""
    sides = minute.found[-1].votes if minute.found else minute.motions[-1].votes if minute.motions else []
    for vote in sides:
        if vote.side == side and name not in vote.names and (vote.count is None or len(vote.names) < vote.count):
            vote.names.append(name)
