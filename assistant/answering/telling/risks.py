"""What a risk register says of a risk: owner, scores, mitigation, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import times
from assistant.answering.telling.quoted import as_quoted
from assistant.records.model import Risk
from assistant.retrieval.holdings import paper_day
from assistant.tools.ledger import Entry
from assistant.tools.risks import Followed, follow
from assistant.tools.sifting import told_day

_MITIGATION = (
    r"\bdoing\b|\bdone about\b|\bmitigat\w*|\bmanag\w*|\bcontrol\w*|\bactions?\b|\btackl\w*|\bprevent\w*|\breduc\w*|\bmeasures?\b"
    r"|\bguard\w*|\bin place\b|\bsafeguards?\b"
)
_FURTHER = r"\bnext\b|\bstill to\b|\bto be done\b|\bplann?\w*|\bwhen\b|\bwill\b|\bdue\b|\bby when\b|\bfurther\b"
_MOVED = (
    r"\bmov(?:e[ds]?|ing|ement)\b|\bchang\w*|\bup\b|\bdown\b|\bworse\w*|\bbetter\b|\bimprov\w*|\bdeteriorat\w*|\bris(?:en|ing)\b|\brose\b"
    r"|\bfallen\b|\bfell\b|\bdirection\b|\btrend\b|\bsince\b|\bincreas\w*|\bdecreas\w*|\bescalat\w*|\bfrom what\b|\bbefore\b|\bprevious\w*|\bused to\b"
)
_SCORE = r"\bscor\w*|\brat(?:ed|ing)\b|\bhow (?:bad|big|serious|high|risky|likely)\b|\blevel\b|\bresidual\b|\binherent\b|\btarget\b|\baiming\b|\bappetite\b"
_TARGET = r"\btarget\b|\baim(?:ing|ed)?\b|\bwant(?:ed)? (?:it )?(?:to (?:be|get)|down)\b|\bappetite\b|\btoleran\w*|\bgoal\b|\bhop(?:e|ing)\b|\bmeant to be\b|\bshould (?:it )?be\b|\bget (?:it )?(?:down )?to\b"
_INHERENT = r"\binherent\b|\bgross\b|\braw\b|\bun(?:mitigated|treated|controlled)\b|\b(?:before|without) (?:any |the )?(?:controls?|mitigations?|action|measures)\b"
_PREVIOUS = (
    r"\bprevious\w*|\bbefore\b|\blast (?:time|quarter|year|register)\b|\bused to\b|\bearlier\b|\bwas it\b|\bfrom what\b"
)


class Score(NamedTuple):
    """One of a risk's scores: what it is called, as printed, and whether it is what is asked for."""

    name: str
    printed: str
    value: float | None
    asked: bool


def tell_risk(ask: Ask, found: Sequence[Entry[Risk]]) -> bool:
    """Say what the register has on a risk; the latest register unless a time is asked for."""
    entry = found[0]
    one = _followed(ask, entry)
    if one is not None and not times(ask).papers:  # "since November" does not ask for November's register
        entry = own_register(ask, one.entries[-1])
    record = entry.record
    cited = ask.cite(entry, record.description, *record.description.split(" – "))
    if cited is None:
        return False
    scores = _scores(ask, record)
    fields = _fields(ask, entry, scores)
    name = f"{told(entry.paper.title)}: {risk_name(ask, entry)}"
    ask.draft.paragraphs.append(
        f"{name} – {'; '.join(fields)} [{cited.marker}]." if fields else f"{name} [{cited.marker}]"
    )
    for score in [*(s for s in scores if s.asked), *(s for s in scores if not s.asked)]:
        ask.value(f"{score.name}: {record.description}"[:200], score.printed, score.value, None, None, cited)
    if ask.says(_MOVED):
        _tell_movement(ask, record)
        _tell_before(ask, one, entry)
    return True


def _tell_movement(ask: Ask, record: Risk) -> None:
    """Which way the score went, by the two that the row prints."""
    before, now = record.previous_score, record.current_score
    if before is None or now is None:
        return
    way = "did not change" if before == now else "went up" if now > before else "came down"
    said = f"Its score {way}"
    if before != now:
        said += f", from {told(record.previous_as_printed)} to {told(record.current_as_printed)}"
    ask.draft.worked.append(said)
    ask.draft.paragraphs[-1] += f" {said}."


def own_register(ask: Ask, entry: Entry[Risk]) -> Entry[Risk]:
    """The same row in the register itself, where a longer paper of the day prints it, too."""
    alike = [e for e in ask.finder.ledger.entries(Risk) if e.record.as_printed == entry.record.as_printed]
    same_day = [e for e in alike if paper_day(e.paper) == paper_day(entry.paper)]
    return min(same_day, key=lambda e: e.paper.n_pages, default=entry)


def risk_name(ask: Ask, entry: Entry[Risk]) -> str:
    """A risk with its number: risk CR10, “Homelessness” – “Numbers outstrip supply”, title and text apart where they are printed so."""
    record = entry.record
    said = as_quoted(ask, entry, record.description, " – ") or told(record.description)
    return f"{f'risk {told(record.number)}, ' if record.number else ''}{said}"


def _followed(ask: Ask, entry: Entry[Risk]) -> Followed | None:
    ledger = ask.finder.ledger
    followed: list[Followed] = ask.finder.once("followed risks", ledger.entries(Risk), lambda: follow(ledger))
    return next((one for one in followed if any(e.record is entry.record for e in one.entries)), None)


def _scores(ask: Ask, record: Risk) -> list[Score]:
    """The scores printed, those asked for marked: the current one where none is named."""
    scored = ask.says(_SCORE) or ask.says(_MOVED) or ask.wants("figure", "comparison", "target")
    target, inherent, before = ask.says(_TARGET), ask.says(_INHERENT), ask.says(_PREVIOUS)
    now = "residual (current) score" if record.inherent_as_printed else "current score"
    current = scored and (not (target or inherent) or ask.says(r"\bresidual\b|\bcurrent\w*\b|\bnow\b"))
    held = (
        Score("inherent score", record.inherent_as_printed or "", record.inherent_score, inherent),
        Score(
            "previous score",
            record.previous_as_printed or "",
            record.previous_score,
            scored and (before or ask.says(_MOVED)),
        ),
        Score(now, record.current_as_printed or "", record.current_score, current),
        Score("target score", record.target_as_printed or "", record.target_score, target),
    )
    return [
        s
        for s in held
        if s.printed and (s.asked or s.name.endswith(("current score", "(current) score", "previous score")) or scored)
    ]


def _fields(ask: Ask, entry: Entry[Risk], scores: Sequence[Score]) -> list[str]:
    """The fields of a risk, those asked for first and in bold."""
    record = entry.record
    owner = ask.wants("owner", "person")
    fields = [(owner, "owner", record.owner), *((s.asked, s.name, s.printed) for s in scores)]
    moved = ask.says(_MOVED)
    fields.append((moved, "direction", record.direction if moved or ask.says(_SCORE) else None))
    fields.append((False, "rated", record.rating))
    said = [
        f"{name}{'' if name == 'rated' else ':'} {f'**{told(text)}**' if asked else told(text)}"
        for asked, name, text in sorted(fields, key=lambda field: not field[0])
        if text
    ]
    if record.mitigation and (ask.says(_MITIGATION) or not said or (ask.wants("action", "open") and not moved)):
        said.append(f"mitigation: {as_quoted(ask, entry, record.mitigation)}")
    if record.further and (
        ask.says(f"{_FURTHER}|{_MITIGATION}") or (ask.wants("action", "date", "open") and not moved)
    ):
        said.append(f"next step: {as_quoted(ask, entry, record.further)}")
    return said


def _tell_before(ask: Ask, one: Followed | None, entry: Entry[Risk]) -> None:
    """The score of the register before, where it moved since and the register told of does not print it itself."""
    if one is None:
        return
    day = paper_day(entry.paper)
    at = next((i for i, e in enumerate(one.entries) if e.record is entry.record or paper_day(e.paper) == day), 0)
    before = one.entries[at - 1] if at else None
    if before is None or not before.record.current_as_printed:
        return
    if before.record.current_as_printed == entry.record.previous_as_printed:
        return
    cited = ask.cite(before, before.record.description)
    if cited is not None:
        when = told_day(paper_day(before.paper))
        ask.draft.worked.append(when)
        ask.draft.paragraphs.append(
            f"In the register of {when} ({told(before.paper.title)}) its score was"
            f" **{told(before.record.current_as_printed)}** [{cited.marker}]."
        )
