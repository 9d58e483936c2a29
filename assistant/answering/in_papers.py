"""A question put to papers that it names: each is read by itself, so that what one says is not answered from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.compose import Draft, compose
from assistant.answering.quoting import best_quote
from assistant.answering.suffice import fills, relevant
from assistant.answering.telling.actions import tell_action, tell_row
from assistant.answering.telling.ask import Ask, rows_at, told
from assistant.answering.telling.tellers import TELLERS
from assistant.records.model import Observation
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.evidence import Evidence, rank
from assistant.retrieval.inquiry import Inquiry, understand
from assistant.retrieval.named_papers import NamedPaper, papers_named, without_papers
from assistant.retrieval.search import Searcher
from assistant.retrieval.terms import terms
from assistant.tools.names import Finder

LOOK = 6  # passages looked through
ENOUGH = 0.6  # of the question's telling words, for a passage of a paper that is named


def told_in_papers(inquiry: Inquiry, history: Sequence[str], searcher: Searcher, finder: Finder) -> list[Draft]:
    """What each of two papers that a question names says to it; [] where it does not name two, or one of them says nothing."""
    named = papers_named(inquiry.question, searcher)
    if len(named) != 2 or {p.id for p in named[0].parts} & {p.id for p in named[1].parts}:
        return []
    asked = understand(without_papers(inquiry.question, named), history, searcher.calendar)
    drafts = [told_in(replace(asked, days=(), periods=()), paper, searcher, finder) for paper in named]
    return drafts if all(draft.citations for draft in drafts) else []


def told_in(inquiry: Inquiry, paper: NamedPaper, searcher: Searcher, finder: Finder) -> Draft:
    """What the parts of one paper say to a question: the row or passage that fits best, told as it would be alone."""
    hits = searcher.within([part.id for part in paper.parts], inquiry.whole)
    asked = telling_terms(inquiry, searcher)
    ranked = [
        e
        for e in rank(inquiry, asked, hits, searcher)[:LOOK]
        if relevant(inquiry, e, searcher) or min(e.coverage, e.own) >= ENOUGH
    ]
    fitting = [e for e in ranked if all(fills(inquiry, e, want) for want in inquiry.wants[:1])]
    for evidence in [*fitting, *(e for e in ranked if e not in fitting)]:
        ask = Ask(inquiry, [evidence], searcher, finder)
        _tell(ask, evidence)
        if ask.draft.citations:
            return ask.draft
    return Draft()


def _tell(ask: Ask, evidence: Evidence) -> None:
    rows = rows_at(ask.finder, evidence.hit)
    own = next((row for row in rows if row.paper.id == evidence.hit.paper.id), None)
    teller = TELLERS.get(type(own.record)) if own is not None else None
    if own is None or teller is None or isinstance(own.record, Observation):
        ask.draft.append(compose(ask.inquiry, [evidence], ask.searcher))
    elif tell_row(ask, own) if teller is tell_action else teller(ask, [own]):
        _tell_open(ask, evidence)


def _tell_open(ask: Ask, evidence: Evidence) -> None:
    """Quote the cell of a row that holds what the question asks and the row as told does not say."""
    held = set(terms(ask.draft.text))
    open_terms = {t.stem: t.weight for t in telling_terms(ask.inquiry, ask.searcher) if t.stem not in held}
    cells = [cell for _, cell in evidence.hit.passage.cells or []]
    best = max(cells, key=lambda cell: sum(open_terms.get(t, 0.0) for t in set(terms(cell))), default="")
    if not set(terms(best)) & open_terms.keys():
        return
    quote = best_quote(best, open_terms, lambda _: 0.0)
    cited = ask.draft.add(ask.searcher, evidence.hit, quote)
    if cited is not None:
        ask.draft.paragraphs.append(f"The row also says: “{told(quote)}” [{cited.marker}]")
