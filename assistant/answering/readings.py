"""The readings of a question that names a thing which several have in common: "the committee" where the papers know two,
"the action plan" of two papers, "Cllr Wright" where two of that name sat. Each reading is the question asked in full.

Nothing is ambiguous that the question, the conversation or a wish for the newest settles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.answering.compose import Draft
from assistant.records.model import Meeting
from assistant.retrieval.bodies import bodies_named
from assistant.retrieval.evidence import LATEST
from assistant.retrieval.inquiry import Inquiry
from assistant.retrieval.search import Searcher
from assistant.retrieval.terms import terms
from assistant.tools.names import Finder

MOST = 4  # readings looked at; more, and the question is a general one
_BODY = re.compile(r"\b(?:the|this|that) (?P<noun>committee|panel|board|sub-?committee|forum)\b", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:the|this|that) (?P<noun>(?:(?:action|improvement|delivery|business|service) plan|risk register|scorecard|dashboard"
    r"|action (?:log|tracker)|tracker|(?:performance|monitoring|outturn) report))\b",
    re.IGNORECASE,
)
_HONOURS = re.compile(r"\b(?:Councillor|Cllr|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Rev)\b\.?\s*|,.*$|\b[MOC]BE\b")
_HIS, _HERS = re.compile(r"\b(?:Mr|Sir|Lord)\b"), re.compile(r"\b(?:Mrs|Ms|Miss|Dame|Lady)\b")


class Reading(NamedTuple):
    """What a question may mean, by name, the question that asks it in full, and what an answer to that must name."""

    label: str
    question: str
    names: str


def readings(inquiry: Inquiry, history: Sequence[str], searcher: Searcher, finder: Finder) -> list[Reading]:
    """What a question may mean, where several things bear the name that it uses; [] where one is meant."""
    if LATEST.search(inquiry.question):
        return []
    said = " ".join([*history, inquiry.question])
    found = _bodies(inquiry.question, said, searcher) or _papers(inquiry.question, said, searcher)
    found = found or _people(inquiry.question, said, finder)
    return found if 2 <= len(found) <= MOST else []


def equally_likely(inquiry: Inquiry, told: Sequence[tuple[Reading, Draft]]) -> list[tuple[Reading, Draft]]:
    """The readings with an answer that names them and holds no less of the question than another's, each of other places."""
    own = {term for term, weight in inquiry.subject.items() if weight >= 1}
    held = {
        reading: set(terms("\n".join([draft.text, *(f"{c.title} {c.quote}" for c in draft.citations)])))
        for reading, draft in told
    }
    named = [(one, draft) for one, draft in told if draft.citations and set(terms(one.names)) <= held[one]]
    most = max((len(own & held[one]) for one, _ in named), default=0)
    found: list[tuple[Reading, Draft]] = []
    seen: set[tuple[str, int]] = set()
    for one, draft in named:
        places = {(c.paper_id, c.page) for c in draft.citations}
        if len(own & held[one]) == most and not places & seen:
            found.append((one, draft))
            seen |= places
    return found if most and len(found) > 1 else []


def _bodies(question: str, said: str, searcher: Searcher) -> list[Reading]:
    named = _BODY.search(question)
    if named is None or bodies_named(said, searcher.committees):
        return []
    noun = named["noun"].lower()
    return _put(question, named, (b for b in searcher.committees if re.search(rf"\b{noun}\b", b, re.IGNORECASE)))


def _papers(question: str, said: str, searcher: Searcher) -> list[Reading]:
    """The papers or parts of packs whose titles have the noun, each title once, without its date."""
    named = _PAPER.search(question)
    if named is None:
        return []
    noun = named["noun"].lower()
    titles = [paper.title for paper in searcher.papers.values()] + [part.title or "" for part in searcher.parts()]
    names = {p.strip() for title in titles for p in re.split(r"\s[–—-]\s|,\s|\(", title) if noun in p.lower()}
    rest = set(terms(_PAPER.sub(" ", said)))
    if any(set(terms(name)) - set(terms(noun)) & rest for name in names if set(terms(name)) & rest - set(terms(noun))):
        return []
    return _put(question, named, (name for name in names if not re.search(r"\d", name)))


def _put(question: str, named: re.Match[str], names: Iterable[str]) -> list[Reading]:
    once = {(bare := name.removeprefix("The ")).casefold(): bare for name in names}
    return [
        Reading(f"the {name}", f"{question[: named.start()]}the {name}{question[named.end() :]}", name)
        for _, name in sorted(once.items())
    ]


def _people(question: str, said: str, finder: Finder) -> list[Reading]:
    """The people of a surname that the question gives without more, as the minutes name them."""
    for surname, names in _shared(finder).items():
        found = re.search(rf"\b((?:Councillor|Cllr|Mr|Mrs|Ms|Miss|Dr)\.? )?{re.escape(surname)}\b(?!['’]?\w)", question)
        if found is None:
            continue
        meant = [name for name in names if _fits(name, found[1] or "")]
        if any(re.search(rf"\b{re.escape(_own(name))}\b", said) for name in meant):
            return []
        return [
            Reading(name, f"{question[: found.start()]}{name}{question[found.end() :]}", surname)
            for name in sorted(meant)
        ]
    return []


def _fits(name: str, title: str) -> bool:
    other = _HERS if _HIS.search(title) else _HIS if _HERS.search(title) else None
    return other is None or not other.search(name)


def _own(name: str) -> str:
    """A name as it is its bearer's own: forenames or initials and surname."""
    return " ".join(_HONOURS.sub("", name).split())


def _shared(finder: Finder) -> dict[str, list[str]]:
    """Surname -> the names of the different people who bear it; surnames of one alone are left out."""
    meetings = finder.ledger.entries(Meeting)

    def made() -> dict[str, list[str]]:
        people: dict[str, dict[tuple[str, str], str]] = {}
        for entry in meetings:
            one = entry.record
            for person in (*one.present, *one.apologies, *one.substitutes, *one.in_attendance):
                forename, _, surname = _own(person.name).rpartition(" ")
                if forename and surname[:1].isupper() and len(surname) > 2:
                    sex = "m" if _HIS.search(person.name) else "f" if _HERS.search(person.name) else ""
                    people.setdefault(surname, {}).setdefault((forename[0], sex), person.name)
        return {surname: list(some.values()) for surname, some in people.items() if _several(some)}

    return finder.once("shared surnames", meetings, made)


def _several(people: dict[tuple[str, str], str]) -> bool:
    """Whether initials or titles tell two people apart; one that gives no title may be any of them."""
    return len({initial for initial, _ in people}) > 1 or len({sex for _, sex in people if sex}) > 1
