"""A paper: parts laid out one after another in one PDF, with its page numbers, labels and bookmarks.

The document is laid out twice: the first pass learns on which pages each part falls, the second prints them.
"""

import io
import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from .data import substitute
from .markup import inline, parse, split_front_matter
from .render import SOURCES, Setting, flowables
from .style import GREY

MARGIN = 60.0
SIZES = {"portrait": A4, "landscape": landscape(A4)}
LABEL_STYLES = {"roman": "ROMAN_LOWER", "decimal": "ARABIC"}
PAGES_TOKEN = re.compile(r"\{\{pages (\w+)\}\}")
Spans = dict[str, tuple[int, int]]


@dataclass
class Part:
    """One part of a paper: the front sheet, a set of minutes, a report."""

    key: str
    meta: dict[str, Any]
    body: str
    front: bool = False
    seen: list[int] = field(default_factory=list)


@dataclass
class Paper:
    """A source that becomes one PDF."""

    output: str
    meta: dict[str, Any]
    parts: list[Part]


def load_paper(path: Path) -> Paper:
    """Read a pack's source and the sources of its parts."""
    meta, body = split_front_matter(path.read_text(encoding="utf-8"))
    parts = []
    for number, entry in enumerate(meta.get("parts", [{"self": True}])):
        if entry.get("self"):
            parts.append(Part(f"p{number}", {**meta, **entry}, body, front=bool(entry.get("front"))))
            continue
        part_meta, part_body = split_front_matter((SOURCES / entry["source"]).read_text(encoding="utf-8"))
        parts.append(Part(entry.get("key", f"p{number}"), {**part_meta, **entry}, part_body))
    return Paper(meta["output"], meta, parts)


def build(paper: Paper) -> bytes:
    """The paper as a PDF."""
    _, spans = _lay_out(paper, {})
    data, again = _lay_out(paper, spans)
    if again != spans:
        raise ValueError(f"{paper.output}: the page numbers moved between passes: {spans} then {again}")
    return data


def _lay_out(paper: Paper, spans: Spans) -> tuple[bytes, Spans]:
    buffer = io.BytesIO()
    doc = BaseDocTemplate(
        buffer,
        pagesize=A4,
        invariant=1,
        title=paper.meta["title"],
        author="Merrowby City Council",
        subject=str(paper.meta.get("subject", "")),
        creator="corpus/build.py",
        leftMargin=MARGIN,
        rightMargin=MARGIN,
    )
    story: list[Flowable] = []
    templates: list[PageTemplate] = []
    for part in paper.parts:
        part.seen.clear()
        start = part.meta.get("orientation", "portrait")
        made = [_template(paper, part, way, spans) for way in SIZES]
        templates.extend(made if start == "portrait" or story else made[::-1])
        if story:
            story += [NextPageTemplate(f"{part.key}-{start}"), PageBreak()]
        story += _part_story(paper, part, start, spans)
    doc.addPageTemplates(templates)
    doc.build(story)
    return buffer.getvalue(), {part.key: (part.seen[0], part.seen[-1]) for part in paper.parts}


def _part_story(paper: Paper, part: Part, start: str, spans: Spans) -> list[Flowable]:
    front = _front_pages(paper, spans)

    def pages(found: re.Match[str]) -> str:
        first, last = (n - front for n in spans.get(found[1], (front + 10, front + 10)))
        return f"(Pages {first} - {last})"

    body = PAGES_TOKEN.sub(pages, substitute(part.body))
    widths = {way: size[0] - 2 * MARGIN for way, size in SIZES.items()}
    setting = Setting(part.key, widths, start, part.meta.get("family", "sans"), part.meta.get("size", 11.5))
    return flowables(parse(body), setting)


def _front_pages(paper: Paper, spans: Spans) -> int:
    """How much less than its position in the file the number printed on a page is."""
    fronts = [spans[part.key] for part in paper.parts if part.front and part.key in spans]
    return sum(last - first + 1 for first, last in fronts) + 1 - int(paper.meta.get("numbered_from", 1))


def _template(paper: Paper, part: Part, way: str, spans: Spans) -> PageTemplate:
    width, height = SIZES[way]
    frame = Frame(MARGIN, 56, width - 2 * MARGIN, height - 56 - 62, 0, 0, 0, 0)
    return PageTemplate(
        f"{part.key}-{way}", [frame], onPage=partial(_furnish, paper, part, spans), pagesize=(width, height)
    )


def _furnish(paper: Paper, part: Part, spans: Spans, canvas: Canvas, doc: BaseDocTemplate) -> None:
    number = canvas.getPageNumber()
    first_page = not part.seen
    part.seen.append(number)
    if first_page:
        _open_part(canvas, paper, part, number)
    width, height = canvas._pagesize
    first, last = spans.get(part.key, (number, number))
    values = {
        "page": number - part.seen[0] + 1,
        "pages": last - first + 1,
        "pack": number - _front_pages(paper, spans),
        "file": number,
    }
    canvas.saveState()
    canvas.setFillColor(GREY)
    canvas.setFont("Helvetica", 8)
    for name, x, y in (("header", MARGIN, height - 34), ("footer", MARGIN, 30)):
        left, _, right = part.meta.get(name, "").format(**values).partition("||")
        canvas.drawString(x, y, left.strip())
        canvas.drawRightString(width - MARGIN, y, right.strip())
    _stamps(canvas, paper, part, first_page, values)
    canvas.restoreState()


def _stamps(canvas: Canvas, paper: Paper, part: Part, first_page: bool, values: dict[str, int]) -> None:
    width, height = canvas._pagesize
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", 10)
    stamp = paper.meta.get("stamp")
    if stamp and not part.front and part.meta.get("stamped", True):
        canvas.drawCentredString(width / 2, 14, stamp.format(**values))
    if banner := part.meta.get("banner"):
        canvas.setFont("Helvetica-Bold", 8.5)
        canvas.drawCentredString(width / 2, height - 22, banner)
    if first_page and (item := part.meta.get("item")):
        canvas.setFont("Helvetica-Bold", 10.5)
        canvas.drawRightString(width - 30, height - 34, f"Agenda Item {item}")


def _open_part(canvas: Canvas, paper: Paper, part: Part, number: int) -> None:
    title = inline(part.meta.get("bookmark", part.meta.get("title", paper.meta["title"])))
    canvas.bookmarkPage(part.key)
    canvas.addOutlineEntry(title, part.key, 0)
    if label := part.meta.get("label"):
        style = LABEL_STYLES[label["style"]]
        canvas.addPageLabel(number - 1, style, label.get("start", 1), label.get("prefix"))
