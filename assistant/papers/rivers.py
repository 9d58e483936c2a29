"""The columns of a table without upright rules: stretches of text that white rivers part in every row.

The heads stand over the stretches, beside them where figures are set to the right of their column, or over several of
them. What leaves more than one reading is no table: the caller gets None and the words stay text.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.papers.rows import Chunk

Stretch = tuple[float, float]
TOUCH = 2.0
"""Points two stretches have in common before one counts as standing over the other."""


@dataclass(slots=True)
class Columns:
    """Columns left to right: ``xs`` are the lines between and around them. ``spans`` are the heads over several columns,
    by the identity of their chunk: (first, last) column.
    """

    xs: list[float]
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def at(self, x: float) -> int:
        """The column at a place, the nearest one for a place outside."""
        return min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)


def components(chunks: Iterable[Chunk]) -> list[Stretch]:
    """The stretches of the page's width that chunks take, left to right."""
    return components_of(map(_of, chunks))


def components_of(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Stretches with those that touch one another put together, left to right."""
    found: list[Stretch] = []
    for x0, x1 in sorted(stretches):
        if found and x0 < found[-1][1] + 1.0:
            found[-1] = found[-1][0], max(found[-1][1], x1)
        else:
            found.append((x0, x1))
    return found


def find_columns(header: Sequence[Sequence[Chunk]], body: Sequence[Sequence[Chunk]]) -> Columns | None:
    """The columns of ``body`` rows under ``header`` lines (top to bottom); None where they are in doubt."""
    stretches = _body_stretches(header, body)
    spanning = _spanning(header, stretches)
    heads = components(c for line in header for c in line if id(c) not in spanning)
    settled = _settle(heads, stretches)
    if settled is None or len(settled) < 2:
        return None
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(settled)]
    columns = Columns([settled[0][0] - 1.0, *inner, settled[-1][1] + 1.0])
    named = {columns.at(c.middle) for line in header for c in line if id(c) not in spanning}
    for line in header:
        for chunk in line:
            if id(chunk) in spanning:
                held = _under(_of(chunk), settled)
                if len(held) < 2 or not set(held) <= named:
                    return None
                columns.spans[id(chunk)] = held[0], held[-1]
    return columns


def _body_stretches(header: Sequence[Sequence[Chunk]], body: Sequence[Sequence[Chunk]]) -> list[Stretch]:
    """The stretches of the rows; two that no row fills both, under one head, are one (a dash set in the middle)."""
    stretches = components(c for row in body for c in row)
    at = 0
    while at + 1 < len(stretches):
        pair = stretches[at], stretches[at + 1]
        both = any(all(any(_shared(s, _of(c)) > 0 for c in row) for s in pair) for row in body)
        under = any(all(_shared(s, _of(c)) > 0 for s in pair) for line in header for c in line)
        if under and not both:
            stretches[at : at + 2] = [(pair[0][0], pair[1][1])]
        else:
            at += 1
    return stretches


def _spanning(header: Sequence[Sequence[Chunk]], stretches: Sequence[Stretch]) -> set[int]:
    """The heads that stand over several columns: over several stretches, or several heads of a line below."""
    found: set[int] = set()
    for index, line in enumerate(header):
        for chunk in line:
            own = _of(chunk)
            below = header[index + 1 :]
            over = sum(_shared(s, own) > TOUCH for s in stretches) > 1
            lower = any(sum(_shared(_of(c), own) > TOUCH for c in other) > 1 for other in below)
            if over or lower or _is_between(own, stretches, below):
                found.add(id(chunk))
    return found


def _under(own: Stretch, columns: Sequence[Stretch]) -> list[int]:
    """The columns that a head over several stands over; the two that it stands between, where it reaches over neither."""
    middle = (own[0] + own[1]) / 2
    after = bisect_right(columns, middle, key=lambda column: column[0])
    if 0 < after < len(columns) and columns[after - 1][1] < middle:
        return sorted({after - 1, after, *(i for i, column in enumerate(columns) if _shared(column, own) > TOUCH)})
    return [i for i, column in enumerate(columns) if _shared(column, own) > TOUCH]


def _is_between(own: Stretch, stretches: Sequence[Stretch], below: Sequence[Sequence[Chunk]]) -> bool:
    """Whether a head stands over the gap between two columns that have heads of their own below: a year over the middle of
    two quarters."""
    middle = (own[0] + own[1]) / 2
    after = bisect_right(stretches, middle, key=lambda stretch: stretch[0])
    if not 0 < after < len(stretches) or stretches[after - 1][1] >= middle:
        return False
    named = [_of(chunk) for line in below for chunk in line]
    if _goes_on_below(own, named):
        return False
    return all(
        any(_shared(head, mine) > 0 >= _shared(head, other) for head in named)
        for mine, other in itertools.permutations(stretches[after - 1 : after + 1])
    )


def _goes_on_below(own: Stretch, named: Sequence[Stretch]) -> bool:
    """Whether a head is the upper line of one head: below it stands more that begins, ends or has its middle where it does."""
    under = [head for head in named if _shared(head, own) > 0]
    return len(set(components_of(under))) == 1 and any(
        abs(head[0] - own[0]) <= TOUCH or abs(head[1] - own[1]) <= TOUCH or abs(sum(head) - sum(own)) <= TOUCH
        for head in under
    )


def _settle(heads: Sequence[Stretch], stretches: Sequence[Stretch]) -> list[Stretch] | None:
    """Heads and stretches paired into columns, left to right; None where a head could belong to two."""
    over = {head: [s for s in stretches if _shared(head, s) > 0] for head in heads}
    if any(len(found) > 1 for found in over.values()):
        return None
    headed = [found[0] for found in over.values() if found]
    if len(set(headed)) < len(headed):
        return None
    done: list[Stretch] = []
    pieces = sorted(
        [
            *((*_around(h, found[0]), "both") for h, found in over.items() if found),
            *((*h, "head") for h, found in over.items() if not found),
            *((*s, "body") for s in stretches if s not in headed),
        ]
    )
    for both, group in itertools.groupby(pieces, key=lambda piece: piece[2] == "both"):
        run = list(group)
        made = [(x0, x1) for x0, x1, _ in run] if both else _pair(run)
        if made is None:
            return None
        done += made
    return done


def _pair(run: list[tuple[float, float, str]]) -> list[Stretch] | None:
    """Heads without figures below and figures without heads above, side by side: each figure with the head before it,
    or, in a run that begins with figures and has as many heads, with the one after it.
    """
    which = [kind for _, _, kind in run]
    if "body" not in which or "head" not in which:
        return [(x0, x1) for x0, x1, _ in run]
    first_body = which.index("body")
    forward = first_body == 0
    if forward and which.count("body") != which.count("head"):
        return None
    made: list[Stretch] = []
    at = 0
    while at < len(run):
        x0, x1, kind = run[at]
        following = run[at + 1] if at + 1 < len(run) else None
        opens = "body" if forward else "head"
        if kind == opens and following is not None and following[2] != kind:
            made.append((x0, max(x1, following[1])))
            at += 2
            continue
        if kind == "body":
            return None  # figures without a head, between columns that have one
        made.append((x0, x1))
        at += 1
    return made


def _of(chunk: Chunk) -> Stretch:
    return chunk.box[0], chunk.box[2]


def _shared(a: Stretch, b: Stretch) -> float:
    return min(a[1], b[1]) - max(a[0], b[0])


def _around(a: Stretch, b: Stretch) -> Stretch:
    return min(a[0], b[0]), max(a[1], b[1])
