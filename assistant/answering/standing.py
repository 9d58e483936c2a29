"""Whether what was answered once still stands on papers that are held and may be seen, and what stands around a page."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from assistant.retrieval.search import Searcher


def stands(searcher: Searcher, places: Iterable[tuple[str, int]]) -> bool:
    """Whether all of some pages (paper id, number) are of papers in force, and may be seen."""
    numbers: dict[str, set[int]] = {}
    for paper_id, number in places:
        numbers.setdefault(paper_id, set()).add(number)
    return all(one in searcher.papers and some <= searcher.pages_seen(one) for one, some in numbers.items())


def papers_mark(searcher: Searcher) -> str:
    """A short name for the papers that may be seen: another as soon as one comes or goes."""
    return blake2b(" ".join(sorted(searcher.papers)).encode(), digest_size=8).hexdigest()


class Around(NamedTuple):
    """A page in its paper: the number printed on it, the nearest pages before and after that may be seen, how many pages the
    paper has, and whether all of them may be seen."""

    printed: str | None
    before: int | None
    after: int | None
    pages: int
    whole: bool


def around(searcher: Searcher, paper_id: str, number: int) -> Around | None:
    """What stands around a page; None where it is not there or may not be seen."""
    paper, seen = searcher.papers.get(paper_id), searcher.pages_seen(paper_id)
    page = searcher.page(paper_id, number) if number in seen else None
    if paper is None or page is None:
        return None
    return Around(
        page.printed or page.label,
        max((n for n in seen if n < number), default=None),
        min((n for n in seen if n > number), default=None),
        paper.n_pages,
        len(seen) == paper.n_pages,
    )
