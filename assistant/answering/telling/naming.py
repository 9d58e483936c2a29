"""Which rows a question names by their reference ("CR08", "IA23-07.2", "risk 11", "action 3.3"), in this or an earlier turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from assistant.answering.telling.ask import Ask
from assistant.answering.telling.weighing import stems_of
from assistant.papers.normalise import contains
from assistant.records.model import Action, Minute, Observation, Record, Resolution, Risk, TrackedDecision
from assistant.records.periods import find_periods
from assistant.retrieval.terms import STOPWORDS, terms
from assistant.tools.ledger import Entry
from assistant.tools.sifting import reference_key

FIELDS: dict[type[Record], str] = {
    Risk: "number",
    Action: "reference",
    TrackedDecision: "minute",
    Observation: "indicator_id",
    Resolution: "minute",
    Minute: "number",
}
"""The kinds of record that have a reference, and where it stands."""
_KINDS: dict[str, tuple[type[Record], ...]] = {
    r"risks?": (Risk,),
    r"actions?|tasks?|recommendations?|ref(?:erence)?s?": (Action,),
    r"indicators?|measures?|kpis?|pis?": (Observation,),
}
_SUBJECTS = ("description", "action", "outcome", "title", "resolution", "name", "minute_title")
_OF_A_ROW = frozenset(
    terms(
        "risk action measure indicator control mitigation owner lead score rating target residual inherent previous current original"
        " deadline date priority progress status direction movement place plan done reason option vote"
    )
)
"""What any row of a register may be asked for."""
_AND_NUMBER = r"\s*(?:(?:number|no\.?|ref\.?|#)\s*)?(\d{1,3}(?:\.\d{1,2}){0,2}[a-z]?)(?![\d%]|\.\d)\b"
_PUNCTUATION = "?!,;:.()[]“”\"'’‘"
_LIKE = re.compile(r"[A-Z]{1,6}[ ./-]?\d[\d./-]*[a-z]?")


class Named(NamedTuple):
    """A reference as a question gives it, with the records of all papers that have it."""

    reference: str
    entries: list[Entry[Any]]


def named_rows(ask: Ask) -> list[Named]:
    """The rows that the last turn names; where it names none, those of the turns it takes over, if it still speaks of them."""
    question, whole = ask.inquiry.question, ask.inquiry.whole
    if own := _in(ask, question):
        return own
    carried = _in(ask, whole) if whole != question else []
    carried = carried or _numbered(ask)
    return [named for named in carried if not _speaks_of_another(ask, named)]


def unheld(ask: Ask) -> str | None:
    """What to say of a reference like those held that no paper has: "CR14" where CR01 to CR11 are; None where all is held."""
    held = _index(ask)
    for token in _LIKE.findall(ask.inquiry.question):
        key = reference_key(token)
        family = sorted((e for k, rows in held.items() if _shape(k) == _shape(key) for e in rows[:1]), key=_reference)
        if (
            key in held
            or not family
            or find_periods(token)
            or any(contains(e.hit.passage.text, token) for e in ask.evidence)
        ):
            continue
        first, last = _reference(family[0]), _reference(family[-1])
        return f"No row held has the reference {token.strip()}; those like it run from {first} to {last}."
    return None


def _shape(key: str) -> str:
    return re.sub(r"\d+", "0", key)


def _reference(entry: Entry[Any]) -> str:
    return " ".join(str(getattr(entry.record, FIELDS[type(entry.record)])).split())


def _in(ask: Ask, text: str) -> list[Named]:
    held = _index(ask)
    found: dict[str, Named] = {}
    for token in _tokens(text):
        key = reference_key(token)
        if key in held and re.search(r"[a-z]", key) and re.search(r"\d", key) and not _is_time(token):
            found.setdefault(key, Named(token, held[key]))
    for words, models in _KINDS.items():
        for match in re.finditer(rf"\b(?:{words})\b{_AND_NUMBER}", text, re.IGNORECASE):
            rows = [e for e in held.get(reference_key(match[1]), ()) if isinstance(e.record, models)]
            if rows and not find_periods(match[0]):
                found.setdefault(f"{words} {match[1]}", Named(match[1], rows))
    return list(found.values())


def _is_time(token: str) -> bool:
    return bool(find_periods(token)) or re.fullmatch(r"[QqHh][1-4]|[Ff][Yy]\d+", token) is not None


def _tokens(text: str) -> Iterator[str]:
    """The words of a text, and two of them where the first may be the letters of a reference: "CR 08"."""
    said = [word.strip(_PUNCTUATION).removesuffix("'s").removesuffix("’s") for word in text.split()]
    yield from said
    for word in said:
        yield from (part for part in re.split(r"[/&+,]", word) if part != word)
    for first, second in pairwise(said):
        if re.fullmatch(r"[A-Za-z]{1,6}", first) and first.lower() not in STOPWORDS and second[:1].isdigit():
            yield f"{first}{second}"


def _numbered(ask: Ask) -> list[Named]:
    """What the question was understood to name by kind and number, in a plan that it speaks of: "CIP 4.1"."""
    held = _index(ask)
    found = []
    for what, number in ask.inquiry.references:
        models = next((m for words, m in _KINDS.items() if re.fullmatch(words, what)), ())
        rows = [e for e in held.get(reference_key(number), ()) if isinstance(e.record, models)]
        if rows:
            found.append(Named(number, rows))
    return found


def _speaks_of_another(ask: Ask, named: Named) -> bool:
    """Whether the last turn adds words that this row does not hold and most of which another row of its kind does."""
    kind = type(named.entries[0].record)
    own = frozenset[str]().union(*(_stems(ask, entry) for entry in named.entries))
    new = ask.inquiry.own - own - _OF_A_ROW
    return any(2 * len(new & _stems(ask, entry)) > len(new) for entry in ask.finder.ledger.entries(kind))


def _stems(ask: Ask, entry: Entry[Any]) -> frozenset[str]:
    """The stems of what a row is about; who answers for it is a field that any row has."""
    return stems_of(ask, entry, _subject)


def _subject(record: Record) -> str:
    return " ".join(str(getattr(record, name, None) or "") for name in _SUBJECTS)


def _index(ask: Ask) -> dict[str, list[Entry[Any]]]:
    """Reference -> the records of all kinds and papers that have it."""
    ledger = ask.finder.ledger

    def made() -> dict[str, list[Entry[Any]]]:
        found: dict[str, list[Entry[Any]]] = {}
        for model, name in FIELDS.items():
            for entry in ledger.entries(model):
                if key := reference_key(getattr(entry.record, name)):
                    found.setdefault(key, []).append(entry)
        return found

    return ask.finder.once("references", ledger.entries(Risk), made)
