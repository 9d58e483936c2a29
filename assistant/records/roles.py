"""What the columns of a register are, from the words of their heads: whose column is it, when, how far, how rated.

The same column is called "Lead", "Responsible officer" or "By whom" from council to council; a role is what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.records.dates import plain
from assistant.records.heads import mended

Role = Literal[
    "reference", "minute", "meeting", "date", "title", "topic", "reason", "resolution", "action", "recommendation",
    "outcome", "workstream", "lead", "member", "timescale", "revised", "completed", "measure", "impact", "progress",
    "this period", "next period", "status", "rating", "direction", "priority", "response",
]  # fmt: skip

_WORDS: list[tuple[Role | None, str]] = [
    (None, r"decision.?maker|^(start|start date|date (raised|added|opened|started))$|characteristic|key decision\?"),
    (None, r"likelihood|probability|\bscore\b|priorit\w* (score|rating)|\bbudgets?\b|\bcosts?\b|£"),
    ("priority", r"^(risk |audit |action |recommendation )?priority( (level|rating|grade|h/m/l))?$"),
    ("minute", r"^(committee |meeting )?min(ute)?s?\b(?!.*taker)"),
    ("reference", r"^((action|item|plan|rec\w*|project|milestone|objective|unique|decision|log|task)\W{1,2})?"
     r"(#|ref\w*|no|num\w*|id)\b\W{0,2}(no|num\w*|id)?\W*$"),
    ("progress", r"\b(rag|status|rating)\b.*\b(comment\w*|narrative|rationale|reason|explanation|update)"),
    ("progress", r"^(the )?(lead |responsible |service )?(officer|lead|owner|manager|director|auditee|management)\W?s?\W{0,2}(latest |current |progress )?"
     r"(updates?|comments?|progress|position|notes?)\b"),
    ("rating", r"\b(b?ragb?|r/a/g|rated|rating)\b|\bcolour\b"),
    ("direction", r"^dot$|\bdirection\b|\btrend\b|\btravel\b|^movement|^change$|\barrow"),
    ("next period", r"\bnext (reporting )?(period|month|quarter|steps?)\b|\bplanned (activit|action|work)|\bforward look"
     r"|\bupcoming\b"),
    ("this period", r"\b(this|current|reporting) (reporting )?(period|month|quarter)\b|\bachieve(d|ments?)\b"),
    ("measure", r"\bmeasur|\bsuccess\b|\bhow will we know|\bkpis?\b|\bperformance indicator"),
    ("impact", r"\bimpact|\bdifference\b|\bbenefits?\b"),
    ("completed", r"\bdate (completed|closed|delivered)|^(actual\b.*|completed (on|date)$)|\bclosed (on|date)\b"),
    ("meeting", r"^(date )?(made|agreed|asked|requested|recommended|referred|resolved|considered)( (on|at|by committee))?$"
     r"|^date (it was )?(made|agreed|requested|recommended|referred)$"
     r"|^date of (the )?(meeting|committee|board|panel|cabinet|scrutiny|decision)|^decision (due|date)"
     r"|^((committee|scrutiny|cabinet|panel|board|council|sub-committee)\b.{0,12})?\bmeetings?\b( date)?s?$"
     r"|^(committee|cabinet|panel|board|meeting)( meeting)? dates?$"),
    ("revised", r"^revised$|\b(revised|amended|extended|new|forecast|latest|current)\b.{0,20}\b(date|timescale|deadline|target|completion|due)"
     r"|\b(dates?|timescales?|deadlines?) (revised|amended|extended|new|forecast|latest|current)\b"),
    ("timescale", r"\btime ?-?(scale|frame|line)|\b(target|due|end|delivery|implementation|completion|milestone|planned|original|baseline|initial|first|agreed)"
     r" (completion |delivery )?dates?\b|\bdue\b|\bdeadline|\bby when\b|^when\b|\bdate (due|for|required|of completion)"
     r"|\bcomplet\w+ (by|date)\b|^by$|\b(target|planned|expected) (for )?completion\b|^timing|^dates? (original|target|due|baseline)\b"),
    ("member", r"\b(lead|cabinet|executive|council) (member|cabinet)|\bportfolio\b|\bcouncillor\b"),
    ("lead", r"\bleads?\b|\bowners?\b|\bofficers?\b|\bresponsib|\baccountab|\bby whom\b|^who\b|\bassign|\ballocated to\b"
     r"|\bcontact\b|\bauthors?\b|\bsponsor\b|^(service )?(manager|director)s?$|\bpresented by\b"),
    ("status", r"^(\w+ )?status$|^(action )?(is )?(it )?(complete[d]?|closed|open)\b\W*(y\W?n|yes|or|/|not|complete|closed|\W)*$"
     r"|^state$|\bon track\b"),
    ("progress", r"\bprogress|\bupdates?\b|\blatest\b|\bcurrent position|^position\b|\bcomment|\bevidence\b|\bresponse\b"
     r"|\bfeedback\b|\bnotes?$|\bnarrative|\bwhat (has been|we have|we.ve|have we|was|did we) (done|do|achieved)\b|\baction taken"
     r"|^where (are )?(we|things|it|this)\b|^how (are we|far|is it|it is)\b|^(done|delivered|achieved|story|position|so far)\b.{0,12}\b(so far|by|to date|at)\b"),
    ("reason", r"^what (the )?(committee|panel|board|members?|scrutiny) (wants?|needs?|asked|expects?)\b|^(reason|purpose|why|rationale|scope|description|brief|details?|summary)\b"),
    ("resolution", r"\bresolution|\bresolved\b|^(decision|request|matter arising|action agreed|agreed)|\bagreed\b"),
    ("topic", r"\bagenda items?\b|\btopics?\b|\bsubject\b|\breport title|\btitle\b|^(item|issue|report|matter|business)s?\b"
     r"|\bdecision to be\b"),
    ("action", r"^what( (was|were|is|has been) (asked( for)?|agreed|requested|promised|needed|to be done))?$|\bactions?\b|\btasks?\b|\bactivit|^(what|how) (will|we|are)\b|\bintervention|^steps?\b|\bdeliverable"),
    ("recommendation", r"\brecommendation"),
    ("workstream", r"\bwork ?-?streams?\b|\bmilestones?\b|^(project|programme|scheme|strand|work ?package|theme)s?( name)?$"),
    ("outcome", r"\boutcome|\bobjective|\baims?\b|\bgoals?\b|^(ambition|theme|area|priority (area|theme|outcome))\b|\bwhat (do )?we want|^(audit|inspection)( (title|name|area|report|assignment|review))?$"),
    ("date", r"^dates?$"),
]  # fmt: skip
_ROLES: list[tuple[Role | None, re.Pattern[str]]] = [(role, re.compile(words, re.IGNORECASE)) for role, words in _WORDS]
PROPOSED = re.compile(
    r"\b(?:date|deadline|extension)s? (?:asked for|proposed|sought)\b|\b(?:proposed|requested) (?:new |revised )?(?:date|deadline|extension)",
    re.IGNORECASE,
)
"""The head of a date that a meeting is asked to agree: its table asks, and tells no date in force."""
_ANSWER = re.compile(r"\b(?:response|reply|answer)\b", re.IGNORECASE)
_HOW_FAR = re.compile(r"\bprogress|\bupdates?\b|\blatest\b|\bposition\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:,|/|;|&|\+|\band\b)\s*")
_NEED_LABELS: frozenset[Role] = frozenset({"timescale", "lead", "progress", "status"})
"""Two of these in one cell can only be told apart by labels printed in the cell."""
LONGEST_HEAD = 90


class Columns(NamedTuple):
    """Columns by role, from 0, left to right. ``shared`` are those with several of who, when, how far in one cell."""

    by_role: dict[Role, list[int]]
    shared: dict[int, tuple[Role, ...]]

    def first(self, *roles: Role) -> int | None:
        """The column of the first of some roles that the table has."""
        return next((self.by_role[role][0] for role in roles if role in self.by_role), None)

    def has(self, *roles: Role) -> int:
        """How many of some roles the table has, in columns of their own or shared."""
        told = {role for shared in self.shared.values() for role in shared}
        return sum(role in self.by_role or role in told for role in roles)


def role_of(head: str) -> Role | None:
    """What one phrase of a column's head says the column is; None where it says nothing known."""
    flat = mended(plain(head)).strip(" :.*-")
    if re.fullmatch(r"(?:\w ){1,4}\w", flat):
        flat = flat.replace(" ", "")  # "R A G", set upright
    if not flat or len(flat) > LONGEST_HEAD:
        return None
    return next((role for role, pattern in _ROLES if pattern.search(flat)), None)


@lru_cache(maxsize=4096)
def roles_of(head: str) -> tuple[Role, ...]:
    """The roles of a column by its head: one, none, or several ("Target date, officer and progress")."""
    whole = role_of(head)
    parts = [role for part in _SEVERAL.split(plain(head)) if (role := role_of(part))]
    parts = list(dict.fromkeys("timescale" if role == "date" and len(parts) > 1 else role for role in parts))
    if whole == "progress" and set(parts) == {"status", "progress"}:
        return (whole,)  # "Status / management update": one thing told in a sentence
    if len(_NEED_LABELS.intersection(parts)) > 1:
        return tuple(parts)
    return (whole,) if whole else tuple(parts[:1])


def find_columns(heads: Sequence[str]) -> Columns:
    """The columns of a table by the words of their heads."""
    columns = Columns({}, {})
    for column, head in enumerate(heads):
        roles = roles_of(head)
        if len(roles) > 1:
            columns.shared[column] = roles
        elif roles:
            columns.by_role.setdefault(roles[0], []).append(column)
    _tell_responses_apart(columns, heads)
    return columns


def _tell_responses_apart(columns: Columns, heads: Sequence[str]) -> None:
    """Of several columns that tell how far, those that tell what was answered have a role of their own."""
    told = columns.by_role.get("progress", [])
    answers = [column for column in told if _ANSWER.search(heads[column]) and not _HOW_FAR.search(heads[column])]
    if answers and len(answers) < len(told):
        columns.by_role["response"] = answers
        columns.by_role["progress"] = [column for column in told if column not in answers]
