"""Who sits on a body: the roll of its newest meeting, or of the one of the time asked for, with those who sent apologies."""

from __future__ import annotations

from assistant.answering.compose import spoken
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.filters import counted
from assistant.answering.telling.meetings import beyond_meeting
from assistant.answering.telling.tabled import Row, tabled
from assistant.answering.telling.weighing import of_the_time
from assistant.records.model import Meeting, Person
from assistant.retrieval.bodies import bodies_asked
from assistant.retrieval.terms import terms
from assistant.tools.ledger import Entry

_ASKED = (
    r"\bwho(?:['’]?s| is| are| was| were)? (?:currently |now |all )?(?:in|on) (?:the |our |that )?(?!charge\b|call\b|favour\b|duty\b)"
    r"|\bwho (?:sits?|sat|serves?|served) (?:in|on)\b|\bmember(?:s|ship) of\b|\bwho makes up\b|\b(?:members|councillors) (?:are |sit )?on\b"
)
_ELSE = frozenset(
    terms(
        "who sit sits sat serve serves member members membership make makes up councillor councillors cllr name names list all pls please now"
        " currently reshuffle annual year municipal after"
    )
)
FEWEST = 3  # names of a roll: of fewer the list was not read, or only some are named


def tell_members(ask: Ask) -> bool:
    """List who sits on the one body that a question names; False where it asks for something else of it."""
    if not ask.says(_ASKED) or ask.wants("vote", "mover", "chair", "apologies", "attendance", "figure"):
        return False
    bodies = bodies_asked(ask.inquiry, ask.searcher.committees)
    if len(bodies) != 1 or beyond_meeting(ask) - _ELSE:
        return False
    held = of_the_time(ask, ask.finder.ledger.entries(Meeting), lambda m: m.meeting_date)
    own = [e for e in held if e.record.committee in bodies and len(_sitting(e.record)) >= FEWEST]
    if not own:
        return False
    entry = max(own, key=lambda e: e.record.meeting_date)
    rows = [row for how, person in _sitting(entry.record) if (row := _row(ask, entry, how, person))]
    if len(rows) < FEWEST:
        return False
    head = f"{counted(len(rows))} members by the roll of {told(entry.record.committee)}, {spoken(entry.record.meeting_date)}"
    ask.draft.worked.append(head)
    ask.draft.paragraphs += [f"{head}:", tabled(rows)]
    ask.draft.whole = True
    return True


def _sitting(record: Meeting) -> list[tuple[str, Person]]:
    """Those who came and those who sent apologies, who are members too; not who stood in for them or was in attendance."""
    stood_in = {person.name for person in record.substitutes}
    came = [("present", person) for person in record.present if person.name not in stood_in]
    return [*came, *(("apologies", person) for person in record.apologies)]


def _row(ask: Ask, entry: Entry[Meeting], how: str, person: Person) -> Row | None:
    lines = [line for line in entry.record.as_printed.splitlines() if person.name.split()[-1] in line]
    cited = ask.cite_words(entry, f"{person.name} ({person.role})", person.name, *lines)
    if cited is None:
        return None
    ask.draft.worked.append(how)
    return Row({"Member": told(person.name), "As": told(person.role), "There": how}, [cited.marker])
