"""Of the rows of one table those that bear a word the question says, "which areas has it finished?": a list from any table with
a column of a few words told again and again, whether or not records were read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.compose import guarded, place_of
from assistant.answering.suffice import relevant
from assistant.answering.telling.ask import Ask
from assistant.answering.telling.filters import counted
from assistant.answering.telling.tabled import Row, tabled
from assistant.papers.tables import is_figure
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.search import Hit
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import terms
from assistant.tools.columns import read_row

_ASKS = re.compile(
    r"^\W*(?:(?:and|so|ok|please)\W+)*(?:which|what|list|name|show|give me|tell me)\b(?:\s(?!(?:is|was|were|did|do|does|has|have|had|will|would|can|could|should)\b)[\w'’-]+){0,6}?\s[\w’'-]{2,}s['’]?\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:no|not|never|none|without|non|yet)\b|\bun\w+|n['’]t\b", re.IGNORECASE)
LOOK = 2  # passages whose tables are looked at
NEAR = 0.9  # of the best one's score
FEWEST = 4  # rows of a table in which a word told again makes a kind
LONGEST = 30  # letters of a word or two that put a row among others
MOST = 25  # rows told
FIELDS = 4  # cells of a row that are told


class _Table(NamedTuple):
    """The rows of one table in their order, as passages with the same heads on pages that follow one another."""

    heads: tuple[str, ...]
    rows: list[Hit]


def tell_kept_rows(ask: Ask) -> bool:
    """List the rows of the table found that bear what the question says of one of its columns; False where no column has it,
    or every row does."""
    if not _ASKS.search(ask.inquiry.question) or ask.wants(
        "figure", "vote", "reason", "mover", "attendance", "apologies"
    ):
        return False
    best = ask.evidence[0].score if ask.evidence else 0.0
    for evidence in ask.evidence[:LOOK]:
        table = _table(ask, evidence) if evidence.score >= NEAR * best else None
        if table is None or not relevant(ask.inquiry, evidence, ask.searcher):
            continue
        head, kept = _kept(ask, table)
        kept = _on_the_subject(ask, table, kept)
        if kept and _tell(ask, table, head, kept):
            return True
    return False


def _table(ask: Ask, evidence: Evidence) -> _Table | None:
    """The table of a row that was found."""
    hit = evidence.hit
    heads = _heads(hit)
    if len(heads) < 3 or not all(heads[1:]):
        return None
    inside = [h for h in ask.searcher.in_part(hit.part.id) if h.passage.cells is not None]
    rows = [h for h in inside if set(_heads(h)) <= set(heads) and len(_heads(h)) >= 2]
    return _Table(heads, rows) if len(rows) >= FEWEST else None


def _heads(hit: Hit) -> tuple[str, ...]:
    return tuple(head for head, _ in hit.passage.cells or ())


def _kept(ask: Ask, table: _Table) -> tuple[str, list[Hit]]:
    """The head of a column of kinds, and the rows whose cell there is what the question says."""
    for head in table.heads[1:]:
        cells = {hit.passage.id: _under(hit, head) for hit in table.rows}
        kinds = {cell for cell in cells.values() if cell}
        named = {kind for kind in kinds if _is_kind(kind) and _said(ask, kind, head)}
        if (
            named == kinds
        ):  # "still waiting for conversion" means the one that it says in its own words, not "Converted"
            named = {kind for kind in kinds if _said(ask, kind, head, in_others=False)}
        repeated = len(kinds) < len([cell for cell in cells.values() if cell])
        if named and repeated and len(named) < len(kinds):
            return head, [hit for hit in table.rows if cells[hit.passage.id] in named]
    return "", []


def _on_the_subject(ask: Ask, table: _Table, kept: Sequence[Hit]) -> list[Hit]:
    """Of the rows kept those that hold what the question says and only some rows of the table do: "home care"."""
    held = {hit.passage.id: set(terms(hit.passage.text)) for hit in table.rows}
    heads = set(terms(" ".join(table.heads)))
    kinds = set(terms(" ".join(cell for hit in kept for _, cell in hit.passage.cells or () if _is_kind(cell))))
    for term in set(terms(ask.inquiry.question)) - heads - kinds:
        few = [key for key, words in held.items() if term in words]
        if asking_weight(term) >= 1 and 0 < 2 * len(few) <= len(held):
            kept = [hit for hit in kept if hit.passage.id in few]
    return list(kept)


def _under(hit: Hit, head: str) -> str:
    return next((" ".join(cell.split()) for own, cell in hit.passage.cells or () if own == head), "")


def _is_kind(cell: str) -> bool:
    return 2 < len(cell) <= LONGEST and not is_figure(cell) and re.search(r"[A-Za-z]{3}", cell) is not None


def _said(ask: Ask, kind: str, head: str, *, in_others: bool = True) -> bool:
    """Whether the question says a kind in all its words, or in others that mean the same (``in_others``), and denies it as the
    kind does."""
    asked = set(terms(ask.inquiry.question))
    own = [term for term in terms(kind) if not term.isdigit()]
    said = own and all(term in asked or (in_others and alike(term) & asked) for term in own)
    denied = bool(_DENIES.search(kind)) == bool(_DENIES.search(ask.inquiry.question))
    # A word of the table's own heads or of what is listed ("Action") tells no row from another.
    telling = any(asking_weight(term) < 1 or term not in set(terms(head)) for term in own)
    return bool(said) and denied and telling


def _tell(ask: Ask, table: _Table, head: str, kept: Sequence[Hit]) -> bool:
    rows = []
    shown = _shown(table, head, kept)
    for hit in kept[:MOST]:
        cited = ask.draft.add(ask.searcher, hit, hit.passage.text)
        if cited is not None:
            rows.append(Row(_fields(ask, hit, shown), [cited.marker]))
    if len(rows) < min(len(kept), MOST):
        return False
    number = f"{counted(len(kept))} of the {len(table.rows)} rows"
    ask.draft.worked.append(number)
    here = f" ({MOST} of them here)" if len(kept) > MOST else ""
    ask.draft.paragraphs += [f"{place_of(kept[0])} – {number} of the table{here}:", tabled(rows)]
    ask.draft.whole = True
    return True


def _shown(table: _Table, kept_by: str, kept: Sequence[Hit]) -> list[str]:
    """The heads of the columns that are told beside a row's name: the one it was kept by, and those with the shortest cells."""
    others = [head for head in table.heads[1:] if head != kept_by]
    others.sort(key=lambda head: sum(len(_under(hit, head)) for hit in kept))
    return [head for head in table.heads if head == kept_by or head in others[: FIELDS - 1]]


def _fields(ask: Ask, hit: Hit, shown: Sequence[str]) -> dict[str, str]:
    """A row's name, then its cells under some heads."""
    cells = [(head, " ".join(cell.split())) for head, cell in hit.passage.cells or () if cell.strip(" –-")]
    label = read_row(ask.inquiry, [list(pair) for pair in cells]).label or cells[0][1]
    named = next((head for head, cell in cells if cell == label), "Row")
    rest = {head: guarded(cell) for head, cell in cells if cell != label and head in shown}
    return {named: f"“{guarded(label)}”"} | rest
