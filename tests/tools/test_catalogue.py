"""The look-ups as LangChain tools: typed arguments, rows with citations, wrong arguments told, what changed between papers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from langchain_core.messages import ToolMessage

from assistant.tools.catalogue import LOOK_UPS, langchain_tools
from assistant.tools.changes import changes_between
from assistant.tools.names import Finder
from assistant.tools.registers import COLUMNS, register
from assistant.tools.result import Result
from tests.tools.test_decisions import MARCH, OCTOBER, meeting, minute, resolved
from tests.tools.test_indicators import oak
from tests.tools.test_latest import tracked
from tests.tools.test_risks import FLOOD, risk

Make = Callable[..., tuple[Finder, Finder]]


def held(finders: Make) -> tuple[Finder, Finder]:
    return finders(
        ("spring", MARCH, [resolved("That oak be planted."), meeting(MARCH), minute("Oak", MARCH, "12"), risk("1", FLOOD, 20),
                           oak(1, "80.0%", 80.0), tracked("To plant the oak.", "=Not complete.", "12", date(2024, 4, 1))]),
        ("autumn", OCTOBER, [risk("1", FLOOD, 12), oak(1, "81.0%", 81.0), oak(2, "84.0%", 84.0), risk("2", "Drought.", 9),
                             tracked("To plant the oak.", "Not complete.", "12", date(2024, 12, 1))]),
        ("part-ii", OCTOBER, [resolved("That Zebrafish be paid."), risk("9", "Zebrafish escape.", 25)], "exempt"),
    )  # fmt: skip


WORKING = {
    "find_decisions": {"topic": "oak", "from_date": "2024-01-01"},
    "find_minutes": {"number": "12"},
    "get_attendance": {"meeting_date": "2024-03-04"},
    "list_meetings": {"committee": "parks"},
    "find_actions": {"overdue": True, "on": "2025-01-01"},
    "track_action": {"action": "plant the oak"},
    "get_indicator": {"name": "oak benches", "period": "January 2024"},
    "compare_indicator": {"name": "oak benches", "periods": ["Jan 2024", "Feb 2024"]},
    "list_indicators": {"missing_target": True},
    "find_risks": {"min_score": 9},
    "get_budget": {"name": "parks"},
    "latest_position": {"topic": "oak"},
    "changes_between": {"older": "spring", "newer": "autumn.pdf"},
}


def test_every_tool_answers_with_rows_that_cite_their_page_and_nothing_exempt(finders: Make) -> None:
    public, _ = held(finders)
    tools = {tool.name: tool for tool in langchain_tools(public)}
    assert set(tools) == set(WORKING) == set(LOOK_UPS)
    for name, given in WORKING.items():
        message = tools[name].invoke({"type": "tool_call", "id": "1", "name": name, "args": given})
        assert isinstance(message, ToolMessage) and isinstance(message.artifact, Result)
        told = json.loads(str(message.content))
        assert told["scope"]["papers"] == 2 and told["scope"]["to"] == "2024-10-07"
        assert bool(told["rows"]) == (name != "get_budget"), name
        for row in told["rows"]:
            assert {"document", "page", "page_label", "quote", "boxes"} <= set(row["citation"])
        assert "ebrafish" not in str(message.content) and "part-ii" not in str(message.content)
        assert tools[name].description and all("description" in field for field in tools[name].args.values())


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("find_actions", {"due_before": "soon"}, "due_before: Input should be a valid date"),
        ("find_decisions", {"verb": "pondered"}, "verb: Input should be 'agreed'"),
        ("get_indicator", {}, "name: Field required"),
        ("get_indicator", {"name": "x" * 400}, "name: String should have at most 300 characters"),
        ("list_meetings", {"body": "parks"}, "body: Extra inputs are not permitted"),
        ("compare_indicator", {"name": "oak", "periods": ["a", "b", "c"]}, "periods: List should have at most 2 items"),
    ],
)
def test_wrong_arguments_are_told_with_those_there_are(
    finders: Make, name: str, given: dict[str, object], said: str
) -> None:
    public, _ = held(finders)
    (tool,) = [tool for tool in langchain_tools(public) if tool.name == name]
    message = tool.invoke({"type": "tool_call", "id": "1", "name": name, "args": given})
    assert message.content.startswith(f"{name} was not called: {said}")
    assert "Its arguments are: " in message.content


def test_what_changed_between_two_papers(finders: Make) -> None:
    public, _ = held(finders)
    found = changes_between(public, "autumn", "spring.pdf")  # either way round: the earlier is taken first
    assert found.note == "From spring.pdf (4 March 2024) to autumn.pdf (7 October 2024)."
    assert [(row.kind, row.what, row.working) for row in found.rows] == [
        ("indicator", ["new figure"], "84.0 − 80.0 = 4.0 percentage points"),
        ("indicator", ["restated"], "81.0 − 80.0 = 1.0 percentage points"),
        ("tracked decision", ["slipped"], None),
        ("risk", ["score down"], None),
        ("risk", ["new"], None),
    ]
    assert found.rows[3].before_at is not None and found.rows[3].before_at.document == "spring.pdf"
    unknown = changes_between(public, "submarines", "part-ii")
    assert (unknown.rows, unknown.choices) == ([], [])
    assert unknown.note == "No paper held here is called 'submarines' or 'part-ii'."


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_registers_have_their_columns_and_nothing_exempt(finders: Make, name: str) -> None:
    public, cleared = held(finders)
    rows = register(public, name)
    assert all(tuple(row) == COLUMNS[name] for row in rows)
    assert "ebrafish" not in str(rows) and "part-ii" not in str(rows)
    if name != "budget":
        assert rows
    if name in {"decisions", "risks", "reading"}:
        assert len(register(cleared, name)) > len(rows)
        assert "part-ii.pdf" in str(register(cleared, name))
    if name != "reading":
        assert register(public, name, "zzzz") == []


def test_a_series_and_the_state_of_an_action_in_the_registers(finders: Make) -> None:
    public, _ = held(finders)
    shown = [
        (row["series"], row["period"], row["value"], row["document"]) for row in register(public, "indicators", "oak")
    ]
    name = str(shown[0][0])
    assert shown == [
        (name, "January 2024", "81.0%", "autumn.pdf"), (name, "January 2024", "80.0%", "spring.pdf"),
        (name, "February 2024", "84.0%", "autumn.pdf"),
    ]  # fmt: skip
    assert [(row["position"], row["state"]) for row in register(public, "actions")] == [
        ("2024-10-07", "open"), ("2024-03-04", None),
    ]  # fmt: skip
    assert [(row["number"], row["movement"], row["state"]) for row in register(public, "risks", "flooding")] == [
        ("1", "down", "open"), ("1", None, None),
    ]  # fmt: skip
