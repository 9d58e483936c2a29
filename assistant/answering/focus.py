"""From what was found to what answers: the decision of the minute, the attendance of the meeting, the vote on the motion.

A question about a decision finds its minute first and then what was resolved under it, even when that stands a page
later and shares no word with the question.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.retrieval.evidence import Evidence, rank
from assistant.retrieval.inquiry import Inquiry
from assistant.records.periods import Period
from assistant.retrieval.search import Hit, Searcher
from assistant.store.tables import PartRow

_MEETING_KINDS = {"minutes", "decision notice"}
_MEETING_WANTS = {"chair", "attendance", "apologies", "decision", "mover", "vote"}
_COUNT = re.compile(r"\b(?:for|against|abstain\w*|abstention\w*)\b\W{0,4}\(?\d+|\b\d+ (?:votes? )?(?:for|against|in favour|abst)", re.IGNORECASE)
_OUTCOME = re.compile(r"\b(?:carried|lost|unanimous\w*|agreed|fell|withdrawn)\b", re.IGNORECASE)


def meeting_parts(inquiry: Inquiry, searcher: Searcher) -> list[PartRow] | None:
    """The minutes of the meeting that a question names by date, best match first; None when it names no meeting."""
    if not set(inquiry.wants) & _MEETING_WANTS or not (inquiry.days or inquiry.periods):
        return None
    held = [part for part in searcher.parts() if part.kind in _MEETING_KINDS and part.meeting_date]
    if inquiry.days:
        return [part for part in held if part.meeting_date in inquiry.days]
    months = [p for p in inquiry.periods if p.kind in {"month", "snapshot"}]
    if not months:
        return None
    return [part for part in held if part.meeting_date and any(_inside(part.meeting_date, p) for p in months)]


def _inside(day: date, period: Period) -> bool:
    return period.start <= day <= period.end


def focus(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> list[Evidence]:
    """The evidence to answer from, best first."""
    wants = inquiry.wants
    if {"chair", "attendance", "apologies"} & set(wants[:2]):
        found = _attendance(inquiry, ranked, searcher)
        if found:
            return found
    if "vote" in wants:
        found = _vote(inquiry, ranked, searcher)
        if found:
            return found
    if "decision" in wants[:2]:
        found = _decision(inquiry, ranked, searcher)
        if found:
            return found
    return ranked


def _attendance(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> list[Evidence]:
    parts = meeting_parts(inquiry, searcher)
    if not parts:
        return []
    by_part = {e.hit.part.id: e.score for e in reversed(ranked)}
    naming = searcher.naming(inquiry.subject)
    parts = sorted(parts, key=lambda p: (-naming.get(p.paper_id, 0.0), -by_part.get(p.id, 0.0)))
    hits = [hit for hit in searcher.in_part(parts[0].id) if hit.passage.kind == "attendance" or hit.passage.minute is None]
    again = [hit for hit in searcher.in_part(parts[0].id) if hit.passage.minute_title and re.search(
        r"apolog|chair|appoint", hit.passage.minute_title, re.IGNORECASE)]
    pool = list({hit.passage.id: hit for hit in hits[:14] + again}.values())
    weights = {t: 1.0 for t in inquiry.subject}
    found = rank(inquiry, weights, pool, naming, searcher)
    wanted = {"chair": r"\bchair", "apologies": r"apolog|absent", "attendance": r"present|attend|apolog"}
    for want in inquiry.wants:
        if want in wanted:
            fits = [e for e in found if re.search(wanted[want], e.hit.passage.text, re.IGNORECASE)]
            if fits:
                return fits
    return found[:1]


def _vote(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> list[Evidence]:
    """The motion a question is about, then the first count or outcome after it in the same minute."""
    for evidence in ranked[:6]:
        hit = evidence.hit
        if hit.part.kind not in _MEETING_KINDS:
            continue
        if _COUNT.search(hit.passage.text):
            return [evidence]
        after = [h for h in searcher.in_part(hit.part.id) if h.passage.id > hit.passage.id][:40]
        taken: list[Hit] = []
        for other in after:
            if other.passage.minute != hit.passage.minute:
                break
            if _COUNT.search(other.passage.text) or (taken and _OUTCOME.search(other.passage.text[:60])):
                taken.append(other)
                if _OUTCOME.search(other.passage.text) or len(taken) == 4:
                    break
            elif taken and len(other.passage.text) > 400:
                break
        if taken:
            return [evidence, *(Evidence(h, evidence.coverage, evidence.when, evidence.score) for h in taken)]
    return []


def _decision(inquiry: Inquiry, ranked: list[Evidence], searcher: Searcher) -> list[Evidence]:
    """What was decided under the minute that the question is about."""
    named = next((number for what, number in inquiry.references if what == "minute"), None)
    parts = meeting_parts(inquiry, searcher)
    allowed = {part.id for part in parts} if parts else None
    for evidence in ranked[:10]:
        hit = evidence.hit
        if hit.part.kind not in _MEETING_KINDS or (allowed is not None and hit.part.id not in allowed):
            continue
        if named is not None and hit.passage.minute != named:
            continue
        if hit.passage.minute is None:
            return [evidence] if hit.passage.kind == "decision" else ranked
        inside = searcher.in_part(hit.part.id, hit.passage.minute)
        decisions = [h for h in inside if h.passage.kind == "decision"]
        if decisions:
            chosen = decisions if len(decisions) <= 3 else _nearest(decisions, hit)
            return [Evidence(h, evidence.coverage, evidence.when, evidence.score) for h in chosen]
        return ranked
    if named is not None:
        for part in parts or [p for p in searcher.parts() if p.kind in _MEETING_KINDS]:
            inside = searcher.in_part(part.id, named)
            decisions = [h for h in inside if h.passage.kind == "decision"] or inside[-1:]
            if decisions:
                return [Evidence(h, 1.0, 1.0, 1.0) for h in decisions[:3]]
    return []


def _nearest(decisions: list[Hit], hit: Hit) -> list[Hit]:
    """Of many decisions in one minute, the one found itself, or the first after what was found."""
    own = [h for h in decisions if h.passage.id == hit.passage.id]
    after = [h for h in decisions if h.passage.id > hit.passage.id]
    return own or after[:2] or decisions[-2:]
