"""What changed from one register, plan or scorecard to a later one: new, gone, moved, restated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rapidfuzz import fuzz

from assistant.answering.answer import Citation
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import OF_ANY, of_one_name, times
from assistant.answering.telling.tabled import Row, tabled
from assistant.records.model import Action, Milestone, Observation, Record, Risk, TrackedDecision
from assistant.records.periods import Period, find_periods
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.terms import terms
from assistant.retrieval.times import same_period
from assistant.store.tables import PaperRow
from assistant.tools.changes import ChangeRow, changes_between
from assistant.tools.result import Place
from assistant.tools.sifting import told_day

_ASKED = (
    r"\bwhat(?:['’]?s| is| has| have| was|s)? (?:been |got |all )?(?:chang\w+|moved|new|different|shifted|altered|updated)\b"
    r"|\bwhat .{0,30}\bchanges\b|\b(?:which|list|show|any|the|main|key) (?:\w+ )?changes\b|\bhow (?:has|have|did) .{3,40} chang\w+\b"
)
_KINDS: tuple[tuple[str, tuple[type[Record], ...]], ...] = (
    (r"\brisks?\b", (Risk,)),
    (r"\b(?:action|improvement|delivery) plan\b|\bactions\b|\b(?:tracker|tracking log|action log|decision log)\b|\bmilestones\b", (Action, Milestone, TrackedDecision)),
    (r"\bscore ?cards?\b|\bperformance report\b|\b(?:kpis|indicators|measures)\b|\bdashboard\b", (Observation,)),
)  # fmt: skip
_OF_THESE = frozenset(
    terms(
        "register registers plan scorecard score card report reports log tracker tracking changed change changes moved moving new different"
        " shifted altered updated corporate strategic performance improvement delivery quarterly main key latest last previous since between"
        " compared one two first second list show figures data dashboard council been got"
    )
)
ALIKE = 60  # likeness (0 to 100) of the titles of two issues of one paper
MOST = 15  # changes told


def tell_changed(ask: Ask) -> bool:
    """List what a later register, plan or scorecard changes against an earlier one; False where a question asks of one thing."""
    kinds = next((kinds for words, kinds in _KINDS if ask.says(words)), None)
    if kinds is None or not ask.says(_ASKED) or _of_one_thing(ask):
        return False
    pair = _issues(ask, kinds)
    if pair is None:
        return False
    older, newer = pair
    names = {"risk": Risk, "action": Action, "milestone": Milestone, "tracked decision": TrackedDecision}
    rows = [r for r in changes_between(ask.finder, older.id, newer.id).rows if names.get(r.kind, Observation) in kinds]
    told_rows = [row for change in rows[:MOST] if (row := _row(ask, change))]
    if not told_rows:
        return False
    head = f"{len(rows)} change{'s' if len(rows) != 1 else ''} from {_titled(older)} to {_titled(newer)}"
    if len(told_rows) < len(rows):
        head += f", {len(told_rows)} of them here"
    ask.draft.worked.append(head)
    ask.draft.paragraphs += [f"{head}:", tabled(told_rows)]
    ask.draft.whole = True
    return True


def _of_one_thing(ask: Ask) -> bool:
    """Whether a question is about something else than the paper itself."""
    names = frozenset(
        t for paper in ask.searcher.papers.values() for t in terms(f"{paper.title} {paper.committee or ''}")
    )
    own = OF_ANY | _OF_THESE | names
    return any(weight >= 1 and stem not in own and not stem.isdigit() for stem, weight in ask.inquiry.subject.items())


def _issues(ask: Ask, kinds: Sequence[type[Record]]) -> tuple[PaperRow, PaperRow] | None:
    """The later and the earlier issue that are meant: the newest, and that of the time named, else the one before."""
    held: dict[str, PaperRow] = {e.paper.id: e.paper for kind in kinds for e in ask.finder.ledger.entries(kind)}
    named = of_one_name(ask, [p for p in held.values() if paper_day(p)], lambda paper: paper.id)
    titled = [p for p in named if ask.says("|".join(map(re.escape, _kinds_of(p.title))) or "(?!)")]
    # A pack that encloses the register is of the same day, and longer.
    papers = sorted(named, key=lambda p: (paper_day(p) or date.min, -p.n_pages))
    wanted = times(ask)
    asked = [*wanted.papers, *([wanted.since] if wanted.since else [])]
    of_time = [p for p in papers if any(_is_of(p, period) for period in asked)]
    newest = [*of_time] if len({paper_day(p) for p in of_time}) > 1 else titled or papers
    newer = max(newest, key=lambda p: (paper_day(p) or date.min, -p.n_pages), default=None)
    if newer is None:
        return None
    before = [p for p in (of_time or papers) if (paper_day(p) or date.min) < (paper_day(newer) or date.min)]
    if asked and not of_time:
        return None
    like = [p for p in before if p in titled or fuzz.token_set_ratio(p.title, newer.title) >= ALIKE]
    older = (like or before)[-1] if before else None
    return (older, newer) if older is not None else None


def _titled(paper: PaperRow) -> str:
    """A paper by its title, with its day where the title does not say it."""
    day = told_day(paper_day(paper))
    return told(paper.title) if day in paper.title else f"{told(paper.title)} ({day})"


def _kinds_of(title: str) -> list[str]:
    """What a title calls its paper: "scorecard", "risk register"."""
    return re.findall(
        r"score ?card|dashboard|(?:risk|action|delivery|improvement) (?:register|plan|log)|performance report|highlight report",
        title.lower(),
    )


def _is_of(paper: PaperRow, period: Period) -> bool:
    """Whether a paper is of a time: of its day, or reporting on it."""
    day = paper_day(paper)
    own = find_periods(f"{paper.period or ''} {paper.title}")
    return bool(day and period.contains(day)) or any(same_period(period, held) for held in own)


def _row(ask: Ask, row: ChangeRow) -> Row | None:
    """One change, with the pages before and after."""
    after, before = _cite(ask, row.citation, row.name), _cite(ask, row.before_at, row.name)
    if after is None:
        return None
    what = ", ".join(told(words) for words in row.what)
    was, now = (told(row.before), told(row.after)) if row.before and row.after else ("", "")
    ask.draft.worked += [what, was, now]
    markers = sorted({c.marker for c in (before, after) if c is not None})
    return Row({"What": f"“{told(row.name)}”", "Change": what, "Before": was, "Now": now}, markers)


def _cite(ask: Ask, at: Place | None, name: str) -> Citation | None:
    if at is None:
        return None
    return ask.cite_at(ask.searcher.papers[at.paper_id], [at.page], at.quote, name, *name.split(". "))
