"""What a vote came to, what was voted on and who moved it: from the decisions that the minutes record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from assistant.answering.answer import Citation
from assistant.answering.compose import spoken
from assistant.answering.quoting import block_lines
from assistant.answering.telling.ask import Ask, told
from assistant.answering.telling.motions import Put, meant, ordinal_part
from assistant.answering.telling.premises import corrected
from assistant.answering.telling.tabled import Row, tabled
from assistant.answering.telling.weighing import weigh
from assistant.papers.normalise import normalise
from assistant.records.model import Resolution, Vote
from assistant.records.motions import movers_in
from assistant.records.planning_columns import is_application
from assistant.records.prose import sentences
from assistant.records.votes import votes_in
from assistant.retrieval.terms import terms

MEANT = 0.6  # of the question's telling words, for a decision that is quoted as the answer
_WORDS = 60  # of a motion that are quoted
_GIST = 20  # the same in a list of several
_MOST = 8  # motions told one line each
_ALIKE = 88  # likeness (0 to 100) of a point of an amendment with what stood in the motion before
_SIDES = {"for": "For", "against": "Against", "abstain": "Abstentions"}
_OURS = "For, Against, Abstentions"
"""How the sides are named here, whatever the minutes call them ("Abstain (4)")."""
_NAMES = (
    r"\bwho(?:'s| all| else)? (?:voted|backed|supported|opposed|abstained|was|were|did|sat)\b|\bnames?\b|\bnamed\b|\bwhich (?:councillors|members|cllrs)\b"
    r"|\bhow did (?:councillor|cllr|mr|mrs|ms|miss|dr)\b|\blist\b|\b(?:who|which (?:\w+ ){0,2}(?:councillors|members|cllrs)) .{0,60}\b(?:for|against|in favour|backed|supported|opposed|abstain\w*|on the fence)\b"
    r"|\b(?:supporters|opponents)\b"
)
_ONLY = (
    (
        "abstain",
        r"\babst\w+|\bs(?:at|it|itting) (?:it |this |that )?(?:out|on the fence)\b|\b(?:didn['’]?t|did not) vote\b",
    ),
    ("against", r"\bagainst\b|\boppos\w+|\bopponents\b"),
    (
        "for",
        r"\bvoted? for\b|\bwho (?:else )?(?:was|were|is|went) for\b|\bin favour\b|\bback(?:ed|s)?\b|\b(?:who|that|members|councillors) support(?:ed|s)?\b|\bsupporters\b",
    ),
)


def tell_vote(ask: Ask) -> bool:
    """Say how a motion fared: outcome, counts, mover and seconder, its words; names where they are asked."""
    found = [put for put in meant(ask) if put.record.mover or not ask.wants("mover") or ask.wants("vote")]
    if not found:
        return False
    if len(found) == 1:
        return _tell_one(ask, found[0])
    by_place: dict[str, list[Row]] = {}
    for put in found[:_MOST]:
        if row := _row(ask, put, _quotes(ask, put)[:1], named_by=_gist(put.record)):
            by_place.setdefault(decision_place(put.record), []).append(row)
    for place, rows in by_place.items():
        ask.draft.paragraphs += [f"{place}:", tabled(rows) if len(rows) > 1 else f"- {_sentence(rows[0])}"]
    return bool(by_place)


def tell_premise(ask: Ask) -> bool:
    """Put right what a "why" takes for granted where the minutes record the contrary; False where they do not."""
    if not ask.says(r"\b(?:why|how come|reasons?|(?:what|which) grounds)\b"):
        return False
    wrong = [put for put in meant(ask, any_decision=True)[:1] if corrected(ask, put)]
    ask.draft.whole = bool(wrong) and _tell_one(ask, wrong[0])  # of what was not done there is no more to tell
    return ask.draft.whole


def tell_decision(ask: Ask) -> bool:
    """Say word for word what was decided on what a question is about, where its words find the decision."""
    ranked = weigh(ask, ask.finder.ledger.entries(Resolution), _words, lambda r: r.meeting_date)
    if not ranked or ranked[0].share < MEANT:
        return False
    entry = ranked[0].entry
    kept = ask.cite_lines(entry, entry.record.as_printed, block_lines(entry.record.as_printed))
    if not kept:
        return False
    ask.draft.paragraphs.append(block_quoted(decision_place(entry.record), kept))
    return True


def block_quoted(lead: str, lines: Sequence[tuple[str, Citation]]) -> str:
    """Lines of a decision as a block quotation under what leads it in, which bears the markers of the places they stand on."""
    markers = " ".join(dict.fromkeys(f"[{place.marker}]" for _, place in lines))
    return f"{lead} {markers}:\n\n" + "\n".join(f"> {told(line)}" for line, _ in lines)


def decision_place(record: Resolution) -> str:
    """Where a decision was taken, as one says it: body, date, minute, and whether the minutes are a draft."""
    kind = "application" if is_application(record.minute or "") else "minute"
    minute = f", {kind} {told(record.minute)} ({told(record.minute_title)})" if record.minute else ""
    standing = f", {record.status} minutes" if record.status else ""
    return f"{told(record.committee) or 'The meeting'}, {spoken(record.meeting_date)}{minute}{standing}"


def _words(record: Resolution) -> str:
    people = f"{record.mover or ''} {record.seconder or ''}"
    return f"{record.committee or ''} {record.minute_title or ''} {record.text} {record.as_printed} {people}"


def _tell_one(ask: Ask, put: Put) -> bool:
    quotes = _quotes(ask, put)
    row = _row(ask, put, quotes)
    if row is None:
        return False
    ask.draft.paragraphs.append(f"{corrected(ask, put)}{decision_place(put.record)}: {_sentence(row)}")
    result = _result(ask, put)
    shown = [quote.quote for quote in quotes if result is None or quote.quote not in result.quote]
    if result is not None and len(result.quote.split()) <= _WORDS and all(result.quote not in quote for quote in shown):
        shown.append(result.quote)
    ask.draft.paragraphs.append("\n".join(f"> {told(line)}" for quote in shown for line in block_lines(quote)))
    return True


def _result(ask: Ask, put: Put) -> Citation | None:
    """Where the minute tells what became of it."""
    return ask.cite_words(put.minute, put.result) if put.minute and put.result else None


def _row(ask: Ask, put: Put, quotes: Sequence[Citation], named_by: str = "") -> Row | None:
    """One motion: what it is, by some of its words where several are told, what became of it, the counts, who moved it."""
    record = put.record
    if not quotes:
        return None
    result = _result(ask, put)
    counts = ", ".join(_counted(vote) for vote in record.votes if vote.count is not None)
    if counts and _OURS not in ask.draft.worked:
        ask.draft.worked.append(_OURS)
    moved = told(record.mover)
    moved += f", seconded by {told(record.seconder)}" if record.mover and record.seconder else ""
    places = [*quotes, *([result] if result else [])]
    places += _count_places(ask, put, " ".join(place.quote for place in places))
    fields = {
        "Motion": _kind(put) + (f" (“{told(named_by)}”)" if named_by else ""),
        "Outcome": _fate(put),
        "Votes": counts,
        "Moved by": moved,
        "Names": "; ".join(_named(ask, record.votes)),
    }
    return Row(fields, list(dict.fromkeys(citation.marker for citation in places)))


def _sentence(row: Row) -> str:
    """A motion in one sentence: the amendment was lost: For 3, Against 8; moved by Ada Ash [1]."""
    motion, fate, counts, moved, names = row.fields.values()
    facts = [f"{motion} {fate}{f': {counts}' if counts else ''}", f"moved by {moved}" if moved else "", names]
    return f"{'; '.join(fact for fact in facts if fact)} {' '.join(f'[{n}]' for n in row.markers)}."


def _gist(record: Resolution) -> str:
    """The first words of what is moved, to tell one motion of a list from another."""
    moved = movers_in(record.text.split("\n")[0])
    lines = [record.text.split("\n")[0][moved.end if moved else 0 :], *record.text.split("\n")[1:]]
    said = next((line for line in lines if len(line.split()) > 4 and not line.rstrip().endswith(":")), "")
    return " ".join(re.sub(r"^\W+|^(?:\(?\w{1,2}[.)]\s)", "", said).split()[:_GIST]).rstrip(",;:–-")


def _kind(put: Put) -> str:
    if put.amendment:
        return "the amendment"
    if re.search(r"\b(?:as|so) (?:amended|altered)\b", put.result, re.IGNORECASE):
        return "the motion as amended"
    if re.search(r"\bsubstantive\b", put.result, re.IGNORECASE):
        return "the substantive motion"
    return "the motion" if put.record.mover or put.record.outcome else "it"


def _fate(put: Put) -> str:
    """What became of it, in words."""
    record = put.record
    said = f"{put.result} {record.text[:200]}"
    if record.outcome is None:
        return "was accepted without a vote" if put.amendment else f"was {record.verb}"
    against = any(vote.side == "against" and vote.count for vote in record.votes)
    alone = (
        " unanimously" if re.search(r"\bunanimous|\bnem(?:ine)?\.? con", said, re.IGNORECASE) and not against else ""
    )
    casting = put.minute is not None and bool(record.votes) and len({vote.count for vote in record.votes[:2]}) == 1
    told_so = casting and re.search(
        r"\b(?:casting|second) vote\b", put.minute.record.text if put.minute else "", re.IGNORECASE
    )
    return f"was {record.outcome}{alone}{' on a casting vote' if told_so else ''}"


def _counted(vote: Vote) -> str:
    return f"{_SIDES[vote.side]} {vote.count}"


def _named(ask: Ask, votes: Sequence[Vote]) -> list[str]:
    """The names of those who voted, where they are asked: of the sides asked, or all."""
    if not any(vote.names for vote in votes):
        return []
    asked = set(normalise(ask.inquiry.question).split())
    of_one = [
        f"{told(name)} voted {_SIDES[vote.side].lower()}" if vote.side != "abstain" else f"{told(name)} abstained"
        for vote in votes
        for name in vote.names
        if normalise(name).split()[-1] in asked and ask.says(r"\bhow did\b|^\W*did\b|\bwhich way\b")
    ]
    if of_one:
        return of_one
    if not ask.says(_NAMES):
        return []
    sides = {side for side, pattern in _ONLY if ask.says(pattern)} or set(_SIDES)
    return [
        f"{_SIDES[v.side]}: {', '.join(told(name) for name in v.names)}" for v in votes if v.names and v.side in sides
    ]


def _quotes(ask: Ask, put: Put) -> list[Citation]:
    """What of a motion is quoted: all of a short one; of a long one its beginning and what the question asks of it."""
    record = put.record
    found = [ask.cite_words(put.entry, *_runs(piece)) for piece in _pieces(ask, put)]
    kept = list({citation.marker: citation for citation in found if citation is not None}.values())
    if kept:
        return kept
    cited = ask.cite(put.entry, record.text, *(line for line in record.as_printed.splitlines() if line.strip()))
    return [cited] if cited else []


def _runs(piece: str) -> list[str]:
    """A piece, then what of it stands on one page where it runs over two."""
    halves = [part for line in piece.splitlines() for part in (line, *_sentences(line)) if part.strip()]
    return [piece, *sorted(halves, key=len, reverse=True)]


def _pieces(ask: Ask, put: Put) -> list[str]:
    text, parts = put.record.text, put.record.parts
    if len(text.split()) <= _WORDS:
        return [text]
    nth = ordinal_part(ask.inquiry.question)
    if nth is not None and 0 < nth <= len(parts):
        return [text.split("\n")[0][:400], parts[nth - 1]]
    new = _new_parts(put) if put.amendment else []
    pieces = new[:2] or _head(text)
    asked = {term for term, weight in ask.inquiry.subject.items() if weight >= 0.5}
    best = max(
        parts or [bit for line in text.splitlines() for bit in _sentences(line)],
        key=lambda part: len(asked & set(terms(part))),
        default="",
    )
    more = asked & set(terms(best)) - set(terms(" ".join(pieces)))
    return [
        *([text.split("\n")[0]] if new else []),
        *pieces,
        *([best] if more and len(best.split()) <= 2 * _WORDS else []),
    ]


def _new_parts(put: Put) -> list[str]:
    """The points of an amendment that did not stand in the motion before it."""
    text = put.minute.record.text if put.minute else ""
    before = normalise(text[: max(text.find(put.record.text[:60]), 0)])
    if not before:
        return []
    new = [
        part
        for part in put.record.parts
        if fuzz.partial_ratio(normalise(part)[4:], before, score_cutoff=_ALIKE) < _ALIKE
    ]
    return new if len(new) < len(put.record.parts) else []


def _head(text: str) -> list[str]:
    """The first sixty words or so of a long text, up to the end of a point or sentence."""
    kept: list[str] = []
    for line in text.splitlines():
        for bit in _sentences(line):
            held = sum(len(k.split()) for k in kept)
            if held + len(bit.split()) > _WORDS and (held > _WORDS / 2 or len(bit.split()) > 2 * _WORDS) and kept:
                return kept
            kept.append(bit)
    return kept


def _sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentences(text)]


def _count_places(ask: Ask, put: Put, quoted: str) -> list[Citation]:
    """The counts may be printed a page after the motion: where they stand, if not in what is quoted."""
    if {(vote.side, vote.count) for vote in votes_in(quoted)} >= {(v.side, v.count) for v in put.record.votes}:
        return []
    votes = [vote for vote in put.record.votes if vote.count is not None]
    found = [ask.cite_words(put.entry, *_as_counted(vote)) for vote in votes]
    return [citation for citation in found if citation is not None]


def _as_counted(vote: Vote) -> list[str]:
    """The ways in which a side of a vote is printed."""
    words = {
        "for": ("For", "In favour"),
        "against": ("Against",),
        "abstain": ("Abstain", "Abstentions", "Abstained", "Abstention"),
    }
    forms = (
        "{w} ({n})",
        "{w} {n}",
        "{w}: {n}",
        "{w} - {n}",
        "{n} {w}",
        "{n} votes {w}",
        "{n} voted {w}",
        "{n} members {w}",
    )
    return [form.format(w=word, n=vote.count) for word in words[vote.side] for form in forms]
