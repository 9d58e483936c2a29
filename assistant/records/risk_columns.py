"""What the columns of a risk register are, from the words of their heads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from assistant.records.heads import mended
from assistant.records.periods import find_periods, parse_period
from assistant.records.scores import parse_score

Stage = Literal["previous", "current", "target", "inherent"]
Measure = Literal["score", "rating", "likelihood", "impact"]

_NUMBER = re.compile(
    r"^(?:(?:risk|register|row|item)?\W*(?:register )?(?:(?:ref(?:erence)?|no|number|num|id|code)\b\.?|#)\W*){1,2}$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\bowners?\b|^(?:risk )?leads?\b|\blead officer|responsib|accountab|\bassigned to\b|^(?:officer|director|by whom|who)\b",
    re.IGNORECASE,
)
_DIRECTION = re.compile(
    r"movement|direction|\bdot\b|\btrend\b|\btravel\b|^change\b|^since (?:the )?(?:last|previous)\b|change (?:in|since|from)",
    re.IGNORECASE,
)
_MITIGATION = re.compile(
    r"mitigat|\bcontrols?\b|^what (?:is|are|has|have)\b.{0,24}\b(?:done|doing)$|^what (?:we|the council|they)\b(?! (?:will|plan|need|must|are going))[\w ]{0,24}\b(?:do|doing|done|have)\b(?! next)|counter ?measures?|management actions?|treatment|\bresponse\b|actions? (?:taken|to (?:reduce|manage))",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    r"^(?:the )?next (?:key )?(?:steps?|actions?|milestones?)\b|^what (?:we|the council|they|is|are|will|else|more|must|needs?)\b.{0,30}\bnext\b"
    r"|^what (?:we|the council|they) (?:will|plan to|need to|must|are going to)\b|^what (?:else|more)\b",
    re.IGNORECASE,
)
"""What is still to be done, apart from what is done already."""
_DESCRIPTION = re.compile(
    r"^(?:(?:key|main|strategic|corporate|operational|principal|potential|identified|project|service) )?risks?"
    r"(?: (?:and|/|&) (?:issues?|opportunit\w+))?"
    r"(?:(?:\s*[,/&–-]\s*|\s+(?:and\s+|with\s+)?)(?:(?:potential|its|their|key) )?(?:causes?|consequences?|effects?|impacts?|triggers?|vulnerabilit\w+)){0,4}(?:\W*(?:(?:and|&) )?(?:descriptions?|title|name|event|identified|statement|details?|area)){0,2}\W*(?:\(|$)"
    r"|^(?:description|title|name)\b(?: of (?:the )?risks?\b)?|^what (?:is the risk|could)",
    re.IGNORECASE,
)
_SHORT_NAME = re.compile(r"\btitle\b|\bname\b|\barea\b", re.IGNORECASE)
_LONG_NAME = re.compile(r"\bdescriptions?\b|\bstatement\b|\bdetails?\b|\bevent\b|^risks?$", re.IGNORECASE)
_STAGE_ALONE = re.compile(r"^(?:inherent|gross|residual|net|current)(?: \(?l\s?[x×]\s?i\)?)?$", re.IGNORECASE)
_STAGE_NAMED = re.compile(
    r"target|tolerance|appetite|current|now|previous|last|inherent|gross|residual|net", re.IGNORECASE
)
_NO_SCORE = re.compile(r"[-–—]|n/?a|new|tbc|none", re.IGNORECASE)
_SCORED = re.compile(r"\bratings?\b|\blevel\b|\bassessment\b|\bgrade\b|^\w+ risk$", re.IGNORECASE)
_WHEN = re.compile(r"(?:this|last|previous|current|prior) (?:quarter|month|period|year|review|report)", re.IGNORECASE)
_LIKELIHOOD = re.compile(r"\blikelihood\b|\bprobability\b|\blikely\b|\bl$", re.IGNORECASE)
_IMPACT = re.compile(r"\bimpact\b|\bseverity\b|\bconsequences?\b|\bi$", re.IGNORECASE)
_STAGES: list[tuple[Stage, re.Pattern[str]]] = [
    ("previous", re.compile(r"\bprevious\b|\bprior\b|\blast\b|\bformer\b", re.IGNORECASE)),
    ("target", re.compile(r"\btarget\b|\btolerance\b|\bappetite\b|\bfuture\b|\bplanned\b", re.IGNORECASE)),
    (
        "inherent",
        re.compile(
            r"\binherent\b|\bgross\b|\binitial\b|\braw\b|\boriginal\b|\buncontrolled\b|\bbefore\b|\bunmitigated\b",
            re.IGNORECASE,
        ),
    ),
    (
        "current",
        re.compile(
            r"\bcurrent\b|^this\b|\bresidual\b|\bnet\b|\bnow\b|\bpresent\b|\bafter\b|\bmitigated\b", re.IGNORECASE
        ),
    ),
]
_REFERENCE = re.compile(r"(?=.*\d)[A-Z]{0,5}[ ./-]?\d{1,3}(?:[./-]\d{1,3}){0,2}[a-z]?", re.IGNORECASE)
_ACTION = re.compile(
    r"^(?:further |planned |required |next |additional |proposed )?actions?\b(?! (?:owner|date))", re.IGNORECASE
)
_FOREIGN = re.compile(
    r"\boptions?\b|\bbenefits?\b|\badvantages?\b|\bmilestone\b|\bcharacteristic\b|\bresolution\b", re.IGNORECASE
)


class ScoreColumn(NamedTuple):
    """A column of scores: of which stage, and what of it."""

    stage: Stage
    measure: Measure


class RiskColumns(NamedTuple):
    """Columns by what they hold, from 0; None where the table has no such column. ``title`` is that of a risk's short name
    beside its description."""

    number: int | None
    title: int | None
    description: int | None
    mitigation: list[int]
    owner: int | None
    direction: int | None
    scores: dict[int, ScoreColumn]
    further: int | None = None

    def score(self, stage: Stage, measure: Measure) -> int | None:
        """The only column of a stage and measure; None where there is none, or more than one."""
        found = [column for column, score in self.scores.items() if score == (stage, measure)]
        return found[0] if len(found) == 1 else None


def risk_columns(headers: list[str]) -> RiskColumns | None:
    """The columns of a register; None when the heads are those of another kind of table."""
    heads = [mended(head) for head in headers]
    if any(_FOREIGN.search(head) for head in heads):
        return None
    number = owner = direction = further = None
    named: list[int] = []
    mitigation: list[int] = []
    scores: dict[int, ScoreColumn] = {}
    for column, head in enumerate(heads):
        score = _score_column(head)
        if number is None and _NUMBER.match(head):
            number = column
        elif _OWNER.search(re.sub(r"\(.*?\)", " ", head)) and not _MITIGATION.search(head):
            owner = column if owner is None or re.search(r"risk owner", head, re.IGNORECASE) else owner
        elif further is None and _FURTHER.match(head):
            further = column
        elif _MITIGATION.search(head) and not (score and score.measure == "score"):
            mitigation.append(column)
        elif direction is None and _DIRECTION.search(head):
            direction = column
        elif len(named) < 2 and _DESCRIPTION.search(head) and not _stage_of(head):
            named.append(column)
        elif score is not None:
            scores[column] = score
    done = [
        column
        for column, head in enumerate(heads)
        if _ACTION.search(head) and column not in {owner, direction, further, *scores}
    ]
    mitigation = sorted({*mitigation, *done[:1]})
    title, description = _named(named, heads)
    if further is not None and not mitigation:  # where nothing else is told, it is what is done
        mitigation, further = [further], None
    return RiskColumns(number, title, description, mitigation, owner, direction, _apart(scores, heads), further)


def _named(columns: list[int], heads: list[str]) -> tuple[int | None, int | None]:
    """The column of short names and that of descriptions; of two columns that may be either the first describes."""
    if len(columns) == 2 and _SHORT_NAME.search(heads[columns[0]]) and _LONG_NAME.search(heads[columns[1]]):
        return columns[0], columns[1]
    return None, columns[0] if columns else None


def numbered(columns: RiskColumns, headers: list[str], rows: Sequence[Sequence[str]]) -> RiskColumns:
    """The columns, where what stands under "Risk" are references ("CR03") and the names stand beside them."""
    if columns.number is not None or columns.description is None:
        return columns
    texts = [row[columns.description] for row in rows if row[columns.description]]
    if not texts or not all(map(_REFERENCE.fullmatch, texts)):
        return columns
    beside = columns.description + 1
    if beside >= len(headers) or not _DESCRIPTION.search(mended(headers[beside])):
        return columns
    return columns._replace(number=columns.description, title=None, description=beside)


def dated(columns: RiskColumns, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> RiskColumns:
    """The columns, with those of scores whose heads say only of when they are ("Feb 2024") or how they are meant
    ("Target"): what stands under them tells."""
    others = {columns.number, columns.title, columns.description, columns.owner, columns.direction, *columns.mitigation}
    found: dict[int, ScoreColumn] = {}
    times: dict[int, date] = {}
    for column, head in enumerate(map(mended, headers)):
        stage, when = _stage_of(head) if _STAGE_NAMED.fullmatch(head) else None, parse_period(head)
        told = stage or (when and when.kind in {"month", "quarter", "snapshot"})
        if column in others or column in columns.scores or not told or not _holds_scores(column, rows):
            continue
        if stage is not None:
            found[column] = ScoreColumn(stage, "score")
        elif when is not None:
            times[column] = when.end
    scored = {score.stage for score in (*columns.scores.values(), *found.values()) if score.measure == "score"}
    if times and len(set(times.values())) == len(times) and not scored & {"current", "previous"}:
        latest = sorted(times, key=lambda column: times[column])
        found[latest[-1]] = ScoreColumn("current", "score")
        found |= {column: ScoreColumn("previous", "score") for column in latest[-2:-1]}
    return columns._replace(scores={**columns.scores, **found})


def _holds_scores(column: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether all that stands in a column are scores, or signs that there is none."""
    texts = [row[column] for row in rows if column < len(row) and row[column]]
    scores = [text for text in texts if re.match(r"\W*[A-Z]?\d", text) and parse_score(text).value is not None]
    return bool(scores) and all(text in scores or _NO_SCORE.fullmatch(text) for text in texts)


def _score_column(head: str) -> ScoreColumn | None:
    """What a head says of scores. A stage that is not named is the current one."""
    if not head or len(head) > 60:
        return None
    stage = _stage_of(head)
    measure: Measure | None = None
    likely, impact = bool(_LIKELIHOOD.search(head)), bool(_IMPACT.search(head))
    if likely != impact:
        measure = "likelihood" if likely else "impact"
    elif re.search(r"\bscores?\b|\btotal\b|\bl\s?[x×]\s?i\b", head, re.IGNORECASE):
        measure = "score"
    elif re.search(r"\brag\b|\bcolour\b|\bstatus\b", head, re.IGNORECASE):
        measure = "rating"
    elif _SCORED.search(head) or _WHEN.fullmatch(head) or _STAGE_ALONE.match(head):
        measure = "score"
    return ScoreColumn(stage or "current", measure) if measure else None


def _stage_of(head: str) -> Stage | None:
    return next((stage for stage, words in _STAGES if words.search(head)), None)


def _apart(scores: dict[int, ScoreColumn], heads: list[str]) -> dict[int, ScoreColumn]:
    """Where one stage has a score and a rating beside it, the one that is called a score is the score."""
    found = dict(scores)
    for stage in {score.stage for score in scores.values()}:
        columns = [column for column, score in scores.items() if score == (stage, "score")]
        named = [column for column in columns if re.search(r"score|total", heads[column], re.IGNORECASE)]
        named = named or [column for column in columns if _STAGE_ALONE.match(heads[column])]
        if len(columns) > 1 and len(named) == 1:
            found |= {column: ScoreColumn(stage, "rating") for column in columns if column not in named}
    now = [column for column, score in found.items() if score == ("current", "score")]
    times = [_time_of(heads[column]) for column in now]
    if len(now) > 1 and None not in times and len(set(times)) == len(now):
        latest = sorted(now, key=lambda column: times[now.index(column)] or 0)
        found[latest[-2]] = ScoreColumn("previous", "score")
        for column in latest[:-2]:
            del found[column]
    return found


def _time_of(head: str) -> int | None:
    """A number that grows with the time a head names: of its one period's end, or of its bare quarter."""
    periods = find_periods(head)
    if periods:
        return periods[0].end.toordinal() if len(periods) == 1 else None
    quarter = re.search(r"\b(?:q|quarter )([1-4])\b", head, re.IGNORECASE)
    return int(quarter.group(1)) if quarter else None
