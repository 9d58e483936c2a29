"""Varied made-up papers of any number: real English words at their natural frequency, vectors drawn around subjects.

What is searched for must be like real papers where it costs time: how often words stand in passages, how many passages a
page, part and paper has, and that passages on one subject lie near each other. What they say means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from spellchecker import SpellChecker

from assistant.retrieval.terms import terms
from assistant.store.store import NewPaper
from assistant.store.tables import PageRow, PaperRow, PartRow, PassageRow

DIMENSIONS = 384
SUBJECTS = 400
BODIES = 40
KINDS = ["minutes", "scorecard", "risk register", "action plan", "finance report", "highlight report"]
PARTS, PAGES_A_PART, PASSAGES_A_PAGE = 4, 5, 10
PASSAGES_A_PAPER = PARTS * PAGES_A_PART * PASSAGES_A_PAGE
FIRST_DAY = date(2010, 1, 4)


class DrawnVectors(Embeddings):
    """Vectors drawn instead of reckoned: near that of the subject whose name a text begins with, always the same for a text."""

    identity = "drawn"

    def __init__(self) -> None:
        self._centres = np.random.default_rng(0).standard_normal((SUBJECTS, DIMENSIONS), dtype=np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a text, in the same order."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of one text."""
        drawn = np.random.default_rng(_number(text)).standard_normal(DIMENSIONS, dtype=np.float32)
        vector = self._centres[_number(text.split(" ", 1)[0].lower()) % SUBJECTS] + drawn
        return list(map(float, vector / np.linalg.norm(vector)))


class Papers:
    """Papers by number: the same number gives the same paper. ``pdf`` stands for the file of each."""

    def __init__(self, pdf: Path) -> None:
        self._pdf = pdf
        self._draw = np.random.default_rng(0)
        counts = SpellChecker().word_frequency.dictionary
        self._words = np.array(sorted(word for word in counts if word.isalpha() and len(word) > 1))
        frequency = np.array([counts[word] for word in self._words], dtype=float)
        self._sums = np.cumsum(frequency / frequency.sum())
        telling = np.argsort(-frequency)[500:20_000]  # what a subject is spoken of in: neither "the" nor "abseil"
        self._of_subject = [self._words[self._draw.choice(telling, 120, replace=False)] for _ in range(SUBJECTS)]
        self._bodies = [f"{_title(self._of_subject[n][:2])} Committee" for n in range(BODIES)]

    def question(self, number: int, words: int = 7) -> str:
        """A question in the words of some subject, with one of everyday speech."""
        draw = np.random.default_rng((1, number))
        own = self._of_subject[int(draw.integers(SUBJECTS))]
        picked = [own[0], *draw.choice(own, words - 3, replace=False), *self._everyday(draw, 2)]
        return " ".join(map(str, picked))

    def paper(self, number: int) -> NewPaper:
        """One paper of ``PASSAGES_A_PAPER`` passages in four parts."""
        draw = np.random.default_rng((2, number))
        body, day = self._bodies[number % BODIES], FIRST_DAY + timedelta(days=number // 2)
        row = PaperRow(
            id=blake2b(f"paper {number}".encode(), digest_size=8).hexdigest(),
            sha256=f"{number:064d}", identity=f"paper {number}", version=1, document=f"paper-{number}.pdf", path=f"paper-{number}.pdf",
            title=f"{body} – agenda pack, {day:%d %B %Y}", committee=body, meeting_date=day, kind="agenda pack", period=None,
            status=None, access="public", n_pages=PARTS * PAGES_A_PART, abbreviations={}, added_at=datetime.now(UTC).replace(tzinfo=None),
        )  # fmt: skip
        pages: list[PageRow] = []
        parts = [self._part(row, index, draw, pages) for index in range(PARTS)]
        return NewPaper(row, pages, parts, [], self._pdf)

    def _part(
        self, paper: PaperRow, index: int, draw: np.random.Generator, pages: list[PageRow]
    ) -> tuple[PartRow, list[PassageRow]]:
        own = self._of_subject[int(draw.integers(SUBJECTS))]
        first = index * PAGES_A_PART + 1
        part = PartRow(
            paper_id=paper.id, first_page=first, last_page=first + PAGES_A_PART - 1, kind=KINDS[int(draw.integers(len(KINDS)))],
            title=_title([own[0], *draw.choice(own, 3)]), committee=paper.committee, meeting_date=paper.meeting_date, status=None,
            access="public", confirms=[],
        )  # fmt: skip
        rows: list[PassageRow] = []
        for number in range(first, first + PAGES_A_PART):
            texts = [self._text(own, draw) for _ in range(PASSAGES_A_PAGE)]
            rows += [
                self._passage(paper, part, number, (number - 1) * PASSAGES_A_PAGE + n, text)
                for n, text in enumerate(texts)
            ]
            pages.append(
                PageRow(
                    paper_id=paper.id, number=number, label=str(number), printed=str(number), status="text", reason=None,
                    confidence=None, access="public", text="\n".join(texts), words=b"", times=[f"{paper.meeting_date}/{paper.meeting_date}"],
                )
            )  # fmt: skip
        return part, rows

    def _passage(self, paper: PaperRow, part: PartRow, page: int, ordinal: int, text: str) -> PassageRow:
        context = terms(f"{paper.title} {part.title} {part.kind}")
        return PassageRow(
            key=f"{paper.id}-{ordinal:05d}", paper_id=paper.id, page=page, kind="text", text=text, heading=part.title, minute=None,
            minute_title=None, caption=None, cells=None, times={}, access="public", embedded=text,
            terms=f"{' '.join(context)}\n{' '.join(terms(text))}",
        )  # fmt: skip

    def _text(self, own: np.ndarray, draw: np.random.Generator) -> str:
        of_subject = draw.choice(own, int(draw.integers(4, 12)))
        everyday = self._everyday(draw, int(draw.integers(12, 50)))
        number = f"{draw.integers(1, 1000) / 10}%" if draw.random() < 0.3 else f"{draw.integers(2010, 2027)}"
        mixed = [*of_subject, *everyday, number]
        draw.shuffle(mixed)
        return " ".join(map(str, [own[0], *mixed])).capitalize() + "."

    def _everyday(self, draw: np.random.Generator, n: int) -> np.ndarray:
        return self._words[np.searchsorted(self._sums, draw.random(n)).clip(max=len(self._words) - 1)]


def _title(words: Iterable[str]) -> str:
    return " ".join(map(str, words)).title()


def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
