"""From ruling lines to cells: edges are snapped, joined, crossed and closed into cells, cells gathered into
tables.

The steps and tolerances are pdfplumber's (``snap_edges``, ``edges_to_intersections``,
``intersections_to_cells``, ``cells_to_tables``) and give the same cells, which a test holds; done over
numbers instead of dictionaries and with shared edges looked up instead of rebuilt, a page takes milliseconds
where pdfplumber takes 100.
"""

from __future__ import annotations

from collections import defaultdict

from assistant.papers.model import Box
from assistant.papers.ruling import Edge

SNAP = 3.0
JOIN = 3.0
MEET = 3.0
SHORTEST = 3.0
EDGE_LIMIT = 4000
"""Joined edges on one page; beyond that it is a drawing and read as text."""
CELL_LIMIT = 20_000


def find_cells(level: list[Edge], plumb: list[Edge]) -> list[list[Box]]:
    """The cells of each table on a page, tables top to bottom; a lone cell is a frame and is left out.

    Returns nothing for a page with more lines or cells than any table has.
    """
    level, plumb = join_edges(level), join_edges(plumb)
    if not level or not plumb or len(level) + len(plumb) > EDGE_LIMIT:
        return []
    crossings = cross(level, plumb)
    if len(crossings) > CELL_LIMIT * 2:
        return []
    return gather(close_cells(crossings))


def join_edges(edges: list[Edge]) -> list[Edge]:
    """Edges within three points of one another made one line, and pieces of one line joined."""
    if not edges:
        return []
    joined: list[Edge] = []
    ordered = sorted(edges)
    group = [ordered[0]]
    for edge in [*ordered[1:], None]:
        if edge is not None and edge.at <= group[-1].at + SNAP:
            group.append(edge)
            continue
        joined += _join_line(group)
        group = [edge] if edge is not None else []
    return [edge for edge in joined if edge.end - edge.start >= SHORTEST]


def _join_line(group: list[Edge]) -> list[Edge]:
    at = sum(edge.at for edge in group) / len(group)
    pieces: list[Edge] = []
    for edge in sorted(group, key=lambda e: e.start):
        if pieces and edge.start <= pieces[-1].end + JOIN:
            if edge.end > pieces[-1].end:
                pieces[-1] = Edge(at, pieces[-1].start, edge.end)
        else:
            pieces.append(Edge(at, edge.start, edge.end))
    return pieces


Crossings = dict[tuple[float, float], tuple[set[int], set[int]]]


def cross(level: list[Edge], plumb: list[Edge]) -> Crossings:
    """Where edges meet: (x, y) to the positions of the plumb and of the level edges that meet there."""
    found: Crossings = {}
    for p, v in enumerate(plumb):
        for q, h in enumerate(level):
            if v.start <= h.at + MEET and v.end >= h.at - MEET and h.start - MEET <= v.at <= h.end + MEET:
                standing, lying = found.setdefault((v.at, h.at), (set(), set()))
                standing.add(p)
                lying.add(q)
    return found


def close_cells(crossings: Crossings) -> list[Box]:
    """The smallest rectangle to the lower right of each crossing whose four sides are drawn."""
    down: dict[float, list[float]] = defaultdict(list)
    right: dict[float, list[float]] = defaultdict(list)
    for x, y in sorted(crossings):
        down[x].append(y)
        right[y].append(x)
    cells = []
    for (x, y), (standing, lying) in sorted(crossings.items()):
        below = [b for b in reversed(down[x]) if b < y and standing & crossings[x, b][0]]
        aside = [r for r in right[y] if r > x and lying & crossings[r, y][1]]
        cell = _smallest(crossings, x, y, below, aside)
        if cell:
            cells.append(cell)
            if len(cells) > CELL_LIMIT:
                return []
    return cells


def _smallest(crossings: Crossings, x: float, y: float, below: list[float], aside: list[float]) -> Box | None:
    for b in below:
        for r in aside:
            corner = crossings.get((r, b))
            if corner and corner[0] & crossings[r, y][0] and corner[1] & crossings[x, b][1]:
                return x, b, r, y
    return None


def gather(cells: list[Box]) -> list[list[Box]]:
    """Cells that touch at a corner gathered into tables, top to bottom, then left to right."""
    at_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, (x0, y0, x1, y1) in enumerate(cells):
        for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)):
            at_corner[corner].append(index)
    seen: set[int] = set()
    tables = []
    for index in range(len(cells)):
        if index in seen:
            continue
        seen.add(index)
        table, waiting = [], [index]
        while waiting:
            current = waiting.pop()
            table.append(cells[current])
            x0, y0, x1, y1 = cells[current]
            for corner in ((x0, y0), (x0, y1), (x1, y0), (x1, y1)):
                for other in at_corner[corner]:
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
        if len(table) > 1:
            tables.append(sorted(table, key=lambda c: (-c[3], c[0])))
    return sorted(tables, key=lambda t: (-t[0][3], t[0][0]))
