"""What an abbreviation or a rating means: in the words of the papers that define it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.answering.compose import spoken
from assistant.answering.quoting import sentences
from assistant.answering.telling.ask import Ask, told
from assistant.papers.normalise import normalise
from assistant.records.model import RatingKey
from assistant.retrieval.holdings import paper_day
from assistant.retrieval.search import Hit
from assistant.retrieval.terms import stem, terms
from assistant.tools.ledger import Entry

_WHAT = r"^\W*(?:(?:and|so|sorry|ok|please|remind me|can you tell me),? )*(?:what(?:['’]?s|s| is| are| does| do)?|define|expand|spell out|meaning of)"
_SHORT = re.compile(
    rf"{_WHAT} (?:an? |the |by )?(?P<short>[A-Za-z][\w&/-]{{1,9}}?)(?P<asks> mean| stand for| short for| actually| again| in full)*\W*$",
    re.IGNORECASE,
)
_RATING = re.compile(
    rf"{_WHAT} (?:an? |the |being )?(?P<rating>red|amber|yellow|green|blue|grey|[A-Z])(?: rating| rated| status| colour)?"
    r"(?: in .{3,60}| on .{3,60})? (?:mean|stand for)\b",
    re.IGNORECASE,
)
_LONG = 320  # characters of a sentence that is quoted whole
_MOST = 3  # papers whose keys are told


def tell_meaning(ask: Ask) -> bool:
    """Say what an abbreviation stands for or what a rating means, where a question asks for nothing else."""
    return _tell_short(ask) or _tell_rating(ask)


def _tell_short(ask: Ask) -> bool:
    found = _SHORT.match(ask.inquiry.question)
    if found is None:
        return False
    defined = ask.finder.abbreviations()
    asked = found["short"].upper()
    short = next((s for s in (asked, asked.removesuffix("S")) if s in defined), None)
    if short is None:
        return False
    for hit, said in _definitions(ask, short, defined[short]):
        cited = ask.draft.add(ask.searcher, hit, said)
        if cited is not None:
            ask.draft.paragraphs.append(
                f"{short} stands for **{told(defined[short])}**. {_paper(hit)}: “{told(said)}” [{cited.marker}]"
            )
            ask.draft.whole = True
            return True
    return False


def _definitions(ask: Ask, short: str, long: str) -> Iterator[tuple[Hit, str]]:
    """The sentences that give both forms, else the two forms alone, the likeliest passages first."""
    spelt = r"\W+".join(map(re.escape, re.findall(r"[\w'’&]+", long)))
    both = re.compile(rf"{spelt}\s*\({re.escape(short)}s?\)", re.IGNORECASE)
    hits = ask.searcher.search(f"{long} ({short})", [*terms(long), stem(short.lower())])
    for hit in sorted(hits, key=lambda h: -h.bm25):
        found = both.search(hit.passage.text)
        if found is None:
            continue
        named = " ".join(found[0].split())
        whole = next((s for s in sentences(hit.passage.text) if named in s), named)
        yield hit, whole if len(whole) <= _LONG and hit.passage.cells is None else named


def _paper(hit: Hit) -> str:
    title, day = hit.part.title or hit.paper.title, hit.part.meeting_date
    return f"{told(title)}{f' ({spoken(day)})' if day and spoken(day) not in title else ''}"


def _tell_rating(ask: Ask) -> bool:
    """What a colour or letter means by the keys of the papers, the newest first; of keys that say the same, one."""
    found = _RATING.match(ask.inquiry.question)
    if found is None:
        return False
    held = [e for e in ask.finder.ledger.entries(RatingKey) if e.record.rating.casefold() == found["rating"].casefold()]
    naming = ask.searcher.naming(ask.inquiry.subject)
    ranked = sorted(
        held,
        key=lambda e: (-naming.get(e.paper.id, 0.0), -(paper_day(e.paper).toordinal() if paper_day(e.paper) else 0)),  # type: ignore[union-attr]
    )
    by_meaning: dict[str, Entry[RatingKey]] = {}
    for entry in ranked:
        by_meaning.setdefault(normalise(entry.record.meaning), entry)
    for entry in list(by_meaning.values())[:_MOST]:
        cited = ask.cite(entry, entry.record.meaning)
        if cited is not None:
            ask.draft.paragraphs.append(
                f"{told(entry.paper.title)}: {told(entry.record.rating)} – “{told(entry.record.meaning)}” [{cited.marker}]"
            )
    ask.draft.whole = bool(ask.draft.citations)
    return ask.draft.whole
