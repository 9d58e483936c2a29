"""What a paper says in words about the rows of a table: the priority they stand under, and the remarks below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.papers.model import Block
from assistant.records.dates import plain
from assistant.records.parts import is_title_line
from assistant.records.reading import Context
from assistant.records.sheets import Sheet

_PRIORITY = re.compile(
    r"^\W*(?:strategic |corporate |key )?(?:priority|theme|ambition|goal|aim|objective|outcome|pillar|mission)\s*(?:\d+|[IVl]+|[A-Z])\b"
    r"(?!.*[.;]$)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^\W*(?:\d+(?:\.\d+)*\.?\s*)?(?:(?:headline|key|the|our|latest|current|overall)\s+)*(?:performance\s+)?"
    r"(?:measures?|indicators?|commentary|data(?:set)?|performance|kpis?|scorecard|metrics|results?|table|benchmarking|report"
    r"|rag status|appendi(?:x|ces)\s?\w{0,2}|background|introduction|summary|contents|official)"
    r"(?:\s+(?:cards?|tables?|by (?:service|directorate|portfolio|department)))?\W*$",
    re.IGNORECASE,
)
_ONE = r"[A-Za-z]{0,6}[ ./-]?\d{1,4}(?:[./-][\dA-Za-z]{1,4}){0,3}[a-z]?\*?"
_AND = r"(?:\s*,\s*|\s+and\s+|\s*&\s*|\s*/\s*)"
LABEL = re.compile(
    r"^\W*(?:comments?|commentary|exceptions?|narrative|explanations?|key points?|notes?)\s*[.:–-]\s*(?=\S)", re.I
)
"""What a remark is labelled with: "Comment: …"."""
_NEXT = re.compile(rf"(?<=[.;!?])\s+(?=(?P<ids>{_ONE}(?:{_AND}{_ONE}){{0,6}})\s*:)")
_REMARK = re.compile(
    rf"^\W{{0,3}}(?:(?:kpi|pi|id|ref\.?|indicators?|measures?|no\.?)\s*)?(?P<ids>{_ONE}(?:{_AND}{_ONE}){{0,6}})"
    r"\s*(?:[-–—]|:)\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"[^.]*\b(?:marked|shown) (?:with )?(?:an? )?(?:asterisk|\*)[^.]*\.")


def priority_of(sheet: Sheet, context: Context) -> str | None:
    """The priority, theme or section a table stands under: the last line above it that names one, else its heading."""
    named: str | None = None
    heading: str | None = None
    for block in _before(sheet, context):
        first = " ".join(block.text.split())
        if _PRIORITY.match(first) and len(first) < 140 and (block.kind == "heading" or is_title_line(first)):
            named = first
        elif block.kind == "heading" and len(first) < 140 and not _GENERIC.match(first):
            heading = first
    return named or heading


def commentary_under(sheet: Sheet, context: Context, rows: Sequence[tuple[str, str]]) -> dict[str, str]:
    """What the paragraphs under a table say of its rows, given as (id, name): by id where they begin with one, else by
    name. A paragraph that names no row is nobody's."""
    ids = {plain(key).rstrip("*").lower(): key for key, _ in rows if key}
    names = {" ".join(plain(name).lower().split()): name for _, name in rows}
    found: dict[str, str] = {}
    for block in _after(sheet, context):
        for lines in _remarks(list(_lines(block, ids)), ids, names):
            keys, text = _begins(lines[0], ids, names)
            whole = " ".join([text, *lines[1:]]) if keys else ""
            for key in keys:
                found[key] = f"{found[key]} {whole}" if key in found else " ".join(whole.split())
    return found


def footnote(context: Context, index: int) -> str | None:
    """What a part says of figures marked with an asterisk, or None."""
    for _, _, block in context.facts.parts[index].blocks(context.paper.pages):
        if block.kind != "table" and ("*" in block.text or "asterisk" in block.text):
            match = _FOOTNOTE.search(" ".join(block.text.split()))
            if match:
                return match.group().strip()
    return None


def _lines(block: Block, ids: dict[str, str]) -> Iterator[str]:
    """The lines of a paragraph; one that remarks on several rows, "CG1: new rounds. HO2: evictions.", cut before each."""
    for line in LABEL.sub("", block.text).splitlines():
        start = 0
        for found in _NEXT.finditer(plain(line)):
            if all(one.strip().lower() in ids for one in re.split(_AND, found["ids"])):
                yield line[start : found.start()]
                start = found.end()
        yield line[start:]


def _remarks(lines: Sequence[str], ids: dict[str, str], names: dict[str, str]) -> Iterator[list[str]]:
    """The lines of a paragraph, parted where a line begins a remark on another row."""
    held: list[str] = []
    for line in lines:
        if held and _begins(line, ids, names)[0]:
            yield held
            held = []
        held.append(line)
    if held:
        yield held


def _begins(line: str, ids: dict[str, str], names: dict[str, str]) -> tuple[list[str], str]:
    """The rows a line begins a remark on, and the remark without them; ([], line) when it begins none."""
    text = plain(line)
    match = _REMARK.match(text)
    if match:
        said = [" ".join(part.split()).rstrip("*").lower() for part in re.split(_AND, match["ids"])]
        if all(part in ids for part in said):
            return [ids[part] for part in said], line[match.start("text") :]
    head, mark, rest = text.partition(":")
    if not mark:
        head, mark, rest = text.partition(" - ")
    key = names.get(" ".join(head.lower().split())) if mark and len(head) > 12 else None
    return ([key], line[len(line) - len(rest) :].strip()) if key and rest.strip() else ([], line)


def _places(sheet: Sheet, context: Context) -> Iterator[tuple[tuple[int, int], Block]]:
    """The blocks of a table's part, each with its page and how many tables of the page stand before it."""
    part, count, at = sheet.part, 0, 0
    for page, index, block in part.blocks(context.paper.pages):
        if page.number != at:
            at, count = page.number, sum(b.kind == "table" for b in page.blocks[:index])
        yield (page.number, count), block
        count += block.kind == "table"


def _before(sheet: Sheet, context: Context) -> Iterator[Block]:
    row = sheet.rows[0].rows[0]
    for place, block in _places(sheet, context):
        if block.kind == "table":
            if place >= (row.page, row.table):
                return
        else:
            yield block


def _after(sheet: Sheet, context: Context) -> Iterator[Block]:
    """The paragraphs between a table and the next."""
    row = sheet.rows[-1].rows[-1]
    for place, block in _places(sheet, context):
        if block.kind == "table" and place > (row.page, row.table):
            return
        if block.kind == "paragraph" and place > (row.page, row.table):
            yield block
