"""What a chat model is shown, under keys that are handed out for one answer, and what each key stands for.

The text of papers is only data: it is put between marks that it cannot hold itself, nothing in it can pass for a key, and
what speaks to a program instead of a reader is left out. Exempt papers are never shown to a model.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.answering import replies
from assistant.answering.answer import Citation
from assistant.answering.quoting import best_quote
from assistant.answering.verify import cite_place
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms
from assistant.tools.result import Result

KEY = re.compile(r"S(?:\d{1,3})x[2-9a-z]{3}")
"""One key: "S4x7kq", the fourth source of this answer. Its end is drawn at random, so that no paper can hold it."""
KEYS = re.compile(rf"[\[(【]\s*{KEY.pattern}(?:[\s,;]+(?:and\s+)?{KEY.pattern})*\s*[\])】]|\b{KEY.pattern}\b")
_KEY_LIKE = re.compile(r"[\[(【]?\bS\d{1,3}x\w{1,4}\b[\])】]?", re.IGNORECASE)
_MARKS = re.compile(r"</?\s*(?:sources?|look-up|question|system|user|assistant)\b[^>]*>|<\|[^|>]*\|>", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

LONGEST_SOURCE = 1400  # characters of one passage that are shown
LONGEST_LOOK_UP = 6000  # characters of what one look-up gives
MOST_ROWS = 12
_PLACE = {"document", "page", "quote", "paper_id"}


@dataclass(slots=True)
class Source:
    """What one key stands for: a page of a paper, what of it was shown, the rows of look-ups that stand there."""

    key: str
    paper_id: str
    page: int
    text: str
    cited: Citation | None = None
    row: bool = False
    rows: list[str] = field(default_factory=list)


def cleaned(text: str) -> str:
    """Words of a paper or of a question as they may be shown to a model."""
    return _MARKS.sub(" ", _KEY_LIKE.sub(" ", _CONTROLS.sub(" ", text)))


class Sources:
    """The sources of one answer. Thread-safe: look-ups may run side by side."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._lock = threading.RLock()
        self._held: dict[str, Source] = {}
        self._known: dict[tuple[str, int, str], str] = {}

    def __getitem__(self, key: str) -> Source:
        return self._held[key]

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)

    def add_citation(self, citation: Citation) -> str | None:
        """What the answer without a model cites, as a block to be shown; None where it may not be."""
        hits = self._searcher.on_page(citation.paper_id, citation.page)
        near = [h for h in hits if " ".join(citation.quote.split()) in " ".join(h.passage.text.split())]
        if near:
            return self.add_hit(near[0], citation)
        return self._block(citation.paper_id, citation.page, citation.quote, citation.quote, citation)

    def add_hit(self, hit: Hit, citation: Citation | None = None) -> str | None:
        """A passage as a block to be shown; None where it may not be."""
        passage = hit.passage
        cells = [f"{header}: {cell}" if header else cell for header, cell in passage.cells or []]
        head = [passage.heading or "", f"Minute {passage.minute}" if passage.minute else "", passage.caption or ""]
        shown = "\n".join([*(line for line in head if line), "; ".join(cells) or passage.text])
        return self._block(hit.paper.id, passage.page, passage.text, shown, citation, row=bool(cells))

    def _block(
        self, paper_id: str, page: int, text: str, shown: str, citation: Citation | None = None, *, row: bool = False
    ) -> str | None:
        key = self._key(paper_id, page, text, citation, row=row)
        paper = self._searcher.papers.get(paper_id)
        if key is None or paper is None:
            return None
        title = cleaned(paper.title).replace('"', "'")
        body = cleaned(shown)[:LONGEST_SOURCE].strip()
        return f'<source key="[{key}]" paper="{title}" page="{page}">\n{body}\n</source>'

    def _key(
        self, paper_id: str, page: int, text: str, citation: Citation | None = None, *, row: bool = False
    ) -> str | None:
        """The key of a place, the same for the same text; None for what a model may not see."""
        held = self._searcher.page(paper_id, page)
        if held is None or held.access != "public" or replies.instructs(text):
            return None
        with self._lock:
            known = self._known.get((paper_id, page, text))
            if known is None:
                known = f"S{len(self._held) + 1}x{''.join(secrets.choice(_ALPHABET) for _ in range(3))}"
                self._held[known] = Source(known, paper_id, page, text, citation, row)
                self._known[paper_id, page, text] = known
            return known

    def add_result(self, result: Result[Any]) -> str:
        """What a look-up found, as lines to be shown, each row with its key; exempt rows are left out."""
        told = [f"note: {cleaned(result.note)}"] if result.note else []
        rows = [row.model_dump(mode="json", by_alias=True) for row in [*result.rows, *result.choices]]
        left_out = max(0, len(rows) - MOST_ROWS)
        for row in rows[:MOST_ROWS]:
            line = self._row(row)
            told += [line] if line else []
        if left_out:
            told.append(f"({left_out} more rows; ask more narrowly)")
        if len(told) == 0:
            told.append("Nothing found.")
        return "<look-up>\n" + "\n".join(told)[:LONGEST_LOOK_UP] + "\n</look-up>"

    def _row(self, row: Mapping[str, Any]) -> str | None:
        place = row.get("citation")
        if not isinstance(place, dict):
            return None
        told = "; ".join(_flat(row))
        if replies.instructs(told):
            return None
        key = self._key(place["paper_id"], place["page"], place["quote"], row=True)
        if key is None:
            return None
        line = cleaned(told)
        with self._lock:
            self._held[key].rows.append(line)
        return f"[{key}] {line} (in {cleaned(place['title'])})"

    def cite(self, key: str, said: str, marker: int) -> Citation | None:
        """The citation a key stands for, quoting what bears on the sentence; None where nothing can be quoted."""
        source = self._held[key]
        paper = self._searcher.papers.get(source.paper_id)
        if paper is None:
            return None
        if source.cited is not None:
            return source.cited.model_copy(update={"marker": marker})
        weights = dict.fromkeys(terms(said), 1.0)
        pieces = [source.text] if source.row else []
        pieces += [best_quote(source.text, weights, lambda s: any(c.isdigit() for c in s))]
        pieces += sorted(source.text.splitlines(), key=len, reverse=True)[:3]
        cited = (cite_place(self._searcher, paper, source.page, piece, marker) for piece in pieces)
        return next((citation for citation in cited if citation is not None), None)


def _flat(value: Any, name: str = "") -> list[str]:
    """A row's fields as "name: value", places left out; a value with its unit also as one figure."""
    if isinstance(value, dict):
        if set(value) >= _PLACE:
            return []
        whole = _figure(value)
        return whole + [line for key, inner in value.items() for line in _flat(inner, key.replace("_", " "))]
    if isinstance(value, list):
        return [line for inner in value for line in _flat(inner, name)]
    return [f"{name}: {value}"] if value not in (None, "", False) else []


def _figure(fields: Mapping[str, Any]) -> list[str]:
    number, unit = fields.get("value"), fields.get("unit")
    if not isinstance(number, (int, float)) or isinstance(number, bool) or not unit:
        return []
    if unit in {"£", "GBP"}:
        return [f"figure: {'-' if number < 0 else ''}£{abs(number):,}"]
    return [f"figure: {number:g}{unit if unit == '%' else f' {unit}'}"]
