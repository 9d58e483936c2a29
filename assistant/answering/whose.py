"""A question about one council is answered from its papers: what another council's papers say is no answer to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.answering.compose import Draft
from assistant.answering.inquiring import Inquirer, Outcome
from assistant.papers.normalise import normalise
from assistant.records.authorities import place_in
from assistant.retrieval.authorities import Authority, authorities, authority_named
from assistant.retrieval.inquiry import Inquiry, understand
from assistant.retrieval.search import Searcher


class Told(NamedTuple):
    """What came of a question, and the searcher of the papers that it was looked for in."""

    outcome: Outcome
    searcher: Searcher


class _Asked(NamedTuple):
    """A question, and those before it, without the council that it names, and a searcher of that council's papers."""

    authority: Authority
    inquiry: Inquiry
    before: list[str]
    searcher: Searcher


def answer_of(
    question: str,
    before: Sequence[str],
    searcher: Searcher,
    theirs: Callable[[str], Searcher],
    inquire: Callable[[Searcher], Inquirer],
) -> Told:
    """The answer to a question, from the papers of the council that it or the turn it leans on names, where one is named.

    Where those do not tell, what another council's papers say of that very place does; ``theirs`` gives the searcher of the
    papers of an authority, ``inquire`` who answers from a searcher's papers.
    """
    inquiry = understand(question, before, searcher.calendar)
    asked = _of_authority(question, before, searcher, theirs)
    if asked is None:
        return Told(inquire(searcher).answer(inquiry, before), searcher)
    own = Told(inquire(asked.searcher).answer(asked.inquiry, asked.before), asked.searcher)
    if own.outcome.status != "not_found" or asked.searcher is searcher:
        return own
    elsewhere = inquire(searcher).answer(inquiry, before)
    return Told(elsewhere, searcher) if _tells_of(asked.authority, elsewhere.draft) else own


def _of_authority(
    question: str, before: Sequence[str], searcher: Searcher, theirs: Callable[[str], Searcher]
) -> _Asked | None:
    known = authorities(searcher.held)
    turns = [*before, question]
    named = [authority_named(turn, known) for turn in turns]
    *earlier, rest = [one.rest if one else turn for one, turn in zip(named, turns, strict=True)]
    inquiry = understand(rest, earlier, searcher.calendar)
    meant = named[-1]
    if meant is None and inquiry.whole != question:  # it leans on what was asked before
        meant = next((one for one in reversed(named) if one), None)
    if meant is None:
        return None
    searched = theirs(meant.authority.names[0]) if len(known) > 1 else searcher
    return _Asked(meant.authority, inquiry, earlier, searched)


def _tells_of(authority: Authority, draft: Draft) -> bool:
    """Whether all that an answer from other councils' papers cites names the council: a county's figure for a district."""
    quotes = [place_in(normalise(citation.quote)) for citation in draft.citations]
    return bool(quotes) and all(authority.place <= quote for quote in quotes)
