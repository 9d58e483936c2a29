"""The look-ups as LangChain tools: what a chat model may call, with typed arguments and rows that cite their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from langchain_core.tools import StructuredTool
from pydantic import ValidationError
from pydantic.v1 import ValidationError as OlderValidationError

from assistant.tools import (
    actions,
    arguments,
    budgets,
    changes,
    comparing,
    decisions,
    indicators,
    latest,
    risks,
    tracking,
)
from assistant.tools.names import Finder
from assistant.tools.result import Result


class LookUp(NamedTuple):
    """A look-up: what it does, in words for whoever chooses among them, its function and its arguments."""

    about: str
    function: Callable[..., Result[Any]]
    arguments: type[arguments.Arguments]


LOOK_UPS: dict[str, LookUp] = {
    "find_decisions": LookUp(
        "Decisions that meetings took, word for word, with minute, mover, vote, and whether the minutes are confirmed. "
        "What a report recommends is no decision and not among them.",
        decisions.find_decisions,
        arguments.FindDecisions,
    ),
    "find_minutes": LookUp(
        "Minutes by number, body, day or topic. Numbers restart every municipal year: a number that several have "
        "comes back with choices.",
        decisions.find_minutes,
        arguments.FindMinutes,
    ),
    "get_attendance": LookUp(
        "Who chaired, was present, sent apologies or attended a meeting, with their roles on that day.",
        decisions.get_attendance,
        arguments.GetAttendance,
    ),
    "list_meetings": LookUp(
        "The meetings of a body whose minutes are held, newest first.", decisions.list_meetings, arguments.ListMeetings
    ),
    "find_actions": LookUp(
        "Actions of plans, tracking logs and highlight reports at their latest position: open, due, overdue, by lead.",
        actions.find_actions,
        arguments.FindActions,
    ),
    "track_action": LookUp(
        "One action followed from paper to paper: moved, slipped, changed, closed, or vanished without being closed.",
        tracking.track_action,
        arguments.TrackAction,
    ),
    "get_indicator": LookUp(
        "The value of an indicator at a period, or all its values; restated and conflicting values stand side by side.",
        indicators.get_indicator,
        arguments.GetIndicator,
    ),
    "compare_indicator": LookUp(
        "An indicator compared between two periods, with its target or with a benchmark; the arithmetic is shown.",
        comparing.compare_indicator,
        arguments.CompareIndicator,
    ),
    "list_indicators": LookUp(
        "The latest value of every indicator: of a priority, those that miss their target, or those that moved most.",
        indicators.list_indicators,
        arguments.ListIndicators,
    ),
    "find_risks": LookUp(
        "Risks of a register with score, owner and movement since the register before.",
        risks.find_risks,
        arguments.FindRisks,
    ),
    "get_budget": LookUp(
        "Budget, forecast, outturn and variance of a service or directorate, with scale and unit as printed.",
        budgets.get_budget,
        arguments.GetBudget,
    ),
    "latest_position": LookUp(
        "The newest records of any kind on a topic: decisions, actions, figures, risks, budget lines.",
        latest.latest_position,
        arguments.LatestPosition,
    ),
    "changes_between": LookUp(
        "What moved from one paper to a later one: indicators, actions, tracked decisions, risks.",
        changes.changes_between,
        arguments.ChangesBetween,
    ),
}


def langchain_tools(finder: Finder) -> list[StructuredTool]:
    """Every look-up as a LangChain tool: JSON of the result for the model, the result itself as the artifact.

    Wrong arguments come back as a message that names them, so that the model can call again.
    """
    return [_tool(finder, name, look_up) for name, look_up in LOOK_UPS.items()]


def _tool(finder: Finder, name: str, look_up: LookUp) -> StructuredTool:
    def called(**given: Any) -> tuple[str, Result[Any]]:
        result = look_up.function(finder, **given)
        return result.to_json(), result

    def refused(error: ValidationError | OlderValidationError) -> str:
        told = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in error.errors())
        return f"{name} was not called: {told}. Its arguments are: {', '.join(look_up.arguments.model_fields)}."

    return StructuredTool.from_function(
        func=called,
        name=name,
        description=look_up.about,
        args_schema=look_up.arguments,
        response_format="content_and_artifact",
        handle_validation_error=refused,
    )
