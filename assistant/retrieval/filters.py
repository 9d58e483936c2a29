"""What a question may be narrowed to: councils, committees, a span of days and kinds of paper. What lies outside is not looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from assistant.errors import UsageError
from assistant.papers.normalise import normalise
from assistant.retrieval.authorities import Authority, authorities, authority_named, papers_of
from assistant.retrieval.holdings import Holdings, paper_day
from assistant.retrieval.terms import terms
from assistant.store.tables import PaperRow, PartRow

_NAMED = 20  # names held that a refusal lists

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Filters(BaseModel):
    """What a question is narrowed to; what is left empty narrows nothing, several names mean any of them.

    A paper's day is that of the meeting it was made for, else the last of the period it reports on. Committees and kinds
    are meant by their name in full, else by all of its words given: "scrutiny".
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    committees: tuple[Name, ...] = Field((), max_length=50, description="Bodies whose papers are searched.")
    since: date | None = Field(None, description="The first day whose papers are searched.")
    until: date | None = Field(None, description="The last day whose papers are searched.")
    kinds: tuple[Name, ...] = Field((), max_length=50, description="Kinds of paper, or of part of a pack: “minutes”.")
    authority: Name | None = Field(None, description="The council, or other authority, whose papers are searched.")

    @model_validator(mode="after")
    def _in_order(self) -> Filters:
        if self.since and self.until and self.since > self.until:
            raise PydanticCustomError(
                "order", f"the first day, {self.since}, comes after the last, {self.until}: change one of them"
            )
        return self

    @property
    def empty(self) -> bool:
        """Whether nothing is narrowed."""
        return not (self.committees or self.since or self.until or self.kinds or self.authority)

    @classmethod
    def read(
        cls,
        committees: Iterable[str] = (),
        since: str | None = None,
        until: str | None = None,
        kinds: Iterable[str] = (),
        authority: str | None = None,
    ) -> Filters:
        """Filters as a person gives them; days as 2025-06-17, what is blank counts as not given.

        Raises:
            UsageError: a day cannot be read, or the days are in the wrong order.
        """
        try:
            return cls(
                committees=tuple(dict.fromkeys(filter(None, map(str.strip, committees)))),
                since=_day(since),
                until=_day(until),
                kinds=tuple(dict.fromkeys(filter(None, map(str.strip, kinds)))),
                authority=(authority or "").strip() or None,
            )
        except ValidationError as error:
            first = error.errors()[0]
            where = f"{first['loc'][0]}: " if first["loc"] else ""
            raise UsageError(f"The filters cannot be used: {where}{first['msg']}.") from None


@dataclass(frozen=True, eq=False, slots=True)
class Reach:
    """What filters leave of the papers that may be seen, and what they mean among these.

    ``parts`` are ids; ``places`` the same as (paper id, number of the part in it, from 0); ``pages`` as (paper id, page).
    ``undated`` papers are left out only because nothing says what day they are of.
    """

    filters: Filters
    committees: Sequence[str]
    kinds: Sequence[str]
    authority: str | None
    papers: frozenset[str]
    parts: frozenset[int]
    places: frozenset[tuple[str, int]]
    pages: frozenset[tuple[str, int]]
    undated: int = 0


def reach_of(filters: Filters, held: Holdings) -> Reach:
    """What filters leave of what is held.

    Raises:
        UsageError: no committee, no kind or no authority held is called as given.
    """
    committees = _meant("committee", filters.committees, held.bodies)
    kinds = _meant("kind of paper", filters.kinds, held.kinds)
    authority = _authority(filters.authority, held) if filters.authority else None
    theirs = papers_of(authority, held) if authority else held.papers.keys()
    fitting = [
        part
        for part in held.parts
        if part.paper_id in theirs and _fits(held.papers[part.paper_id], part, committees, kinds)
    ]
    days = {paper: paper_day(held.papers[paper]) for paper in {part.paper_id for part in fitting}}
    dated = filters.since is not None or filters.until is not None
    first, last = filters.since or date.min, filters.until or date.max
    inside = {paper for paper, day in days.items() if not dated or (day is not None and first <= day <= last)}
    parts = [part for part in fitting if part.paper_id in inside]
    return Reach(
        filters,
        committees,
        kinds,
        authority.names[0] if authority else None,
        frozenset(inside),
        frozenset(part.id for part in parts),
        frozenset((part.paper_id, held.number_of[part.id]) for part in parts),
        frozenset((part.paper_id, page) for part in parts for page in range(part.first_page, part.last_page + 1)),
        sum(day is None for day in days.values()) if dated else 0,
    )


def _fits(paper: PaperRow, part: PartRow, committees: Collection[str], kinds: Collection[str]) -> bool:
    """Whether a part is of a committee and a kind; what a pack of one body prints of another's is of neither."""
    of_body = not committees or (paper.committee in committees and part.committee in (None, *committees))
    return of_body and (not kinds or paper.kind in kinds or part.kind in kinds)


def _meant(what: str, asked: Sequence[str], held: Collection[str]) -> list[str]:
    """The names held that some names given mean: one of them in full, else all that hold its words."""
    found: set[str] = set()
    for name in asked:
        words = set(terms(name))
        same = {one for one in held if normalise(one) == normalise(name)}
        meant = same or {one for one in held if words and words <= set(terms(one))}
        if not meant:
            known = "; ".join(sorted(held)[:_NAMED]) or "none"
            known += f"; and {len(held) - _NAMED} more" if len(held) > _NAMED else ""
            raise UsageError(f"No {what} held here is called “{name}”. Held: {known}.")
        found |= meant
    return sorted(found)


def _authority(name: str, held: Holdings) -> Authority:
    known = authorities(held)
    named = authority_named(name, known)
    if named is None:
        listed = "; ".join(sorted(one.names[0] for one in known)[:_NAMED]) or "none"
        raise UsageError(f"No one authority whose papers are held is called “{name}”. Held: {listed}.")
    return named.authority


def _day(given: str | None) -> date | None:
    if given is None or not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise UsageError(f"“{given.strip()[:40]}” is no date. Write it as 2025-06-17.") from None
