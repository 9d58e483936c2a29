"""What a paper's own words say of the rows listed from it: its summary may agree with its table or not, so both are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.quoting import sentences
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import OF_ANY
from assistant.answering.verify import cite
from assistant.records.model import Record
from assistant.retrieval.terms import terms

_LOOK = 10  # passages found that are looked through
_SHARE = 0.6  # of the telling words of a row's title that a sentence names it by
_NEARLY_ALL = 0.75  # of the rows listed
_MOST = 400  # letters of what is quoted


def tell_narrative(ask: Ask, rows: Sequence[Record], what: str, paper_id: str) -> None:
    """Quote the sentence of the listed paper that says of most of the rows listed what they are listed for (``what``)."""
    enough = max(_NEARLY_ALL * len(rows), 1)
    condition = set(terms(f"{what} {ask.inquiry.question}")) - OF_ANY
    best: tuple[int, str, int] | None = None
    for n, evidence in enumerate(ask.evidence[:_LOOK]):
        hit = evidence.hit
        if hit.paper.id != paper_id or hit.passage.cells is not None:
            continue
        for sentence in sentences(hit.passage.text):
            named = sum(_names(sentence, row) for row in rows)
            told_so = condition & set(terms(sentence)) and len(sentence) <= _MOST
            if named >= enough and told_so and (best is None or named > best[0]):
                best = (named, sentence, n)
    if best is None:
        return
    cited = cite(ask.searcher, ask.evidence[best[2]].hit, best[1], len(ask.draft.citations) + 1)
    if cited is not None:
        ask.draft.citations.append(cited)
        ask.draft.paragraphs.append(f"The paper itself says: “{told(best[1])}” [{cited.marker}]")


def _names(sentence: str, row: Record) -> bool:
    """Whether a sentence names a row: by a reference with letters, or by the words of its title."""
    reference = next((str(r) for f in ("number", "reference", "indicator_id") if (r := getattr(row, f, None))), "")
    if re.search(r"[A-Za-z]", reference) and re.search(rf"\b{re.escape(reference)}\b", sentence):
        return True
    said = next((str(t) for f in ("description", "action", "name", "workstream") if (t := getattr(row, f, None))), "")
    title = set(terms(re.split(r"\s–\s|(?<=[a-z])[.:]\s", said, maxsplit=1)[0]))
    return len(title) >= 2 and len(title & set(terms(sentence))) >= _SHARE * len(title)
