"""What a paper's text says held against what its table prints: "does the table bear that out?"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.compose import compose
from assistant.answering.quoting import sentences
from assistant.answering.suffice import relevant
from assistant.answering.telling.ask import Ask, rows_at, told
from assistant.records.model import Observation
from assistant.records.numbers import find_figures
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.evidence import Evidence, rank
from assistant.retrieval.named_papers import papers_named, without_papers
from assistant.retrieval.terms import stem, terms
from assistant.tools.arithmetic import difference
from assistant.tools.ledger import Entry

_TEXT = (
    r"\b(?:text|narrative|paragraph|para|summary|commentary|comments?|milestone|wording|says?|said|claims?|claimed)\b"
)
_TABLE = r"\b(?:tables?|rows?|columns?|charts?)\b"
_AGAINST = (
    r"\b(?:vs\.?|versus|against|bears?\b.{0,12}\bout|backs?\b.{0,12}\bup|agrees?|match(?:es)?|same|differ\w*|support|compared|consistent|tall(?:y|ies)|square|disagree|true|right"
    r"|show(?:s|n)? (?:that|it))\b"
)
_PLACES = frozenset(
    stem(word)
    for word in [
        "text",
        "narrative",
        "paragraph",
        "para",
        "summary",
        "commentary",
        "comment",
        "milestone",
        "wording",
        "table",
        "row",
        "column",
        "chart",
        "figure",
        "figures",
        "bear",
        "bears",
        "out",
        "back",
        "agree",
        "match",
        "same",
        "differ",
        "support",
        "compared",
        "consistent",
        "tally",
        "square",
        "true",
        "right",
        "show",
        "shown",
    ]
)
LOOK = 12


def tell_contrast(ask: Ask) -> bool:
    """Tell what the text of a paper says and, below it, the row of its table; False where it does not have both."""
    if not (ask.says(_TEXT) and ask.says(_TABLE) and ask.says(_AGAINST)):
        return False
    named = papers_named(ask.inquiry.question, ask.searcher)[:1]
    best = ask.evidence[0].hit.part.id if ask.evidence else None
    parts = [p.id for p in named[0].parts] if named else [best] if best is not None else []
    if not parts:
        return False
    whole = without_papers(ask.inquiry.whole, named) if named else ask.inquiry.whole
    asked = [
        t for t in telling_terms(ask.inquiry, ask.searcher) if t.stem not in _PLACES and t.stem in set(terms(whole))
    ]
    timeless = replace(ask.inquiry, days=(), periods=())
    ranked = rank(timeless, asked, ask.searcher.within(parts, whole), ask.searcher)[:LOOK]
    row = next((r for e in ranked if (r := _figures(ask, e)) and e.own >= 0.3), None)
    text = next((e for e in ranked if not _figures(ask, e) and e.own >= 0.3 and _speaks(ask, e)), None)
    if row is None or text is None:
        return False
    return _tell_text(ask, text, asked) and _tell_row(ask, row, text)


def _figures(ask: Ask, evidence: Evidence) -> list[Entry[Observation]]:
    """The figures of a row, in the order of its columns."""
    return [
        row
        for row in rows_at(ask.finder, evidence.hit)
        if isinstance(row.record, Observation) and row.paper.id == evidence.hit.paper.id
    ]


def _speaks(ask: Ask, evidence: Evidence) -> bool:
    return relevant(replace(ask.inquiry, days=(), periods=()), evidence, ask.searcher) or evidence.coverage >= 0.5


def _tell_text(ask: Ask, evidence: Evidence, asked: Sequence[Term]) -> bool:
    weights = {term.stem: term.weight for term in asked}
    cells = [cell for _, cell in evidence.hit.passage.cells or []]
    if cells:
        said = [sentence for cell in cells for sentence in sentences(cell)]
        quote = max(said, key=lambda s: sum(weights.get(t, 0.0) for t in set(terms(s))) + 0.1 * bool(find_figures(s)))
        cited = ask.draft.add(ask.searcher, evidence.hit, quote)
        if cited is not None:
            ask.draft.paragraphs.append(f"{told(evidence.hit.paper.title)}, the text: “{told(quote)}” [{cited.marker}]")
        return cited is not None
    draft = compose(ask.inquiry, [evidence], ask.searcher)
    ask.draft.append(draft)
    return bool(draft.citations)


def _tell_row(ask: Ask, row: Sequence[Entry[Observation]], text: Evidence) -> bool:
    """The figures of a row with how the last came from the one before, and how the text's differs from that asked for."""
    first = row[0]
    cited = ask.cite(first, first.record.name, first.record.value_as_printed)
    held = sorted((e.record for e in row if e.record.value is not None), key=lambda o: str(o.period_end))
    if cited is None or not held:
        return False
    for record in held:
        ask.value(record.name, record.value_as_printed, record.value, record.unit, record.period, cited)
    figures = "; ".join(f"{told(o.period)}: **{told(o.value_as_printed)}**" for o in held)
    said = f"The table, “{told(first.record.name)}” – {figures} [{cited.marker}]."
    ask.draft.paragraphs.append(" ".join([said, *_last_step(held), *_apart(ask, held, text)]))
    ask.draft.worked += [*_last_step(held), *_apart(ask, held, text)]
    ask.draft.whole = True
    return True


def _last_step(held: Sequence[Observation]) -> list[str]:
    alike = [o for o in held if o.period_kind == held[-1].period_kind and o.unit == held[-1].unit]
    if len(alike) < 2 or alike[-1].value == alike[-2].value:
        return []
    before, last = alike[-2], alike[-1]
    moved = "rose" if (last.value or 0.0) > (before.value or 0.0) else "fell"
    working = difference(
        last.value or 0.0, before.value or 0.0, last.unit, last.value_as_printed, before.value_as_printed
    ).working
    return [f"From {told(before.period)} to {told(last.period)} it {moved}: {working}."]


def _apart(ask: Ask, held: Sequence[Observation], text: Evidence) -> list[str]:
    """How the one figure of the row's unit that the text quoted gives differs from the row's for the time asked for."""
    asked = [o for o in held if any(p.end == o.period_end for p in ask.inquiry.periods)] or list(held[-1:])
    quoted = ask.draft.citations[0].quote
    stated = [f for f in find_figures(quoted) if f.value is not None and f.unit == asked[-1].unit and f.unit == "%"]
    value = asked[-1].value
    if len(stated) != 1 or value is None or float(stated[0].value or 0.0) == value:
        return []
    working = difference(float(stated[0].value or 0.0), value, "%", stated[0].as_printed).working
    return [f"The text's figure less the table's for {told(asked[-1].period)}: {working}."]
