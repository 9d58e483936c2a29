"""Tracking logs that reached the PDF as loose lines: a resolution, then its labelled date and progress.

Only what leaves no doubt is read: one block of words, then its labels, then the next block of words. Where a resolution
and the progress before it run together, or a page turns between them, the lines stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Literal

from assistant.papers.model import Box, Line, Page
from assistant.records.cell_labels import Labelled, read_labels
from assistant.records.due import due_of, position_at
from assistant.records.minuted_actions import who_acts
from assistant.records.model import Piece, Record, TableReading, TrackedDecision
from assistant.records.parts import Part
from assistant.records.reading import Context
from assistant.records.states import complete_of
from assistant.records.tracking import LOG, TrackingReader

FEWEST = 2
"""Labelled entries that make lines a log."""
_HEAD = re.compile(
    r"\bresolution\b.{0,80}\b(?:progress|officer|target date)\b|\btracking (?:of )?decisions\b", re.IGNORECASE
)
_DATE_LINE = re.compile(r"^(?:target |due )?date\s?:", re.IGNORECASE)
_DATE_LINES = re.compile(rf"{_DATE_LINE.pattern}", re.IGNORECASE | re.MULTILINE)
_ENDED = re.compile(r"[.!?][)”\"’]?$")
_OPENS = re.compile(r"[A-Z‘“'\"]")
_PROGRESS = re.compile(r"^(?:progress(?: update)?|update|position|status|response)\s?:", re.IGNORECASE)
_NAMED = re.compile(r"^(?:recommendation|action|resolution|resolved|request)s?\s?:", re.IGNORECASE)
_GOES_ON = re.compile(
    r"(?:[,;:(&–-]|\b(?:the|an?|of|to|for|and|or|in|at|by|with|on|from|as|that|this|is|was|be|been|has|have|will|would|which"
    r"|who|their|its|our|your|Mr|Mrs|Ms|Dr|Cllr|Councillor))$"
)
_HEADS = re.compile(
    r"^(?:minute no\.?|resolution\b.{0,60}\b(?:progress|officer|target date)\b.{0,40}|target date\b.{0,60})$",
    re.IGNORECASE,
)
_FURNITURE = re.compile(r"^(?:official\b.*|page \d+.*|.{0,60}\bofficial)$", re.IGNORECASE)


@dataclass(slots=True)
class _Piece:
    """A stretch of a log: words, or labels and what they say; "unclear" labels run into the words of the next entry."""

    page: int
    lines: list[Line]
    kind: Literal["words", "labels", "unclear"]
    labelled: Labelled | None = None

    @property
    def words(self) -> str:
        """Its lines as one text."""
        return " ".join(line.text for line in self.lines)

    @property
    def boxes(self) -> list[Box]:
        """Where its lines stand."""
        return [line.box for line in self.lines]


def loose_logs(index: int, context: Context) -> list[Record]:
    """The tracked decisions that stand in loose lines of a part; [] unless it says that it is a log."""
    part, pages = context.facts.parts[index], context.paper.pages
    dated = sum(len(_DATE_LINES.findall(page.text)) for page in pages[part.first_page - 1 : part.last_page])
    pieces = list(_pieces(part, pages)) if dated >= FEWEST else []
    if sum(piece.labelled is not None for piece in pieces) < FEWEST or not _is_log(part, pages):
        return []
    entries = [entry for i in range(len(pieces)) if (entry := _entry(pieces, i))]
    told = [piece for piece in pieces if piece.labelled is not None]
    report = TableReading(
        page=told[0].page,
        as_printed=told[0].words,
        pieces=[Piece(page=told[0].page, boxes=told[0].boxes)],
        read_as=TrackingReader.kind,
        caption=part.title,
        rows=len(told),
        records=len(entries),
        left=len(told) - len(entries),
        reason="loose lines where one entry cannot be told from the next" if len(entries) < len(told) else None,
    )
    return [*(_decision(*entry, part, context) for entry in entries), report]


def _is_log(part: Part, pages: Sequence[Page]) -> bool:
    """Whether a part has the title or the heads of a log."""
    if part.kind == "tracking log" or LOG.search(part.title or ""):
        return True
    return any(_HEAD.search(" ".join(block.text.split())[:300]) for _, _, block in part.blocks(list(pages)))


def _pieces(part: Part, pages: Sequence[Page]) -> Iterator[_Piece]:
    """A log cut at its dates, each page by itself: the words before, then the labels; what comes behind them is cut where
    that is sure."""
    placed = [
        (page.number, line)
        for page, _, block in part.blocks(list(pages))
        if block.kind in {"paragraph", "heading"} and not _FURNITURE.match(block.text.strip())
        for line in block.lines
        if not _FURNITURE.match(line.text)
    ]
    edge = max((line.box[2] for _, line in placed if _PROGRESS.match(line.text)), default=0.0)
    for number, found in groupby(placed, key=itemgetter(0)):
        lines = [line for _, line in found]
        heads = [i for i, line in enumerate(lines) if _HEADS.match(line.text)]
        lines = (
            lines[heads[0] + 1 :]
            if heads and not any(_DATE_LINE.match(line.text) for line in lines[: heads[0]])
            else lines
        )
        starts = [i for i, line in enumerate(lines) if _DATE_LINE.match(line.text)]
        if starts[:1] != [0]:
            yield _Piece(number, lines[: starts[0] if starts else None], "words")
        for start, stop in pairwise([*starts, len(lines)]):
            yield from _cut(number, lines[start:stop], edge, last=stop == len(lines))


def _cut(page: int, lines: list[Line], edge: float, *, last: bool) -> Iterator[_Piece]:
    """Labels, and the words of the next entry behind them; nothing but labels where a page or the log ends."""
    first = next((i for i, line in enumerate(lines) if _PROGRESS.match(line.text)), len(lines) - 1)
    ends = [i for i in range(first, len(lines) - 1) if _ENDED.search(lines[i].text) and _OPENS.match(lines[i + 1].text)]
    sure = len(ends) == 1 and (_fits(lines, ends[0], edge) or bool(_NAMED.match(lines[ends[0] + 1].text)))
    end = ends[0] + 1 if sure and not last else len(lines)
    told, rest = lines[:end], lines[end:]
    labelled = read_labels(" ".join(line.text for line in told))
    dates = sum(bool(_DATE_LINE.match(line.text)) for line in told)
    whole = dates == 1 and labelled.clear and not labelled.before and {"timescale", "progress"} <= set(labelled.fields)
    parted = _may_part(told[first:], edge) or _may_part(rest, max((line.box[2] for line in rest), default=0.0))
    if not whole or parted or (bool(ends) if last else not sure):
        yield _Piece(page, lines, "unclear", labelled)
        return
    yield _Piece(page, told, "labels", labelled)
    if rest:
        yield _Piece(page, rest, "words")


def _fits(lines: Sequence[Line], i: int, edge: float) -> bool:
    """Whether the first word of the next line would have stood in this one: then a paragraph ends with it."""
    word = lines[i + 1].words[0]
    return lines[i].box[2] + word.box[2] - word.box[0] + lines[i].size / 3 <= edge


def _may_part(lines: Sequence[Line], edge: float) -> bool:
    """Whether a paragraph may end without a full stop within some lines."""
    return any(
        _OPENS.match(lines[i + 1].text)
        and not _ENDED.search(lines[i].text)
        and not _GOES_ON.search(lines[i].text)
        and _fits(lines, i, edge)
        for i in range(len(lines) - 1)
    )


def _entry(pieces: Sequence[_Piece], i: int) -> tuple[_Piece, _Piece] | None:
    """The words and the labels of the entry whose labels stand in a piece; None unless they leave one reading."""
    labels = pieces[i]
    words = pieces[i - 1] if i else None
    if labels.kind != "labels" or words is None or words.kind != "words" or words.page != labels.page:
        return None
    if i > 1 and pieces[i - 2].kind != "labels":
        return None
    if not _OPENS.match(words.words) or LOG.search(words.words):
        return None
    turns = i + 1 < len(pieces) and pieces[i + 1].page != labels.page
    if i + 1 == len(pieces) or turns:  # it may go on where the page or the part was cut
        progress = (labels.labelled or Labelled({}, "", False)).fields.get("progress", "")
        begins = i + 1 == len(pieces) or bool(_OPENS.match(pieces[i + 1].words))
        return (words, labels) if begins and _ENDED.search(words.words) and _ENDED.search(progress) else None
    return words, labels


def _decision(words: _Piece, labels: _Piece, part: Part, context: Context) -> TrackedDecision:
    fields = (labels.labelled or Labelled({}, "", False)).fields
    progress = fields.get("progress")
    told = {complete_of(text) for text in (fields.get("status"), progress)} - {None}
    return TrackedDecision(
        page=words.page,
        pieces=[Piece(page=words.page, boxes=words.boxes + labels.boxes)],
        as_printed=f"{words.words} {labels.words}",
        certainty="likely",
        committee=part.committee or context.facts.committee,
        minute=None,
        meeting_date=None,
        resolution=words.words,
        target=fields.get("timescale"),
        due=due_of(fields.get("timescale")),
        officer=fields.get("lead") or who_acts(words.words),
        progress=progress,
        complete=told.pop() if len(told) == 1 else None,
        position_at=position_at(part.title or "", context.facts),
    )
