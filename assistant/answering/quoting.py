"""The words of a passage that answer: whole when short, else the run of sentences that holds most of the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from assistant.retrieval.terms import terms

_WHOLE = 600  # characters up to which a passage is quoted whole
_RUN = 4  # sentences at most in a quotation cut from a longer passage

# A full stop ends a sentence unless it follows an initial, an abbreviation or a number of a list.
_END = re.compile(
    r"(?<=[.;?!])(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bNo\.)(?<!\bCllr\.)(?<!\b[A-Z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!^\d\.)(?<!\s\d\.)\s+(?=[A-Z“\"‘'(•\-–\d£])|\n(?=\W{0,3}(?:\(?[a-z]{1,2}\)|\(\d+\)|•))"
)


# "Fashion Museum Bath 15." is a heading and the number of its first paragraph, no sentence.
_HEADING_NUMBERED = re.compile(r"[^.;:?!]{0,90}\s\d{1,3}\.")


def sentences(text: str) -> list[str]:
    """A passage cut into sentences and points, each as printed but for line breaks."""
    pieces = [" ".join(piece.split()) for piece in _END.split(text) if piece and piece.strip()]
    if len(pieces) > 1 and _HEADING_NUMBERED.fullmatch(pieces[0]) and "\n" in text.strip()[: len(pieces[0])]:
        pieces[:2] = [f"{pieces[0]} {pieces[1]}"]
    return pieces


def best_quote(text: str, weights: Mapping[str, float], suits: Callable[[str], float]) -> str:
    """The part of a passage to quote: verbatim but for line breaks, never reordered or joined over a gap.

    ``weights`` are the question's stemmed terms; ``suits`` tells how far (0 to 1) a sentence holds the kinds of thing asked for.
    """
    flat = " ".join(text.split())
    if len(flat) <= _WHOLE:
        return flat
    pieces = sentences(text)
    best, best_score = flat[:_WHOLE], -1.0
    for start in range(len(pieces)):
        for stop in range(start + 1, min(start + 1 + _RUN, len(pieces) + 1)):
            run = " ".join(pieces[start:stop])
            held = set(terms(run))
            score = sum(w for t, w in weights.items() if t in held) + 0.3 * suits(run)
            score -= 0.0006 * len(run) + 0.05 * (stop - start - 1)
            if score > best_score:
                best, best_score = run, score
    return best if len(best) <= 1200 else best[:1200].rsplit(" ", 1)[0]


_POINT = re.compile(r"^\W{0,3}(?:\(?[a-z]{1,3}\)|\(?\d{1,2}[).]\s|[•–-]\s)")


def block_lines(text: str) -> list[str]:
    """A text as the lines of a block quotation: a line for each point and paragraph, broken lines joined again."""
    lines: list[str] = []
    for line in (" ".join(line.split()) for line in text.splitlines()):
        if not line:
            continue
        if lines and not _POINT.match(line) and not re.search(r"[:.;]$", lines[-1]):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return lines
