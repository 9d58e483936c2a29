"""Where the papers of several councils print a measure of one name and none is asked for by name: each is told, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answering.telling.ask import Ask, told
from assistant.papers.normalise import normalise
from assistant.records.authorities import place_in
from assistant.records.model import Observation
from assistant.tools.figures import Indicator, indicators
from assistant.tools.ledger import Entry

Found = Sequence[Entry[Observation]]


def tell_each_council(ask: Ask, one: Indicator, found: Found, tell: Callable[[Ask, Indicator, Found], bool]) -> bool:
    """Tell an indicator by ``tell`` and, where other councils have one of its name, theirs as well; False where it does not
    hold what is asked."""
    paragraphs = ask.draft.paragraphs
    begun = len(paragraphs)
    if not tell(ask, one, found):
        return False
    others = 0
    for other in _others(ask, one):
        at = len(paragraphs)
        if tell(ask, other, [other.entry(other.points[-1][1].latest)]):
            _say_whose(ask, other, at)
            others += 1
    if others:
        _say_whose(ask, one, begun)
    return True


def _others(ask: Ask, one: Indicator) -> list[Indicator]:
    own, name = _council(one), _name(one)
    if own is None:
        return []
    return [
        other
        for other in indicators(ask.finder)
        if _name(other) == name and (council := _council(other)) is not None and place_in(council) != place_in(own)
    ]


def _council(one: Indicator) -> str | None:
    return one.entry(one.points[-1][1].latest).paper.authority


def _name(one: Indicator) -> str:
    return normalise(one.eras[-1].name)


def _say_whose(ask: Ask, one: Indicator, at: int) -> None:
    """Begin a paragraph with the council whose papers it tells of, which is known of a paper and not printed on each page."""
    council = told(_council(one))
    ask.draft.paragraphs[at] = f"{council}: {ask.draft.paragraphs[at]}"
    ask.draft.worked.append(council)
