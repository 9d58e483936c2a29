"""What a paper's own words say of the rows listed from it: its summary may agree with its table or not, so both are shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.claims import worded_in
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
        _tell_count(ask, rows, condition, paper_id)
        return
    cited = cite(ask.searcher, ask.evidence[best[2]].hit, best[1], len(ask.draft.citations) + 1)
    if cited is not None:
        ask.draft.citations.append(cited)
        ask.draft.paragraphs.append(f"The paper itself says: “{told(best[1])}” [{cited.marker}]")


def _tell_count(ask: Ask, rows: Sequence[Record], condition: set[str], paper_id: str) -> None:
    """Quote the sentence above the rows that counts them otherwise: "Five have a rating of red"."""
    page = rows[0].page
    parts = [p for p in ask.searcher.parts() if p.paper_id == paper_id and p.first_page <= page <= p.last_page]
    for hit in ask.searcher.in_part(parts[0].id) if parts else ():
        if hit.passage.cells is not None:
            continue
        for sentence in sentences(hit.passage.text):
            counts = {worth for _, worth in worded_in(sentence)}
            alike = len(condition & set(terms(sentence))) > 1 and len(sentence) <= _MOST
            if alike and counts and len(rows) not in counts and max(counts) - len(rows) <= 3 >= len(rows) - min(counts):
                cited = cite(ask.searcher, hit, sentence, len(ask.draft.citations) + 1)
                if cited is not None:
                    ask.draft.citations.append(cited)
                    ask.draft.paragraphs.append(f"The paper itself says: “{told(sentence)}” [{cited.marker}]")
                    return


def _names(sentence: str, row: Record) -> bool:
    """Whether a sentence names a row: by a reference with letters, or by the words of its title."""
    reference = next((str(r) for f in ("number", "reference", "indicator_id") if (r := getattr(row, f, None))), "")
    if re.search(r"[A-Za-z]", reference) and re.search(rf"\b{re.escape(reference)}\b", sentence):
        return True
    said = next((str(t) for f in ("description", "action", "name", "workstream") if (t := getattr(row, f, None))), "")
    title = set(terms(re.split(r"\s–\s|(?<=[a-z])[.:]\s", said, maxsplit=1)[0]))
    return len(title) >= 2 and len(title & set(terms(sentence))) >= _SHARE * len(title)
