"""What is asked before papers are removed or read again: what goes, and what does not come back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.printing import counted
from assistant.retrieval.sources import was_sent
from assistant.store.tables import PaperRow
from assistant.tools.names import Finder
from assistant.web.views.reports import found_in


class Asking(NamedTuple):
    """The question: its heading, the address it is sent to, the two ways out, whether it takes something away, and what to
    know before."""

    title: str
    action: str
    button: str
    no: str
    grave: bool
    told: Sequence[str]


def removal(finder: Finder, papers: Sequence[PaperRow], _: bool) -> Asking:
    """Asked before a paper is removed."""
    paper = papers[0]
    told = [
        f"What goes: {counted(_pages(finder, papers), 'page')} and the PDF kept here; {found_in(finder, paper.id)}. "
        "From then on no answer and no list holds anything of it.",
        "Answers given before keep their words, but their pages of this paper can be opened no more.",
    ]
    if paper.version > 1:
        told.append("The older versions that it took the place of do not come back.")
    if not was_sent(paper):
        told.append(
            "It was taken in from a folder. If its file stays there, it comes back when that folder is taken in again."
        )
    return Asking("Remove a paper", "remove-paper", "Remove it", "Keep it", True, told)


def reading(finder: Finder, papers: Sequence[PaperRow], one: bool) -> Asking:
    """Asked before a paper, or each that may be seen, is read again."""
    what = "It is" if one else f"All {len(papers):,} papers are"
    told = [
        f"{what} read anew from the PDF kept here ({counted(_pages(finder, papers), 'page')}), as this version of the "
        "program reads. Until a paper is read, it answers as it did.",
        "Answers given before keep their words, but their pages may have to be looked for anew. What is exempt stays exempt.",
    ]
    button = "Read it again" if one else f"Read {len(papers):,} papers again"
    return Asking("Read again", "read-again", button, "Leave it", False, told)


def _pages(finder: Finder, papers: Sequence[PaperRow]) -> int:
    """How many pages of papers may be seen."""
    seen = finder.ledger.pages()
    return sum(len(seen.get(paper.id, [])) for paper in papers)
