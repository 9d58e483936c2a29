"""All that was decided on one matter, where a question asks what was decided and what was found stands under its minute."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.quoting import block_lines
from assistant.answering.suffice import strong
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.decisions import decision_place
from assistant.answering.telling.weighing import of_the_time, share_of, stems_of
from assistant.records.model import Resolution
from assistant.retrieval.evidence import Evidence
from assistant.tools.ledger import Entry

_LOOK = 4  # passages whose minutes are looked at
_NEAR = 0.75  # of the best one's score
_HELD = 0.6  # of the question's telling words, that the decision with its minute's title holds
_MOST_WORDS = 160  # of a decision that is quoted whole
_LEAD = 3  # words that only lead a decision in
_OTHER = ("figure", "target", "person", "owner", "date", "reason", "vote", "mover", "action")


def tell_whole_decision(ask: Ask) -> bool:
    """Quote the whole decision under whose minute the question's words were found, each line with its page."""
    if ask.inquiry.wants[0] != "decision" or ask.wants(*_OTHER):
        return False
    best = ask.evidence[0].score if ask.evidence else 0.0
    for evidence in ask.evidence[:_LOOK]:
        if evidence.score < _NEAR * best or not evidence.hit.passage.minute_title:
            continue
        entry = _decision(ask, evidence)
        if entry is not None and strong(ask.inquiry, evidence, ask.searcher):
            return _tell(ask, entry, block_lines(entry.record.as_printed))
    return False


def _decision(ask: Ask, evidence: Evidence) -> Entry[Resolution] | None:
    """The one decision under the minute of a passage, where it is short and on what the question asks."""
    passage, paper = evidence.hit.passage, evidence.hit.paper.id
    found = [
        entry
        for entry in ask.finder.ledger.entries(Resolution)
        if entry.paper.id == paper
        and entry.record.minute_title == passage.minute_title
        and abs(entry.record.page - passage.page) <= 2
    ]
    if not of_the_time(ask, found, lambda record: record.meeting_date):
        return None
    if len(found) != 1 or len(found[0].record.as_printed.split()) > _MOST_WORDS:
        return None
    return found[0] if share_of(ask, stems_of(ask, found[0], _words)) >= _HELD else None


def _words(record: Resolution) -> str:
    return f"{record.committee or ''} {record.minute_title or ''} {record.as_printed}"


def _tell(ask: Ask, entry: Entry[Resolution], lines: Sequence[str]) -> bool:
    said = [line for line in lines if len(line.split()) > _LEAD]  # "RESOLVED:" alone is no statement
    kept = dict(ask.cite_lines(entry, entry.record.as_printed, said))
    if len(kept) < len(said):
        return False
    last = {place.marker: line for line, place in kept.items()}  # words of one place bear its marker once
    marked = (
        f"{told(line)} [{kept[line].marker}]" if line in kept and last[kept[line].marker] == line else told(line)
        for line in lines
    )
    quoted = "\n".join(f"> {line}" for line in marked)
    ask.draft.paragraphs.append(f"{decision_place(entry.record)}:\n\n{quoted}")
    ask.draft.whole = True
    return True
