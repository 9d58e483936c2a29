"""Recorded votes in columns without rules: the sides in one line, the names of each below, the counts at the foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.records.model import Piece, Vote
from assistant.records.people import names_in
from assistant.records.prose import Paragraph
from assistant.records.votes import Side, make_vote, side_of

_COUNTS = re.compile(r"\(?\d{1,3}\)?(?:\s+\(?\d{1,3}\)?)+$")
_SURNAMES = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?:, ?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)*,?$")
FARTHEST = 8
"""Paragraphs below the heads within which the counts stand."""


class ColumnVotes(NamedTuple):
    """The sides of a vote, where they stand, and the paragraph behind them."""

    votes: list[Vote]
    places: list[Piece]
    after: int


def votes_in_columns(flow: Sequence[Paragraph], at: int) -> ColumnVotes | None:
    """The vote that a line of sides opens ("For | Against | Abstaining"), where names and counts below bear each other
    out; None where there is none. Names that do not are left out, the counts stand by themselves."""
    sides = _sides(flow[at])
    if sides is None:
        return None
    lists: list[list[str]] = []
    for after, paragraph in enumerate(flow[at + 1 : at + 1 + FARTHEST], at + 1):
        counts, more = _counts(paragraph, len(sides))
        if counts:
            if more and lists:
                lists = _shared(lists, more, counts)
            votes = _votes(sides, lists, counts)
            pieces = [piece for own in flow[at : after + 1] for piece in own.pieces()]
            return ColumnVotes(votes, pieces, after + 1)
        rows = [line.split("\t") for line in paragraph.raw]
        if paragraph.table is None and all(len(row) == len(sides) for row in rows):
            columns = [", ".join(bit.strip(" ,") for bit in column) for column in zip(*rows, strict=True)]
            if all(map(_SURNAMES.match, columns)):
                lists += map(names_in_list, columns)
                continue
        if paragraph.table is not None or not _SURNAMES.match(paragraph.text):
            return None
        lists.append(names_in_list(paragraph.text))
    return None


def names_in_list(text: str) -> list[str]:
    """The names of a list of surnames."""
    return [name.strip() for name in text.split(",") if name.strip()] if _SURNAMES.match(text) else names_in(text)


def _sides(paragraph: Paragraph) -> list[Side] | None:
    if paragraph.table is not None or len(paragraph.raw) != 1 or "\t" not in paragraph.raw[0]:
        return None
    sides = [side_of(bit) for bit in paragraph.raw[0].split("\t")]
    told = [side for side in sides if side is not None]
    return told if len(told) == len(sides) == len(set(told)) else None


def _counts(paragraph: Paragraph, wanted: int) -> tuple[list[int], list[str]]:
    """The counts a paragraph gives, one a side, and names that stand over them in the same table."""
    lines = [" ".join(line.split()) for line in paragraph.raw]
    if paragraph.table is not None:
        grid = [[cell.text if cell is not None else "" for cell in row] for row in paragraph.table.grid()]
        lines = [" ".join(dict.fromkeys(" ".join(text.split()) for text in row)) for row in grid]
    if not lines or not _COUNTS.match(lines[-1]):
        return [], []
    counts = [int(number) for number in re.findall(r"\d+", lines[-1])]
    above = lines[:-1]
    if len(counts) != wanted or not all(_SURNAMES.match(line) for line in above):
        return [], []
    return counts, [name for line in above for name in names_in_list(line)]


def _shared(lists: list[list[str]], more: list[str], counts: Sequence[int]) -> list[list[str]]:
    """The lists, the names over the counts given to the one list that lacks just as many."""
    told = [count for count in counts if count]
    short = [i for i, (names, count) in enumerate(zip(lists, told, strict=False)) if count - len(names) == len(more)]
    if len(lists) == len(told) and len(short) == 1:
        lists[short[0]] = [*lists[short[0]], *more]
    return lists


def _votes(sides: Sequence[Side], lists: Sequence[list[str]], counts: Sequence[int]) -> list[Vote]:
    told = [count for count in counts if count]
    sure = len(lists) == len(told) and all(len(names) == count for names, count in zip(lists, told, strict=True))
    left = list(lists) if sure else []
    votes = []
    for side, count in zip(sides, counts, strict=True):
        vote = make_vote(side, count, "")
        vote.names = left.pop(0) if count and left else []
        votes.append(vote)
    return votes
