"""Which actions, tracked decisions or milestones a list is to hold: somebody's, overdue, red, due by a day, of a section."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from assistant.answering.telling.actions import action_name, first_set
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import (
    Times,
    colour,
    meets,
    of_one_name,
    of_papers,
    once,
    sections,
    times,
    topic,
    urgency,
)
from assistant.answering.telling.listing import Listing
from assistant.answering.telling.persons import named_in, stranger
from assistant.answering.telling.tabled import RATED, STATE
from assistant.records.model import Milestone, TrackedDecision
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import stem, terms
from assistant.tools.actions import ActionRow, AnyAction, action_entries, action_text, follow_actions, state_row
from assistant.tools.ledger import Entry
from assistant.tools.sifting import by_topic, told_day

_OVERDUE = (
    r"\boverdue\b|\blate\b|\bbehind\b|\b(?:gone |went |go |are |run )?(?:past|beyond|over) (?:its|their|the) (?:\w+ )?(?:date|deadline|due date)s?\b"
    r"|\bmissed (?:its|their|the) (?:\w+ )?(?:date|deadline)s?\b"
)
_OPEN = (
    r"\boutstanding\b|\bopen\b|\bnot (?:yet )?(?:been )?(?:complete[d]?|done|finished|closed|implemented)\b|\bstill (?:to|being)\b"
    r"|\bunfinished\b|\bincomplete\b|\bleft to do\b|\b(?:have|has)n['’]?t been\b"
)
_DONE = r"\b(?:complete[d]?|done|finished|implemented|closed|discharged|delivered)\b"
_PRINTED_LATE = re.compile(r"\boverdue\b|\blate\b|\bbehind\b", re.IGNORECASE)
_NOUNS = (
    (r"\b(?:milestones|workstreams)\b", "workstreams", (Milestone,)),
    (r"\bdecisions\b", "tracked decisions", (TrackedDecision,)),
    (r"\brecommendations\b", "recommendations", None),
)
_SAID_OF_ANY = frozenset(
    terms(
        "action actions measure measures target plan improvement progress which there progressing lead impact priority"
    )
)
_ANSWERS = (
    (
        "not accepted",
        r"\b(?:not|never|n['’]t) (?:\w+ )?(?:accept\w*|agreed|supported|approved)\b|\breject\w*|\brefus\w*|\bdeclin\w+|\bturn\w* down\b",
    ),
    (
        "accepted in part",
        r"\b(?:accept\w*|agreed|supported|approved) (?:only )?(?:in part|partly|partially)\b|\b(?:partly|partially|part) (?:accept\w*|agreed|supported)\b",
    ),
    ("accepted", r"\baccept(?:ed|s)?\b"),
)
"""What a body may answer to what it was asked for, from the plainest no."""
_SET = r"\bactions?\b.{0,60}\b(?:c[ao]me|arose|arising|agreed|set|from|out of|at|by)\b|\b(?:what|list|all)\b.{0,30}\bactions?\b"
_MEETING = r"\b(?:meeting|board|committee|panel|cabinet|forum|commission|council)\b"
_STILL = r"\b(?:is|are|still)\b|['’]s\b|\bwhats\b"  # what is due is not what was
NAMED = 0.5  # of the telling words of a plan's name
_OF_A_PLAN = frozenset(terms("plan action log tracker programme register report of and the"))
_LOG = r"\b(?:log|tracker)\b"
_PAPER = r"\b(?:plan|log|tracker|report|register|follow-?up)\b"


class Kept(NamedTuple):
    """An action with its row, as one paper prints it."""

    entry: Entry[AnyAction]
    row: ActionRow


class Condition(NamedTuple):
    """What rows must meet, and how that is said: before the noun ("overdue") or after it ("led by Ada Ash")."""

    holds: Callable[[Kept], bool]
    before: str = ""
    after: str = ""


def actions_asked(ask: Ask) -> Listing | None:
    """The actions that a question asks a list of; None where it gives nothing to keep them by."""
    wanted = times(ask)
    noun, rows = _scope(ask, wanted)
    if not rows:
        return None
    leads = [kept.row.lead for kept in rows]
    unknown = stranger(ask, leads)
    if unknown:
        return Listing(noun, none=f"None of the {len(rows)} {noun} held names {unknown} as its lead.")
    conditions = _conditions(ask, rows, wanted) or _of_a_meeting(ask, rows)
    if not conditions:
        return None
    named = of_one_name(ask, _of_the_plan(ask, rows), lambda one: one.entry.paper.id)
    if (
        wanted.due
        and not wanted.due.first
        and len(named) == len(rows)
        and not wanted.papers
        and not _state(ask, rows, wanted)
        and ask.says(_STILL)
    ):
        conditions.insert(0, Condition(lambda one: one.row.complete is not True, "open"))
    kept = [one for one in named if all(condition.holds(one) for condition in conditions)]
    if not kept:
        kept = [one for one in rows if all(condition.holds(one) for condition in conditions)]
    if wanted.due or ask.says(_OVERDUE):  # else in the order they are printed
        kept.sort(key=lambda one: (one.entry.paper.document, one.row.due or date.max))
    found = Listing(noun, [(one.entry, _fields(ask, one.entry, one.row)) for one in kept])
    found.before = [c.before for c in conditions if c.before]
    found.clauses = [c.after for c in conditions if c.after]
    if under := sorted({one.row.section or "" for one in kept} & set(sections(ask, [one.row.section for one in rows]))):
        found.clauses.append(f"under {' and '.join(f'“{told(section)}”' for section in under)}")
    if not kept and len({one.entry.paper.id for one in named}) == 1:
        found.none = f"{told(named[0].entry.paper.title)} holds no {found.what(0)} (of {len(named)} {noun})."
    return found if kept or found.none else None


def _of_the_plan(ask: Ask, rows: Sequence[Kept]) -> list[Kept]:
    """The rows of the plan that the question names by half its telling words or more, where it names one: "the SEND plan"."""
    if not ask.says(_PAPER):
        return list(rows)
    if ask.says(_LOG):
        logs = [one for one in rows if one.row.kind == "tracked decision" or re.search(_LOG, one.row.plan or "", re.I)]
        rows = logs or rows
    asked = set(terms(ask.inquiry.question))
    plans = {one.row.plan or "": set(terms(one.row.plan or "")) - _OF_A_PLAN for one in rows}
    share = {plan: len(words & asked) / len(words) for plan, words in plans.items() if words}
    best = max(share.values(), default=0.0)
    return [one for one in rows if share.get(one.row.plan or "") == best] if best >= NAMED else list(rows)


def _scope(ask: Ask, wanted: Times) -> tuple[str, list[Kept]]:
    """What the rows are called, and those of the papers named, else the latest position of each."""
    entries = action_entries(ask.finder)
    followed = {id(one.last.record): one for one in follow_actions(entries)}
    held = of_papers(ask, entries, wanted.papers)
    if not wanted.papers:
        held = [e for e in held if id(e.record) in followed or paper_day(e.paper) is None]
    noun = "actions"
    for words, name, kinds in _NOUNS:
        if ask.says(words):
            noun = name
            held = [e for e in held if kinds is None or isinstance(e.record, kinds)]
    if noun == "actions":
        held = [e for e in held if not isinstance(e.record, Milestone)] or held
    rows = []
    for entry in once(held):
        one = followed.get(id(entry.record))
        day = entry.position_at if wanted.papers else ask.today
        rows.append(Kept(entry, state_row(ask.finder.ledger, entry, one.thread if one else None, day)))
    return noun, rows


def _conditions(ask: Ask, rows: Sequence[Kept], wanted: Times) -> list[Condition]:
    found = [*_whose(ask, rows), *_state(ask, rows, wanted), *_rated(ask, rows), *_answered(ask, rows)]
    level = urgency(ask)
    if level and any(one.row.priority for one in rows):
        found.insert(0, Condition(lambda one: (one.row.priority or "").lower().startswith(level), f"{level}-priority"))
    if due := wanted.due:
        found.append(Condition(lambda one: meets(due, one.row.due), after=f"due {due.words}"))
    if under := sections(ask, [one.row.section for one in rows]):
        found.append(Condition(lambda one: one.row.section in under, after=""))
    if about := topic(ask):
        kept = by_topic(ask.finder, [one.entry for one in rows], about, action_text)
        ids = {id(entry.record) for entry in kept.entries} if kept.note is None else set()
        if ids and (found or ask.says(_PAPER)):
            found.append(Condition(lambda one: id(one.entry.record) in ids, after=f"about {about}"))
    return found


def _of_a_meeting(ask: Ask, rows: Sequence[Kept]) -> list[Condition]:
    """The actions that a meeting set somebody, by the body and the day that a question names; those of its last meeting where
    it names no day."""
    if not ask.says(_SET):
        return []
    records = [one.entry.record for one in rows]
    meetings = {
        (r.committee, r.meeting_date)
        for r in records
        if isinstance(r, TrackedDecision) and r.meeting_date and r.certainty == "likely"
    }
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    dated = bool(ask.inquiry.days or ask.inquiry.periods) and ask.says(_MEETING)
    meant = {
        (body, day) for body, day in meetings if _is_meant(ask, day) and (body in bodies or (dated and not bodies))
    }
    bodies = frozenset(body for body, _ in meant if body)
    if len(bodies) != 1:
        return []
    day = max(day for _, day in meant)

    def holds(one: Kept) -> bool:
        record = one.entry.record
        return isinstance(record, TrackedDecision) and record.committee in bodies and record.meeting_date == day

    return [Condition(holds, after=f"set on {told_day(day)}")]


def _is_meant(ask: Ask, day: date) -> bool:
    days, periods = ask.inquiry.days, ask.inquiry.periods
    return not (days or periods) or day in days or any(period.contains(day) for period in periods)


def _whose(ask: Ask, rows: Sequence[Kept]) -> list[Condition]:
    leads = named_in(ask, [one.row.lead for one in rows])
    if not leads:
        return []
    names = " or ".join(sorted(set(leads.values())))
    return [Condition(lambda one: one.row.lead in leads, after=f"led by {told(names)}")]


def _state(ask: Ask, rows: Sequence[Kept], wanted: Times) -> list[Condition]:
    if ask.says(_OVERDUE):
        late = {_register(one) for one in rows if _PRINTED_LATE.search(one.row.rating or "")}
        day = "" if wanted.papers or late else f"on {told_day(ask.today)}"

        def overdue(one: Kept) -> bool:
            if _register(one) in late:  # it says itself which are
                return bool(_PRINTED_LATE.search(one.row.rating or ""))
            return bool(one.row.days_overdue)

        return [Condition(overdue, "overdue", day)]
    if ask.says(_OPEN):
        return [Condition(lambda one: one.row.complete is not True, "open")]
    if ask.says(_DONE) and (not wanted.due or not ask.says(r"\bto be\b|\bshould\b|\bmust\b")):
        return [Condition(lambda one: one.row.complete is True, "completed")]
    return []


def _register(one: Kept) -> tuple[str, str, str | None]:
    """The plan, log or tracker of a paper that a row stands in."""
    return one.entry.paper.id, one.row.kind, one.row.plan


def _rated(ask: Ask, rows: Sequence[Kept]) -> list[Condition]:
    shade = colour(ask)
    if shade:
        return [Condition(lambda one: one.row.rating == shade, after=f"rated {shade}")]
    question = ask.inquiry.question.lower()
    said = {
        r
        for one in rows
        if (r := one.row.rating) and len(r) > 3 and re.search(rf"\b{re.escape(r.lower())}\b", question)
    }
    said = {r for r in said if not re.search(f"{_OVERDUE}|{_OPEN}|{_DONE}", r, re.IGNORECASE)}
    if said:
        return [Condition(lambda one: one.row.rating in said, after=f"shown as {' or '.join(sorted(said)).lower()}")]
    meant = {m for one in rows if (m := one.row.rating_means) and _means(question, m)}
    if meant:
        ratings = sorted({one.row.rating or "" for one in rows if one.row.rating_means in meant})
        return [Condition(lambda one: one.row.rating_means in meant, after=f"rated {' or '.join(ratings)}")]
    return []


def _answered(ask: Ask, rows: Sequence[Kept]) -> list[Condition]:
    """What a body was asked for and accepted, or did not, where the rows say what it answered."""
    wanted = next((kind for kind, words in _ANSWERS if ask.says(words)), None)
    if wanted is None or not any(one.row.response for one in rows):
        return []
    return [Condition(lambda one: _answer(one.row.response) == wanted, after=wanted)]


def _answer(response: str | None) -> str | None:
    return next((kind for kind, words in _ANSWERS if re.search(words, response or "", re.IGNORECASE)), None)


def _means(question: str, meaning: str) -> bool:
    """Whether the question uses the telling word of what a rating means by its key: "embedded"."""
    words = [word for word in re.findall(r"[a-z]{5,}", meaning.lower()) if stem(word) not in _SAID_OF_ANY][:2]
    return any(re.search(rf"\b{word}\b", question) for word in words)


def _fields(ask: Ask, entry: Entry[AnyAction], row: ActionRow) -> dict[str, str]:
    done = row.complete and row.kind == "tracked decision"
    return {
        "Action": action_name(ask, entry, row),
        "Lead": told(row.lead),
        "Priority": told(row.priority),
        "Due": f"{told(row.timescale)}{first_set(row)}" if row.timescale else "",
        RATED: told(row.rating),
        STATE: "no later paper has it" if row.state == "vanished" else "complete" if done else "",
    }
