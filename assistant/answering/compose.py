"""Compose: evidence to plain English with quotations and markers. Every figure is copied from a cell or a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.answering.answer import Choice, Citation, Scope, Value
from assistant.answering.holding import SOUGHT, said_in
from assistant.answering.quoting import best_quote, block_lines
from assistant.answering.verify import cite, told_by_ocr
from assistant.answering.worked import worked_out
from assistant.records.numbers import parse_figure
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Hit, Searcher
from assistant.retrieval.terms import terms
from assistant.retrieval.times import header_periods
from assistant.tools.columns import Reading, read_row

_NUMBER = re.compile(r"\d")
_TARGET = re.compile(r"\btarget\b", re.IGNORECASE)


@dataclass(slots=True)
class Draft:
    """An answer in the making: paragraphs with markers, the citations they point to and the figures they state.

    ``whole``: nothing is to be added to it, for it lists all there is; ``sought``: found by the meeting, minute or row that is
    meant, not picked by likeness. ``worked`` are statements that a look-up worked out of the rows cited (a difference, a count) and no page prints.
    ``opening`` and ``closing`` are said before and after it, whoever phrases it, and are no statements of the papers.
    ``choices`` are what is offered in place of an answer.
    """

    paragraphs: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    worked: list[str] = field(default_factory=list)
    whole: bool = False
    sought: bool = False
    opening: str = ""
    closing: str = ""
    choices: list[Choice] = field(default_factory=list)

    def add(self, searcher: Searcher, hit: Hit, quote: str) -> Citation | None:
        """Cite a quotation under the next marker, or None where it does not stand on its page."""
        citation = cite(searcher, hit, quote, len(self.citations) + 1)
        if citation is not None:
            self.citations.append(citation)
        return citation

    def append(self, other: Draft) -> None:
        """Add another draft below; its markers go on from those of this one."""
        shift = len(self.citations)
        self.citations += [c.model_copy(update={"marker": c.marker + shift}) for c in other.citations]
        self.paragraphs += [_shifted(paragraph, shift) for paragraph in other.paragraphs]
        self.worked += [_shifted(words, shift) for words in other.worked]
        self.values += [value for value in other.values if value not in self.values]

    @property
    def text(self) -> str:
        """The answer as Markdown."""
        return "\n\n".join(self.paragraphs)


def _shifted(text: str, by: int) -> str:
    return re.sub(r"(?<!\\)\[(\d+)\]", lambda marker: f"[{int(marker[1]) + by}]", text)


def compose(inquiry: Inquiry, chosen: list[Evidence], searcher: Searcher) -> Draft:
    """The answer to a question from the evidence chosen for it, best first."""
    draft = Draft()
    weights = _weights(inquiry, searcher)
    place = ""
    for evidence in chosen:
        hit = evidence.hit
        said = "" if place_of(hit) == place else place_of(hit)
        if hit.passage.cells is not None and not _is_prose(hit, inquiry) and _names_cells(hit, inquiry):
            _add_row(draft, inquiry, hit, searcher, said, weights)
        else:
            _add_quote(draft, inquiry, hit, searcher, weights, said)
        place = place_of(hit)
    return draft


def add_passage(draft: Draft, inquiry: Inquiry, hit: Hit, searcher: Searcher, said: str) -> None:
    """Add a passage as it is printed, ``said`` before it: a row with its cells under their heads, a text whole when short, of
    a longer one the sentences that say most to the question."""
    cells = hit.passage.cells
    if cells is None or _is_prose(hit, inquiry):
        _add_quote(draft, inquiry, hit, searcher, _weights(inquiry, searcher), said)
        return
    citation = draft.add(searcher, hit, hit.passage.text)
    if citation is not None:
        printed = "; ".join(f"{guarded(head)}: {guarded(cell)}" if head else guarded(cell) for head, cell in cells)
        draft.paragraphs.append(f"{said}: {printed} [{citation.marker}].")


def _weights(inquiry: Inquiry, searcher: Searcher) -> dict[str, float]:
    return {t: w * max(searcher.rarity(t), 0.05) for t, w in inquiry.subject.items()}


def _is_prose(hit: Hit, inquiry: Inquiry) -> bool:
    """A ruled row to be quoted like text: a form's field, or a row whose answer is a sentence in one of its cells."""
    cells = hit.passage.cells or []
    if (hit.passage.kind == "decision" and max(len(cell) for _, cell in cells) > 60) or (
        len(cells) <= 2 and max(len(cell) for _, cell in cells) > 200
    ):
        return True
    figures = {"figure", "target", "benchmark", "owner", "person"} & set(inquiry.wants)
    return not figures and max(len(cell) for _, cell in cells) > 120


def _names_cells(hit: Hit, inquiry: Inquiry) -> bool:
    """Whether the row's columns answer; else the sentence of one of its cells may."""
    reading = read_row(inquiry, hit.passage.cells or [])
    if {"figure", "target", "benchmark"} & set(inquiry.wants) and any(_NUMBER.search(c) for _, c in reading.others):
        return True
    return bool(reading.chosen) or max(len(cell) for _, cell in hit.passage.cells or [["", ""]]) <= 120


def _add_row(
    draft: Draft, inquiry: Inquiry, hit: Hit, searcher: Searcher, said: str, weights: dict[str, float]
) -> None:
    reading = read_row(inquiry, hit.passage.cells or [])
    quote = hit.passage.text
    citation = draft.add(searcher, hit, quote)
    if citation is None:
        shorter = [cell for _, cell in reading.chosen] or [reading.label]
        citation = draft.add(searcher, hit, max(shorter, key=len))
    if citation is None:
        return
    lead = f"{said}: " if said else ""
    label = f"“{guarded(reading.label)}” – " if reading.label else ""
    if reading.chosen:
        told = [(h, c if len(c) <= 200 else best_quote(c, weights, _has_number)) for h, c in reading.chosen]
        cells = "; ".join(f"{guarded(h)}: **{guarded(c)}**" if h else f"**{guarded(c)}**" for h, c in told)
        draft.paragraphs.append(f"{lead}{label}{cells} [{citation.marker}].")
    elif reading.prose and not reading.others:
        quote = best_quote(reading.prose[0][1], weights, _has_number)
        draft.paragraphs.append(f"{lead}{label}“{guarded(quote)}” [{citation.marker}].")
        return
    else:
        cells = "; ".join(f"{guarded(h)}: {guarded(c)}" if h else guarded(c) for h, c in reading.others)
        draft.paragraphs.append(f"{lead}{label}{cells} [{citation.marker}].")
    # A figure stands with the rest of its row where the question did not pick it surely, and with what is of its own time.
    rest = [
        pair
        for pair in reading.others
        if not reading.exact or "comparison" in inquiry.wants or not header_periods(pair[0])
    ]
    if reading.chosen and rest:
        told_rest = "; ".join(f"{guarded(h)} {guarded(c)}" if h else guarded(c) for h, c in rest[:8])
        draft.paragraphs[-1] += f" The same row also gives: {told_rest}."
    elif reading.chosen:
        targets = [cell for header, cell in reading.others if _TARGET.search(header) and _NUMBER.search(cell)]
        if targets:
            draft.paragraphs[-1] = f"{draft.paragraphs[-1].rstrip('.')} (target {guarded(targets[0])})."
    prose = _telling_prose(reading, weights)
    if prose:
        draft.paragraphs[-1] += (
            f" {guarded(prose[0])}: “{guarded(prose[1])}”" if prose[0] else f" “{guarded(prose[1])}”"
        )
    draft.values += [_value(reading.label, h, c, hit) for h, c in reading.chosen if _NUMBER.search(c)]


def _telling_prose(reading: Reading, weights: dict[str, float]) -> tuple[str, str] | None:
    """What a long cell of the row says to the question, where the cells picked do not hold what it asks about."""
    known = set(terms(" ".join([reading.label, *(cell for _, cell in reading.chosen)])))
    open_terms = {term: weight for term, weight in weights.items() if term not in known}
    best: tuple[float, tuple[str, str]] | None = None
    for header, cell in reading.prose:
        quote = best_quote(cell, open_terms or weights, _has_number)
        held = set(terms(quote))
        score = sum(weight for term, weight in open_terms.items() if term in held) + (0.01 if not reading.chosen else 0)
        if score > 0 and (best is None or score > best[0]):
            best = (score, (header, quote))
    return best[1] if best else None


def _has_number(text: str) -> bool:
    return bool(_NUMBER.search(text))


def _add_quote(
    draft: Draft, inquiry: Inquiry, hit: Hit, searcher: Searcher, weights: dict[str, float], said: str
) -> None:
    def suits(sentence: str) -> float:
        sought = [want for want in inquiry.wants if want in SOUGHT] or ["figure"]
        return sum(said_in(sentence, want) for want in sought) / len(sought)

    if hit.passage.kind == "decision" and hit.passage.cells is None:
        quote = hit.passage.text
    elif hit.passage.cells is not None:
        quote = best_quote(_telling_cell(inquiry, hit.passage.cells, weights), weights, suits)
    else:
        quote = best_quote(hit.passage.text, weights, suits)
    citation = draft.add(searcher, hit, quote)
    if citation is None:
        return
    worked = worked_out(inquiry, quote)
    lead = said or "And"
    if citation.ocr:
        note = told_by_ocr(searcher, citation)
        draft.worked.append(note)
        lead = f"{_place_of_scan(hit, searcher)}{note}"
    if "\n" in quote:
        lines = "\n".join(f"> {guarded(line)}" for line in block_lines(quote))
        draft.paragraphs.append(f"{lead} [{citation.marker}]:\n\n{lines}")
    else:
        draft.paragraphs.append(f"{lead}: “{guarded(quote)}” [{citation.marker}]")
    if worked:
        draft.worked.append(worked)
        draft.paragraphs.append(worked)


_HEADING = 25  # letters up to which a cell is but the heading of what it stands over
_WANTED = {
    "decision": re.compile(r"decision|resol|agreed|outcome|recommend", re.IGNORECASE),
    "reason": re.compile(r"reason|comment|explan|narrative|justif", re.IGNORECASE),
}


def _telling_cell(inquiry: Inquiry, cells: list[list[str]], weights: dict[str, float]) -> str:
    """The cell of a row of texts to quote: under the head that is asked for, else the one that says most to the question,
    its name only where nothing else does."""
    label = read_row(inquiry, cells).label
    for want in (*inquiry.wants, "decision"):
        under = [
            cell for header, cell in cells if want in _WANTED and _WANTED[want].search(header) and len(cell) > _HEADING
        ]
        if under:
            return max(under, key=len)
    others = [cell for _, cell in cells if cell != label and len(cell) > 40] or [cell for _, cell in cells]
    return max(others, key=lambda c: sum(w for t, w in weights.items() if t in set(terms(c))) + min(len(c), 200) / 400)


def place_of(hit: Hit) -> str:
    """Where a passage stands, as one says it: body, date and minute, or the paper's title."""
    part, paper, passage = hit.part, hit.paper, hit.passage
    if part.kind in {"minutes", "decision notice"}:
        body = part.committee or "The meeting"
        when = f", {spoken(part.meeting_date)}" if part.meeting_date else ""
        minute = f", minute {passage.minute} ({_short(passage.minute_title)})" if passage.minute else ""
        if not minute and passage.minute_title and part.kind == "decision notice":
            minute = f", {_short(passage.minute_title)}"
        draft = ", draft minutes" if part.status == "draft" else ""
        return f"{body}{when}{minute}{draft}"
    title = part.title or paper.title
    when = f" ({spoken(part.meeting_date)})" if part.meeting_date and spoken(part.meeting_date) not in title else ""
    period = f" ({paper.period})" if paper.period and not when and paper.period not in title else ""
    return f"{title}{when}{period}"


def _place_of_scan(hit: Hit, searcher: Searcher) -> str:
    """Where a recognised page stands. A scan among printed pages is an enclosure: it is not said to be theirs."""
    first = searcher.page(hit.paper.id, hit.part.first_page)
    return place_of(hit) if first is not None and first.status == "ocr" else hit.paper.title


def _short(title: str | None) -> str:
    flat = guarded(" ".join((title or "").split()))
    return flat if len(flat) <= 90 else flat[:87].rsplit(" ", 1)[0] + "…"


def _value(label: str, header: str, cell: str, hit: Hit) -> Value:
    figure = parse_figure(cell, header)
    period = next((p.as_printed for p in header_periods(header)), None)
    return Value(
        label=label,
        value=float(figure.value) if figure.value is not None else None,
        unit=figure.unit,
        period=period,
        as_printed=cell,
        document=hit.paper.document,
        page=hit.passage.page,
    )


def guarded(text: str) -> str:
    """Words of a paper as they may stand in Markdown: nothing in them can pass for one of our markers."""
    return re.sub(r"\[(\d+)\]", r"\\[\1]", text)


def spoken(day: date | None) -> str:
    """A date as it is said: 9 January 2025."""
    return f"{day.day} {day:%B %Y}" if day else ""


def describe(scope: Scope) -> str:
    """What was searched, in words: how many papers, over which dates, and what could not be read."""
    papers = "1 paper" if scope.documents == 1 else f"{scope.documents} papers"
    if scope.from_ and scope.to:
        span = spoken(scope.from_) if scope.from_ == scope.to else f"{spoken(scope.from_)} to {spoken(scope.to)}"
        papers += f" ({span})"
    if scope.unreadable_pages == 1:
        papers += "; 1 page could not be read"
    elif scope.unreadable_pages:
        papers += f"; {scope.unreadable_pages} pages could not be read"
    return papers
