"""What each look-up is asked with: the arguments of the tools, described for the model or the person that fills them in."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.records.model import Verb
from assistant.tools.actions import ActionKind
from assistant.tools.budgets import BudgetKind

Topic = Annotated[
    str | None,
    Field(min_length=1, max_length=300, description="Words the rows must hold, such as 'home to school transport'."),
]
Committee = Annotated[
    str | None,
    Field(
        min_length=1,
        max_length=200,
        description="The body, in full or by its telling words, such as 'scrutiny' or 'Cabinet'.",
    ),
]
Day = Annotated[date | None, Field(description="A day as YYYY-MM-DD.")]
From = Annotated[date | None, Field(description="The first day looked at, as YYYY-MM-DD.")]
To = Annotated[date | None, Field(description="The last day looked at, as YYYY-MM-DD.")]
IndicatorName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=300,
        description="The indicator's name, or words of it, with the qualifier where there are twins: 'year to date', 'number', 'rate', '16+'.",
    ),
]
PeriodName = Annotated[
    str, Field(min_length=1, max_length=80, description="A period such as 'December 2024', 'Q2 2024/25' or '2023/24'.")
]


class Arguments(BaseModel):
    """Arguments of a tool; an unknown one is refused."""

    model_config = ConfigDict(extra="forbid")


class FindDecisions(Arguments):
    """What find_decisions is asked with."""

    topic: Topic = None
    committee: Committee = None
    from_date: From = None
    to_date: To = None
    minute: str | None = Field(None, max_length=40, description="The minute number, such as '28'.")
    verb: Verb | None = Field(None, description="What the meeting did: resolved, noted, deferred, referred, …")


class FindMinutes(Arguments):
    """What find_minutes is asked with."""

    committee: Committee = None
    meeting_date: Day = None
    number: str | None = Field(None, max_length=40, description="The minute number; numbers restart every May.")
    municipal_year: str | None = Field(None, max_length=20, description="The municipal year, such as '2024/25'.")
    topic: Topic = None


class GetAttendance(Arguments):
    """What get_attendance is asked with."""

    committee: Committee = None
    meeting_date: Day = None


class ListMeetings(Arguments):
    """What list_meetings is asked with."""

    committee: Committee = None
    from_date: From = None
    to_date: To = None


class FindActions(Arguments):
    """What find_actions is asked with."""

    topic: Topic = None
    lead: str | None = Field(None, max_length=200, description="The officer who leads the action, by name or post.")
    due_before: date | None = Field(None, description="Only actions due before this day, YYYY-MM-DD.")
    due_after: date | None = Field(None, description="Only actions due after this day, YYYY-MM-DD.")
    complete: bool | None = Field(None, description="True: only those said to be complete; False: only the others.")
    overdue: bool = Field(False, description="Only actions past their date and not said to be complete.")
    on: date | None = Field(None, description="The day 'overdue' is counted to; the newest paper's without it.")
    plan: str | None = Field(
        None, max_length=200, description="The action plan, log or committee, by words of its name."
    )
    reference: str | None = Field(
        None, max_length=40, description="The reference in the plan, such as '3.3', or the minute."
    )
    kind: ActionKind | None = Field(None, description="Of action plans, of tracking logs, or of highlight reports.")


class TrackAction(Arguments):
    """What track_action is asked with."""

    action: str = Field(min_length=1, max_length=300, description="The action's reference ('3.3'), or words of it.")
    plan: str | None = Field(
        None, max_length=200, description="The action plan, log or committee, by words of its name."
    )


class GetIndicator(Arguments):
    """What get_indicator is asked with."""

    name: IndicatorName
    period: PeriodName | None = Field(None, description="The period, such as 'December 2024'; all periods without it.")


class CompareIndicator(Arguments):
    """What compare_indicator is asked with."""

    name: IndicatorName
    periods: list[PeriodName] = Field(
        default_factory=list, max_length=2, description="One or two periods; the latest held where fewer are given."
    )
    against: str | None = Field(
        None,
        max_length=80,
        description="'target', or a benchmark such as 'England'; without it, one period with another.",
    )


class ListIndicators(Arguments):
    """What list_indicators is asked with."""

    priority: str | None = Field(None, max_length=200, description="The priority or section the rows stand under.")
    missing_target: bool = Field(False, description="Only indicators whose latest value misses its target.")
    biggest_change: bool = Field(False, description="Ordered by how much the latest value differs from the one before.")


class FindRisks(Arguments):
    """What find_risks is asked with."""

    topic: Topic = None
    owner: str | None = Field(None, max_length=200, description="Who owns the risk, by name or post.")
    min_score: float | None = Field(None, description="Only risks with at least this current score.")
    register_title: str | None = Field(None, max_length=200, description="The register, by words of its title.")
    on: date | None = Field(None, description="The register of this day, YYYY-MM-DD; the newest without it.")


class GetBudget(Arguments):
    """What get_budget is asked with."""

    name: str | None = Field(None, max_length=200, description="The service or directorate.")
    period: PeriodName | None = Field(None, description="The period, such as 'December 2024'; all periods without it.")
    kind: BudgetKind | None = Field(None, description="Revenue, capital, savings, …")


class LatestPosition(Arguments):
    """What latest_position is asked with."""

    topic: str = Field(min_length=1, max_length=300, description="What the latest is wanted on.")


class ChangesBetween(Arguments):
    """What changes_between is asked with."""

    older: str = Field(
        min_length=1, max_length=300, description="The earlier paper: file name, id, or words of its title."
    )
    newer: str = Field(
        min_length=1, max_length=300, description="The later paper: file name, id, or words of its title."
    )
