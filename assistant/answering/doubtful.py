"""Cases of doubt: a passage that shares too few words with a question to answer it by them may still say what is asked, in
other words. A reranker reads both together; what it is sure of is told, before the question is declined."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.suffice import MISSING, holds, may_answer, measured, of_the_time
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Searcher

# Measured on 830 questions looked at: three more were answered rightly, none was lost, and none of those that the papers do
# not answer was answered, for a passage that lacks the chief word of a question for a figure is left out: it gained two more
# of them, and told a wrong figure.
SURE = 1.5
LOOK = 3  # passages read; each takes as long as the search of the whole store


def answered_in_other_words(inquiry: Inquiry, evidence: Sequence[Evidence], searcher: Searcher) -> list[Evidence]:
    """The passage that answers in other words than the question's; [] where none surely does or no reranker is set."""
    if searcher.reranker is None:
        return []
    likely = [
        one
        for one in evidence[: 2 * LOOK]
        if of_the_time(inquiry, one)
        and holds(inquiry, one)
        and may_answer(inquiry, one, searcher)
        and not (measured(inquiry) and one.lost >= MISSING)
    ][:LOOK]
    scores = searcher.reranker.scores(inquiry.whole, [_text(one) for one in likely])
    best = max(zip(scores, likely, strict=True), key=lambda pair: pair[0], default=None)
    return [best[1]] if best is not None and best[0] >= SURE else []


def _text(one: Evidence) -> str:
    """A passage as it is read beside the question: a table row with the heads over its cells."""
    cells = one.hit.passage.cells
    return "; ".join(f"{h}: {c}" if h else c for h, c in cells) if cells else one.hit.passage.text
