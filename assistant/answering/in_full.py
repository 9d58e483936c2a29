"""The passage that fits a question best, shown whole below an answer that tells but a part of it or stands elsewhere.

What is told in the first sentence was picked: a cell of a row, a sentence of a minute. Where that was picked wrongly, or half of
what was asked was left behind, the words it was picked from mostly hold it: of 138 questions on papers not met before the best
passage held all that was asked for 84, and the answers did for 76, with what stood beside them for 103.
"""

from __future__ import annotations

from assistant.answering.beside import open_terms, share_added
from assistant.answering.compose import Draft, add_passage, place_of
from assistant.answering.telling.ask import Ask
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.terms import terms

LONGEST = 900  # characters of a row that can still be read in a chat
SAME = 0.85  # share of a passage's words from which an answer says it already, if in the words of another paper


def add_in_full(ask: Ask, draft: Draft) -> None:
    """Add the best passage where the answer does not give it whole already; to a list only what it leaves open."""
    if not draft.citations or not ask.evidence:
        return
    best = ask.evidence[0]
    if _told(best, draft) or (best.hit.passage.cells is not None and len(best.hit.passage.text) > LONGEST):
        return
    if draft.whole and not _adds(ask, best, draft):
        return
    add_passage(draft, ask.inquiry, best.hit, ask.searcher, _lead(best, draft))


def _told(evidence: Evidence, draft: Draft) -> bool:
    """Whether the answer says all that a passage does, each number of it among the rest."""
    own, held = set(terms(evidence.hit.passage.text)), set(terms(draft.text))
    numbers = {term for term in own if any(map(str.isdigit, term))}
    return numbers <= held and len(own & held) >= SAME * len(own)


def _adds(ask: Ask, evidence: Evidence, draft: Draft) -> bool:
    """Whether a passage holds a telling word of the question that the answer lacks."""
    asked = telling_terms(ask.inquiry, ask.searcher)
    return share_added(ask, evidence, asked, open_terms(ask, asked, draft), ()) > 0


def _lead(evidence: Evidence, draft: Draft) -> str:
    if draft.cited(evidence.hit):
        return "In full"
    place = (evidence.hit.paper.id, evidence.hit.passage.page)
    same = any((c.paper_id, c.page) == place for c in draft.citations)
    return "On the same page" if same else place_of(evidence.hit)
