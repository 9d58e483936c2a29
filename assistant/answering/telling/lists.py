"""Lists over all records of a kind: which actions are red or overdue or somebody's, which measures miss their target, which
risks score high or have got worse, and who answers for what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import OF_ANY, colour, counted
from assistant.answering.telling.listed_actions import actions_asked
from assistant.answering.telling.listed_applications import APPLICATIONS, applications_asked
from assistant.answering.telling.listed_measures import measures_asked
from assistant.answering.telling.listed_risks import risks_asked
from assistant.answering.telling.listing import Listing
from assistant.answering.telling.minuted import tell_beside_decision
from assistant.answering.telling.narrative import tell_narrative
from assistant.answering.telling.owners import tell_named_owner
from assistant.answering.telling.tabled import Row, tabled
from assistant.answering.telling.worded import tell_worded
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

_MANY = (
    r"\b(?:which|what|whats|list|all|any|how many|name|show|give me|tell me)\b|\bwhen (?:are|were|must|should) .{3,60}\bactions\b"
    r"|^\W*(?:and |the )?(?:[\w'’]+[ -]){0,3}(?:risks|actions|recommendations|milestones|measures|indicators)\b"
)
_OF_THOSE = r"\b(?:those|these|them|they|of which|ones)\b"
_ACTIONS = r"\b(?:actions|tasks|milestones|workstreams|recommendations|(?:tracked|outstanding|overdue) decisions)\b"
_DUE = (
    r"^\W*(?:and |so |ok |hi |please )*what(?:['’]?s| is| are| else is| things are)?\s+(?:still )?(?:over)?due\b"
    r"|^\W*(?:and |so )*what(?:['’]?s| is| are)? (?:still )?outstanding\b"
    r"|\b(?:log|tracker)\b.{0,40}\b(?:outstanding|overdue|open|(?:not|in)[ -]?complete)\b|\b(?:outstanding|overdue|open)\b.{0,40}\b(?:log|tracker)\b"
)
_MEASURES = r"\b(?:indicators|measures|kpis|targets|figures)\b"
_RISKS = r"\brisks\b|\b(?:which|what) (?:\w+ ){0,2}risks? .{0,16}\b(?:added|new|closed|removed|taken off)\b(?!.{0,20} (?:which|what)\b)|\bnew risk\b|\b(?:one|only|single) (?:red|amber|green)(?:-rated)? risk\b|\b(?:which|what) (?:\w+ )?risk\b.{0,20}\b(?:highest|worst|biggest|top|most|greatest)\b|\b(?:highest|worst|biggest|top|greatest) (?:\w+ )?risk\b"
_WHOSE = r"\bwhat (?:is|does|else (?:is|does)) .{3,60} (?:lead(?:ing)?(?: on)?|responsible for|own|in charge of|down (?:for|to do)|(?:asked|meant|supposed|got|have|has) to do)\b|\bwhat (?:is|are|must|should) .{3,40} to do\W*$"
_ANYTHING = (
    r"\b(?:everything|anything|things|all|what(?:['’]?s| is| was| are)?)\b.{0,25}?\b(?:at |on )?(?:red|amber)(?:[ -]rated)?"
    r"(?=\s*(?:$|[?.,;]|(?:on|in|at|for|from|of|this|now|right|currently|across)\b))"
)
_MOST = 25


class Kind(NamedTuple):
    """A kind of list: the words that ask for it and what finds its rows."""

    words: str
    find: Callable[[Ask], Listing | None]


_LISTS = (
    Kind(_RISKS, risks_asked),
    Kind(f"{_ACTIONS}|{_DUE}", actions_asked),
    Kind(_MEASURES, measures_asked),
    Kind(APPLICATIONS, applications_asked),
)


def tell_list(ask: Ask) -> bool:
    """Answer a question for all rows of a kind that meet a condition; False where it is none.

    What a measure's owner is or a decision notice gives beside a decision is told here, too, before anything that is like it.
    """
    if ask.nearest:
        return False
    of = _with_the_turn_before(ask)
    kinds = [kind for kind in _LISTS if of.says(kind.words)][:1] if of.says(_MANY) else []
    if not kinds and of.says(_WHOSE):
        kinds = list(_LISTS)
    found = [listing for kind in kinds if (listing := kind.find(of))]
    if not kinds and of.says(_ANYTHING):
        found = _of_the_paper_named(of, [listing for kind in _LISTS if (listing := kind.find(of))])
    told_lists = [listing for listing in found if listing.rows and _tell(ask, listing)]
    if told_lists:
        ask.draft.whole = True
        return True
    if found and len(kinds) == 1:
        ask.nearest = found[0].none
        return False
    return tell_named_owner(ask) or tell_beside_decision(ask) or tell_worded(ask)


def _of_the_paper_named(ask: Ask, found: Sequence[Listing]) -> list[Listing]:
    """Of lists of several kinds those whose rows all stand in the one paper that the question names best."""
    said = {stem for stem, weight in ask.inquiry.subject.items() if weight >= 1}
    naming = ask.searcher.naming(said - OF_ANY - set(terms(colour(ask) or "")))
    best = max(naming.values(), default=0.0)
    papers = [{entry.paper.id for entry, _ in listing.rows} for listing in found]
    return [one for one, of in zip(found, papers, strict=True) if len(of) == 1 and naming.get(*of) == best > 0]


def _with_the_turn_before(ask: Ask) -> Ask:
    """The question together with the list it goes on from: "and which of those are red?"."""
    inquiry = ask.inquiry
    if inquiry.whole == inquiry.question or not ask.says(_OF_THOSE):
        return ask
    return replace(ask, inquiry=replace(inquiry, question=inquiry.whole))


def _tell(ask: Ask, found: Listing) -> bool:
    """The rows by paper under a head that says how many they are, of which paper, and what they have in common."""
    by_paper: dict[str, list[tuple[Entry[Any], dict[str, str]]]] = {}
    for entry, fields in found.rows[: found.most or _MOST]:
        by_paper.setdefault(entry.paper.id, []).append((entry, fields))
    told_rows = {paper: _rows(ask, rows) for paper, rows in by_paper.items()}
    shown = sum(map(len, told_rows.values()))
    if not shown:
        return False
    titles = {paper: told(rows[0][0].paper.title) for paper, rows in by_paper.items()}
    # A number that is asked for is written as one.
    number = str(len(found.rows)) if ask.says(r"\bhow many\b|\bnumber of\b") else counted(len(found.rows))
    head = f"{number} {found.what(len(found.rows))}"
    if len(titles) == 1:
        head += f" – {next(iter(titles.values()))}"
    else:
        head += f", in {len(titles)} papers"
    if shown < len(found.rows):
        head += f" ({shown} of them here)"
    ask.draft.worked.append(head)
    ask.draft.paragraphs.append(f"{head}:")
    for paper, own in told_rows.items():
        if own and len(titles) > 1:
            ask.draft.paragraphs.append(f"{titles[paper]}:")
        ask.draft.paragraphs.append(tabled(own))
    if len(titles) == 1:
        rows = [entry.record for entry, _ in found.rows]
        tell_narrative(ask, rows, found.what(len(rows)), next(iter(titles)))
    return True


def _rows(ask: Ask, rows: Sequence[tuple[Entry[Any], dict[str, str]]]) -> list[Row]:
    said = []
    for entry, fields in rows:
        record = entry.record
        words = (getattr(record, name, None) for name in ("description", "action", "resolution", "workstream", "name"))
        quotes = [text for field in words if field for text in (field, *field.split(" – "))]
        cited = ask.cite(entry, *quotes)
        if cited is not None:
            said.append(Row(fields, [cited.marker]))
    return said
