"""The last step of an answer: it is checked against its pages, and a chat model, where there is one, may phrase it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.answering import replies
from assistant.answering.answer import Checked, Citation, Status, Usage, Value
from assistant.answering.claims import MARKER
from assistant.answering.compose import Draft
from assistant.answering.grounds import Grounds
from assistant.answering.streaming import renumbered
from assistant.answering.verify import check
from assistant.retrieval.search import Searcher

if TYPE_CHECKING:
    from assistant.answering.model import Writer

log = logging.getLogger(__name__)

EXTRACTIVE = "extractive"
_PHRASED: frozenset[Status] = frozenset({"answered", "partial"})


class Finished(NamedTuple):
    """An answer as it may be shown, and what wrote it; ``checked`` is None where it cites nothing.

    ``usage`` is what a chat model spent on it, None where none was asked.
    """

    text: str
    citations: list[Citation]
    values: list[Value]
    checked: Checked | None = None
    engine: str = EXTRACTIVE
    usage: Usage | None = None


def verified(searcher: Searcher, question: str, draft: Draft) -> Finished | None:
    """A draft without what does not stand on its pages; None where what is left cites nothing and so answers nothing."""
    if not draft.citations:
        return Finished(draft.text, [], draft.values)
    grounds = Grounds(searcher, draft.citations, question, worked=[*draft.worked, *_counts(draft.text)])
    found = check(draft.text, draft.citations, draft.values, grounds)
    for removed in found.removed:
        log.info("Removed from an answer, for it does not stand on its pages: %s", removed.reason.split(" ")[0])
    order = sorted({int(number) for number in MARKER.findall(found.text)})
    if not found.removed and order == [citation.marker for citation in draft.citations]:
        return Finished(draft.text, draft.citations, found.values, found.checked)
    kept = [c.model_copy(update={"marker": order.index(c.marker) + 1}) for c in draft.citations if c.marker in order]
    if not kept:
        return None
    return Finished(renumbered(found.text, order), kept, found.values, found.checked)


def _counts(text: str) -> list[str]:
    """How many things the lists and tables of a text hold, which it may say in words of its own."""
    points = len(re.findall(r"(?m)^\s*(?:[-*•]|\d{1,3}[.)])\s", text))
    rows = len(re.findall(r"(?m)^\|", text)) - 2 * len(re.findall(r"(?m)^\|[\s:|-]+\|?$", text))
    return [str(n) for n in (points, rows) if n > 1]


def phrased(
    writer: Writer | None,
    searcher: Searcher,
    question: str,
    history: Sequence[str],
    status: Status,
    plain: Finished,
    on_text: Callable[[str], None] | None = None,
) -> Finished:
    """The answer as a chat model phrases it; the plain one where there is no model, nothing to phrase, or it failed."""
    if writer is None or status not in _PHRASED or not plain.citations:
        return plain
    from assistant.answering.agent import Meter  # its agents are a third of a second that only a chat model is worth

    meter = Meter()
    written = writer.write(searcher, question, history, plain.citations, plain.values, on_text, meter)
    if written is None:
        return plain._replace(text=f"{plain.text}\n\n{replies.WITHOUT_MODEL}", usage=meter.read())
    return Finished(*written, engine=writer.name, usage=meter.read())
