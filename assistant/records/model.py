"""Records: what a paper says as typed rows. Each says where it stands and how surely it was read.

Plain values as far as they go: a date that could not be read is None beside the text as printed; a figure keeps its
printed form, which is the truth, beside the number. Page numbers are positions in the file, from 1; boxes are PDF points.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.papers.model import Box

Certainty = Literal["sure", "likely"]
"""``sure``: the layout leaves one reading. ``likely``: read from wording or from the order of lines. What is less than
likely is no record: it stays text and is counted in the paper's report."""
Standing = Literal["draft", "confirmed"]
RatingSource = Literal["fill", "letter", "word"]
Access = Literal["public", "exempt"]


class Piece(BaseModel):
    """One stretch of a record on one page: a record may run over pages."""

    model_config = ConfigDict(frozen=True)
    page: int
    boxes: list[Box] = Field(default_factory=list)


class Record(BaseModel):
    """What every record says of itself. ``as_printed`` is its text on the page, cells or lines one after the other."""

    model_config = ConfigDict(extra="forbid")
    paper_id: str = ""  # the store fills these four in
    part: int = 0  # the part of the paper it stands in, from 0
    printed_page: str | None = None
    access: Access = "public"
    page: int
    pieces: list[Piece] = Field(default_factory=list)
    as_printed: str
    certainty: Certainty = "sure"


class Person(BaseModel):
    """Somebody named, with the role given beside the name at that meeting."""

    name: str
    role: str | None = None


class Meeting(Record):
    """A meeting as its minutes record it."""

    committee: str | None
    meeting_date: date
    status: Standing | None = None
    place: str | None = None
    chair: str | None = None
    vice_chair: str | None = None
    present: list[Person] = Field(default_factory=list)
    apologies: list[Person] = Field(default_factory=list)
    substitutes: list[Person] = Field(default_factory=list)
    in_attendance: list[Person] = Field(default_factory=list)
    started: str | None = None
    finished: str | None = None


class Minute(Record):
    """One minute. Its key is committee, municipal year ("2024/25") and number: numbers start anew every May."""

    committee: str | None
    meeting_date: date | None
    municipal_year: str | None
    number: str | None
    title: str
    text: str
    points: list[str] = Field(default_factory=list)
    status: Standing | None = None


class Vote(BaseModel):
    """One side of a recorded vote: "for", "against" or "abstain", how many, and who where they are named."""

    side: Literal["for", "against", "abstain"]
    count: int | None = None
    names: list[str] = Field(default_factory=list)


Verb = Literal[
    "agreed",
    "resolved",
    "recommended",
    "noted",
    "deferred",
    "referred",
    "approved",
    "rejected",
    "requested",
    "withdrawn",
]


class Resolution(Record):
    """What a meeting decided, word for word; ``parts`` are its lettered or numbered parts.

    ``outcome`` tells of motions and amendments put to the vote. A report's recommendation is never one of these.
    """

    committee: str | None
    meeting_date: date | None
    municipal_year: str | None = None
    minute: str | None = None
    minute_title: str | None = None
    verb: Verb
    text: str
    parts: list[str] = Field(default_factory=list)
    mover: str | None = None
    seconder: str | None = None
    votes: list[Vote] = Field(default_factory=list)
    outcome: Literal["carried", "lost", "withdrawn"] | None = None
    amounts: list[str] = Field(default_factory=list)
    delegations: list[str] = Field(default_factory=list)
    advice: str | None = None  # what the officers said, where the decision's own row has it: "Approve"
    reasons: str | None = None  # these three as a decision notice gives them beside the decision
    alternatives: str | None = None
    call_in: str | None = None
    status: Standing | None = None


class Recommendation(Record):
    """What a report asks a meeting to decide. Never a resolution."""

    committee: str | None
    meeting_date: date | None
    report: str | None
    text: str
    parts: list[str] = Field(default_factory=list)


class Confirmation(Record):
    """That a meeting confirmed the minutes of an earlier one, with a correction where it made one."""

    committee: str | None
    meeting_date: date | None
    minute: str | None
    confirms: date
    correction: str | None = None


class TrackedDecision(Record):
    """A row of a tracking log: what was resolved, who acts by when, and how far it is."""

    committee: str | None
    minute: str | None
    meeting_date: date | None  # of the minute, where the log names it
    title: str | None = None
    resolution: str
    target: str | None = None
    original_target: str | None = None  # the date first set, where another is in force
    due: date | None = None
    officer: str | None = None
    response: str | None = None  # what the body it was put to said, where progress is told apart: "Accepted in part"
    progress: str | None = None
    complete: bool | None = None
    rating: str | None = None
    rating_source: RatingSource | None = None
    position_at: date | None = None  # the date of the log


class Action(Record):
    """A row of an action or improvement plan. Several rows may share one reference."""

    plan: str | None
    section: str | None = None  # the heading it stands under: "Priority 2 – Early help"
    reference: str | None
    outcome: str | None = None
    action: str
    lead: str | None = None
    priority: str | None = None  # how urgent: "High"
    timescale: str | None = None
    original_timescale: str | None = None  # the date first set, where another is in force
    due: date | None = None
    impact: str | None = None
    measure: str | None = None
    progress: str | None = None
    complete: bool | None = None
    rating: str | None = None
    rating_source: RatingSource | None = None
    position_at: date | None = None


class Milestone(Record):
    """A row of a highlight report: a workstream and where it is."""

    plan: str | None
    section: str | None = None
    workstream: str
    owner: str | None = None
    timescale: str | None = None
    due: date | None = None
    status: str | None = None
    status_source: RatingSource | None = None
    direction: str | None = None
    this_period: str | None = None
    next_period: str | None = None
    position_at: date | None = None


class Benchmark(BaseModel):
    """A figure beside an indicator's own: England, statistical neighbours, a target of the year to come."""

    name: str
    as_printed: str
    value: float | None = None
    unit: str | None = None
    period: str | None = None


class Observation(Record):
    """One figure of an indicator: one period of one row. ``boxes`` of its pieces are those of its cell and label.

    ``value`` is in full units (pounds, not millions; a percentage is 53.2), None with ``missing`` where there is none
    ("suppressed", "not available", "to be confirmed", …). ``unit`` tells "%", "rate per 10,000", "number", "£", "days", ….
    """

    indicator_id: str | None
    name: str
    qualifier: str | None = None  # "in month", "year to date", "rolling 12 months", "under 16", …
    priority: str | None = None  # the heading or group the row stands under
    unit: str | None = None
    good: Literal["up", "down"] | None = None
    period: str
    period_start: date | None
    period_end: date | None
    period_kind: str | None
    value_as_printed: str
    value: float | None
    missing: str | None = None
    note: str | None = None  # "provisional", "revised", a footnote
    target_as_printed: str | None = None
    target: float | None = None
    benchmarks: list[Benchmark] = Field(default_factory=list)
    rating: str | None = None
    rating_source: RatingSource | None = None
    direction: str | None = None  # as drawn
    commentary: str | None = None
    owner: str | None = None


class DefinitionChange(Record):
    """A note that an indicator is counted another way from some time on: its figures before and after do not compare."""

    indicator: str
    indicator_id: str | None = None
    since: str | None = None
    since_date: date | None = None  # the first day that is counted the new way


class RatingKey(Record):
    """One line of a paper's own key: what a colour or letter means; ``within`` is the tolerance in per cent."""

    rating: str
    meaning: str
    within: float | None = None
    ambiguous: bool = False  # per cent of the target, or percentage points? The key does not say
    reading: Literal["of the target", "in points"] | None = None  # what the tolerance is of, where the key says so


class Risk(Record):
    """A row of a risk register."""

    register_title: str | None
    section: str | None = None  # the sub-heading it stands under: "Strategic risks"
    number: str | None
    description: str
    mitigation: str | None = None
    further: str | None = (
        None  # what is still to be done, where the register tells it apart: "Cladding off by June 2026"
    )
    previous_as_printed: str | None = None
    previous_score: float | None = None
    current_as_printed: str | None = None
    current_score: float | None = None
    target_as_printed: str | None = None
    target_score: float | None = None
    inherent_as_printed: str | None = None  # before any control; never the score of an earlier register
    inherent_score: float | None = None
    rating: str | None = None
    rating_source: RatingSource | None = None
    owner: str | None = None
    direction: str | None = None
    position_at: date | None = None


class Amount(BaseModel):
    """One figure of a budget line, under its column's header; in pounds, the sign as printed (an underspend may be
    negative)."""

    role: Literal["budget", "forecast", "outturn", "actual", "variance", "previous", "savings", "income", "other"]
    column: str
    as_printed: str
    value: float | None
    unit: str | None = None
    period: str | None = None


class BudgetLine(Record):
    """A row of a finance table."""

    kind: Literal["revenue", "capital", "savings", "reserves", "programme", "other"]
    table: str | None
    section: str | None = None  # the sub-headings it stands under, from the outermost: "Adults – Operations"
    directorate: str | None = None
    service: str
    period: str | None = None
    scale: str | None = None  # as the table prints it: "£m", "£'000", "£"
    amounts: list[Amount]
    total: bool = False


class ProgrammeItem(Record):
    """A row of a work programme or forward plan."""

    committee: str | None
    meeting: str | None  # as printed
    meeting_date: date | None = None
    topic: str
    lead: str | None = None
    reason: str | None = None


class AgendaItem(Record):
    """An item of an agenda. Its key is section and number: item 3 may stand in two sections."""

    committee: str | None
    meeting_date: date | None
    section: str | None
    number: str | None
    title: str
    pages: str | None = None  # as printed: "(Pages 5 - 12)"
    private: bool = False


class TableReading(Record):
    """A line of a paper's report: what one table was read as, and what was left as text and why."""

    read_as: str  # the name of a record kind, or "text"
    caption: str | None = None
    rows: int = 0
    records: int = 0
    left: int = 0
    reason: str | None = None


KINDS: dict[str, type[Record]] = {
    "meeting": Meeting,
    "minute": Minute,
    "resolution": Resolution,
    "recommendation": Recommendation,
    "confirmation": Confirmation,
    "tracked_decision": TrackedDecision,
    "action": Action,
    "milestone": Milestone,
    "observation": Observation,
    "definition_change": DefinitionChange,
    "rating_key": RatingKey,
    "risk": Risk,
    "budget_line": BudgetLine,
    "programme_item": ProgrammeItem,
    "agenda_item": AgendaItem,
    "table_reading": TableReading,
}
"""Kind of record -> its model; the store keeps a table for each, named as here."""
