"""The latest position: the newest records of every kind on a topic, with the page of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assistant.records.model import Action, Observation, TrackedDecision
from assistant.tools.latest import MOST, latest_position
from assistant.tools.names import Finder
from tests.tools.test_decisions import resolved
from tests.tools.test_risks import risk

SPRING, AUTUMN = date(2024, 3, 4), date(2024, 10, 7)
Make = Callable[..., tuple[Finder, Finder]]


def action(text: str, progress: str, day: date | None = None, **more: object) -> Action:
    fields = {"page": 3, "as_printed": text, "plan": "Parks Plan", "reference": "1.1", "action": text, "progress": progress,
              "position_at": day}  # fmt: skip
    return Action.model_validate(fields | more)


def tracked(
    text: str, progress: str, minute: str = "12", due: date | None = None, complete: bool | None = None
) -> TrackedDecision:
    return TrackedDecision(
        page=4, as_printed=text, committee="Parks Committee", minute=minute, meeting_date=SPRING, resolution=text,
        progress=progress, due=due, complete=complete,
    )  # fmt: skip


def figure(name: str, month: int, printed: str, value: float | None, **more: object) -> Observation:
    day = date(2024, month, 28)
    fields = {"page": 5, "as_printed": f"{name} {printed}", "indicator_id": "7", "name": name, "unit": "%",
              "period": f"{day:%B %Y}", "period_start": day.replace(day=1), "period_end": day, "period_kind": "month",
              "value_as_printed": printed, "value": value}  # fmt: skip
    return Observation.model_validate(fields | more)


def test_the_newest_of_each_kind_comes_with_its_page(finders: Make) -> None:
    old = [resolved("That oak benches be placed."), figure("Oak benches mended", 2, "40.0%", 40.0)]
    new = [
        action("Place the oak benches", "Eight of ten stand.", AUTUMN), risk("3", "Oak benches rot.", 12),
        figure("Oak benches mended", 9, "55.0%", 55.0), tracked("To place oak benches", "In progress."),
        action("Fell the ash", "Done."),
    ]  # fmt: skip
    public, _ = finders(("spring", SPRING, old), ("autumn", AUTUMN, new))
    found = latest_position(public, "oak benches")
    assert {row.kind for row in found.rows} == {"action", "risk", "figure", "tracked decision", "decision"}
    assert found.rows[-1].kind == "figure" and found.rows[-1].says == "February 2024: 40.0%"
    assert "Eight of ten stand." in next(row.says for row in found.rows if row.kind == "action")
    assert all(row.citation.document in {"spring.pdf", "autumn.pdf"} for row in found.rows)
    assert found.note is None


def test_what_is_too_much_is_counted_and_what_is_exempt_is_not(finders: Make) -> None:
    secret = resolved("That the oak be sold to Zebrafish.", access="exempt")
    public, cleared = finders(("spring", SPRING, [resolved(f"That oak {i} be felled.") for i in range(15)] + [secret]))
    found = latest_position(public, "oak")
    assert len(found.rows) == MOST and found.note == "3 older records on it are held."
    assert latest_position(cleared, "oak").note == "4 older records on it are held."
    assert "Zebrafish" not in latest_position(public, "Zebrafish").to_json()
    nothing = latest_position(public, "submarines")
    assert (nothing.rows, nothing.note, nothing.scope.records) == ([], None, 15)
