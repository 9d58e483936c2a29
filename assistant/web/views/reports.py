"""What became of papers that somebody changed, for a clerk to read: as far as that clerk may see the paper itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.intake.intake import Intake, Job
from assistant.printing import counted
from assistant.records.model import BudgetLine, Meeting, Observation, Record, Resolution, Risk
from assistant.tools.actions import action_entries
from assistant.tools.names import Finder
from assistant.tools.sifting import told_day
from assistant.web.views.papers import Held, held_paper

_DONE = {
    "added": "Taken in",
    "replaced": "Taken in",
    "unchanged": "Nothing to do",
    "failed": "Not taken in",
    "removed": "Removed",
}
_NOT_SHOWN = (
    "It is in. What it holds is not shown here: it is exempt, or it has been removed or replaced since. Exempt papers show "
    "to those who are cleared for them."
)
REMOVED = "It answers no more, and its PDF is deleted here."
NOTHING_FOUND = "no decisions, actions, figures, risks or budget lines: it is found by its words"


class Report(NamedTuple):
    """A job in words. ``held`` is its paper where that is in and may be seen; ``found`` what was read from it,
    ``minutes`` the meetings whose minutes it holds, draft or confirmed."""

    job: Job
    state: str
    said: str
    held: Held | None = None
    found: str = ""
    minutes: Sequence[str] = ()

    @property
    def working(self) -> bool:
        """Whether it is not done yet."""
        return self.job.outcome is None


def reports(intake: Intake, jobs: Sequence[Job], finder: Finder) -> list[Report]:
    """Jobs as their owner may read of them."""
    return [_report(intake, job, finder) for job in jobs]


def _report(intake: Intake, job: Job, finder: Finder) -> Report:
    if job.outcome is None:
        return Report(job, "On its way", progress_of(intake, job))
    failing = {"remove": "Not removed", "read again": "Not read again"}
    state = failing.get(job.order.action, _DONE["failed"]) if job.outcome == "failed" else _DONE[job.outcome]
    if job.outcome == "failed":
        return Report(job, state, job.note)
    if job.outcome == "removed":
        return Report(job, state, REMOVED)
    if job.order.action == "read again":
        state = "Read again"
    paper = next((paper for paper in finder.ledger.papers() if paper.id == job.paper_id), None)
    if paper is None:  # a name of an exempt paper may stand in the note
        return Report(job, state, _NOT_SHOWN)
    said = f"{job.note[:1].upper()}{job.note[1:]}." if job.note and job.note != "read again" else ""
    found = found_in(finder, paper.id)
    return Report(job, state, said, held_paper(finder, paper), found, _minutes(finder, paper.id))


def progress_of(intake: Intake, job: Job) -> str:
    """How far a job is."""
    if job.state == "pages":
        return f"Reading: {job.done:,} of {counted(job.of, 'page')}." if job.of else "Opening it."
    if job.state == "passages":
        return f"Making it searchable: {job.done:,} of {job.of:,} passages."
    if job.state == "held up":
        return "Another program is changing the papers at the moment. This waits until it has finished."
    if job.state == "starting":
        return "Making ready."
    before = intake.ahead(job)
    return f"Waiting: {counted(before, 'paper')} before it." if before else "Waiting."


def _minutes(finder: Finder, paper_id: str) -> list[str]:
    """The meetings whose minutes a paper holds: "Cabinet, 17 June 2025 (draft)"."""
    meetings = [entry.record for entry in finder.ledger.entries(Meeting) if entry.paper.id == paper_id]
    return [
        f"{one.committee or 'Committee not found'}, {told_day(one.meeting_date)} ({one.status or 'does not say whether draft or confirmed'})"
        for one in meetings
    ]


def found_in(finder: Finder, paper_id: str) -> str:
    """How many decisions, actions, figures, risks and budget lines one paper holds, as far as they may be seen."""

    def of(model: type[Record]) -> int:
        return sum(entry.paper.id == paper_id for entry in finder.ledger.entries(model))

    figures = [e.record for e in finder.ledger.entries(Observation) if e.paper.id == paper_id]
    actions = sum(entry.paper.id == paper_id for entry in action_entries(finder))
    measures = len({(record.indicator_id, record.name, record.qualifier) for record in figures})
    counts = {
        counted(of(Resolution), "decision"): of(Resolution),
        counted(actions, "action"): actions,
        f"{counted(measures, 'indicator')} with {counted(len(figures), 'figure')}": measures,
        counted(of(Risk), "risk"): of(Risk),
        counted(of(BudgetLine), "budget line"): of(BudgetLine),
    }
    return ", ".join(said for said, n in counts.items() if n) or NOTHING_FOUND
