"""What the row of an action says under heads that no field of an action stands for: "% done", "Date asked for", "Checked by"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.answering.telling.ask import Ask, told
from assistant.papers.normalise import normalise
from assistant.retrieval.search import Hit
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

LOOK = 12  # candidates looked through
MOST = 3  # cells told
LONGEST = 80  # letters of a cell that is a field and no remark
HOW_FAR = re.compile(
    r"(?:%|\bper ?cent(?:age)?\b).{0,12}\b(?:done|complete[d]?|progress|implemented)\b|\b% ?$", re.IGNORECASE
)


def also_given(ask: Ask, entry: Entry[Any]) -> dict[str, str]:
    """Head and words of the cells that a question names, and of the one that says how much is done, which the record has not.

    A paper may print what is asked in another of its tables, under the same reference.
    """
    said = set(terms(ask.inquiry.question))
    about = set(terms(entry.record.as_printed))
    found: dict[str, str] = {}
    for head, cell, other in _unread(ask, entry):
        named = set(terms(head)) - about
        if head not in found and len(found) < MOST and (HOW_FAR.search(head) or (named and named <= said)):
            found[head] = f"{told(cell)}{_marked(ask, other) if other else ''}"
    return found


def _unread(ask: Ask, entry: Entry[Any]) -> Iterator[tuple[str, str, Hit | None]]:
    """(head, cell, the other row it stands in) of the short cells of a record's row, and of rows of the same reference in its
    paper, that none of its fields holds."""
    record = entry.record
    fields = normalise(" | ".join(str(value) for value in record.model_dump(exclude={"as_printed", "pieces"}).values()))
    reference = normalise(getattr(record, "reference", None) or getattr(record, "minute", None) or "")
    for evidence in ask.evidence[:LOOK]:
        hit = evidence.hit
        own = normalise(hit.passage.text) == normalise(record.as_printed)
        cells = hit.passage.cells or ()
        alike = bool(reference) and any(normalise(cell) == reference for _, cell in cells)
        if hit.paper.id != entry.paper.id or not (own or alike):
            continue
        for head, cell in cells:
            if head and cell.strip(" -–—") and len(cell) <= LONGEST and normalise(cell) not in fields:
                yield " ".join(head.split()), " ".join(cell.split()), None if own else hit


def _marked(ask: Ask, hit: Hit) -> str:
    """The marker of another row of the paper, cited for its cell."""
    cited = ask.cite_at(hit.paper, [hit.passage.page], hit.passage.text)
    return f" [{cited.marker}]" if cited is not None else ""
