"""Which risks a list is to hold: somebody's, red, above a score or their target, risen or fallen since the register before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import (
    Times,
    colour,
    of_another_thing,
    of_one_name,
    of_papers,
    once,
    times,
    topic,
)
from assistant.answering.telling.listing import Listing
from assistant.answering.telling.persons import named_in, stranger
from assistant.answering.telling.risks import own_register, risk_name
from assistant.records.model import Risk
from assistant.records.periods import Period
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry
from assistant.tools.risks import Followed, Movement, follow, moved, printed_movement, risk_text
from assistant.tools.sifting import by_topic

_SCORE = re.compile(
    r"\b(?P<how>over|above|more than|at least|higher than|greater than|under|below|less than|of)\s+(?P<score>\d{1,3})\b"
    r"|\b(?P<more>\d{1,3}) (?:or (?:more|above|over|higher)|plus\b|and (?:over|above))",
    re.IGNORECASE,
)
_HIGHEST = r"\b(?:top|highest|biggest|worst|most serious|main|greatest)\b"
_TOP = re.compile(r"\btop (?P<n>\d{1,2}|three|four|five|ten)\b", re.IGNORECASE)
_WORDED = {"three": 3, "four": 4, "five": 5, "ten": 10}
_WAYS: tuple[tuple[Movement, str, str], ...] = (
    (
        "same",
        r"\b(?:un|not )chang\w+|\bstay\w*\b|\bstill the same\b|\bno (?:change|movement)\b|\bstatic\b",
        "that did not move",
    ),
    (
        "up",
        r"\bworse\w*|\b(?:gone|went|going|moved?|been|come) up\b|\bris(?:en|ing)\b|\brose\b|\bincreas\w*|\bdeteriorat\w*|\bhigher than\b|\bescalat\w*|\braised\b",
        "that went up",
    ),
    (
        "down",
        r"\bbetter\b|\b(?:gone|went|going|moved?|been|come|came) down\b|\bfall\w*\b|\bfell\b|\b(?:de|re)(?:creas|duc)\w*|\bimprov\w*|\blower\w*|\beased\b|\bdropped\b|\bdropping\b",
        "that came down",
    ),
)
_MOVED = r"\b(?:moved|changed)\b"
_ABOVE_TARGET = r"\b(?:above|over|exceed\w*|outside|higher than) (?:its |their |the )?(?:target|appetite|tolerance)"
_NEW = r"\b(?:new|added)\b"
_CLOSED = r"\b(?:closed|removed|dropped (?:off|from)|gone from|no longer on|taken off)\b"
_FEW = 5
_WHOLE = r"\b(?:list|all|show|how many|what are)\b"


class Kept(NamedTuple):
    """A risk as one register prints it, with its way through the registers where that is the one followed."""

    entry: Entry[Risk]
    followed: Followed | None


class Condition(NamedTuple):
    """What rows must meet, and how that is said before or after the noun."""

    holds: Callable[[Kept], bool]
    before: str = ""
    after: str = ""


def risks_asked(ask: Ask) -> Listing | None:
    """The risks that a question asks a list of; None where it gives nothing to keep them by."""
    if ask.says(_NEW) and ask.says(_CLOSED):
        return None  # two lists: the paper's own words hold both
    wanted = times(ask)
    rows = _scope(ask, wanted)
    owners = [one.entry.record.owner for one in rows]
    unknown = stranger(ask, owners)
    if rows and unknown:
        return Listing("risks", none=f"None of the {len(rows)} risks held names {unknown} as its owner.")
    conditions = _conditions(ask, rows, wanted)
    highest = ask.says(_HIGHEST)
    if not rows or not (conditions or highest or ask.says(_WHOLE)):
        return None
    named = of_one_name(ask, rows, lambda one: one.entry.paper.id)
    kept = [one for one in named if all(condition.holds(one) for condition in conditions)]
    if not kept:
        kept = [one for one in rows if all(condition.holds(one) for condition in conditions)]
    if not conditions and (len({one.entry.paper.id for one in kept}) != 1 or of_another_thing(ask, kept[0].entry)):
        return None  # of several registers, or of a thing that is not the register: "the main risks of the new policy"
    kept.sort(key=lambda one: -(one.entry.record.current_score or 0.0))
    found = Listing("risks", [(one.entry, _fields(ask, one, moving=ask.says(_moving()))) for one in kept])
    found.before = [c.before for c in conditions if c.before]
    found.clauses = [c.after for c in conditions if c.after]
    if highest and not conditions:
        found.rows = found.rows[: _how_many(ask, kept)]
        found.before = ["highest-scoring"]
    if not kept and len({one.entry.paper.id for one in named}) == 1:
        found.none = f"{told(named[0].entry.paper.title)} holds no {found.what(0)} (of {len(named)} risks)."
    return found if kept or found.none else None


def _how_many(ask: Ask, kept: Sequence[Kept]) -> int:
    """How many of the highest are asked for: the one, with those of its score, where the question speaks of one."""
    named = _TOP.search(ask.inquiry.question)
    if not named and not ask.says(r"\brisks\b"):
        return sum(one.entry.record.current_score == kept[0].entry.record.current_score for one in kept)
    return _FEW if not named else _WORDED.get(named["n"].lower()) or int(named["n"])


def _moving() -> str:
    return "|".join([_MOVED, *(words for _, words, _ in _WAYS)])


def _scope(ask: Ask, wanted: Times) -> list[Kept]:
    """The risks of the registers named, else of the latest register that has each; closed ones only where asked for."""
    followed = follow(ask.finder.ledger)
    if wanted.papers and not ask.says(_CLOSED):
        by_record = {id(e.record): one for one in followed for e in one.entries}
        held = once(of_papers(ask, ask.finder.ledger.entries(Risk), wanted.papers))
        return [Kept(e, by_record.get(id(e.record)) or _followed_copy(e, followed)) for e in held]
    closed = ask.says(_CLOSED)
    last = {id(one.entries[-1].record): one for one in followed if (one.thread.state == "closed") == closed}
    held = of_papers(ask, [one.entries[-1] for one in last.values()], ())
    return [Kept(own_register(ask, e), last[id(e.record)]) for e in held]


def _followed_copy(entry: Entry[Risk], followed: Sequence[Followed]) -> Followed | None:
    """The way of a risk that another paper of the day prints alike."""
    same = (paper_day(entry.paper), entry.record.number, entry.record.description)
    return next(
        (o for o in followed for e in o.entries if (paper_day(e.paper), e.record.number, e.record.description) == same),
        None,
    )


def _conditions(ask: Ask, rows: Sequence[Kept], wanted: Times) -> list[Condition]:
    found: list[Condition] = []
    if owners := named_in(ask, [one.entry.record.owner for one in rows]):
        names = " or ".join(sorted(set(owners.values())))
        found.append(Condition(lambda one: one.entry.record.owner in owners, after=f"owned by {told(names)}"))
    if shade := colour(ask):
        found.append(Condition(lambda one: one.entry.record.rating == shade, after=f"rated {shade}"))
    if score := _SCORE.search(ask.inquiry.question):
        found.append(_scored(score))
    if ask.says(_ABOVE_TARGET):
        found.append(Condition(_above_target, after="above their target score"))
    elif way := next(((w, said) for w, words, said in _WAYS if ask.says(words)), None):
        found.append(Condition(lambda one: _movement(one, wanted.since) == way[0], after=way[1]))
    elif ask.says(_MOVED):
        found.append(Condition(lambda one: _movement(one, wanted.since) in {"up", "down"}, after="whose score moved"))
    if ask.says(_NEW) and any(one.followed and one.followed.thread.state == "new" for one in rows):
        found.append(Condition(lambda one: bool(one.followed and one.followed.thread.state == "new"), "new"))
    if ask.says(_CLOSED):
        closed = "that the latest register no longer has"
        found.append(Condition(lambda one: bool(one.followed and one.followed.thread.state == "closed"), after=closed))
    if about := topic(ask):
        kept = by_topic(ask.finder, [one.entry for one in rows], about, risk_text)
        ids = {id(entry.record) for entry in kept.entries} if kept.note is None else set()
        if ids:
            found.append(Condition(lambda one: id(one.entry.record) in ids, after=f"about {about}"))
    return found


def _scored(found: re.Match[str]) -> Condition:
    how = (found["how"] or "at least").lower()
    number = float(found["score"] or found["more"])

    def holds(one: Kept) -> bool:
        score = one.entry.record.current_score
        if score is None:
            return False
        if how in {"under", "below", "less than"}:
            return score < number
        return score == number if how == "of" else score >= number if how == "at least" else score > number

    return Condition(holds, after=f"that score {'' if how == 'of' else f'{how} '}{number:g}")


def _above_target(one: Kept) -> bool:
    record = one.entry.record
    return (
        record.current_score is not None
        and record.target_score is not None
        and record.current_score > record.target_score
    )


def _movement(one: Kept, since: Period | None) -> Movement | None:
    """Which way a risk went: since the register of a time, where one is held, else since the register before or as printed."""
    record = one.entry.record
    entries = one.followed.entries if one.followed else []
    at = next((i for i, e in enumerate(entries) if paper_day(e.paper) == paper_day(one.entry.paper)), 0)
    earlier = [
        e
        for e in entries[:at]
        if since is None or any(d and since.contains(d) for d in (e.position_at, paper_day(e.paper)))
    ]
    before = earlier[-1].record.current_score if earlier else record.previous_score
    if before is not None and record.current_score is not None:
        return "same" if before == record.current_score else "up" if record.current_score > before else "down"
    return printed_movement(record.direction) or (
        moved(one.followed) if one.followed and at == len(entries) - 1 else None
    )


def _fields(ask: Ask, one: Kept, *, moving: bool) -> dict[str, str]:
    record = one.entry.record
    return {
        "Risk": risk_name(ask, one.entry),
        "Score": told(record.current_as_printed),
        "Previously": told(record.previous_as_printed) if moving else "",
        "Direction": told(record.direction) if moving else "",
        "Target": told(record.target_as_printed),
        "Owner": told(record.owner),
    }
