"""What a question takes for granted of a vote, held against the minutes: what they contradict is put right first."""

from __future__ import annotations

import re

from assistant.answering.telling.ask import Ask
from assistant.answering.telling.motions import Put
from assistant.records.model import Resolution
from assistant.records.vocabulary import BODY
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.terms import terms

_AS_LOST = (
    r"\bdefeat\w*|\blost\b|\blose\b|\breject\w*|\bthr(?:ow|ew|own|owing) (?:it )?out\b|\bturn(?:ed|ing)? (?:it )?down\b|\bvot(?:ed?|ing) (?:it )?down\b"
    r"|\bvot(?:e|ed|ing) against\b|\bfail(?:ed)? (?:to pass|at)\b|\brefus\w*|\bblock\w*|\bdecid\w+ against\b|\bsa(?:y|id) no to\b|\bbeaten\b"
    r"|\bnot (?:agree|approve|accept|support|back|adopt|pass|carried|agreed|approved|passed)\w*\b|\bdidn'?t (?:agree|approve|accept|support|back|adopt|pass)\b"
)
_AS_CARRIED = (
    r"\bcarried\b|\bpass(?:ed)?\b|\bapprov\w*|\bagreed?\b|\badopt\w*|\baccept(?:ed)?\b|\bwon\b|\bback(?:ed)?\b|\bendors\w*|\bvot(?:e|ed|ing) (?:to|for)\b"
    r"|\bin favour\b|\bgrant(?:ed)?\b|\b(?:go|went|gone|going) (?:for|with|ahead with)\b|\bopt(?:ed)? for\b|\bcho(?:ose|se|sen)\b"
    r"|\bpick(?:ed)?\b|\bsettled? (?:on|for)\b|\bplump(?:ed)? for\b|\bsa(?:y|id) yes to\b"
)
# A decision that itself says no: carried, it refuses what was asked.
_SAYS_NO = (
    r"\bREFUSED?\b|\brefused?\b|\breject(?:s|ed)?\b|\bdismissed\b|\bbe not (?:approved|agreed|supported|introduced|granted|adopted|accepted)\b|\bnot to\b"
    r"|\bdoes not (?:support|endorse|approve|agree)\b|\bopposes\b|\bnot (?:be )?(?:approved|supported|agreed|accepted|granted|introduced)\b|\bnot go ahead\b"
)
_NOT_DONE = re.compile(
    rf"(?:{BODY.pattern}|\bmembers) (?:did|would|should) not (?P<did>[a-z]{{4,}})\b"
    r"|\b(?:resolved|agreed|decided) not to (?P<agreed>[a-z]{4,})\b"
    r"|\b(?:be not|not be|not to be) (?P<be>[a-z]{4,})\b",
    re.IGNORECASE,
)
_NOT = r"\bnot\b|n['’]t\b"
_OPENING = 200  # letters of a decision in which it says what was not done
_ONLY_NOTED = re.compile(
    r"\W*(?:(?:it was )?(?:resolved|agreed)\W+)?(?:that )?[^.;]{0,160}\bnoted?\b[^.;]{0,160}\.?\s*", re.I
)
_TURNED_DOWN = re.compile(
    r"\b(?:recommendation|proposal|request|plan|option)s? (?:to|that|for) (?P<what>[^.;]{5,120}?) (?:be|is|was|were) "
    r"(?:not (?:accepted|agreed|approved|supported|adopted)|rejected|refused)\b",
    re.IGNORECASE,
)


def corrected(ask: Ask, put: Put) -> str:
    """The correction that an answer begins with; "" where the minutes do not contradict the question."""
    record = put.record
    no = bool(re.search(_SAYS_NO, record.text[:160]))
    open_still = record.verb in {"rejected", "withdrawn", "deferred", "noted"} or _ONLY_NOTED.fullmatch(record.text)
    done = record.outcome or (None if open_still else "carried")
    as_lost, as_carried = ask.says(_AS_LOST), ask.says(_AS_CARRIED)
    if record.outcome == "carried" and no and not as_lost and ask.says(r"\bapprov\w*|\bgrant(?:ed)?\b"):
        return "The papers say otherwise: it was decided against. "
    if not ask.says(
        r"\b(?:why|how come|reasons?|grounds|given that|by how (?:much|many)|how many votes|how badly|how narrowly)\b"
    ):
        return _unanimity(ask, put)
    if _denied(ask, record):
        return "The papers say otherwise: it was decided against. "
    if done == "carried" and as_lost and not no:
        return f"The papers say otherwise: it was {'carried' if record.outcome else 'agreed'}. "
    if record.outcome in {"lost", "withdrawn"} and not no:
        if as_carried and not as_lost:
            return f"The papers say otherwise: it was {record.outcome}. "
        if record.outcome == "withdrawn" and as_lost:
            return "The papers say otherwise: it was withdrawn, not put to the vote. "
    if done == "carried" and not as_lost and ((record.outcome and no and as_carried) or _turns_down(ask, record)):
        return "The papers say otherwise: it was decided against. "
    return _unanimity(ask, put)


def _denied(ask: Ask, record: Resolution) -> bool:
    """Whether a decision begins by saying that the very thing was not done: "The Panel did not revoke the licence"."""
    found = _NOT_DONE.search(record.text[:_OPENING])
    done = set(terms(found["did"] or found["agreed"] or found["be"])) if found else set()
    return bool(done) and done <= set(terms(ask.inquiry.question)) and not ask.says(_NOT)


def _turns_down(ask: Ask, record: Resolution) -> bool:
    """Whether a decision turns down the very thing that the question takes to have been decided: "that the recommendation to
    close the pool be not accepted"."""
    found = _TURNED_DOWN.search(record.text)
    if found is None:
        return False
    asked = telling_terms(ask.inquiry, ask.searcher)
    said = {stem for term in asked for stem in (term.stem, *term.same, *term.alike)}
    return set(terms(found["what"])) <= said


def _unanimity(ask: Ask, put: Put) -> str:
    """Whether "unanimously" is borne out: not where anybody voted against."""
    if ask.says(r"\bunanimous\w*") and any(vote.side == "against" and vote.count for vote in put.record.votes):
        return "It was not unanimous. "
    return ""
