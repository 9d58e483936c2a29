"""What each of several bodies decided on one thing: "what did scrutiny recommend, and what did Cabinet settle on?"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.quoting import block_lines
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.decisions import block_quoted, decision_place
from assistant.answering.telling.weighing import LIKE, of_the_time
from assistant.papers.normalise import normalise
from assistant.records.model import Resolution
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.bodies import bodies_named
from assistant.retrieval.terms import stem, terms
from assistant.tools.ledger import Entry

MEANT = 0.5  # of the question's words for the thing, that a body's decision holds
FEWEST = 4  # words of a decision: a bare heading tells nothing
_DECIDED = (
    r"\b(?:recommend\w*|settl\w+|decid\w+|agree\w*|resolv\w*|approv\w*|go(?:ne)? (?:for|with)|went (?:for|with)|ask(?:ed)? for|want(?:ed)?|set|adopt\w*|chos\w+|choose"
    r"|back(?:ed)?|decision|outcome)\b"
)
_VERBS = frozenset(
    stem(word)
    for word in [
        "recommend",
        "recommended",
        "settle",
        "settled",
        "settling",
        "decide",
        "decided",
        "agree",
        "agreed",
        "resolve",
        "resolved",
        "approve",
        "approved",
        "go",
        "went",
        "ask",
        "asked",
        "want",
        "wanted",
        "set",
        "adopt",
        "adopted",
        "chose",
        "chosen",
        "choose",
        "back",
        "backed",
        "scrutiny",
        "cabinet",
        "council",
        "executive",
        "committee",
        "figure",
        "one",
        "another",
    ]
)


def tell_by_body(ask: Ask) -> bool:
    """Tell the decision of each body that a question names, the oldest first; False where it does not name two that decided."""
    bodies = bodies_named(ask.inquiry.question, ask.searcher.committees)
    if len(bodies) < 2 or not ask.says(_DECIDED) or ask.wants("vote", "mover", "attendance", "apologies", "chair"):
        return False
    asked = [t for t in telling_terms(ask.inquiry, ask.searcher) if t.stem not in _VERBS and asking_weight(t.stem) >= 1]
    found = [entry for body in sorted(bodies) if (entry := _of(ask, body, asked))]
    if len(found) < 2:
        return False
    told_of = [_tell(ask, e) for e in sorted(found, key=lambda e: e.record.meeting_date or date.min)]
    ask.draft.whole = all(told_of)
    return all(told_of)


def _of(ask: Ask, body: str, asked: Sequence[Term]) -> Entry[Resolution] | None:
    """The decision of a body that holds most of what is asked; of copies the newest paper's."""
    total = sum(term.weight for term in asked)
    entries = [e for e in ask.finder.ledger.entries(Resolution) if e.record.committee == body]
    timed = of_the_time(ask, entries, lambda record: record.meeting_date) or entries
    weighed = [(_share(asked, entry.record), entry) for entry in timed] if total else []
    best = max((share for share, _ in weighed), default=0.0)
    if best < MEANT * total or not total:
        return None
    same = [entry for share, entry in weighed if share >= best - 1e-9]
    return max(same, key=lambda e: (e.record.meeting_date or date.min, len(e.record.text)))


def _share(asked: Sequence[Term], record: Resolution) -> float:
    held = frozenset(terms(f"{record.minute_title or ''} {record.text}"))
    return sum(t.weight * (1.0 if t.stem in held or t.same & held else LIKE if t.alike & held else 0.0) for t in asked)


def _tell(ask: Ask, entry: Entry[Resolution]) -> bool:
    record = entry.record
    kept = ask.cite_lines(entry, record.text, block_lines(record.text))
    if sum(len(normalise(line).split()) for line, _ in kept) < FEWEST:
        return False
    ask.draft.paragraphs.append(block_quoted(decision_place(record), kept))
    return True
