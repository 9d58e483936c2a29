"""Ruling lines and filled areas of a page, out of pdfium's path objects, form XObjects included."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from assistant.papers.model import Box, Colour
from assistant.papers.pdfium import Matrix, OpenPage

OBJECT_LIMIT = 40_000
"""Page objects looked at: a drawing (a map, a plan) has more, a table never does."""
SEGMENT_LIMIT = 200
"""Segments of one path looked at: the outline of a county is no ruling line."""
DEPTH_LIMIT = 8
SMALLEST_SPOT, LARGEST_SPOT = 4.0, 40.0
STRAIGHT = 0.75
"""Points a line may lean and still count as level or plumb: scans and roundings."""


class Edge(NamedTuple):
    """A level or plumb stroke: ``at`` is its y (level) or x (plumb), from ``start`` to ``end`` along the
    other axis.
    """

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page besides text. ``pictured`` is the area of its images in square points."""

    level: list[Edge] = field(default_factory=list)
    plumb: list[Edge] = field(default_factory=list)
    fills: list[tuple[Box, Colour]] = field(default_factory=list)
    spots: list[tuple[Box, Colour]] = field(default_factory=list)
    """Small filled circles, as lights stand in a table."""
    pictured: float = 0.0
    objects: int = 0


def read_drawn(page: OpenPage) -> Drawn:
    """All edges, filled rectangles (in painting order, white left out) and the area of the images of a page."""
    drawn = Drawn()
    count = pdfium.FPDFPage_CountObjects(page.handle)
    for index in range(count):
        if drawn.objects > OBJECT_LIMIT:
            break
        _take(pdfium.FPDFPage_GetObject(page.handle, index), page.upright, drawn, 0)
    return drawn


def _take(item: Any, outer: Matrix, drawn: Drawn, depth: int) -> None:
    drawn.objects += 1
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        _take_path(item, _matrix(item).then(outer), drawn)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        a, b, c, d, _, _ = _matrix(item).then(outer)  # an image is one by one before it is placed
        drawn.pictured += abs(a * d - b * c)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEPTH_LIMIT:
        inner = _matrix(item).then(outer)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            if drawn.objects > OBJECT_LIMIT:
                break
            _take(pdfium.FPDFFormObj_GetObject(item, index), inner, drawn, depth + 1)


def _matrix(item: Any) -> Matrix:
    got = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, got):
        return Matrix()
    return Matrix(got.a, got.b, got.c, got.d, got.e, got.f)


def _take_path(item: Any, matrix: Matrix, drawn: Drawn) -> None:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill_mode, stroked)
    filled = fill_mode.value != pdfium.FPDF_FILLMODE_NONE
    if not (filled or stroked.value):
        return
    if filled and (spot := _spot(item, matrix)):
        drawn.spots.append(spot)
        return
    for points in _outlines(item, matrix):
        box = _rectangle(points)
        if filled and box and box[2] - box[0] > 2 and box[3] - box[1] > 2:
            colour = _fill_colour(item)
            if colour is None:
                if not stroked.value:
                    continue
            else:
                drawn.fills.append((box, colour))
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if abs(y0 - y1) <= STRAIGHT and abs(x0 - x1) >= 1:
                drawn.level.append(Edge((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) <= STRAIGHT and abs(y0 - y1) >= 1:
                drawn.plumb.append(Edge((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _outlines(item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The path's pieces as points on the page; curves are left out, their ends are kept."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(item), SEGMENT_LIMIT)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.apply(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _spot(item: Any, matrix: Matrix) -> tuple[Box, Colour] | None:
    """A small circle and its colour: an outline of curves alone that is as high as wide."""
    count = pdfium.FPDFPath_CountSegments(item)
    kinds = [pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(item, i)) for i in range(min(count, 40))]
    curves = kinds.count(pdfium.FPDF_SEGMENT_BEZIERTO)
    if count > len(kinds) or curves < 12 or curves < len(kinds) - 3:  # each curve counts three points
        return None
    points = [point for outline in _outlines(item, matrix) for point in outline]
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    colour = _fill_colour(item)
    if colour is None or not SMALLEST_SPOT <= wide <= LARGEST_SPOT or abs(wide - high) > 0.15 * wide:
        return None
    return (min(xs), min(ys), max(xs), max(ys)), colour


def _rectangle(points: list[tuple[float, float]]) -> Box | None:
    """The box of a closed outline whose sides are all level or plumb."""
    if not 4 <= len(points) <= 6:
        return None
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        if abs(x0 - x1) > STRAIGHT and abs(y0 - y1) > STRAIGHT:
            return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _fill_colour(item: Any) -> Colour | None:
    """The fill as RGB; white too, because it covers what is below; None when it is see-through."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha) or alpha.value < 16:
        return None
    return red.value, green.value, blue.value
