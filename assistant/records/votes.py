"""Votes as papers record them: "(For 3, Against 6, Abstentions 1)", lists of names under "For (14)", small tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from assistant.papers.model import Table
from assistant.records.model import Vote
from assistant.records.people import names_in

Side = Literal["for", "against", "abstain"]
_PUT = r"(?:(?:the )?(?:motion|amendment|recommendation|proposal|resolution)s?(?: \(\d{1,2}\))?)"
_FOR = rf"(?:(?:voting |votes? |those )?(?:for|in favour)(?: (?:of )?{_PUT})?|ayes?|yes)"
_AGAINST = rf"(?:(?:voting |votes? |those )?against(?: {_PUT})?|noes|nays?|no)"
_ABSTAIN = r"(?:(?:votes? )?abst(?:ain(?:ed|ing)?|entions?|ensions?)(?: from voting)?|not voting)"
_SIDES: tuple[tuple[Side, str], ...] = (("for", _FOR), ("against", _AGAINST), ("abstain", _ABSTAIN))
_UNITS = [
    *["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
    *["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
]
_TEN = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TENS = {word: 10 * n for n, word in enumerate(_TEN, 2)}
_WORDS = {word: n for n, word in enumerate(_UNITS)} | _TENS | {"no": 0, "nil": 0}
_COUNT = rf"(?:\d{{1,3}}|(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_UNITS[1:10])})|{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
_HEADS = [
    (
        side,
        re.compile(
            rf"^\W{{0,2}}(?:\(?[a-c]\)\s*)?{form}\s{{0,3}}(?:\((?P<count>\d{{1,3}})\)|[-–—:]?\s*(?P<bare>\d{{1,3}})\b)?\W{{0,3}}(?P<rest>.*)$",
            re.I,
        ),
    )
    for side, form in _SIDES
]
_NOT_COUNTED = r"(?!\s+(?!votes?\b|voted|members?\b|councillors?\b|and\b|with\b|to\b|against|abst|for\b|in favour|noes|nays?\b|no\b|not\b|none|the\b)[a-z])"
_AFTER = [
    (
        side,
        re.compile(
            rf"(?<![\w]){form}(?:\s?[:=(–—-]|\s(?:was|were))?\s{{0,3}}(?P<count>{_COUNT})(?![\w%]|\.\d){_NOT_COUNTED}",
            re.I,
        ),
    )
    for side, form in _SIDES
]
_BEFORE = [
    (
        side,
        re.compile(
            rf"(?<![\w.,£])(?P<count>{_COUNT})\s(?:members? |councillors? |votes? )?(?:had |have )?(?:cast |voted |voting |were |being |)?{form}(?![\w])",
            re.I,
        ),
    )
    for side, form in _SIDES
]
_BY_VOTES = re.compile(
    rf"\b(?:(?:by|with) (?:an? )?(?:votes? of |majority (?:vote )?of |margin of )?(?P<most>{_COUNT})(?: votes?)?|(?P<cast>{_COUNT}) votes?)"
    rf"(?: (?:to|against|versus)|\s?[–-]) ?(?P<least>{_COUNT})(?: votes?)?\b(?![%.]\d| weeks?| months?| years?)",
    re.I,
)
_ABSTAINED = re.compile(rf"\b(?P<count>{_COUNT}) abst(?:ention|ained|aining)", re.I)
_SPOKEN = re.compile(
    r"(?P<name>(?:Councillor|Cllr|Mr|Mrs|Ms|Miss|Dr|Sir|Alderman)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}) (?:asked|requested|wished)"
    r"(?: that| for)? (?:his|her|their|the) (?:vote )?(?P<side>against|for|in favour|abstention)\b[^.]{0,60}? (?:be |to be )?(?:recorded|noted)"
)


class Head(NamedTuple):
    """A line that opens one side of a recorded vote: what it says of how many, and names that follow on the line."""

    side: Side
    number: int | None
    names: str


def vote_head(text: str) -> Head | None:
    """The side of a vote that a paragraph opens ("For (14)", "Against: Councillors A and B"), or None."""
    if len(text) > 2500:
        return None
    for side, pattern in _HEADS:
        found = pattern.match(text)
        if found is None:
            continue
        count, rest = found["count"] or found["bare"], found["rest"].strip()
        if rest and not re.match(r"(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr|Sir|Alderman|None|Nil|The )\b", rest):
            return None
        if count is None and not rest and len(text) > 60:
            return None
        if (
            count is None
            and rest
            and not re.match(rf"\W{{0,2}}(?:\(?[a-c]\)\s*)?{dict(_SIDES)[side]}\s*[-–—:]", text, re.I)
        ):
            return None
        if re.match(r"(?:None|Nil)\b", rest):
            return Head(side, 0 if count is None else int(count), "")
        return Head(side, int(count) if count else None, rest)
    return None


def make_vote(side: Side, count: int | None, names: str) -> Vote:
    """One side of a vote; where no number is printed it is that of the names."""
    named = names_in(names) if names else []
    return Vote(side=side, count=count if count is not None else (len(named) or None), names=named)


def votes_in(text: str) -> list[Vote]:
    """The counts that a sentence or bracket gives, side by side; [] where it gives fewer than two sides.

    A list prints its counts behind the sides ("For 3, Against 6") or before them ("3 for, 6 against"): the order that
    explains more of it is that of all of it, and of two that explain as much the one that begins first.
    """
    main, other = _in_order(text)
    if len(main) >= 2:
        free = [m for m in other if not any(m.side == k.side or (m.start < k.end and k.start < m.end) for k in main)]
        told = sorted([*main, *free], key=lambda m: m.start)
        return [Vote(side=m.side, count=m.number, names=_named(text, m)) for m in told]
    by = _BY_VOTES.search(text)
    if by is None:
        return []
    low, high = sorted((_value(by["most"] or by["cast"]), _value(by["least"])))
    lost = re.search(r"\b(?:lost|defeated|rejected|fell|not (?:carried|agreed|approved))\b", text, re.I)
    votes = [Vote(side="for", count=low if lost else high), Vote(side="against", count=high if lost else low)]
    abstained = _ABSTAINED.search(text)
    return votes + ([Vote(side="abstain", count=_value(abstained["count"]))] if abstained else [])


def _named(text: str, counted: _Count) -> list[str]:
    """Who voted so, where a bracket behind the count names just as many: "1 against (Councillor Hill)"."""
    found = re.match(r"\s*[(\[](?P<names>[^()\[\]]{4,400})[)\]]", text[counted.end :])
    names = names_in(found["names"]) if found and re.search(r"[A-Z][a-z]", found["names"]) else []
    return names if len(names) == counted.number else []


def is_tally(text: str) -> bool:
    """Whether a paragraph says nothing but the counts of a vote ("For: 3, Against: 1, Abstentions: 0")."""
    if len(text) > 160 or not votes_in(text):
        return False
    rest = text
    for counted in sorted(_in_order(text)[0], key=lambda c: -c.start):
        rest = f"{rest[: counted.start]} {rest[counted.end :]}"
    return not re.sub(
        r"(?i)\b(?:the|votes?|voting|result|was|were|as|follows|and|cast|record(?:ed)?|members?)\b|\W", "", rest
    )


class _Count(NamedTuple):
    """One side with its number, and where in the text the two stand."""

    side: Side
    number: int
    start: int
    end: int


def _in_order(text: str) -> tuple[list[_Count], list[_Count]]:
    """The counts read in the order that the list keeps, then those read in the other."""
    after, before = _counts(_AFTER, text), _counts(_BEFORE, text)
    first = [min((m.start for m in found), default=len(text)) for found in (after, before)]
    if (len(after), -first[0]) >= (len(before), -first[1]):
        return after, before
    return before, after


def _counts(patterns: Sequence[tuple[Side, re.Pattern[str]]], text: str) -> list[_Count]:
    found = ((side, pattern.search(text)) for side, pattern in patterns)
    return [_Count(side, _value(m["count"]), m.start(), m.end()) for side, m in found if m]


def votes_of_table(table: Table) -> list[Vote]:
    """The votes of a small table: a column or a row a side, with numbers or names; [] when it is none."""
    if table.n_rows > 60 or table.n_columns > 8:
        return []
    grid = [[(cell.text if cell is not None else "") for cell in row] for row in table.grid()]
    return _by_column(grid) or _by_column([list(column) for column in zip(*grid, strict=True)])


def spoken_vote(text: str) -> tuple[Side, str] | None:
    """Who asked for their vote to be recorded, and on which side ("asked that her vote against be recorded")."""
    found = _SPOKEN.search(text)
    if found is None:
        return None
    side: Side = "against" if found["side"] == "against" else "abstain" if found["side"] == "abstention" else "for"
    return side, found["name"]


def _by_column(grid: Sequence[Sequence[str]]) -> list[Vote]:
    if len(grid) < 2:
        return []
    sides = [side_of(text) for text in grid[0]]
    if sum(side is not None for side in sides) < 2 or len({s for s in sides if s}) < 2:
        return []
    votes: list[Vote] = []
    for i, side in enumerate(sides):
        said = [row[i].strip() for row in grid[1:] if row[i].strip()]
        if side is None or not said:
            continue
        if len(said) == 1 and said[0].isdigit():
            votes.append(Vote(side=side, count=int(said[0])))
        elif not any(text.isdigit() for text in said):
            head = vote_head(grid[0][i])
            votes.append(make_vote(side, head.number if head else None, ", ".join(said)))
    return votes if len(votes) >= 2 else []


def side_of(text: str) -> Side | None:
    """The side of a vote that a head names, and nothing else."""
    flat = " ".join(text.split())
    return next((s for s, form in _SIDES if re.fullmatch(rf"\W*{form}\W*(?:\(?\d{{1,3}}\)?)?\W*", flat, re.I)), None)


def _value(text: str) -> int:
    return int(text) if text.isdigit() else sum(_WORDS[word] for word in re.split(r"[- ]", text.lower()))
