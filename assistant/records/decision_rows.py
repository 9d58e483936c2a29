"""Lists of decisions with a row for each: "Item | Subject | Decision | Reasons", as decision notices print them."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.records.heads import headed
from assistant.records.model import Record
from assistant.records.notices import Form, record_of
from assistant.records.reading import Context, SheetReading
from assistant.records.sheets import Sheet, SheetRow

_DECISION = re.compile(
    r"^(?:the )?(?:decisions?|resolutions?)(?: (?:taken|made|agreed))?(?:,? (?:and|with|&) (?:the )?reasons?)?\W*$"
    r"|^(?:it was )?resolved\W*$",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:(?:report|item|agenda item) )?(?:subject|title|topic|matter|report|item|agenda item)(?: title| name)?(?: of (?:the )?(?:report|decision))?\W*$",
    re.I,
)
_BOTH = re.compile(  # "Ref. and item": the number and the subject in one cell
    r"^(?:(?:decision )?(?:ref(?:erence)?|no|number|minute)\b\.?(?: (?:no\.?|number))?)\s*(?:and|&|/|,)\s*(?:item|subject|title|topic|report|matter|decision)\W*$"
    r"|^(?:item|subject|title|topic|report|matter)\s*(?:and|&|/|,)\s*(?:decision )?(?:ref(?:erence)?|no|number|minute)\W*$",
    re.I,
)
_REASONS = re.compile(
    r"^(?:summary of |statement of )?reasons?\b(?! for (?:urgency|exemption|lateness))[^:]{0,40}$", re.I
)
_ALTERNATIVES = re.compile(r"\b(?:alternatives?|options?)\b[^:]{0,40}$", re.I)
_CALL_IN = re.compile(r"\bcall[- ]?in\b|^(?:implementation|effective|in force)\b", re.I)
_MINUTE = re.compile(r"^(?:minute|min\.?)(?: (?:no\.?|number|ref\w*))?\W*$", re.I)
_WHY = re.compile(r"^\W*(?:reasons?(?: for (?:the )?decisions?)?|why)\s*[:.–-]\s*", re.I)
_NUMBER = re.compile(r"[A-Z]{0,6}[ ./-]?\d{1,4}[A-Za-z]?(?:[./-]\d{1,4}){0,3}")
_SAYS = re.compile(r"[a-z]{3,} .*[a-z]{2,}")


class _Columns(NamedTuple):
    decision: int
    subject: int | None
    minute: int | None
    reasons: int | None = None
    alternatives: int | None = None
    call_in: int | None = None


class DecisionRows:
    """The reader of tables with a decision a row."""

    kind = "resolution"

    def claim(self, sheet: Sheet, context: Context) -> float:
        """Sure of a table of a decision notice with one column of decisions and one of subjects beside it."""
        if sheet.part.kind != "decision notice":
            return 0.0
        sheet = headed(sheet, lambda heads: _columns(heads) is not None)
        columns = _columns(sheet.headers)
        return 0.97 if columns is not None and any(_is_decision(row, columns) for row in sheet.rows) else 0.0

    def read(self, sheet: Sheet, context: Context) -> SheetReading:
        """A resolution a row; a row without the words of a decision is left as text."""
        sheet = headed(sheet, lambda heads: _columns(heads) is not None)
        columns = _columns(sheet.headers)
        assert columns is not None
        found: list[Record] = []
        reading = SheetReading(found)
        for row in sheet.rows:
            if _is_decision(row, columns):
                found.append(_resolution(row, columns, sheet))
            else:
                reading.left += 1
                reading.reasons.append("no decision stands in the row")
        return reading


def _columns(heads: list[str]) -> _Columns | None:
    """The columns by their heads; None unless exactly one is of decisions and another of subjects."""
    flat = [" ".join(head.split()) for head in heads]
    decisions = [i for i, head in enumerate(flat) if _DECISION.match(head)]
    subjects = [i for i, head in enumerate(flat) if _SUBJECT.match(head) or _BOTH.match(head)]
    if len(decisions) != 1 or not subjects:
        return None
    named = [i for i in subjects if not re.match(r"(?:agenda )?item\W*$", flat[i], re.I)]
    minutes = [i for i, head in enumerate(flat) if _MINUTE.match(head)]
    subject = (named or subjects)[0]
    minute = minutes[0] if minutes else subject if _BOTH.match(flat[subject]) else None
    others = [
        next((i for i, head in enumerate(flat) if form.search(head)), None)
        for form in (_REASONS, _ALTERNATIVES, _CALL_IN)
    ]
    return _Columns(decisions[0], subject, minute, *others)


def _is_decision(row: SheetRow, columns: _Columns) -> bool:
    entry = row.entries[columns.decision]
    return not entry.merged and entry.span == 1 and bool(_SAYS.search(entry.text))


def _resolution(row: SheetRow, columns: _Columns, sheet: Sheet) -> Record:
    """The resolution of a row; reasons may stand below the decision in its own cell, under a label."""
    lines = [
        line
        for own in row.rows
        for cell in own.cells
        if cell.column == columns.decision
        for line in cell.text.splitlines()
        if line.strip()
    ]
    why = next((i for i, line in enumerate(lines) if _WHY.match(line)), len(lines))
    lines, reasons = lines[:why], " ".join(lines[why:])
    subject, number = row.text(columns.subject), row.text(columns.minute)
    if columns.minute == columns.subject:
        number, subject = _apart(subject)
    elif columns.minute is None:
        number, subject = _numbered(row, columns) or ("", subject)
    title = subject if re.search(r"[A-Za-z]{3}", subject) else None
    told = [at for at in (columns.decision, columns.reasons, columns.alternatives, columns.call_in) if at is not None]
    record = record_of(Form(title, lines, row.pieces(columns.decision)), sheet.part)
    record.pieces = row.pieces(*told)
    record.minute = number if _NUMBER.fullmatch(number) else None
    record.reasons = row.text(columns.reasons) or _WHY.sub("", reasons) or None
    record.alternatives = row.text(columns.alternatives) or None
    record.call_in = row.text(columns.call_in) or None
    return record


def _numbered(row: SheetRow, columns: _Columns) -> tuple[str, str] | None:
    """The number that stands alone in the first line of the cell of the subject, and the subject; else None."""
    texts = [cell.text for own in row.rows for cell in own.cells if cell.column == columns.subject]
    lines = [" ".join(line.split()) for text in texts for line in text.splitlines() if line.strip()]
    if len(lines) > 2 and re.fullmatch(r"(?:Councillor|Cllr)\.? [A-Z][\w'’ .-]+", lines[-1]):
        lines.pop()  # whose business it was
    sure = len(lines) > 1 and re.search(r"[A-Z]", lines[0]) and _NUMBER.fullmatch(lines[0])
    return (lines[0], " ".join(lines[1:])) if sure else None


def _apart(text: str) -> tuple[str, str]:
    """The number and the subject of one cell: the number opens or ends it."""
    opens = re.match(rf"({_NUMBER.pattern})\W*\s(?=\S)", text)
    if opens and re.search(r"\d", opens.group(1)):
        return opens.group(1), text[opens.end() :]
    ends = re.search(rf"\s\(?((?=\S*[./-])(?:{_NUMBER.pattern}))\)?$", text)
    return (ends.group(1), text[: ends.start()]) if ends else ("", text)
