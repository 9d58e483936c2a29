"""From what was found to what answers: the decision of the minute, the attendance of the meeting, the vote on the motion.

A question about a decision finds its minute first and then what was resolved under it, even when that stands a page
later and shares no word with the question; a question why finds the row and reads the commentary that hangs on it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from assistant.answering.holding import COUNT, OUTCOME, POINT
from assistant.records.vocabulary import MEETING_KINDS
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.evidence import Evidence, rank
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms
from assistant.store.tables import PartRow

_MEETING_WANTS = {"chair", "attendance", "apologies", "decision", "mover", "vote"}
_RUNS_ON = 4  # passages that a decision goes on over
_BELOW = 12  # passages below a row in which a remark on it may stand
_NEAR = 0.8  # of the best passage's score: what is still worth following up


_ATTENDED = {
    "chair": r"\bchair",
    "apologies": r"apolog|absent|substitut",
    "attendance": r"present|attend|apolog|substitut",
}
_IN_THE_CHAIR = re.compile(
    r"in the chair|\(chair(?:man|woman|person)?\)|,? chair\b(?! of)|to chair|as chair", re.IGNORECASE
)


class Focus(NamedTuple):
    """Evidence to answer from, best first; ``together``: all of it is one answer, not one candidate after another; ``sure``: found
    by the meeting or number that the question names, not by likeness."""

    evidence: list[Evidence]
    together: bool = False
    sure: bool = False


def meeting_parts(inquiry: Inquiry, searcher: Searcher) -> list[PartRow] | None:
    """The minutes of the meetings that a question names by date, best match first; None when it names none."""
    if not set(inquiry.wants) & _MEETING_WANTS or not (inquiry.days or inquiry.periods):
        return None
    held = [part for part in searcher.parts() if part.kind in MEETING_KINDS and part.meeting_date]
    months = [p for p in inquiry.periods if p.kind in {"month", "snapshot"}]
    if not inquiry.days and not months:
        return None
    found = [
        part
        for part in held
        if part.meeting_date in inquiry.days
        or any(p.start <= part.meeting_date <= p.end for p in months if part.meeting_date)
    ]
    bodies = bodies_asked(inquiry, searcher.committees)
    naming = searcher.naming(inquiry.subject)
    return sorted(found, key=lambda p: (p.committee not in bodies, -naming.get(p.paper_id, 0.0), p.id))


def focus(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> Focus:
    """The evidence to answer from."""
    wants = inquiry.wants
    found: Focus | None = None
    if {"chair", "attendance", "apologies"} & set(wants[:2]):
        found = _attendance(inquiry, searcher)
    if found is None and "vote" in wants:
        found = _vote(ranked, searcher)
    if found is None and "decision" in wants[:2] and "figure" not in wants[:1]:
        found = _decision(inquiry, ranked, searcher)
    if found is None and "reason" in wants:
        found = _reason(ranked, searcher) or _remark_beside(inquiry, ranked, searcher)
    return found or Focus(ranked)


def _attendance(inquiry: Inquiry, searcher: Searcher) -> Focus | None:
    for part in meeting_parts(inquiry, searcher) or ():  # a decision notice of the same day tells nothing of it
        found = rank(inquiry, telling_terms(inquiry, searcher), _attended(inquiry, searcher.in_part(part.id)), searcher)
        if "chair" in inquiry.wants:
            found = [e for e in found if _IN_THE_CHAIR.search(e.hit.passage.text)] or found
        if found:
            return Focus(found[:1], together=True, sure=True)
    return None


def _attended(inquiry: Inquiry, inside: list[Hit]) -> list[Hit]:
    """What a part says of who was there: before its first minute, and under apologies or an election."""
    pool = [h for h in inside[:30] if h.passage.minute is None]
    pool += [h for h in inside if re.search(r"apolog|appoint|elect", h.passage.minute_title or "", re.IGNORECASE)]
    pattern = re.compile("|".join(_ATTENDED[w] for w in inquiry.wants if w in _ATTENDED), re.IGNORECASE)
    return [h for h in pool if pattern.search(f"{h.passage.minute_title or ''} {h.passage.text}")]


def _vote(ranked: list[Evidence], searcher: Searcher) -> Focus | None:
    """The motion a question is about, then the counts and the outcome after it in the same minute."""
    for evidence in _near(ranked, 6):
        hit = evidence.hit
        if hit.part.kind not in MEETING_KINDS:
            continue
        inside = searcher.in_part(hit.part.id, hit.passage.minute_title)
        taken = _counts_before(inside, hit)
        for other in inside:
            if other.passage.id < hit.passage.id:
                continue
            if counts(other) or (OUTCOME.search(other.passage.text[:80]) and len(other.passage.text) < 200):
                taken.append(other)
                told = OUTCOME.search(other.passage.text) and not other.passage.text.rstrip().endswith(":")
                if told or len(taken) == 4 or other.passage.cells is not None:
                    break
            elif (taken and re.match(r"^\W*\(?\d+\)", other.passage.text)) or (
                len(taken) == 0 and other.passage.id > hit.passage.id + 25
            ):
                break
        if taken:
            own = [] if taken[0].passage.id == hit.passage.id else [evidence]
            return Focus([*own, *(_like(evidence, h) for h in taken)], together=True)
    return None


def counts(hit: Hit) -> bool:
    """Whether a passage gives the count of a vote: in words, or as a table with For and Against over its columns."""
    headers = {header.strip().casefold() for header, _ in hit.passage.cells or ()}
    return bool(COUNT.search(hit.passage.text)) or {"for", "against"} <= headers


def _counts_before(inside: list[Hit], hit: Hit) -> list[Hit]:
    """The counts that stand right before a passage that is itself part of a count ("For", "Against", then "Abstain")."""
    if not counts(hit):
        return []
    before = [h for h in inside if h.passage.id < hit.passage.id][-3:]
    taken: list[Hit] = []
    for other in reversed(before):
        if not counts(other):
            break
        taken.insert(0, other)
    return taken


def _decision(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> Focus | None:
    """What was decided under the minute that the question is about."""
    named = next((number for what, number in inquiry.references if what == "minute"), None)
    parts = meeting_parts(inquiry, searcher)
    bodies = bodies_asked(inquiry, searcher.committees)
    of_bodies = [part for part in parts or [] if part.committee in bodies]
    # A month that the body named did not meet in is a time of something else: "the May elections".
    meant = of_bodies if bodies and not inquiry.days else of_bodies or parts
    allowed = {part.id for part in meant} if meant else None
    if named is not None:
        return _numbered(named, parts or [p for p in searcher.parts() if p.kind == "minutes"], ranked, searcher)
    if allowed:  # the meeting is named, so all that its minutes hold is weighed, not only what the search brought up
        ranked = rank(inquiry, telling_terms(inquiry, searcher), searcher.within(allowed, inquiry.whole), searcher)
    for evidence in ranked[:12]:
        hit = evidence.hit
        if hit.part.kind not in MEETING_KINDS:
            continue
        if evidence.score < _NEAR * ranked[0].score:
            break
        if hit.passage.minute_title is None or (hit.passage.cells is not None and hit.passage.kind != "decision"):
            continue  # a row among minutes is of a log or a count
        inside = searcher.in_part(hit.part.id, hit.passage.minute_title)
        decisions = [h for h in inside if h.passage.kind == "decision"]
        if decisions:
            chosen = decisions if len(decisions) <= 3 else _nearest(inquiry, decisions, hit, searcher)
            whole = [h for one in chosen for h in ([*_motion(inside, one), one] if _bare(one) else [one])]
            whole = [h for one in whole for h in (one, *_points(inquiry, inside, one, searcher), *_run_on(inside, one))]
            whole = list({h.passage.id: h for h in whole}.values())
            return Focus([_like(evidence, h) for h in whole[:5]], together=True)
        told = [h for h in inside if OUTCOME.search(h.passage.text) and len(h.passage.text) > 60]
        if told:
            last = told[-2:]
            whole = [h for one in last for h in (one, *_points(inquiry, inside, one, searcher), *_run_on(inside, one))]
            whole = list({h.passage.id: h for h in whole}.values())
            return Focus([_like(evidence, h) for h in whole[:5]], together=True)
    return None


def _numbered(number: str, parts: list[PartRow], ranked: list[Evidence], searcher: Searcher) -> Focus | None:
    order = {e.hit.part.id: n for n, e in reversed(list(enumerate(ranked)))}
    for part in sorted(parts, key=lambda p: order.get(p.id, 999)):
        inside = [h for h in searcher.in_part(part.id) if h.passage.minute == number]
        decisions = [h for h in inside if h.passage.kind == "decision"] or inside[-1:]
        if decisions:
            known = {e.hit.passage.id: e for e in ranked}
            found = [known.get(h.passage.id) or Evidence(h, 1.0, 1.0, 1.0) for h in decisions[:3]]
            return Focus(found, together=True, sure=True)
    return None


def _nearest(inquiry: Inquiry, decisions: list[Hit], hit: Hit, searcher: Searcher) -> list[Hit]:
    """Of many decisions in one minute: the one found itself, else those that share most with the question."""
    own = [h for h in decisions if h.passage.id == hit.passage.id]
    if own and len(own[0].passage.text) > 60:
        return own
    full = [h for h in decisions if not _bare(h)] or decisions
    ordered = rank(inquiry, telling_terms(inquiry, searcher), full, searcher)
    top = {e.hit.passage.id for e in ordered[:2]}
    return [h for h in decisions if h.passage.id in top]


def _points(inquiry: Inquiry, inside: list[Hit], one: Hit, searcher: Searcher) -> list[Hit]:
    """The points of a decision that ends with a colon: all of a few, of many those the question is about."""
    if not one.passage.text.rstrip().endswith((":", "that")):
        return []
    after = [h for h in inside if h.passage.id > one.passage.id]
    stop = next(
        (
            i
            for i, h in enumerate(after)
            if re.match(r"^\W*\(?\d+[).]\s", h.passage.text) or h.passage.kind == "decision"
        ),
        len(after),
    )
    points = after[:stop][:40]
    if len(points) <= 4:
        return points
    top = {e.hit.passage.id for e in rank(inquiry, telling_terms(inquiry, searcher), points, searcher)[:3]}
    return [h for h in points if h.passage.id in top]


def _run_on(inside: list[Hit], one: Hit) -> list[Hit]:
    """The rest of a decision that the end of a page cuts: its further points after "…;", the end of its sentence."""
    found = [one]
    for hit in (h for h in inside if h.passage.id > one.passage.id):
        said = found[-1].passage.text.rstrip()
        if hit.passage.cells is not None or re.search(r"[.:!?”\"')]$", said) or len(found) > _RUNS_ON:
            break
        if re.search(r"(?:[;,]|\band)$", said) and not POINT.match(hit.passage.text):
            break
        found.append(hit)
    return found[1:]


def _bare(hit: Hit) -> bool:
    """Whether a decision only tells how it went ("Motion carried.") and not what."""
    return len(hit.passage.text) < 60 and bool(OUTCOME.search(hit.passage.text))


def _motion(inside: list[Hit], outcome: Hit) -> list[Hit]:
    """The motion that an outcome decides: from the passage that proposes it up to the outcome."""
    before = [h for h in inside if h.passage.id < outcome.passage.id][-8:]
    texts = [h.passage.text for h in before]
    moved = [
        i
        for i, text in enumerate(texts)
        if re.search(r"\b(?:proposed|moved)\b.{0,80}\bseconded\b", text, re.IGNORECASE | re.DOTALL)
    ]
    starts = moved or [i for i, text in enumerate(texts) if re.search(r"\bmotion\b", text, re.IGNORECASE)]
    return [h for h in before[starts[-1] :] if not counts(h)][:4] if starts else before[-1:]


def _reason(ranked: list[Evidence], searcher: Searcher) -> Focus | None:
    """The commentary that hangs on the row a question asks about, known by the row's number."""
    for evidence in _near(ranked, 3):
        cells = evidence.hit.passage.cells
        if not cells:
            continue
        ids = [found[1] for _, cell in cells[:2] if (found := _ROW_NUMBER.match(cell.strip()))]
        if not ids:
            continue
        row = evidence.hit.passage
        for other in searcher.in_part(evidence.hit.part.id):
            near = row.page <= other.passage.page <= row.page + 1
            if near and other.passage.kind == "text" and _comments_on(other.passage.text, ids[0]):
                return Focus([_like(evidence, other), evidence], together=True)
    return None


def _remark_beside(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> Focus | None:
    """What the text beside a table says of the one row of it that the question names: "Netherhope has lost four of its crew"."""
    row = ranked[0] if ranked else None
    if row is None or row.hit.passage.cells is None or not inquiry.names:
        return None
    page = searcher.on_page(row.hit.paper.id, row.hit.passage.page)
    named = [h for h in page if h.passage.cells is not None and inquiry.names <= set(terms(h.passage.text))]
    if [h.passage.id for h in named] != [row.hit.passage.id]:
        return None
    for other in page:
        near = 0 < other.passage.id - row.hit.passage.id <= _BELOW and other.passage.kind == "text"
        if near and other.passage.cells is None and inquiry.names <= set(terms(other.passage.text)):
            return Focus([_like(row, other), row], together=True)
    return None


_ROW_NUMBER = re.compile(r"(\d{1,3}[a-z]?)(?:$|[.)]?\s+(?=[A-Z]))")  # in a cell of its own, or before the row's name


def _comments_on(text: str, number: str) -> bool:
    """Whether a paragraph begins with a row's number, alone or among others: "73 – due to", "22/23: this", "43-47; see"."""
    lead = re.match(
        r"^\W*(?:commentary\W+)?((?:\d{1,3}[a-z]?\s*(?:[/,&–-]|and)?\s*){1,6})\s*[-–:;.]", text, re.IGNORECASE
    )
    named = rf"\b(?:measure|indicator|kpi|pi|risk|row|line|ref\.?|no\.?)\s?{re.escape(number)}\s*[:–—-]\s"
    if re.search(named, text, re.IGNORECASE):  # "Measure 6: road works …", perhaps among remarks on other rows
        return True
    if not lead:
        return False
    said = re.findall(r"\d+[a-z]?", lead.group(1))
    through = re.fullmatch(r"(\d+)\s*[–-]\s*(\d+)\s*", lead.group(1))
    if through and number.isdigit() and int(through.group(1)) < int(through.group(2)):
        return int(through.group(1)) <= int(number) <= int(through.group(2))
    return number in said


def _near(ranked: list[Evidence], most: int) -> list[Evidence]:
    return [e for e in ranked[:most] if e.score >= _NEAR * ranked[0].score]


def _like(evidence: Evidence, hit: Hit) -> Evidence:
    """A passage that stands with one found: it takes over how well that one met the question."""
    own = hit.passage.id == evidence.hit.passage.id
    return evidence if own else replace(evidence, hit=replace(hit, cosine=evidence.hit.cosine))
