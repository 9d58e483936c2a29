"""Example questions drawn from the papers at hand, each one they do answer."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.compose import spoken
from assistant.retrieval.inquiry import understand
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.times import header_periods
from assistant.tools.columns import read_row

_ROUTINE = ("apolog", "declaration", "minutes", "urgent", "appoint", "exempt", "chair", "exclu")


def example_questions(searcher: Searcher, n: int) -> list[str]:
    """At most ``n`` questions on the newest papers: a decision, a figure, an owner, who chaired, in turn."""
    parts = sorted(searcher.parts(), key=lambda p: str(p.meeting_date or ""), reverse=True)
    minutes = [part for part in parts if part.kind == "minutes" and part.meeting_date and part.committee]
    questions: list[str] = []
    for part in minutes[:2]:
        decided = [h for h in searcher.in_part(part.id) if h.passage.kind == "decision" and _tells(h)]
        if decided:
            longest = max(decided, key=lambda h: len(h.passage.text))
            title = " ".join((longest.passage.minute_title or "").split())
            title = title.capitalize() if title.isupper() else title
            questions.append(f"What was agreed about {title} on {spoken(part.meeting_date)}?")
    rows = [h for part in parts[:60] for h in searcher.in_part(part.id) if h.passage.kind == "row"]
    questions += list(_figures(rows))[:2]
    if minutes:
        questions.append(f"Who chaired the {minutes[0].committee} meeting of {spoken(minutes[0].meeting_date)}?")
    return list(dict.fromkeys(questions))[:n]


def _tells(hit: Hit) -> bool:
    title = (hit.passage.minute_title or "").lower()
    return 8 < len(title) < 90 and not any(word in title for word in _ROUTINE)


def _figures(rows: list[Hit]) -> Iterator[str]:
    for hit in rows:
        cells = hit.passage.cells or []
        dated = [
            periods[-1]
            for header, cell in cells
            if any(c.isdigit() for c in cell) and (periods := header_periods(header))
        ]
        label = read_row(understand(""), cells).label
        if len(dated) >= 2 and 15 < len(label) < 80:
            yield f"What was “{label}” in {dated[-1].as_printed}?"
