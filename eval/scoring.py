"""Scores of one answer against its case, cheapest first. Every score is a plain figure; ``correct`` follows from them.

Nothing here asks a model. What the papers say is read by pypdf (``eval.pages``), not by the code that is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel

from assistant.answering.answer import Answer
from assistant.answering.claims import worded_in
from assistant.records.numbers import Figure, find_figures
from eval.cases import Case, Gold, Nugget
from eval.pages import Pages

CUTS = (1, 3, 5, 10)
DECLINED = frozenset(("not_found", "refused", "clarify"))
_SUM = re.compile(
    r"(£?\d[\d,.]*)(?:bn|[km])?\s*%?\s*[−–-]\s*\(?−?(£?\d[\d,.]*)(?:bn|[km])?\)?\s*=\s*−?(£?\d[\d,.]*\d|\d)"
    r"(?:[^().]{0,24}\(([+−-]?[\d.]+)%\))?"
)
_SHARE = re.compile(r"(£?\d[\d,]*(?:\.\d+)?[mk]?) ÷ (£?\d[\d,]*(?:\.\d+)?[mk]?) = (\d+\.\d%)")
_ADDED = re.compile(r"((?:£?\d[\d,.]*\s\+\s)+£?\d[\d,]*(?:\.\d+)?)\s=\s(£?\d[\d,]*(?:\.\d+)?)")
Failure = Literal[
    "error",  # an exception, a time-out or an empty answer
    "answered, should decline",
    "declined, should answer",
    "forbidden words",
    "wrong figure",
    "incomplete",  # a vital nugget, a gold figure or one of the papers needed is missing, nothing is wrong
    "wrong page",
]


class Score(BaseModel):
    """What one answer is worth. Shares are 0 to 1; None where a score does not apply to the case."""

    correct: bool
    failure: Failure | None = None
    declined: bool = False
    recall: dict[int, float] | None = None  # share of evidence groups with a page among the best k
    reciprocal_rank: float | None = None  # of the first evidence page
    right_paper: bool | None = None
    right_page: bool | None = None
    figures: float | None = None  # gold figures given
    wrong_figure: bool = False
    vital: float | None = None
    okay: float | None = None
    forbidden: list[str] = []
    unsupported: list[str] = []  # figures of the answer on no cited page and in no value
    citations: int = 0
    invalid: list[str] = []  # citations whose document, page or quotation is not there
    precision: float | None = None
    coverage: float | None = None  # evidence groups cited


def score(case: Case, answer: Answer, ranked: list[tuple[str, int]], pages: Pages) -> Score:
    """Score an answer. ``ranked`` are the pages the search put first, as (document, page)."""
    text = readable(answer.answer)
    declined = answer.status in DECLINED
    invalid = [f"{c.document} page {c.page}" for c in answer.citations if not _stands(c.model_dump(), pages)]
    result = Score(
        correct=False,
        declined=declined,
        forbidden=[words for words in case.must_not if words.lower() in text.lower()],
        unsupported=unsupported(answer, pages) if not declined else [],
        citations=len(answer.citations),
        invalid=invalid,
    )
    if case.evidence:  # also where there is no answer: what was not found and not cited stays in the count
        _place(result, case, answer, ranked)
    if answer.status == "error" or not text:
        result.failure = "error"
        return result
    if not case.declined:
        _content(result, case, answer, text)
    result.failure = _failure(case, result)
    result.correct = result.failure is None
    return result


def _place(result: Score, case: Case, answer: Answer, ranked: list[tuple[str, int]]) -> None:
    groups = [{(p.document, p.page) for p in group} for group in case.groups]
    cited = [(c.document, c.page) for c in answer.citations]
    wanted = set().union(*groups)
    found = _ranks(case, ranked)
    result.recall = page_recall(case, ranked)
    result.reciprocal_rank = 1 / min(found) if found else 0.0
    result.coverage = sum(bool(group & set(cited)) for group in groups) / len(groups)
    if cited:
        result.right_paper = any(document in {d for d, _ in wanted} for document, _ in cited)
        result.right_page = any(place in wanted for place in cited)
        result.precision = sum(place in wanted for place in cited) / len(cited)


def page_recall(case: Case, ranked: Sequence[tuple[str, int]]) -> dict[int, float]:
    """The share of a case's evidence groups with a page among the best k of a search, for each k of ``CUTS``."""
    found = _ranks(case, ranked)
    return {k: sum(rank <= k for rank in found) / len(case.groups) for k in CUTS}


def _ranks(case: Case, ranked: Sequence[tuple[str, int]]) -> list[int]:
    """The place, from 1, of the first evidence page of each group that was found."""
    groups = [{(p.document, p.page) for p in group} for group in case.groups]
    ranks = (next((i for i, place in enumerate(ranked, 1) if place in group), None) for group in groups)
    return [rank for rank in ranks if rank is not None]


def _content(result: Score, case: Case, answer: Answer, text: str) -> None:
    vital = [nugget for nugget in case.nuggets if nugget.vital]
    okay = [nugget for nugget in case.nuggets if not nugget.vital]
    result.vital = _share([said(nugget, text) for nugget in vital])
    result.okay = _share([said(nugget, text) for nugget in okay])
    given = find_figures(text)
    result.figures = _share([gives(gold, given, text) for gold in case.gold])
    # A figure was asked for, another one was told: the worst there is.
    numeric = bool(case.gold) or any(_is_figure(nugget) for nugget in vital)
    hit = any(gives(g, given, text) for g in case.gold) or any(_is_figure(n) and said(n, text) for n in vital)
    result.wrong_figure = numeric and not hit and not result.declined and bool(answer.values)


def _failure(case: Case, result: Score) -> Failure | None:
    if result.forbidden:
        return "forbidden words"
    if case.declined:
        return None if result.declined else "answered, should decline"
    if result.declined:
        return "declined, should answer"
    if result.wrong_figure:
        return "wrong figure"
    if (result.vital is not None and result.vital < 1) or (result.figures is not None and result.figures < 1):
        return "incomplete"
    if not result.right_page:
        return "wrong page"
    return None if result.coverage == 1 else "incomplete"


def readable(answer: str) -> str:
    """The text of an answer without its markers and emphasis, white space in single spaces."""
    bare = re.sub(r"(?<!\\)\[\d+\]", "", answer).replace("**", "").replace("\\", "").replace("’", "'")
    return " ".join(bare.split())


def said(nugget: Nugget, text: str) -> bool:
    """Whether one of a nugget's wordings stands in a text, in whole words as far as it begins or ends with one."""
    return any(_words(wording, text) for wording in nugget.wordings)


def _words(wording: str, text: str) -> bool:
    flat = " ".join(wording.replace("’", "'").split())
    before = r"(?<![\w.,])" if flat[:1].isdigit() else ""
    after = r"(?![\d]|[.,]\d)" if flat[-1:].isdigit() else ""
    return re.search(before + re.escape(flat) + after, text, re.IGNORECASE) is not None


def gives(gold: Gold, given: list[Figure], text: str) -> bool:
    """Whether a gold figure is among the figures of a text: value, unit, sign, and its period told with it."""
    same = any(
        figure.value is not None
        and abs(float(figure.value) - gold.value) <= gold.tolerance + 1e-9
        and (gold.unit is None or figure.unit in (None, gold.unit))
        for figure in given
    )
    return same and (gold.period is None or _words(gold.period, text))


def unsupported(answer: Answer, pages: Pages) -> list[str]:
    """Figures of an answer that stand neither on a cited page nor in one of its values.

    What names the paper (its title, date and page number), what was searched and the question itself may be said without.
    """
    said_of = " ".join(f"{c.title} {c.date} {c.page} {c.page_label} {c.document}" for c in answer.citations)
    said_of += f" {answer.scope.documents} {answer.scope.unreadable_pages} {answer.scope.from_} {answer.scope.to}"
    held = _numbers(f"{said_of} {answer.question}")
    for place in {(c.document, c.page) for c in answer.citations}:
        held |= _numbers(pages.text(*place))
    for value in answer.values:
        held |= _numbers(value.as_printed)
    text = re.sub(r"\bminutes? \d+\w?", "", readable(answer.answer))
    in_words = {str(worth) for c in answer.citations for _, worth in worded_in(pages.text(c.document, c.page))}
    held |= _worked_out(text, held | in_words)
    held.add(str(len(re.findall(r"(?m)^\s*(?:[-*]|\d+\.) ", answer.answer))))  # how many points its list has …
    held.add(str(len(re.findall(r"(?m)^\|.*\[\d+\] \|$", answer.answer))))  # … and how many rows its table
    return [figure.as_printed for figure in find_figures(text) if not _numbers(figure.as_printed) <= held]


def _worked_out(text: str, held: set[str]) -> set[str]:
    """What a sum shown in the answer comes to, where it is right and both its figures stand: "826 − 731 = 95 (+13.0%)".

    A sum in pounds may be of figures that the pages print in thousands or millions.
    """
    found: set[str] = set()
    worths = {float(n) * scale for n in held if n.replace(".", "", 1).isdigit() for scale in (1, 1_000, 1_000_000)}
    for first, second, result, share in _SUM.findall(text):
        a, b, c = (float(re.sub(r"[^\d.]", "", figure)) for figure in (first, second, result))
        stand = all(any(abs(figure - worth) < 1e-6 for worth in worths) for figure in (a, b))
        if stand and abs(abs(a - b) - c) < 1e-6:
            found |= _numbers(first) | _numbers(second) | _numbers(result)
            if share and b and abs(abs((a - b) / b * 100) - float(re.sub(r"[^\d.]", "", share))) < 0.06:
                found |= _numbers(share)
    for part, whole, result in _SHARE.findall(text):
        a, b, c = (float(re.sub(r"[^\d.]", "", figure)) for figure in (part, whole, result))
        stand = all(any(abs(figure - worth) < 1e-6 for worth in worths) for figure in (a, b))
        if stand and b and abs(a / b * 100 - c) < 0.06:
            found |= _numbers(result)
    for added, result in _ADDED.findall(text):
        parts = [float(re.sub(r"[^\d.]", "", figure)) for figure in added.split("+")]
        stand = all(any(abs(figure - worth) < 1e-6 for worth in worths) for figure in parts)
        if stand and abs(sum(parts) - float(re.sub(r"[^\d.]", "", result))) < 1e-6:
            found |= _numbers(added) | _numbers(result)
    return found


def _numbers(text: str) -> set[str]:
    return {n.replace(",", "").rstrip(".") for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


def _stands(citation: dict[str, Any], pages: Pages) -> bool:
    document, page = citation["document"], citation["page"]
    return 1 <= page <= pages.count(document) and pages.holds(document, page, citation["quote"])


def _is_figure(nugget: Nugget) -> bool:
    return any(re.fullmatch(r"[£(+\-–]?\d[\d,.]*\)?\s?(?:%|m|k|bn|r)?", w.strip()) for w in nugget.wordings)


def _share(marks: list[bool]) -> float | None:
    return sum(marks) / len(marks) if marks else None
