"""A paper to its records: the text of its parts by the readers of minutes and reports, its tables by the readers of
tables.

Each table is offered to all readers of tables; the one that is surest of its columns reads it. What no reader is sure of
stays text, and the paper's report says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.papers.model import Paper
from assistant.papers.tables import LabelledRow
from assistant.records.actions import ActionReader
from assistant.records.agendas import read_agenda
from assistant.records.budgets import BudgetReader
from assistant.records.decision_rows import DecisionRows
from assistant.records.definitions import definition_changes
from assistant.records.identify import PaperFacts
from assistant.records.indicators import IndicatorTables
from assistant.records.keys import KeyTables, rating_keys
from assistant.records.listed_programmes import listed_programmes
from assistant.records.loose_budgets import loose_budgets
from assistant.records.loose_cards import loose_cards
from assistant.records.loose_indicators import loose_indicators
from assistant.records.loose_logs import loose_logs
from assistant.records.loose_risks import loose_risks
from assistant.records.milestones import MilestoneReader
from assistant.records.minuted import read_minutes
from assistant.records.minuted_actions import minuted_actions
from assistant.records.model import Record, TableReading
from assistant.records.notices import DecisionForms, read_notice
from assistant.records.period_rows import PeriodRows
from assistant.records.planning_rows import PlanningRows
from assistant.records.programmes import ProgrammeReader
from assistant.records.reading import Context, PartReader, SheetReader
from assistant.records.recommendations import read_recommendations
from assistant.records.risk_summaries import without_summaries
from assistant.records.risks import RiskReader
from assistant.records.row_kinds import folded
from assistant.records.sheets import Sheet, find_sheets
from assistant.records.tracking import TrackingReader

SHEET_READERS: tuple[SheetReader, ...] = (
    RiskReader(),
    BudgetReader(),
    IndicatorTables(),
    PeriodRows(),
    KeyTables(),
    ActionReader(),
    MilestoneReader(),
    ProgrammeReader(),
    TrackingReader(),
    DecisionForms(),
    DecisionRows(),
    PlanningRows(),
)
PART_READERS: tuple[PartReader, ...] = (
    loose_logs,
    listed_programmes,
    rating_keys,
    definition_changes,
    loose_indicators,
    loose_cards,
    loose_risks,
    loose_budgets,
    read_minutes,
    minuted_actions,
    read_notice,
    read_agenda,
    read_recommendations,
)

FLOOR = 0.5
"""Below this claim no table is read: rather text than a guess."""


def read_records(paper: Paper, facts: PaperFacts, rows: Sequence[LabelledRow]) -> list[Record]:
    """All records of a paper, in page order, and a ``TableReading`` a table that says what it was read as."""
    sheets = find_sheets(paper.pages, facts.parts, rows)
    context = Context(_printed(paper), facts, [folded(sheet, facts.period) for sheet in sheets])
    records: list[Record] = []
    for sheet in context.sheets:
        records += [record.model_copy(update={"part": sheet.part_index}) for record in _read_sheet(sheet, context)]
    for index in range(len(facts.parts)):
        for reader in PART_READERS:
            records += [record.model_copy(update={"part": index}) for record in reader(index, context)]
    records = without_summaries(records)
    for record in records:
        _place(record, paper, facts)
    return sorted(records, key=lambda record: record.page)


def _printed(paper: Paper) -> Paper:
    """The paper without what was recognised in pictures: that is quoted as such, but no record rests on it."""
    pages = [replace(p, text="", words=[], blocks=[]) if p.status == "ocr" else p for p in paper.pages]
    return replace(paper, pages=pages)


def _read_sheet(sheet: Sheet, context: Context) -> list[Record]:
    claims = [(reader.claim(sheet, context), -i) for i, reader in enumerate(SHEET_READERS)]
    best, order = max(claims, default=(0.0, 0))
    report = TableReading(
        page=sheet.page,
        as_printed=" | ".join(header for header in sheet.headers if header),
        pieces=sheet.rows[0].pieces(),
        read_as="text",
        caption=sheet.caption or sheet.heading,
        rows=len(sheet.rows),
    )
    if best < FLOOR:
        report.left, report.reason = len(sheet.rows), "no known kind of table"
        return [report]
    reader = SHEET_READERS[-order]
    reading = reader.read(sheet, context)
    report.read_as, report.records, report.left = reader.kind, len(reading.records), reading.left
    report.reason = "; ".join(dict.fromkeys(reading.reasons)) or None
    return [*reading.records, report]


def _place(record: Record, paper: Paper, facts: PaperFacts) -> None:
    """Fill in what a record says of its place. A record that touches an exempt page is exempt."""
    touched = {record.page, *(piece.page for piece in record.pieces)}
    record.printed_page = paper.pages[record.page - 1].printed
    record.access = "exempt" if touched & facts.exempt_pages else "public"
