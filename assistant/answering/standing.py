"""Whether what was answered once still stands on papers that are held and may be seen."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

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
