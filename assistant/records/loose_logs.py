"""Tracking logs that reached the PDF as loose lines: a resolution, then its labelled date and progress.

Only what leaves no doubt is read: one block of words, then its labels, then the next block of words. Where a resolution
and the progress before it run together, or a page turns between them, the lines stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.papers.model import Block, Page
from assistant.records.cell_labels import Labelled, read_labels
from assistant.records.due import due_of, position_at
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
_ENDED = re.compile(r"[.!?]$")
_FURNITURE = re.compile(r"^(?:official\b.*|page \d+.*|.{0,60}\bofficial)$", re.IGNORECASE)
_LABELLED = re.compile(r"[A-Z][a-z]+(?: \w+)?\s?:")


@dataclass(slots=True)
class _Piece:
    """A block of a log: words without labels, labels alone, or words and then their labels."""

    page: int
    block: Block
    kind: Literal["words", "labels", "both", "unclear"]
    words: str
    labelled: Labelled | None


def loose_logs(index: int, context: Context) -> list[Record]:
    """The tracked decisions that stand in loose lines of a part; [] unless it says that it is a log."""
    part, pages = context.facts.parts[index], context.paper.pages
    pieces = list(_pieces(part, pages))
    if sum(piece.labelled is not None for piece in pieces) < FEWEST or not _is_log(part, pages):
        return []
    entries = [entry for i in range(len(pieces)) if (entry := _entry(pieces, i))]
    told = [piece for piece in pieces if piece.labelled is not None]
    report = TableReading(
        page=told[0].page,
        as_printed=" ".join(told[0].block.text.split()),
        pieces=[Piece(page=told[0].page, boxes=[told[0].block.box])],
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
    for page, _, block in part.blocks(list(pages)):
        if block.kind in {"paragraph", "heading"} and not _FURNITURE.match(block.text.strip()):
            yield _piece(page.number, block)


def _piece(page: int, block: Block) -> _Piece:
    lines = [line.strip() for line in block.text.splitlines() if line.strip()]
    first = next((i for i, line in enumerate(lines) if _DATE_LINE.match(line)), None)
    if first is None:
        return _Piece(page, block, "unclear" if _runs_together(lines) else "words", " ".join(lines), None)
    labelled = read_labels(" ".join(lines[first:]))
    dates = sum(bool(_DATE_LINE.match(line)) for line in lines)
    whole = dates == 1 and labelled.clear and not labelled.before and {"timescale", "progress"} <= set(labelled.fields)
    if not whole or _runs_together(lines[:first]) or _runs_together(lines[first:]):
        return _Piece(page, block, "unclear", " ".join(lines), labelled)
    return _Piece(page, block, "both" if first else "labels", " ".join(lines[:first]), labelled)


def _runs_together(lines: Sequence[str]) -> bool:
    """Whether a line ends a sentence and the next begins another under no label: somebody else's words may begin there."""
    return any(_ENDED.search(line) and not _LABELLED.match(after) for line, after in pairwise(lines))


def _entry(pieces: Sequence[_Piece], i: int) -> tuple[_Piece, _Piece] | None:
    """The words and the labels of the entry whose labels stand in a block; None unless they leave one reading."""
    labels = pieces[i]
    if labels.labelled is None or labels.kind == "unclear" or not _next_begins(pieces, i):
        return None
    words, start = (labels, i) if labels.kind == "both" else (pieces[i - 1], i - 1) if i else (None, 0)
    if words is None or words.kind not in {"words", "both"} or (words is not labels and words.kind == "both"):
        return None
    if start and pieces[start - 1].kind not in {"labels", "both"}:
        return None
    sound = re.match(r"[A-Z‘“'\"]", words.words) and not _HEAD.search(words.words) and not LOG.search(words.words)
    if i + 1 == len(pieces) and not _ENDED.search(words.words):
        return None  # it may go on where the part was cut
    return (words, labels) if sound and words.page == labels.page and start else None


def _next_begins(pieces: Sequence[_Piece], i: int) -> bool:
    """Whether what follows an entry is another: the labels of the next stand one block on, no list goes on with this."""
    progress = (pieces[i].labelled or Labelled({}, "", False)).fields.get("progress", "")
    if i + 1 >= len(pieces):
        return bool(_ENDED.search(progress))
    after = pieces[i + 1]
    if not re.match(r"[A-Z‘“'\"]", after.words) or not _ENDED.search(progress):
        return False
    return after.kind == "both" or (after.kind == "words" and i + 2 < len(pieces) and pieces[i + 2].kind == "labels")


def _decision(words: _Piece, labels: _Piece, part: Part, context: Context) -> TrackedDecision:
    fields = (labels.labelled or Labelled({}, "", False)).fields
    blocks = [words.block] if words is labels else [words.block, labels.block]
    progress = fields.get("progress")
    told = {complete_of(text) for text in (fields.get("status"), progress)} - {None}
    return TrackedDecision(
        page=words.page,
        pieces=[Piece(page=words.page, boxes=[block.box for block in blocks])],
        as_printed=" ".join(" ".join(block.text.split()) for block in blocks),
        certainty="likely",
        committee=part.committee or context.facts.committee,
        minute=None,
        meeting_date=None,
        resolution=words.words,
        target=fields.get("timescale"),
        due=due_of(fields.get("timescale")),
        officer=fields.get("lead"),
        progress=progress,
        complete=told.pop() if len(told) == 1 else None,
        position_at=position_at(part.title or "", context.facts),
    )
