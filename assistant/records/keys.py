"""A paper's own key of colours: what red, amber and green mean in it, from its table or its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from assistant.papers.model import Block
from assistant.records.dates import plain
from assistant.records.model import Piece, RatingKey
from assistant.records.ratings import rating_of
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Entry, Sheet, SheetRow
from assistant.records.vocabulary import MEETING_KINDS

_COLOUR = r"red|amber|green|yellow|orange|blue|grey|gray|purple|black"
_MARK = re.compile(
    rf"(?:^|\n|[.;,|•)–-]\s+|\s{{2}})\W{{0,3}}(?:\*\*)?(?P<rating>(?:{_COLOUR})\b(?:\s*\([A-Za-z]{{1,2}}\)|\s[A-Z]\b(?:\s*\(\w+\))?|\s+(?:rated|rating|status))?"
    r"|[RAGB](?=\s*=))\s*(?:[:=]|\s?[-–—]\s|\bmeans\b|\bindicates\b)\s*(?=\S)",
    re.IGNORECASE,
)
_HAD = re.compile(rf"^\W*(?=\S)[^:]{{1,25}}:\s*(?:{_COLOUR})\W*$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-z0-9%)])[.;](?=\s|$)")
_COUNT = re.compile(
    r"\d+(?:\s*\(\d+(?:\.\d+)?\s?%\))?(?:\s+(?!or\b|to\b|and\b|per\b|points?\b|%)[a-z]+){0,3}\W*$", re.IGNORECASE
)
_SAYS = re.compile(r"[A-Za-z]{2,}.*\s|\s.*[A-Za-z]{2,}|\d\s?[-–]\s?\d")
_TABLE_SAYS = re.compile(r"\b(?:rag|rating|colou?rs?|key|status)\b", re.IGNORECASE)
_BY_WORDS = [
    ("red", r"(?:more than|over|greater than|worse than) \d[\d.]*\s?(?:%|per cent|percentage points|points)|not (?:on|meeting) target\b|off target\b"),
    ("amber", r"within \d[\d.]*\s?(?:%|per cent|percentage points|points)|(?:slightly|just) (?:below|off) target"),
    ("green", r"(?:on|at|above|better than|meeting|met|exceed\w*) (?:or (?:above|better than|exceeding) )?(?:the )?target"),
]  # fmt: skip
_BY_WORD_FORMS = [(name, re.compile(rf"^\W*(?:{source})", re.IGNORECASE)) for name, source in _BY_WORDS]
_UNIT = r"(?P<unit>%|per ?cent\b|percentage points?|% ?points?|pp\b|points?\b)"
_WITHIN = re.compile(
    rf"(?:\bwithin|\b(?:not|no) more than|\bup to|\bless than|\bno worse than|\bby (?:at most|under))\s+(?P<n>\d+(?:\.\d+)?)\s?{_UNIT}"
    rf"|\b(?P<n2>\d+(?:\.\d+)?)\s?{_UNIT.replace('unit', 'unit2')} (?:or less|tolerance|or fewer)",
    re.IGNORECASE,
)
_OF_TARGET = re.compile(
    r"\b(?:by|of)\b[^.]{0,30}\d\s?(?:%|per ?cent) of (?:the |its |their )?target|(?:%|per ?cent) of the target(?:'s)? value|\brelative\b",
    re.IGNORECASE,
)
_LEAST, _MOST_ROWS = 2, 12


class Tolerance(NamedTuple):
    """How far from target a colour reaches, in per cent or points, and of what: None where the key does not say."""

    within: float | None
    reading: Literal["of the target", "in points"] | None


def tolerance_of(meaning: str) -> Tolerance:
    """The tolerance that a line of a key names: "within 15% of target". "More than 15%" is none."""
    text = plain(meaning)
    found = _WITHIN.search(text)
    if found is None:
        return Tolerance(None, None)
    unit = (found["unit"] or found["unit2"]).lower()
    if "point" in unit or unit == "pp":
        return Tolerance(float(found["n"] or found["n2"]), "in points")
    return Tolerance(float(found["n"] or found["n2"]), "of the target" if _OF_TARGET.search(text) else None)


class KeyTables:
    """The reader of tables that are nothing but a key: colours with their meanings, in a row or one below the other."""

    kind = "rating_key"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure where two or more colours have a meaning and the table holds nothing else."""
        if len(sheet.rows) > _MOST_ROWS or len(sheet.headers) > 8:
            return 0.0
        return 0.95 if _is_key(list(_of_table(sheet))) else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """One record a colour; rows that explain arrows or other signs are left."""
        records = list(_of_table(sheet))
        used = {id(row) for row in sheet.rows if any(True for _ in _of_row(row, sheet))}
        left = [row for row in sheet.rows if id(row) not in used]
        return SheetReading(records, len(left), ["explains other signs than colours"] if left else [])


def _of_table(sheet: Sheet) -> Iterator[RatingKey]:
    for row in sheet.rows:
        yield from _of_row(row, sheet)


def _of_row(row: SheetRow, sheet: Sheet) -> Iterator[RatingKey]:
    filled = [(i, entry) for i, entry in enumerate(row.entries) if entry.text or entry.fill]
    if len(filled) == 2 and filled[1][1].text:
        (at, first), (beside, meaning) = filled
        drawn = rating_of(first.text, first.fill) if len(first.text) <= 14 else None
        if drawn and drawn.name != "grey" and _means(meaning.text):
            yield _key(row, drawn.name, meaning.text, "sure", at, beside)
        return
    cells = [(i, entry) for i, entry in filled if entry.text and not re.search(r"\d{3}", entry.text)]
    coloured = [(i, entry, name) for i, entry in cells if (name := _filled_with(entry)) and _means(entry.text)]
    if len({name for _, _, name in coloured}) >= _LEAST:
        for i, entry, name in coloured:
            yield _key(row, name, entry.text, "sure", i)
    elif cells and _TABLE_SAYS.search(f"{cells[0][1].text} {sheet.heading or ''}"):
        worded = [(i, entry, name) for i, entry in cells[1:] if (name := _worded(entry.text))]
        if len(worded) == len(cells) - 1 and len({name for _, _, name in worded}) == len(worded) >= _LEAST:
            for i, entry, name in worded:
                yield _key(row, name, entry.text, "likely", i)


def _filled_with(entry: Entry) -> str | None:
    drawn = rating_of("", entry.fill)
    return drawn.name if drawn and drawn.name in {"red", "amber", "yellow", "green", "blue"} else None


def _worded(text: str) -> str | None:
    """The colour that a meaning can only be of, where the key stands without its colours."""
    return next((name for name, form in _BY_WORD_FORMS if form.match(text)), None)


def _key(row: SheetRow, rating: str, meaning: str, certainty: Literal["sure", "likely"], *columns: int) -> RatingKey:
    within, reading = tolerance_of(meaning)
    return RatingKey(
        page=row.page,
        pieces=row.pieces(*columns),
        as_printed=" ".join(row.text(column) for column in columns if row.text(column)),
        certainty=certainty,
        rating=rating,
        meaning=meaning,
        within=within,
        ambiguous=within is not None and reading is None,
        reading=reading,
    )


def _means(text: str) -> bool:
    """Whether a text says what a colour means, rather than how many have it, or what had it when ("Q2: Amber")."""
    if _HAD.match(text):
        return False
    return bool(_SAYS.search(text) or re.search(r"[A-Za-z]{4}", text)) and not _COUNT.match(text) and len(text) < 300


def rating_keys(index: int, context: Context) -> list[RatingKey]:
    """The keys in the running text of a part: two colours or more, each followed by what it means."""
    part = context.facts.parts[index]
    if part.kind in MEETING_KINDS:
        return []
    found: list[list[RatingKey]] = []
    last = -9
    for order, (page, _, block) in enumerate(part.blocks(context.paper.pages)):
        if block.kind == "table":
            continue
        keys = list(_of_block(page.number, block))
        if keys and order - last > 2:
            found.append([])
        if keys:
            found[-1] += keys
            last = order
    return [key for run in found if _is_key(run) for key in run]


def _is_key(keys: list[RatingKey]) -> bool:
    """Whether lines make a key: two colours of a traffic light, or all three where only letters name them."""
    lights = {key.rating for key in keys} & {"red", "amber", "yellow", "green"}
    letters = all(re.match(r"\W*[A-Za-z]\b", key.as_printed) for key in keys)
    return len(lights) >= (3 if letters else _LEAST)


def _of_block(page: int, block: Block) -> Iterator[RatingKey]:
    marks = list(_MARK.finditer(block.text))
    ends = [mark.start() for mark in marks[1:]] + [len(block.text)]
    for mark, stop in zip(marks, ends, strict=False):
        at_line_start = not block.text[: mark.start("rating")].rpartition("\n")[2].strip(" •-–*\t")
        meaning = _meaning(block.text[mark.end() : stop], at_line_start)
        rating = _named(mark["rating"])
        if rating is None or not _means(meaning):
            continue
        within, reading = tolerance_of(meaning)
        yield RatingKey(
            page=page,
            pieces=[Piece(page=page, boxes=[block.box])],
            as_printed=f"{mark.group().strip(' .;,|•')} {meaning}".strip(),
            rating=rating,
            meaning=meaning,
            within=within,
            ambiguous=within is not None and reading is None,
            reading=reading,
        )


def _meaning(stretch: str, at_line_start: bool) -> str:
    """What stands after a colour: to the end of its sentence; in a list to the end of its line and what runs on."""
    lines = stretch.splitlines() or [""]
    if at_line_start:
        kept = 1
        while kept < len(lines) and re.match(r"[a-z(\d]", lines[kept].strip()):
            kept += 1
        lines = lines[:kept]
    text = "\n".join(lines)
    end = _SENTENCE.search(text)
    return " ".join(text[: end.start() if end else len(text)].split()).strip(" ;,•")


def _named(printed: str) -> str | None:
    """The colour of a line of a key; "Amber E (yellow)" is yellow, "Amber (A)" amber, "Amber E" a rating of its own."""
    inner = re.search(rf"\(({_COLOUR})\)", printed, re.IGNORECASE)
    word = inner.group(1) if inner else re.match(r"[A-Za-z]+", printed)
    drawn = rating_of(word if isinstance(word, str) else word.group() if word else "", None)
    sort = re.search(r"[A-Za-z]\s([A-Z])$", printed)
    return f"{drawn.name} {sort.group(1)}" if drawn and sort and not inner else drawn.name if drawn else None
