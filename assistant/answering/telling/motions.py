"""Which motion a question means: the meeting and minute by its words, then the amendment or the final motion of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.answering.telling.ask import Ask
from assistant.answering.telling.weighing import of_the_time
from assistant.papers.normalise import normalise
from assistant.records.model import Minute, Resolution
from assistant.records.motions import result_in
from assistant.records.prose import sentences
from assistant.retrieval.asked_terms import Term, telling_terms
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

ENOUGH = 0.5  # of the question's telling words, for a minute to be the one that is meant
DATED = 0.3  # the same where the question names the time of the meeting
SAME = 0.02  # of the share: two minutes that fit about equally
AROUND = 0.7  # what a word counts for that only the debate under the same minute holds
LIKE = 0.85  # what a word that means much the same, or is cut short ("psychs"), counts for
TITLED = 0.1  # of the share that a minute's title alone holds, on top
FIGURE = 2  # times what a word counts for
NEARER = 0.15  # by how much an amendment must hold more of the question than the motion, to be meant without its name
_FINAL = re.compile(
    r"\bfinal(?:ly)?\b|\bsubstantive\b|\b(?:as|so) (?:amended|altered)\b|\b(?:amended|altered) (?:motion|budget|recommendations?|proposals?)"
    r"|\b(?:main|original|whole) (?:motion|vote)\b|\bitself\b|\boverall\b|\bend(?:ed)? up\b|\bin the end\b|\beventual\w*",
    re.IGNORECASE,
)
_AMENDMENT = re.compile(
    r"\bamend(?:m\w+|ing)?\b|\b(?:chang|alter|rewrit|reword|tweak|addition)\w* (?:to |of )?(?:the|a|this|that|its) (?:[\w'’-]+ ){0,4}"
    r"(?:motion|budget|recommendations?|proposals?|resolution)\b",
    re.IGNORECASE,
)
_SUCCEEDED = re.compile(
    r"\b(?:carried|successful|accepted|added|passed|adopted|agreed|approved|made to|incorporated|inserted)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(r"\b(?:lost|defeated|failed|rejected|unsuccessful|fell|thrown out|voted down)\b", re.IGNORECASE)
_NTH = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "fifth": 4, "last": -1}
_VOTER = re.compile(
    r"\bhow did (?!the\b|this\b|that\b|a\b|it\b|council\b|cabinet\b|members\b)(.{3,40}?) vote\b", re.IGNORECASE
)
_ORDINAL = re.compile(rf"\b({'|'.join(_NTH)}) amendment\b", re.IGNORECASE)
# What is said of voting itself tells no motion from another.
_OF_VOTING = frozenset(
    terms(
        "vote voted voting votes ballot motion motions amendment amendments amended amending amend altered final finally substantive"
        " original main overall eventual count counts counted number numbers result results outcome carried lost defeat defeated beat"
        " beaten reject rejected refuse refused throw threw thrown turned turn down fail failed pass passed adopt adopted accept"
        " accepted approve approved agree agreed favour abstain abstained abstention abstentions mover moved move seconder seconded"
        " second propose proposed proposer back backed backing support supported supporter oppose opposed put unanimous"
        " unanimously show hands recorded record split fare fared name names named council full committee meeting member members"
        " councillor councillors cllr recommendation recommendations resolution resolved resolve decision decide decided many point"
        " forward bring brought table tabled added add first third fourth fifth last poll tally margin majority division went go happened won win lose losing why reason"
    )
)


@dataclass(frozen=True, slots=True)
class Put:
    """A motion, an amendment or a decision with the minute it stands under; ``own`` is the share (0 to 1) of the question's
    telling words that its own words hold."""

    entry: Entry[Resolution]
    minute: Entry[Minute] | None
    amendment: bool
    own: float = 0.0

    @property
    def record(self) -> Resolution:
        """The decision."""
        return self.entry.record

    @property
    def result(self) -> str:
        """The sentence of the minute that tells what became of it; "" where none does."""
        text = self.minute.record.text if self.minute else ""
        at = max(text.find(self.record.text[:60]), 0)
        told = _results(text)
        if self.amendment:
            after = [said for start, on, said, _ in told if start >= at and on != "motion"]
            return after[0] if after and self.record.outcome else ""
        failed = self.record.outcome in {"lost", "withdrawn"}  # what became of another motion is none of its result
        on_motion = [
            said for _, on, said, fate in told if on != "amendment" and (failed or fate not in {"lost", "withdrawn"})
        ]
        return on_motion[-1] if on_motion else ""


def meant(ask: Ask, *, any_decision: bool = False) -> list[Put]:
    """The motions that a question means, in the order of the minutes; ``any_decision``: also those decided without a vote
    that is told. Several where they fit about equally."""
    groups = _by_minute(ask, any_decision=any_decision)
    asked = _telling(ask)
    voter = _VOTER.search(ask.inquiry.question)
    with_voter = [group for group in groups if voter and any(_voted(put.record, voter[1]) for put in group)]
    if voter and with_voter:  # a voter's name says in which lists it stands, not what was voted on
        asked, groups = [term for term in asked if term.stem not in terms(voter[1])], with_voter
    weighed = [(_of_minute(asked, group), group) for group in groups]
    best = max((share for share, _ in weighed), default=0.0)
    dated = bool(ask.inquiry.days or ask.inquiry.periods)
    if best < (DATED if dated or with_voter else ENOUGH):
        return []
    near = [group for share, group in weighed if share >= best - SAME]
    exact = [put for group in near for put in _of_group(ask, asked, group)]
    return exact or [put for group in near for put in _of_group(ask, asked, group, loosely=True)]


def ordinal_part(question: str) -> int | None:
    """Which point of a list a question names ("the fifth point", "point 5"), from 1."""
    found = re.search(
        rf"\b({'|'.join(_NTH)})\s+(?:new |extra )?(?:point|paragraph|part|clause|limb|item)\b", question, re.IGNORECASE
    )
    if found:
        return _NTH[found[1].lower()] + 1
    numbered = re.search(r"\b(?:point|paragraph|part|clause)\s+\(?(\d{1,2})\b", question, re.IGNORECASE)
    return int(numbered[1]) if numbered else None


def _voted(record: Resolution, name: str) -> bool:
    """Whether somebody is among the names of a recorded vote."""
    surname = normalise(name).split()[-1]
    return any(normalise(one).split()[-1] == surname for vote in record.votes for one in vote.names)


def _telling(ask: Ask) -> list[Term]:
    """The question's telling words without those of voting itself; a figure tells one motion from another best."""
    found = [term for term in telling_terms(ask.inquiry, ask.searcher) if term.stem not in _OF_VOTING]
    return [replace(term, weight=term.weight * (FIGURE if re.search(r"\d", term.stem) else 1)) for term in found]


def _by_minute(ask: Ask, *, any_decision: bool) -> list[list[Put]]:
    """The motions and decisions of the times and bodies that a question names, those of one minute together."""
    minutes = {(*_key(entry.record), entry.paper.id): entry for entry in ask.finder.ledger.entries(Minute)}
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    groups: dict[tuple[object, ...], list[Put]] = {}
    held = of_the_time(ask, ask.finder.ledger.entries(Resolution), lambda r: r.meeting_date)
    for entry in held:
        record = entry.record
        if bodies and record.committee not in bodies:
            continue
        if not (any_decision or record.votes or record.outcome or record.mover):
            continue
        key = (*_key(record), entry.paper.id)
        groups.setdefault(key, []).append(Put(entry, minutes.get(key), _amends(record)))
    return list({key[:-1]: group for key, group in groups.items()}.values())  # of two papers with one minute the newer


def _key(record: Minute | Resolution) -> tuple[object, ...]:
    number, title = (
        (record.number, record.title) if isinstance(record, Minute) else (record.minute, record.minute_title)
    )
    return record.committee, record.meeting_date, number or title


def _amends(record: Resolution) -> bool:
    """Whether it is an amendment that was moved: said so in the sentence that moves it."""
    if record.verb == "resolved" or not record.mover:
        return False
    opening = record.text[:400].split("\n")[0]
    return bool(
        re.search(
            r"\bamendments?\b(?! (?:act|bill|order)\b)|\baccepted by the (?:mover|proposer)\b", opening, re.IGNORECASE
        )
    )


def _of_minute(asked: Sequence[Term], group: Sequence[Put]) -> float:
    """The share of the question's telling words that a minute holds: its title and motions count in full."""
    if not asked:
        return 1.0
    first = group[0]
    own = frozenset().union(*(_own(put.record) for put in group))
    around = _stems(first.minute.record.text[:20000]) if first.minute else frozenset()
    title = _stems(first.record.minute_title or "")
    share = _share(asked, own | title | _stems(first.record.committee or ""), around)
    return share + TITLED * _share(asked, title, frozenset())


def _of_group(ask: Ask, asked: Sequence[Term], group: Sequence[Put], *, loosely: bool = False) -> list[Put]:
    """The motions of one minute that are meant: the amendments, the final motion, or what fits best. ``loosely``: also
    amendments that fared otherwise than the question says."""
    question = ask.inquiry.whole
    weighed = [Put(p.entry, p.minute, p.amendment, _share(asked, _own(p.record), frozenset())) for p in group]
    amendments = [put for put in weighed if put.amendment]
    motions = [put for put in weighed if not put.amendment]
    final = _FINAL.search(question)
    if _AMENDMENT.search(_FINAL.sub(" ", question)) and not (final and motions):
        return _of_amendments(question, amendments, loosely=loosely)
    if ask.wants("mover") and not ask.wants("vote"):
        motions = [put for put in motions if put.record.mover] or motions
    moved = [put for put in motions if put.record.mover and put.record.outcome]
    if moved and re.search(r"\bmotions?\b", question, re.IGNORECASE):
        motions = moved  # what was decided in its stead was no motion
    main = _main(motions)
    nearest = max(amendments, key=lambda put: put.own, default=None)
    if nearest is None or (main is not None and (final or nearest.own < main.own + NEARER)):
        return [main] if main else []
    return [put for put in amendments if put.own >= nearest.own - SAME]


def _main(motions: Sequence[Put]) -> Put | None:
    """Of the motions of a minute the one that was put last, told with its vote or outcome where one is."""
    voted = (
        [put for put in motions if put.record.votes] or [put for put in motions if put.record.outcome] or list(motions)
    )
    best = max((put.own for put in voted), default=0.0)
    return next((put for put in reversed(voted) if put.own >= best - NEARER), None)


def _of_amendments(question: str, amendments: Sequence[Put], *, loosely: bool) -> list[Put]:
    nth = _ORDINAL.search(question)
    if nth and not loosely:
        at = _NTH[nth[1].lower()]
        return [amendments[at]] if -len(amendments) <= at < len(amendments) else []
    best = max((put.own for put in amendments), default=0.0)
    every = re.search(r"\bamendments\b", question, re.IGNORECASE)
    near = [put for put in amendments if every or put.own >= best - SAME]
    if loosely:
        return near
    if not re.match(r"\W*(?:why|how come)\b", question, re.IGNORECASE):
        if _SUCCEEDED.search(question) and not _FAILED.search(question):
            return [put for put in near if put.record.outcome in {"carried", None}]
        if _FAILED.search(question):
            return [put for put in near if put.record.outcome == "lost"]
    return near


def _own(record: Resolution) -> frozenset[str]:
    return _stems(f"{record.text} {record.mover or ''} {record.seconder or ''}")


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


@lru_cache(maxsize=1024)
def _results(text: str) -> tuple[tuple[int, str | None, str, str], ...]:
    """Where a minute tells what became of a motion or amendment, of which of the two, the sentence, and what it was."""
    found = []
    for start, end in sentences(text.replace("\n", " ")):
        said = text[start:end]
        result = result_in(said.replace("\n", " "))
        if result is not None and result.outcome:
            found.append((start, result.on, said.strip(), result.outcome))
    return tuple(found)


def _share(asked: Sequence[Term], own: frozenset[str], around: frozenset[str]) -> float:
    total = sum(term.weight for term in asked)
    got = sum(term.weight * max(_holds(term, own), AROUND * _holds(term, around)) for term in asked)
    return got / total if total else 0.0


def _holds(term: Term, held: frozenset[str]) -> float:
    if term.stem in held:
        return 1.0
    if term.alike & held:
        return LIKE
    cut = term.stem.rstrip("s")
    if term.stem.removesuffix("e") in held:  # the plural of "bus"
        return LIKE
    return LIKE if len(cut) >= 4 and cut.isalpha() and any(word.startswith(cut) for word in held) else 0.0
