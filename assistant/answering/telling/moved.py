"""By how much something went up or down, where a sentence says from what to what: no row of figures holds it."""

from __future__ import annotations

from assistant.answering.compose import place_of
from assistant.answering.quoting import sentences
from assistant.answering.suffice import relevant
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.limits import of_the_limit
from assistant.answering.worked import BY_HOW_MUCH, moved, worked_out
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.terms import terms

LOOK = 6  # passages looked through
NEAR = 0.8  # of the best one's score
HELD = 0.4  # of the question's telling words, that the sentence holds itself …
AROUND = 0.6  # … and its passage …
SURELY = 0.75  # … whatever name it gives to what the question calls by an abbreviation


def tell_moved(ask: Ask) -> bool:
    """Quote the sentence that says from what to what the thing asked about went, with the difference worked out."""
    if not ask.says(BY_HOW_MUCH.pattern):
        return False
    asked = telling_terms(ask.inquiry, ask.searcher)
    total = sum(term.weight for term in asked) or 1.0
    best = ask.evidence[0].score if ask.evidence else 0.0
    for evidence in ask.evidence[:LOOK]:
        if evidence.score < NEAR * best or evidence.own < AROUND:
            continue
        if evidence.own < SURELY and not relevant(ask.inquiry, evidence, ask.searcher):
            continue
        for sentence in sentences(evidence.hit.passage.text):
            held = set(terms(sentence))
            share = sum(t.weight for t in asked if t.stem in held or (t.alike | t.same) & held) / total
            if share < HELD or moved(sentence) is None or not of_the_limit(ask, sentence):
                continue
            working = worked_out(ask.inquiry, sentence)
            cited = ask.draft.add(ask.searcher, evidence.hit, sentence) if working else None
            if cited is not None:
                ask.draft.paragraphs.append(f"{place_of(evidence.hit)}: “{told(sentence)}” [{cited.marker}] {working}")
                ask.draft.worked.append(working)
                ask.draft.whole = True
                return True
    return False
