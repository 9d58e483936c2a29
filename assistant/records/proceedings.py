"""What happened under a minute, step by step: motions and amendments, votes, what became of them, what was decided."""

from __future__ import annotations

import re

from assistant.records.extents import Extent, extent, motion_extent
from assistant.records.leads import Lead, find_lead, find_passive
from assistant.records.minuting import (
    Found,
    Minuting,
    name_voter,
    names_below,
    put_votes,
    settle_choice,
    undecided,
    votes_follow,
    won,
)
from assistant.records.model import Piece, Verb
from assistant.records.motions import (
    Motion,
    Movers,
    Outcome,
    Result,
    adopts,
    amends,
    between_texts,
    choice_in,
    movers_in,
    named_motion,
    opens_vote,
    result_in,
    seconder_in,
    tells_count,
    title_of,
)
from assistant.records.prose import Paragraph, marker_of, merge_pieces, sentences
from assistant.records.vote_columns import votes_in_columns
from assistant.records.votes import is_tally, spoken_vote, vote_head, votes_in, votes_of_table

_IMPLIED = re.compile(
    r"^\W*the (?:committee|panel|board|meeting) made (?:a |the following )?recommendations?\b.{0,120}:$",
    re.IGNORECASE | re.DOTALL,
)

_NOTED = re.compile(
    r"\W*(?:(?:the )?(?:report|update|position|briefing|presentation) (?:was |were )?)?(?:(?:received|discussed|considered) and )?noted\W*",
    re.IGNORECASE,
)
_PROPOSED = re.compile(r"^\W*(?:prop(?:osed|oser)?|moved)\b", re.IGNORECASE)
_PLAINLY = re.compile(r"^\W{0,3}(?:\w{1,4}[.)]\s)?it was (?:\w+ )?resolved\b", re.IGNORECASE)


def proceed(flow: list[Paragraph], committee: str | None, *, formal: bool) -> list[Found]:
    """The decisions under a minute. ``formal``: it has RESOLVED, so that "the Committee agreed" is talk, not a decision."""
    minute = Minuting(committee, formal)
    at, start = 0, 0
    while at < len(flow):
        at, start = _paragraph(flow, at, start, minute)
    _close(minute)
    return minute.found or _only_noted(flow)


def _paragraph(flow: list[Paragraph], at: int, start: int, minute: Minuting) -> tuple[int, int]:
    """Read one paragraph from ``start``; where to go on."""
    paragraph = flow[at]
    columns = votes_in_columns(flow, at) if not start else None
    if columns is not None:
        put_votes(minute, columns.votes, columns.places)
        return columns.after, 0
    if paragraph.table is not None:
        put_votes(minute, votes_of_table(paragraph.table), paragraph.pieces())
        return at + 1, 0
    if not start and is_tally(paragraph.text):
        put_votes(minute, votes_in(paragraph.text), paragraph.pieces())
        return at + 1, 0
    title = title_of(paragraph.text) if not start else None
    if title is not None:
        minute.amending = title == "amendment"
    head = vote_head(paragraph.text) if not start else None
    if not start and (head or choice_in(paragraph.text)) and len({choice_in(p.text) for p in flow} - {None}) > 1:
        return at + 1, 0  # members voted for one of two texts: that is no vote for and against either
    if head is not None and (minute.motions or minute.found or votes_follow(flow, at)):
        return names_below(flow, at, head, minute), 0
    for begin, end in sentences(paragraph.text[start:]):
        begin, end = begin + start, end + start
        went_on = _sentence(flow, at, begin, end, minute)
        if went_on is not None:
            return went_on
    return at + 1, 0


def _sentence(flow: list[Paragraph], at: int, start: int, end: int, minute: Minuting) -> tuple[int, int] | None:
    """Read one sentence; where to go on when it opened something that runs further."""
    paragraph, text = flow[at], flow[at].text[start:end]
    blank = len(text) - len(text.lstrip())  # behind a motion that ended in the same paragraph
    lead = find_lead(text[blank:], minute.committee) if not (start and marker_of(text) and text[0].isdigit()) else None
    if lead is not None and not _taken(lead, text, minute) and not _only_titles(flow, at, start, text, minute):
        return _decide(flow, at, start + blank, end, lead, minute)
    moved = movers_in(text)
    result = result_in(text)
    if moved is not None and _moved_it(minute, moved, text, at, start):
        return None
    if moved is not None:
        whole = motion_extent(flow, at, start, end)
        amendment = minute.amending or amends(text, moved)
        minute.motions.append(Motion(amendment, whole, paragraph.page, moved.mover, moved.seconder))
        if result is not None:
            _settle(minute, result, text, paragraph.pieces(start, end))
        elif counts := votes_in(text[moved.end :]):  # "moved Cllr A, seconded Cllr B): 4 for, 5 against. Lost."
            put_votes(minute, counts, paragraph.pieces(start, end))
        return whole.next_paragraph, whole.next_start
    if result is not None:
        _settle(minute, result, text, paragraph.pieces(start, end), flow=flow, at=at, span=(start, end))
    elif minute.motions and (seconder := seconder_in(text)) and minute.motions[-1].seconder is None:
        minute.motions[-1].seconder = seconder
    elif opens_vote(text):
        minute.votes, minute.places = [], []
    elif (undecided(minute) or not (minute.found or minute.motions)) and tells_count(text):
        put_votes(minute, votes_in(text), paragraph.pieces(start, end))
    spoken = spoken_vote(text)
    if spoken is not None:
        name_voter(minute, *spoken)
    _passive(flow, at, start, end, minute)
    return None


def _only_noted(flow: list[Paragraph]) -> list[Found]:
    """The decision of a minute that says at its end no more than "Noted.", as notes of a meeting do."""
    for at in range(len(flow) - 1, -1, -1):
        said = sentences(flow[at].text) if flow[at].table is None else []
        if said and _NOTED.fullmatch(flow[at].text[slice(*said[-1])]):
            whole = Extent(flow[at].text[slice(*said[-1])], [], flow[at].pieces(*said[-1]), at + 1, 0)
            return [Found("noted", whole, flow[at].page, Lead("noted", 0, False, True))]
    return []


def _taken(lead: Lead, text: str, minute: Minuting) -> bool:
    """Whether a lead only repeats what is resolved in so many words: where a minute has RESOLVED, "agreed" is talk."""
    return minute.formal and not lead.formal and not _PLAINLY.match(text)


def _only_titles(flow: list[Paragraph], at: int, start: int, text: str, minute: Minuting) -> bool:
    """Whether a line is but the title "Decision" over a sentence that says itself what was decided."""
    below = flow[at + 1].text if at + 1 < len(flow) else ""
    return bool(re.match(r"^\W*decisions?\W*$", text, re.IGNORECASE)) and find_lead(below, minute.committee) is not None


def _moved_it(minute: Minuting, moved: Movers, text: str, at: int, start: int) -> bool:
    """Whether a sentence only tells who proposed what was resolved right before it; if so note it."""
    last = minute.found[-1] if minute.found else None
    behind = last is not None and (last.extent.next_paragraph, last.extent.next_start) == (at, start)
    alone = not re.search(r"\w{4}", text[: moved.start]) or _PROPOSED.match(text)
    moves = re.match(r"\W*(?:that\b|to\b|the\b|:)", text[moved.end :])
    if last is None or not behind or last.mover or not alone or moves:
        return False
    last.mover, last.seconder = moved.mover, moved.seconder
    if re.search(r"\b(?:agreed|carried|unanimous(?:ly)?|all in favour)\b", text, re.IGNORECASE):
        last.outcome = last.outcome or "carried"
    return True


def _decide(flow: list[Paragraph], at: int, start: int, end: int, lead: Lead, minute: Minuting) -> tuple[int, int]:
    paragraph = flow[at]
    text = paragraph.text[start:end]
    marker = marker_of(text)
    begin = start + (marker.end if marker else 0)
    implied = minute.found[-1] if minute.found else None
    whole = extent(flow, at, begin, end, start + lead.content)
    moved = movers_in(whole.text)
    found = Found(lead.verb, whole, paragraph.page, lead)
    chosen = settle_choice(minute, adopts(whole.text[max(lead.content - (begin - start), 0) :]), _record)
    if chosen is not None:  # "to adopt the motion": what was moved is what was resolved
        whole.text = f"{chosen.extent.text}\n{whole.text}"
        whole.pieces = merge_pieces([*chosen.extent.pieces, *whole.pieces])
    before = flow[at - 1] if at and not start else None
    if (
        before is not None
        and _IMPLIED.match(before.text)
        and (implied is None or implied.extent.next_paragraph <= at - 1)
    ):
        found.verb, found.page = "recommended", before.page
        whole.text = f"{before.text}\n{whole.text}"
        whole.pieces = merge_pieces([*before.pieces(), *whole.pieces])
    motion = named_motion(minute.motions, whole.text) or chosen or _before_the_meeting(minute)
    if moved is not None:
        found.mover, found.seconder = moved.mover, moved.seconder
    elif motion is not None:
        found.mover, found.seconder = motion.mover, motion.seconder
        found.outcome, found.votes = motion.outcome, motion.votes
        found.places = motion.pieces
        motion.closed = True
    own = votes_in(whole.intro) or votes_in(whole.text[-200:])
    if own:
        found.votes = own
    elif minute.votes and not found.votes:
        found.votes, found.places = minute.votes, minute.places
    told = own or won(found.votes) or re.search(r"\bcarried\b|\bunanimously\b", whole.intro[:200])
    if told and (moved or motion) and found.outcome is None:
        found.outcome = "carried"
    minute.votes, minute.places = [], []
    minute.found.append(found)
    return whole.next_paragraph, whole.next_start


def _before_the_meeting(minute: Minuting) -> Motion | None:
    """The motion that a resolution carries: the last that is none of the amendments and was not lost."""
    open_ones = [m for m in minute.motions if not m.amendment and not m.closed and m.outcome in {None, "carried"}]
    return open_ones[-1] if open_ones else None


def _settle(
    minute: Minuting,
    result: Result,
    text: str,
    places: list[Piece],
    *,
    flow: list[Paragraph] | None = None,
    at: int = 0,
    span: tuple[int, int] = (0, 0),
) -> None:
    """Note what became of the amendment or motion before the meeting."""
    waiting = [m for m in minute.motions if m.outcome is None and not m.closed]
    if result.on == "amendment":
        waiting = [m for m in waiting if m.amendment][-1:]
    elif result.on == "motion":
        waiting = [m for m in waiting if not m.amendment][-1:]
    else:
        waiting = waiting[-1:]
    if not waiting:
        if flow is not None and result.on == "motion" and not minute.motions and result.outcome is not None:
            _unmoved(flow, at, span, result.outcome, minute, places)
        return
    motion = waiting[0]
    if result.accepted:  # taken into the motion without a vote
        motion.pieces = places
        _record(minute, motion)
        return
    if between_texts(text) and result.outcome == "carried":
        settle_choice(minute, result.on, _record)
        return
    motion.outcome = result.outcome
    motion.votes = votes_in(text) or minute.votes
    motion.pieces = merge_pieces([*motion.pieces, *minute.places, *places])
    minute.votes, minute.places = [], []
    if motion.amendment or motion.outcome != "carried":
        _record(minute, motion)


def _unmoved(
    flow: list[Paragraph], at: int, span: tuple[int, int], outcome: Outcome, minute: Minuting, places: list[Piece]
) -> None:
    """A motion of which only the outcome is minuted ("The motion in the name of … was withdrawn")."""
    verb: Verb = {"lost": "rejected", "withdrawn": "withdrawn", "carried": "agreed"}[outcome]  # type: ignore[assignment]
    whole = Extent(flow[at].text[slice(*span)], [], places, at + 1, 0)
    marker = marker_of(whole.text)
    whole.text = whole.text[marker.end :] if marker else whole.text
    lead = Lead(verb, 0, False)
    votes = votes_in(whole.text) or minute.votes
    minute.found.append(Found(verb, whole, flow[at].page, lead, votes=votes, outcome=outcome))
    minute.votes, minute.places = [], []


def _record(minute: Minuting, motion: Motion) -> None:
    verbs: dict[Outcome | None, Verb] = {"lost": "rejected", "withdrawn": "withdrawn"}
    motion.closed = True
    marker = marker_of(motion.extent.text)
    if marker:
        motion.extent.text = motion.extent.text[marker.end :]
    minute.found.append(
        Found(
            verbs.get(motion.outcome, "agreed"),
            motion.extent,
            motion.page,
            None,
            motion,
            motion.votes,
            motion.outcome,
            motion.mover,
            motion.seconder,
            motion.pieces,
        )
    )


def _passive(flow: list[Paragraph], at: int, start: int, end: int, minute: Minuting) -> None:
    """An item that "was deferred to the next meeting", where its minute says nothing else."""
    spoken = [p for p in flow if not re.match(r"^\(\s*(?:agenda )?item\b[^)]{0,40}\)$", p.text, re.IGNORECASE)]
    verb = (
        find_passive(flow[at].text[start:end]) if len(spoken) == 1 and not start and len(flow[at].text) < 400 else None
    )
    if verb is not None and not minute.found and not minute.motions:
        whole = Extent(flow[at].text[start:end], [], flow[at].pieces(start, end), at, end)
        minute.found.append(Found(verb, whole, flow[at].page, Lead(verb, 0, False, True)))


def _close(minute: Minuting) -> None:
    """At the end of a minute: motions carried without a resolution below them, votes left over, talk without effect."""
    for motion in minute.motions:
        if motion.outcome is not None and not motion.closed:
            _record(minute, motion)
    if minute.votes and minute.found and not minute.found[-1].votes:
        minute.found[-1].votes, minute.found[-1].places = minute.votes, minute.places
    firm = [f for f in minute.found if f.lead is None or not f.lead.weak]
    minute.found = firm or minute.found[-1:]
