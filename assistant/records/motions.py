"""Who moved and who seconded, and what became of a motion or amendment when it was put to the vote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from assistant.records.extents import Extent
from assistant.records.model import Piece, Vote
from assistant.records.people import MEMBER, names_in

Outcome = Literal["carried", "lost", "withdrawn"]
_BESIDE = r"(?:\s?\([^)]{0,120}\)|,[^.;]{0,140}?,)?,?"
_ACTIVE = re.compile(
    rf"(?P<mover>{MEMBER}){_BESIDE}\s+(?:then |formally |also )?(?i:moved|proposed),?\s+and\s+(?P<seconder>{MEMBER}){_BESIDE}"
    rf"\s+(?:formally )?(?i:seconded)"
)
_PASSIVE = re.compile(
    rf"(?i:moved|proposed)\s+(?i:by):?\s+(?P<mover>{MEMBER}){_BESIDE}\s*(?:and\s+)?(?i:duly )?(?i:seconded)\s+(?i:by):?\s+(?P<seconder>{MEMBER})"
)
_ON_MOTION = re.compile(
    rf"(?i:on the (?:motion|proposition|proposal) of)\s+(?P<mover>{MEMBER}){_BESIDE}\s*(?:and\s+)?(?i:seconded(?: by)?)\s+(?P<seconder>{MEMBER})"
)
_ON_MOTION_OF = re.compile(
    rf"^\W*(?:\d[\d.]*\s+)?(?:agreed|resolved|recommended),? (?i:on the (?:motion|proposal|proposition) of)\s+(?P<mover>{MEMBER}),? that\b",
    re.IGNORECASE,
)
_ACTIVE_BY = re.compile(
    rf"(?P<mover>{MEMBER}){_BESIDE}\s+(?:then |formally |also )?(?i:moved|proposed)\b[^.]{{0,300}}?\b(?i:seconded) (?i:by) (?P<seconder>{MEMBER})"
)
_SECONDED_FIRST = re.compile(
    rf"(?P<mover>{MEMBER}),?\s+(?i:seconded by)\s+(?P<seconder>{MEMBER}),?\s+(?:then |formally )?(?i:moved|proposed)\b"
)
_LABELLED = re.compile(
    rf"(?i:\b(?:proposed|proposer|prop\.?|moved|mover)(?: by)?)\s*[:–-]?\s*(?P<mover>{MEMBER})[\s,;/.]*(?:and\s+)?"
    rf"(?i:(?:seconded|seconder|sec\.?)(?: by)?)\s*[:–-]?\s*(?P<seconder>{MEMBER})"
)
_SLASHED = re.compile(
    r"\(\s*(?P<both>(?:Councillors?|Cllrs?\.?|Mr|Mrs|Ms|Miss|Dr)\s[A-Z][\w'’.-]*(?:\s[A-Z][\w'’.-]*){0,3}\s?/\s?[A-Z][\w'’. -]{1,40})\)\W*$"
)
_SECONDED = re.compile(
    rf"(?i:\bseconded by)\s+(?P<by>{MEMBER})|(?P<who>{MEMBER})\s+(?:formally )?seconded (?:the|this|his|her|their) (?:motion|amendment|proposal)"
)
_MOVED = re.compile(
    rf"^\W{{0,4}}(?:\d{{1,3}}\W{{1,2}})?(?P<mover>{MEMBER}){_BESIDE}\s+(?:then |formally )?moved(?:, and (?:it|this) was accepted by the (?:mover|proposer)[^,.]{{0,40}},)?"
    r" (?:that|the|an? (?:motion|amendment))\b"
)
# An amendment that its mover's opponents need not vote on: taken into the motion with the meeting's consent.
_ACCEPTED = re.compile(
    r"\b(?:altered|amended) (?:his|her|their) motion\b|\baccepted [^.]{3,40} into (?:his|her|their|the) motion\b|\b(?:it|this|which|amendment) (?:was|had been) accepted by the (?:mover|proposer)\b",
    re.IGNORECASE,
)
_ALTERS = re.compile(
    r"\bthat the (?:words?|figures?|paragraphs?|sentence)\b[^.]{0,300}? be (?:added|inserted|deleted|removed|replaced|omitted|left out)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\W{0,3}(?:\d{1,2}\W{1,2})?(?:(?:the )?(?:panel|committee|board|council|cabinet|forum|authority|members) (?:then )?voted\b|(?:up)?on (?:a|the|being)\b|there (?:were|was|voted)\b|the (?:vote|voting|result|motion|amendment)\b|following\b|a vote\b"
    r"|with \w+ (?:votes?|members?|in favour|for)\b|(?:\w+ )?(?:members|councillors) voted\b|voting\b|votes?\b|\w+ (?:votes?|in favour|for)\b)",
    re.IGNORECASE,
)
_RECALLED = re.compile(r"\bhad voted\b|\b(?:said|reminded|asked|recalled|reported|explained|noted) ", re.IGNORECASE)
_TARGET = r"(?P<target>(?:(?:first|second|third|further|original|substantive|main)\s)?(?:amendment|motion)|recommendations?|proposals?)\b(?!s)"
_RESULT = r"(?P<result>not (?:carried|agreed|approved)|carried|lost|defeated|rejected|fell|passed|agreed|approved|withdrawn|accepted|fallen)\b"
_OUTCOME = re.compile(
    rf"\b{_TARGET}(?P<mid>(?:(?!\b(?:had|has|have|amendments)\b)[^.;]){{0,200}}?)\b{_RESULT}", re.IGNORECASE
)
_ALONE = re.compile(
    r"^\W*(?:agreed|carried|lost)(?: unanimously| nem(?:ine)?\.? con\w*\.?| by a majority)?\W*$", re.IGNORECASE
)
# "For 2, against 3: lost.": the count and the outcome, the motion not named again.
_TALLIED = re.compile(
    r"^\W*(?:votes? )?(?:for|in favour|against)\b[^.]{1,80}?\d[^.\d]{0,30}?\b(?P<result>carried|lost|defeated|rejected|fell|not carried)\W*$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"^\W*(?:the )?(?:(?:first|second|third|further|original|substantive|main)\s)?(?:amendment|motion)s?(?: as amended)?(?: was| were)?"
    r"(?: unanimously| duly| then| declared)* (?:carried|lost|defeated|agreed|withdrawn|fell|rejected|not carried)(?: unanimously)?\W*$",
    re.IGNORECASE,
)
_PUT = re.compile(
    r"\bput (?:the |this |to the |.{0,120}? to (?:the |a )?)?(?:vote|meeting)\b|\bvot(?:e|ed|ing)\b|\bdeclared\b",
    re.IGNORECASE,
)

_TITLED = re.compile(r"^\W*(?P<what>motion|amendment)(?: (?:\d{1,2}|[A-Z]))?\W*$", re.IGNORECASE)
_CHOICE = re.compile(r"^\W*(?:votes? )?for (?:the )?(?P<what>motion|amendment)\b", re.IGNORECASE)
_TAKEN_BACK = re.compile(
    rf"{MEMBER}{_BESIDE}\s+(?:then |duly )?withdrew (?:the|his|her|their) (?P<what>motion|amendment)\b"
)
_ADOPTS = re.compile(
    r"^\W*(?:to |that )?(?:adopt|approve|agree|carry|support|accept)(?:ed)? the (?P<what>motion|amendment)\b[^;]{0,40}$",
    re.IGNORECASE,
)
_RIVALS = re.compile(r"\b(?:motion|amendment)\b[^.;]{0,40}\breceived\b", re.IGNORECASE)
_BY_MOVER = re.compile(
    r"\bthe (?P<what>motion|amendment)(?: (?:\d{1,2}|[A-Z]))? by (?P<who>[^.;\n]{3,80})", re.IGNORECASE
)


class Movers(NamedTuple):
    """Who moved and who seconded, as printed, and where the words that say so end."""

    mover: str | None
    seconder: str | None
    start: int
    end: int


@dataclass(slots=True)
class Motion:
    """A motion or an amendment before a meeting, with what became of it so far."""

    amendment: bool
    extent: Extent
    page: int
    mover: str | None
    seconder: str | None
    votes: list[Vote] = field(default_factory=list)
    outcome: Outcome | None = None
    pieces: list[Piece] = field(default_factory=list)
    closed: bool = False  # recorded already, or taken into the motion without a vote


class Result(NamedTuple):
    """What a sentence says became of something: on an amendment, on a motion, or (None) on what was before the meeting."""

    on: Literal["amendment", "motion"] | None
    outcome: Outcome | None
    accepted: bool = False


def movers_in(sentence: str) -> Movers | None:
    """Who moved and who seconded, where a sentence says both; or who moved, where it opens with that."""
    if not re.search(r"second|moved|/|\bsec\b", sentence, re.IGNORECASE):
        alone = _ON_MOTION_OF.match(sentence)
        return Movers(_name(alone["mover"]), None, alone.start("mover"), alone.end()) if alone else None
    for pattern in (_ACTIVE, _PASSIVE, _ON_MOTION, _SECONDED_FIRST, _LABELLED, _ACTIVE_BY):
        found = pattern.search(sentence)
        if found:
            return Movers(_name(found["mover"]), _name(found["seconder"]), found.start(), found.end())
    slashed = _SLASHED.search(sentence)
    both = names_in(slashed["both"].replace("/", ", ")) if slashed else []
    if slashed and len(both) == 2:
        return Movers(both[0], both[1], slashed.start(), slashed.end())
    found = _MOVED.match(sentence)
    return Movers(_name(found["mover"]), None, found.start("mover"), found.end()) if found else None


def seconder_in(sentence: str) -> str | None:
    """Who seconded, where a sentence says that alone."""
    found = _SECONDED.search(sentence) if "second" in sentence else None
    return _name(found["by"] or found["who"]) if found else None


def result_in(sentence: str) -> Result | None:
    """What a sentence says became of a motion or an amendment, or None."""
    if _ALONE.match(sentence):
        return Result(None, "lost" if "lost" in sentence.lower() else "carried")
    if tallied := _TALLIED.match(sentence):
        return Result(None, "carried" if tallied["result"].lower() == "carried" else "lost")
    if _ACCEPTED.search(sentence) and not _SHORT.search(sentence):
        return Result("amendment", None, accepted=True)
    if taken_back := _TAKEN_BACK.search(sentence):
        return Result("amendment" if taken_back["what"].lower() == "amendment" else "motion", "withdrawn")
    found = _OUTCOME.search(sentence)
    if found is None:
        return None
    while (nearer := _OUTCOME.search(sentence, found.start() + 1)) and nearer.end() == found.end():
        found = nearer  # "the motion received 6 votes, the amendment 7, and the amendment was carried"
    said, word = found["result"].lower(), found["target"].lower()
    on: Literal["amendment", "motion"] = "amendment" if "amendment" in word else "motion"
    if said == "accepted":
        return Result(on, None, accepted=True) if on == "amendment" else None
    if word.startswith(("recommendation", "proposal")) and not (
        _PUT.search(sentence) and said in {"carried", "lost", "agreed", "approved"}
    ):
        return None
    if said in {"agreed", "approved", "rejected", "passed"} and not (_PUT.search(sentence) or _SHORT.match(sentence)):
        return None
    if re.search(r"\bif (?:the )?(?:amendment|motion)|\bwould\b|\bshould be\b|\bwhether\b", sentence, re.IGNORECASE):
        return None
    if said in {"carried", "passed", "agreed", "approved"}:
        return Result(on, "carried")
    return Result(on, "withdrawn" if said == "withdrawn" else "lost")


def amends(sentence: str, moved: Movers) -> bool:
    """Whether what a sentence moves is an amendment to what is before the meeting."""
    said = f"{sentence[: moved.end]}{sentence[moved.end :][:80]}"
    return bool(re.search(r"\bamendment\b", said, re.IGNORECASE) or _ACCEPTED.search(said) or _ALTERS.search(sentence))


def tells_count(sentence: str) -> bool:
    """Whether a sentence tells how the vote now taken went ("There were 4 in favour and 1 against"), not one recalled."""
    return bool(_COUNTED.match(sentence)) and not _RECALLED.search(sentence)


def opens_vote(sentence: str) -> bool:
    """Whether a sentence opens a vote whose sides follow."""
    return bool(re.search(r"\bvot(?:e|ed|es|ing)\b", sentence, re.IGNORECASE)) and sentence.rstrip().endswith(
        (":", "-", "–", "—")
    )


def title_of(text: str) -> str | None:
    """ "motion" or "amendment" where a paragraph is nothing but that title ("Amendment 2"), else None."""
    found = _TITLED.match(text)
    return found["what"].lower() if found else None


def choice_in(text: str) -> str | None:
    """ "motion" or "amendment" where a line tells who voted for it ("For the amendment – 2 votes"), else None."""
    found = _CHOICE.match(text)
    return found["what"].lower() if found else None


def adopts(words: str) -> str | None:
    """ "motion" or "amendment" where what was resolved is only "to adopt the motion", else None."""
    found = _ADOPTS.match(words)
    return found["what"].lower() if found else None


def between_texts(sentence: str) -> bool:
    """Whether members voted for one text or the other: "the motion received 6 votes and the amendment 3"."""
    return len(_RIVALS.findall(sentence)) > 0 and "motion" in sentence.lower() and "amendment" in sentence.lower()


def named_motion(motions: list[Motion], text: str) -> Motion | None:
    """The motion or amendment that a decision names by its mover ("To approve the amendment by Councillor Baird")."""
    said = _BY_MOVER.search(text)
    if said is None:
        return None
    amendment = said["what"].lower() == "amendment"
    named = [
        motion for motion in motions if motion.amendment == amendment and motion.mover and motion.mover in said["who"]
    ]
    return named[0] if len(named) == 1 else None


def _name(text: str) -> str:
    return re.sub(r"[\s,.;]+$", "", " ".join(text.split()))
