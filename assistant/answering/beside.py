"""What stands beside an answer: where it leaves something open that was asked, the passages and rows that hold that.

A question may name two things ("primary or secondary"), want two ("who is to send it, by when?") or stand in two papers. What
was found first answers one of them; the rest is sought among what was found with it, and nothing is added that says it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from assistant.answering.compose import Draft, compose
from assistant.answering.holding import SOUGHT, said_in
from assistant.answering.suffice import fills, relevant
from assistant.answering.telling.ask import Ask, rows_at
from assistant.answering.telling.tellers import TELLERS
from assistant.papers.normalise import normalise
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.inquiry import Want
from assistant.retrieval.terms import terms

MOST = 2  # passages added
LOOK = 10  # candidates looked through
NEAR = 0.75  # of the best one's score: what is still looked at of a page that is cited already …
FAR = 0.86  # … and of others
TELLS_MORE = 0.09  # of the question's telling weight that a passage adds to a row, whose answer is typed …
TELLS = 0.0  # … and a passage to a passage, which of several near ones was picked by likeness alone; where a figure is asked for, a row has others of its own
SAME = 85  # likeness (0 to 100) from which a passage says what was told already


def add_beside(ask: Ask, draft: Draft) -> None:
    """Add what of the question an answer leaves open, as far as it was found."""
    if draft.whole:
        return
    sought = draft is ask.draft or draft.sought
    tells = TELLS_MORE if sought else TELLS
    asked = telling_terms(ask.inquiry, ask.searcher)
    figure = ask.wants("figure", "target", "comparison", "benchmark")
    best = ask.evidence[0].score if ask.evidence else 0.0
    for _ in range(MOST):
        open_terms = _open_terms(ask, asked, draft)
        open_wants = [want for want in ask.inquiry.wants if want in SOUGHT and not said_in(draft.text, want)]
        if sought and not open_terms and not open_wants:
            return
        worth = [
            (gain, evidence)
            for evidence in ask.evidence[:LOOK]
            if evidence.score >= (NEAR if _close(evidence, draft) else FAR) * best
            and (gain := _gain(ask, evidence, asked, open_terms, open_wants))
            >= (TELLS_MORE if figure and evidence.hit.passage.cells is not None else tells)
            and relevant(ask.inquiry, evidence, ask.searcher)
            and not _told_already(evidence, draft)
        ]
        if not worth:
            return
        _, chosen = max(worth, key=lambda pair: (pair[0] + pair[1].score, -pair[1].hit.passage.id))
        more = _told(ask, chosen)
        if not more.citations:
            return
        draft.append(more)


def _close(evidence: Evidence, draft: Draft) -> bool:
    place = (evidence.hit.paper.id, evidence.hit.passage.page)
    return any((c.paper_id, c.page) == place for c in draft.citations)


def _open_terms(ask: Ask, asked: Sequence[Term], draft: Draft) -> list[Term]:
    """The terms that neither the answer says nor the names of the papers that it cites."""
    held = set(terms(draft.text)).union(*(terms(c.quote) for c in draft.citations))
    held = held.union(*(terms(f"{c.title} {c.document.replace('-', ' ')}") for c in draft.citations))
    return [term for term in asked if term.stem not in held and not (term.alike | term.same) & held]


def _gain(
    ask: Ask, evidence: Evidence, asked: Sequence[Term], open_terms: Sequence[Term], open_wants: Sequence[Want]
) -> float:
    """What a passage adds to an answer: the share of the question's telling weight that it alone holds, and wants it fills."""
    _, _, body = evidence.hit.passage.terms.partition("\n")
    inside = set(body.split()) | {t for header, _ in evidence.hit.passage.cells or () for t in terms(header)}
    total = sum(term.weight for term in asked) or 1.0
    share = sum(t.weight for t in open_terms if t.stem in inside or (t.alike | t.same) & inside) / total
    filled = sum(fills(ask.inquiry, evidence, want) for want in open_wants)
    return share + 0.1 * filled


def _told_already(evidence: Evidence, draft: Draft) -> bool:
    text = normalise(evidence.hit.passage.text)
    return any(fuzz.partial_ratio(text, normalise(c.quote), score_cutoff=SAME) > SAME for c in draft.citations)


def _told(ask: Ask, evidence: Evidence) -> Draft:
    """One more row or passage, told as it would be told alone."""
    own = replace(ask, draft=Draft(), evidence=[evidence])
    rows = rows_at(ask.finder, evidence.hit)
    teller = TELLERS.get(type(rows[0].record)) if rows else None
    if teller is not None and teller(own, [row for row in rows if type(row.record) is type(rows[0].record)]):
        return own.draft
    return compose(ask.inquiry, [evidence], ask.searcher)
