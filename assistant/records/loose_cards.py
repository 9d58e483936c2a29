"""Cards of indicators drawn without a table: a name, a large figure, a word for how it stands, the target, earlier figures.

Each card reached the PDF as a few lines in a row. They are read where several on a page are built alike and the period of
the large figure is told; every figure is "likely", for lines have no cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.papers.model import Line, Page
from assistant.records.indicator_columns import Column, Layout, column_of
from assistant.records.indicator_row import IndicatorRow, read_cell, unit_hint
from assistant.records.indicator_rows import Setting, observations
from assistant.records.model import Observation, Piece, Record, TableReading
from assistant.records.numbers import Figure
from assistant.records.periods import Period, find_periods
from assistant.records.reading import Context
from assistant.records.sheets import Entry, SheetRow, Spot
from assistant.records.vocabulary import MEETING_KINDS

FEWEST = 2
"""Cards of one build on a page."""
MOST_NAME_LINES = 4
_VALUE = re.compile(r"^(?P<value>[(<>£+\-–]*\d[\d,]*(?:\.\d+)?(?:%|[kmr])?\)?)\s*(?P<arrow>[↑↓→←▲▼◀▶]?)$")
_TARGET = re.compile(
    r"^(?:(?P<label>targets?)\b\s*:?\s*(?P<target>[^|]{1,30}?)\s*(?:\|.*)?|no (?:local |set )?targets?(?: set)?)$",
    re.IGNORECASE,
)
_STATE = re.compile(r"^[A-Za-z][A-Za-z /-]{1,24}$")
_EARLIER = re.compile(r"(?P<period>(?:Q[1-4] )?(?:20)?\d\d/\d\d|20\d\d):\s*(?P<value>\S+)")
_HELD_AGAINST = re.compile(
    r"(?P<label>[A-Za-z\d].{0,38}?):?\s+(?P<value>[(<>£+\-–]*\d[\d,]*(?:\.\d+)?(?:%|[kmr])?\)?|n/?a|[-–])",
    re.IGNORECASE,
)
"""A line of a card with a figure under its time, or with what others reached: "Apr–Sep 2023 64.7%", "Wales 2024/25 66.6%"."""
_CODE = re.compile(r"[A-Z]{1,5}[ -]?\d{1,3}[a-z]?")
_NO_STATE = re.compile(r"no target|monitor|n/?a\b|not rated|for information|contextual?", re.IGNORECASE)


@dataclass(slots=True)
class _Card:
    """One card: its lines by what they say. ``earlier`` are (period as printed, figure as printed), ``others`` benchmarks,
    ``places`` the lines that earlier figures stand in, by their period as printed."""

    page: int
    name: list[Line]
    value: Line
    target: Line
    state: str | None = None
    code: str | None = None
    title: str = ""
    earlier: list[tuple[str, str]] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, Line] = field(default_factory=dict)
    remark: list[str] = field(default_factory=list)
    theme: str | None = None


def loose_cards(index: int, context: Context) -> list[Record]:
    """The observations of the cards of a part, and a line a page for the report."""
    part = context.facts.parts[index]
    if part.kind in MEETING_KINDS:
        return []
    own: dict[int, list[tuple[bool, list[Line]]]] = {}
    for page, _, block in part.blocks(context.paper.pages):
        if block.table is None:
            own.setdefault(page.number, []).append((block.kind == "heading", block.lines))
    found: list[Record] = []
    for number, blocks in own.items():
        cards = list(_cards(number, blocks))
        if len(cards) >= FEWEST:
            found += _records(cards, context.paper.pages[number - 1], context)
    return found


def _cards(page: int, blocks: Sequence[tuple[bool, list[Line]]]) -> Iterator[_Card]:
    """The cards of a page: a block that is a figure alone, the name before it, a target close behind it."""
    theme: str | None = None
    used = -1
    for at, (heading, lines) in enumerate(blocks):
        value = lines[0] if len(lines) == 1 and _VALUE.match(lines[0].text.strip()) else None
        behind = _behind(blocks, at) if value is not None else None
        if value is None or behind is None:
            if heading and len(lines) == 1 and not _is_name(blocks, at):
                theme = lines[0].text.strip()
            continue
        state, target_at = behind
        name = _name(blocks, at, used)
        if name is None:
            continue
        code, title, named = name
        rest = blocks[target_at][1]
        card = _Card(page, named, value, rest[0], state, code, title, theme=theme)
        for line in rest[1:]:
            earlier = _EARLIER.findall(line.text)
            left = _EARLIER.sub("", line.text).strip(" |,;")
            card.earlier += earlier if not left else []
            card.places |= dict.fromkeys([said for said, _ in earlier], line)
            card.remark += [line.text.strip()] if left else []
        used = target_at + _take_history(card, blocks, target_at + 1)
        yield card


def _take_history(card: _Card, blocks: Sequence[tuple[bool, list[Line]]], at: int) -> int:
    """Add the figures that a block below the target lists under their times, the word before it and the remark behind it;
    how many blocks those are, 0 where none does."""
    stated = at < len(blocks) and len(blocks[at][1]) == 1 and bool(_STATE.match(blocks[at][1][0].text.strip()))
    place = at + 1 if stated and card.state is None else at
    lines = blocks[place][1] if place < len(blocks) else []
    told = [_HELD_AGAINST.fullmatch(line.text.strip()) for line in lines]
    listed = [(match["label"], match["value"], column_of(match["label"])) for match in told if match]
    if len(listed) < len(lines) or sum(column.role == "period" for *_, column in listed) < 2:
        return 0
    card.state = card.state or (blocks[at][1][0].text.strip() if stated else None)
    card.earlier += [(label, value) for label, value, column in listed if column.role == "period"]
    card.others += [(label, value) for label, value, column in listed if column.role == "benchmark"]
    card.places |= {label: line for (label, *_), line in zip(listed, lines, strict=True)}
    behind = blocks[place + 1] if place + 1 < len(blocks) else (True, [])
    remark = not behind[0] and " ".join(line.text.strip() for line in behind[1])
    card.remark += [remark] if remark and remark.endswith(".") else []
    return place - at + 1


def _is_name(blocks: Sequence[tuple[bool, list[Line]]], at: int) -> bool:
    """Whether a figure alone stands right below, or below a code: then this block is the name of a card."""
    below = [lines[0].text.strip() if len(lines) == 1 else "" for _, lines in blocks[at + 1 : at + 3]]
    coded = len(below) > 1 and _CODE.fullmatch(below[0]) and _VALUE.match(below[1])
    return bool(below and (_VALUE.match(below[0]) or coded))


def _behind(blocks: Sequence[tuple[bool, list[Line]]], at: int) -> tuple[str | None, int] | None:
    """The word below a figure and the block that the target opens, which is the next one or the one after it."""
    state: str | None = None
    for place in (at + 1, at + 2):
        lines = blocks[place][1] if place < len(blocks) else []
        if lines and _TARGET.match(lines[0].text.strip()):
            return state, place
        if len(lines) != 1 or not _STATE.match(lines[0].text.strip()):
            return None
        state = lines[0].text.strip()
    return None


def _name(blocks: Sequence[tuple[bool, list[Line]]], at: int, used: int) -> tuple[str | None, str, list[Line]] | None:
    """The code, the name and the lines of both, from the one or two blocks before a figure."""
    lines: list[Line] = []
    code: str | None = None
    for place in (at - 1, at - 2):
        if place <= used or place < 0 or lines:
            break
        own = blocks[place][1]
        if len(own) == 1 and _CODE.fullmatch(own[0].text.strip()) and code is None:
            code = own[0].text.strip()
        else:
            lines = own
    text = " ".join(" ".join(line.text.split()) for line in lines)
    if not 0 < len(lines) <= MOST_NAME_LINES or text.endswith((".", ":")) or not re.search(r"[A-Za-z]{3}", text):
        return None
    first, last = text.split()[0], text.split()[-1]
    if code is None and _CODE.fullmatch(first):
        code, text = first, text[len(first) :].strip()
    elif code is None and _CODE.fullmatch(last):
        code, text = last, text[: -len(last)].strip()
    return (code, text, list(lines)) if re.search(r"[A-Za-z]{3}", text) else None


def _records(cards: Sequence[_Card], page: Page, context: Context) -> list[Record]:
    found: list[Record] = []
    left = 0
    for card in cards:
        period = _period_of(card, context)
        if period is None:
            left += 1
        else:
            found += _observed(card, period, context)
    report = TableReading(
        page=page.number,
        as_printed=cards[0].title,
        certainty="likely",
        read_as="observation" if found else "text",
        caption="cards in loose lines",
        rows=len(cards),
        records=len(found),
        left=left,
        reason="cards whose period is not told" if left else None,
    )
    return [*found, report]


def _period_of(card: _Card, context: Context) -> Period | None:
    """The period of a card's large figure: the one the paper reports on, which is the next after those it looks back to."""
    front = [block.text for block in context.paper.pages[0].blocks if block.kind == "heading"][:2]
    told = [context.facts.period, context.facts.title, *front]
    named = {
        (p.start, p.end): p
        for text in told
        for p in find_periods(text or "")
        if p.kind in {"quarter", "financial year"}
    }
    before = [column_of(period).period for period, _ in card.earlier]
    value = _VALUE.match(card.value.text.strip())
    last = max((at for at, when in enumerate(before) if when), key=lambda at: _end(before[at]), default=None)
    if last is not None and value is not None and card.earlier[last][1] == value["value"]:
        label, _ = card.earlier.pop(last)  # the list holds the large figure itself, and tells of which time it is
        return replace(found, as_printed=label) if (found := before[last]) else None
    if not before:
        return next(iter(named.values())) if len(named) == 1 else None
    latest = max((period for period in before if period), key=lambda p: p.end, default=None)
    following = [p for p in named.values() if latest and p.kind == latest.kind and 0 < (p.start - latest.end).days < 2]
    return following[0] if len(following) == 1 else None


def _end(period: Period | None) -> tuple[date, date]:
    """By what the later of two periods is told: when it ends, then when it began."""
    return (period.end, period.start) if period else (date.min, date.min)


def _observed(card: _Card, period: Period, context: Context) -> Iterator[Observation]:
    """The figure of a card and the earlier ones; target, rating, arrow and remark belong to the first alone."""
    row = _row(card, period)
    for made in observations(row, Setting(card.theme, context.facts.period)):
        latest = made.value_as_printed == row.row.text(2) and made.period == row.layout.columns[2].label
        place = card.places.get(made.period or "")
        lines = [*card.name, card.value] if latest or place is None else [*card.name, place]
        printed = [*lines, card.target] if lines[-1] is card.value else lines
        changes: dict[str, object] = {
            "certainty": "likely",
            "as_printed": " ".join(" ".join(line.text.split()) for line in printed),
            "pieces": [Piece(page=card.page, boxes=[line.box for line in lines])],
        }
        if not latest:
            changes |= {"commentary": None, "direction": None, "rating": None, "rating_source": None}
        elif made.rating is None and card.state and not _NO_STATE.match(card.state):
            changes |= {"rating": card.state.lower(), "rating_source": "word"}
        yield made.model_copy(update=changes)


def _row(card: _Card, period: Period) -> IndicatorRow:
    """A card as the row of a table of indicators."""
    match, aim = _VALUE.match(card.value.text.strip()), _TARGET.match(card.target.text.strip())
    assert match is not None and aim is not None
    earlier = [(said, figure, column_of(said).period) for said, figure in card.earlier]
    columns = [
        Column("id", "ID"),
        Column("name", "Name"),
        Column("period", period.as_printed, period.as_printed, period),
    ]
    columns += [Column("period", said, said, when) for said, _, when in earlier if when is not None]
    spot = [Spot(card.page, card.value.box)]
    texts = [match["value"], *(figure for _, figure, when in earlier if when is not None)]
    entries = [
        Entry(card.code or ""),
        Entry(card.title, [Spot(card.page, card.name[0].box)]),
        *(Entry(t, spot) for t in texts),
    ]
    columns += [
        Column("target", "Target", "Target", period),
        Column("rating", "Status", "Status", period),
        Column("direction", "Trend"),
    ]
    entries += [Entry(aim["target"] or ""), Entry(card.state or ""), Entry(match["arrow"])]
    columns += [column_of(label) for label, _ in card.others]
    entries += [Entry(figure) for _, figure in card.others]
    hint = unit_hint(card.title)
    figures: dict[int, Figure] = {2 + i: read_cell(text, hint) for i, text in enumerate(texts)}
    remark = " ".join(card.remark) or None
    return IndicatorRow(SheetRow(entries, None, card.page, []), Layout(columns, 0), 1, 0, figures, remark)
