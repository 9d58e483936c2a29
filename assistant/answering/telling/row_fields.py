"""What the row of an action says under heads that no field of an action stands for: "% done", "Date asked for", "Checked by"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.answering.telling.ask import Ask, told
from assistant.papers.normalise import normalise
from assistant.retrieval.evidence import Evidence
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
    for head, cell in _unread(ask, entry):
        named = set(terms(head)) - about
        if HOW_FAR.search(head) or (named and named <= said):
            found.setdefault(head, told(cell))
    return dict(list(found.items())[:MOST])


def _unread(ask: Ask, entry: Entry[Any]) -> Iterator[tuple[str, str]]:
    """The short cells of the row of a record, and of rows of the same reference in its paper, that none of its fields holds."""
    record = entry.record
    fields = normalise(" | ".join(str(value) for value in record.model_dump(exclude={"as_printed", "pieces"}).values()))
    reference = normalise(getattr(record, "reference", None) or getattr(record, "minute", None) or "")
    for evidence in ask.evidence[:LOOK]:
        cells = evidence.hit.passage.cells
        if (
            evidence.hit.paper.id != entry.paper.id
            or not cells
            or not _is_of(evidence, reference, cells, record.as_printed)
        ):
            continue
        for head, cell in cells:
            if head and cell.strip(" -–—") and len(cell) <= LONGEST and normalise(cell) not in fields:
                yield " ".join(head.split()), " ".join(cell.split())


def _is_of(evidence: Evidence, reference: str, cells: Sequence[Sequence[str]], printed: str) -> bool:
    if normalise(evidence.hit.passage.text) == normalise(printed):
        return True
    return bool(reference) and any(normalise(cell) == reference for _, cell in cells)
