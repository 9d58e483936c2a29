"""Lists over all records of a kind: which actions are red or overdue, which measures miss their target, which risks score
high, and who leads what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from assistant.answering.answer import Citation
from assistant.answering.telling.ask import Ask, told
from assistant.answering.verify import cite_place
from assistant.tools.actions import ActionRow, find_actions
from assistant.tools.indicators import StandingRow, list_indicators
from assistant.tools.result import Row
from assistant.tools.risks import find_risks

RowT = TypeVar("RowT", bound=Row)
_MANY = r"\b(?:which|what|list|all|any|how many|name|show)\b"
_ACTIONS = r"\b(?:actions|tasks|milestones|tracked decisions|outstanding decisions)\b"
_MEASURES = r"\b(?:indicators|measures|kpis|targets|figures)\b"
_RISKS = r"\brisks\b"
_MISSED = (
    r"\bmiss\w*|\bbelow\b|\bbehind\b|\boff (?:target|track)\b|\bnot (?:\w+ ){0,2}(?:met|hit|meeting|hitting|reaching|on (?:target|track))\b"
    r"|\bfail\w*|\bunder ?perform\w*|\bshort of\b|\bred\b"
)
_OVERDUE = r"\boverdue\b|\blate\b|\bpast (?:its|their) (?:date|deadline)\b|\bmissed (?:its|their) (?:date|deadline)s?\b|\bbehind\b"
_OPEN = r"\boutstanding\b|\bopen\b|\bnot (?:yet )?(?:complete|done|finished|closed)\b|\bstill to\b|\bunfinished\b|\bincomplete\b"
_COLOURS = r"\b(red|amber|yellow|green|blue|grey)\b"
_SCORE = re.compile(r"\b(?P<how>over|above|more than|at least|higher than)\s+(?P<score>\d{1,3})\b", re.IGNORECASE)
_HIGHEST = r"\b(?:top|highest|biggest|worst|most serious|main)\b"
_MOST = 20


def tell_list(ask: Ask) -> bool:
    """Answer a question for all rows of a kind that meet a condition; False where it is none."""
    if not ask.says(_MANY):
        return False
    if ask.says(_RISKS):
        return _risks(ask)
    if ask.says(_ACTIONS):
        return _actions(ask)
    return ask.says(_MEASURES) and ask.says(_MISSED) and _measures(ask)


def _actions(ask: Ask) -> bool:
    colour = _colour(ask)
    overdue, unfinished = ask.says(_OVERDUE), ask.says(_OPEN)
    found = find_actions(ask.finder, overdue=overdue, complete=False if unfinished else None)
    meaning = [row for row in found.rows if row.rating_means and _means(ask, row.rating_means)]
    if not (colour or overdue or unfinished or meaning):
        return False
    rows = meaning if meaning and not colour else [row for row in found.rows if colour in (None, row.rating)]
    rows = _of_paper(ask, rows)
    return _list(ask, rows, [_action(row) for row in rows])


def _means(ask: Ask, meaning: str) -> bool:
    """Whether the question uses the telling word of what a rating means by its key: "embedded"."""
    words = re.findall(r"[a-z]{5,}", meaning.lower())[:2]
    return any(re.search(rf"\b{word}\b", ask.inquiry.question.lower()) for word in words)


def _action(row: ActionRow) -> str:
    parts = [f"lead: {told(row.lead)}" if row.lead else "", f"due: {told(row.timescale)}" if row.timescale else ""]
    parts.append(f"rated {told(row.rating)}" if row.rating else "")
    said = "; ".join(part for part in parts if part)
    return f"“{told(row.action)}”" + (f" – {said}" if said else "")


def _risks(ask: Ask) -> bool:
    colour, score = _colour(ask), _SCORE.search(ask.inquiry.question)
    highest = ask.says(_HIGHEST)
    if not (colour or score or highest):
        return False
    least = float(score.group("score")) if score else None
    found = find_risks(ask.finder, min_score=least)
    rows = [row for row in found.rows if colour in (None, row.rating) and row.state != "closed"]
    if score and score.group("how").lower() != "at least":
        rows = [row for row in rows if row.current_score != least]
    rows = _of_paper(ask, rows)[: 5 if highest and not (colour or score) else _MOST]
    lines = [
        f"“{told(row.description)}” – score {told(row.current_as_printed)}"
        + (f", {told(row.owner)}" if row.owner else "")
        for row in rows
    ]
    return _list(ask, rows, lines)


def _measures(ask: Ask) -> bool:
    found = list_indicators(ask.finder, missing_target=True)
    rows = _of_paper(ask, found.rows)
    lines = [_measure(row) for row in rows]
    return _list(ask, rows, lines)


def _measure(row: StandingRow) -> str:
    return (
        f"“{told(row.name)}” – {told(row.period)}: {told(row.value_as_printed)} (target {told(row.target_as_printed)})"
    )


def _colour(ask: Ask) -> str | None:
    found = re.search(_COLOURS, ask.inquiry.question, re.IGNORECASE)
    return found.group(1).lower() if found else None


def _of_paper(ask: Ask, rows: Sequence[RowT]) -> list[RowT]:
    """The rows of the paper that the question names, where it names one that has any."""
    naming = ask.searcher.naming([term for term, weight in ask.inquiry.subject.items() if weight >= 1])
    papers = {row.citation.paper_id: naming.get(row.citation.paper_id, 0.0) for row in rows}
    best = max(papers.values(), default=0.0)
    if best <= 0 or len(set(papers.values())) == 1:
        return list(rows)
    return [row for row in rows if papers[row.citation.paper_id] == best]


def _list(ask: Ask, rows: Sequence[RowT], lines: Sequence[str]) -> bool:
    told_lines: list[str] = []
    for row, line in zip(rows[:_MOST], lines, strict=False):
        cited = _cite(ask, row)
        if cited is not None:
            told_lines.append(f"- {line} [{cited.marker}]")
    if not told_lines:
        return False
    more = f"; the first {len(told_lines)}" if len(rows) > len(told_lines) else ""
    head = f"{len(rows)} in the newest papers that have them{more}:"
    ask.draft.worked.append(head)
    ask.draft.paragraphs += [head, "\n".join(told_lines)]
    ask.draft.whole = True
    return True


def _cite(ask: Ask, row: Row) -> Citation | None:
    place = row.citation
    paper = ask.searcher.papers.get(place.paper_id)
    if paper is None:
        return None
    for page in place.pages or [place.page]:
        made = cite_place(ask.searcher, paper, page, place.quote, len(ask.draft.citations) + 1)
        if made is not None:
            ask.draft.citations.append(made)
            return made
    return None
