"""How minutes open a decision: "RESOLVED that", "It was agreed to", "The Committee noted the report".

What a meeting decided is told from what it recalls ("Cabinet agreed last June that"), what somebody said and what a
report asks for.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.records.dates import MONTH
from assistant.records.model import Verb
from assistant.records.prose import marker_of

VERBS: dict[str, Verb] = {
    "resolved": "resolved",
    "resolution": "resolved",
    "decided": "resolved",
    "decision": "resolved",
    "decisions": "resolved",
    "agreed": "agreed",
    "recommended": "recommended",
    "recommend": "recommended",
    "noted": "noted",
    "deferred": "deferred",
    "defer": "deferred",
    "referred": "referred",
    "refer": "referred",
    "approved": "approved",
    "endorsed": "approved",
    "adopted": "approved",
    "granted": "approved",
    "authorised": "approved",
    "delegated": "approved",
    "rejected": "rejected",
    "refused": "rejected",
    "requested": "requested",
    "asked": "requested",
}
_ADVERBS = (
    r"(?:(?:unanimously|also|then|therefore|formally|further|subsequently|accordingly|duly|thereupon|collectively|jointly|all"
    r"|both|again|UNANIMOUSLY|FURTHER|by a majority),?\s+){0,3}"
)
_CAPITALS = (
    r"RESOLVED|RECOMMENDED|AGREED|NOTED|DEFERRED|REFERRED|APPROVED|REJECTED|REQUESTED|DECIDED|GRANTED|REFUSED|ENDORSED|ADOPTED"
    r"|AUTHORISED"
)
_TALLY = r"(?:a majority (?:vote )?of )?[\w-]+(?: votes?)? to [\w-]+(?: votes?)?"
_HOW = rf"(?:unanimously|nem\.? ?con\.?|on a show of hands|without (?:a )?(?:vote|division|dissent)|(?:by|on) (?:a majority|{_TALLY})(?: of [\w ]{{3,40}})?(?: with [^:.;]{{3,40}})?)"
_FORMAL = re.compile(
    rf"^(?:(?:It|IT|it)\s+(?:was|WAS)\s+{_ADVERBS})?{_ADVERBS}(?P<verb>{_CAPITALS})\b(?!\s+BY\b|\s+MINUTES\b)"
    r"|^(?P<title>Resolved|Agreed|Recommended|Noted|Decided|Approved|Deferred|Decisions?(?: taken| made)?|Resolutions?|DECISIONS?(?: TAKEN| MADE)?|RESOLUTIONS?)\b"
    rf"(?=\s*(?:[:–—]|-\s|\((?:unan|by|nem|[\w-]+ (?:votes? )?(?:to|for)\b)|,? that\b|,? to\b|,? unanimously\b(?!\W*$)|,? {_HOW}\s*(?:[:–—]|,? that\b|,? to\b)|\(?[a1i]\) that\b"
    r"|,? (?:on|upon) the (?:motion|proposal|proposition) of [^.;:]{3,120}?, that\b|$))"
    rf"|^(?:It|it) was {_ADVERBS}(?P<plain>resolved|agreed|recommended|decided)\b"
    rf"(?=\s*(?:[:–—]|-\s|\(|,? that\b|,? to\b|,? unanimously\b|,? by {_TALLY},? that\b))"
    rf"|^By {_TALLY}[^.;:]{{0,120}}?,? it was (?P<counted>resolved|agreed|recommended|decided)\b(?=,? that\b)"
)
_INSIDE = re.compile(rf"\b(?:it was|and|was|IT WAS) {_ADVERBS}(?P<verb>RESOLVED|AGREED|RECOMMENDED|DEFERRED)\b")
_MOVED_AND = re.compile(
    r"\b(?:seconded|(?:was|were) (?:then |duly )?put|put to the vote)\b[^.]{0,160}?\band,? (?:it was )?(?:unanimously |duly )?(?P<verb>agreed|resolved|recommended)\b"
    r"(?=\s*(?:\([^)]{0,120}\))?,?\s*(?:that|to|:|–|-))"
)
_PROPOSED_AND = re.compile(
    rf"\b(?:proposed|moved|seconded)\b[^.;:]{{0,160}}?,? it was {_ADVERBS}(?P<verb>agreed|resolved|recommended)\b"
    r"(?=\s*(?:unanimously)?\s*(?:\([^)]{0,120}\))?,?\s*(?:that|to|:|–|-))",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:[A-Z][\w&’'-]*|and|of|for|the|&|,)"
_BODY_WORD = (
    r"(?:Sub-?\s?[Cc]ommittee|Committee|Cabinet|Executive|Council|Board|Panel|Forum|Commission|Authority|Members|Councillors"
    r"|Meeting|Governors)"
)
_BODY_VERB = (
    r"agreed|resolved|recommended|noted|endorsed|approved|deferred|referred|adopted|rejected|requested|decided|authorised"
    r"|granted|refused|delegated|asked"
)
_RECEIVED = r"(?:considered|debated|discussed|received|reviewed|heard|thanked|welcomed|commended|examined)"
_BODY = re.compile(
    rf"^(?:(?P<before>(?:Following|After|Having|Upon|On|With|In light of|In view of|Accordingly|Therefore|At the (?:end|conclusion) of"
    rf"|Subject to|As such|Consequently|That)\b[^.]{{0,160}}?),?\s+)?(?:[Tt]he |[Tt]his )?"
    rf"(?P<subject>(?:{_NAME_WORD}\s+){{0,12}}?{_BODY_WORD}(?: (?:for|on) (?:{_NAME_WORD}\s+){{0,8}}?[A-Za-z]\w*)?),?\s+"
    rf"(?:{_RECEIVED} [^.;:]{{0,120}}? and (?:have )?)?{_ADVERBS}(?P<verb>(?i:{_BODY_VERB}))\b(?P<rest>.*)$",
    re.DOTALL,
)
_PASSIVE = re.compile(
    r"^(?!.*\b(?:had|has|have) been\b)(?P<subject>[^.]{3,160}?) (?:was|were) (?:then |therefore |unanimously )?(?P<verb>deferred|referred|withdrawn)\b",
)
_RECITAL = re.compile(
    rf"^\s*(?:last\b|previously\b|earlier\b|recently\b|in (?:{MONTH}|\d{{4}}|the (?:past|last|previous))|on (?:\d|{MONTH})"
    rf"|at (?:its|their|that|the|a|an)\s(?:[\w ]{{0,20}}\s)?meeting\b|by (?:the )?[A-Z]\w+ (?:in|on)\b)",
    re.IGNORECASE,
)
_PAST = re.compile(
    rf"\b(?:last (?:year|month|week|meeting|time|{MONTH})|(?:previous|earlier|last) meeting|meeting (?:held )?(?:on|in|of) (?:\d|{MONTH}))\b",
    re.IGNORECASE,
)
_PAPER = (
    r"(?:report|update|presentation|information|position|progress|contents?|minutes|programme|plan|log|letter|briefing|paper"
    r"|item|recommendations?|terms of reference|appointments?|register|scorecard|outturn|response|strategy|action)"
)
_REQUESTS = re.compile(
    r"^\s*(?:that\b|[^.;:]{0,80}\b(?:to (?:be|provide|report|bring|circulate|consider|write|return|submit)|be)\b)"
)


class Lead(NamedTuple):
    """The opening of a decision in a sentence: its verb, where what was decided begins, and how firm it is.

    ``formal`` is a resolution under that name; ``weak`` one that only counts where nothing firmer was decided.
    """

    verb: Verb
    content: int
    formal: bool
    weak: bool = False


def find_lead(sentence: str, committee: str | None) -> Lead | None:
    """Whether a sentence of the minutes of ``committee`` opens a decision. A list mark at its head does not count."""
    marker = marker_of(sentence)
    skipped = marker.end if marker else 0
    text = sentence[skipped:]
    formal = _FORMAL.match(text)
    if formal:
        plainly = formal["plain"] or formal["counted"]
        word = (formal["verb"] or formal["title"] or plainly).split()[0]
        return _lead(text, word, formal.end(), skipped, formal=not plainly)
    inside = _INSIDE.search(text) or _MOVED_AND.search(text) or _PROPOSED_AND.search(text)
    if inside:
        return _lead(text, inside["verb"], inside.end(), skipped, formal=inside["verb"].isupper())
    return _by_body(text, committee, skipped)


def find_passive(sentence: str) -> Verb | None:
    """The verb of "the item was deferred to the next meeting", or None."""
    found = _PASSIVE.match(sentence)
    return VERBS.get(found["verb"]) if found else None


def _lead(text: str, word: str, end: int, skipped: int, *, formal: bool) -> Lead | None:
    rest = text[end:]
    if _RECITAL.match(rest) or (
        re.match(r"\W*(?:unanimously)?\W*$", rest)
        and word.lower() == "agreed"
        and not rest.rstrip().endswith((":", "–", "-", "—"))
    ):
        return None
    return Lead(_effect(VERBS[word.lower()], rest), skipped + end, formal)


def _by_body(text: str, committee: str | None, skipped: int) -> Lead | None:
    found = _BODY.match(text[:1200])
    if found is None or not _is_own(found["subject"], committee):
        return None
    verb, rest, members = (
        found["verb"].lower(),
        found["rest"],
        bool(re.search(r"(?:Members|Councillors)$", found["subject"])),
    )
    if _RECITAL.match(rest) or (found["before"] and _PAST.search(found["before"])):
        return None
    weak = False
    if verb == "agreed" and re.match(r"\s+(?:with|in principle with)\s+(?:Councillor|Mr|Mrs|Ms|Dr|the Chair)\b", rest):
        return None
    if verb in {"requested", "asked"}:
        if members or not _REQUESTS.match(rest):
            return None
        weak = True
    if verb == "noted":
        weak = bool(re.match(r"\s+(?:that\b|how\b|with \w+ that\b)", rest))
        if members and not re.match(rf"\s+(?:the|this|its|their)\s(?:[\w'’-]+\s){{0,5}}?{_PAPER}\b", rest):
            return None
    if members and verb not in {"agreed", "resolved", "noted", "approved", "recommended", "endorsed"}:
        return None
    return Lead(_effect(VERBS[verb], rest), skipped + found.end("verb"), found["verb"].isupper(), weak)


def _effect(verb: Verb, rest: str) -> Verb:
    """What was done: "agreed to recommend to Cabinet" recommends, "agreed to defer" defers."""
    if verb not in {"agreed", "resolved"}:
        return verb
    found = re.match(
        r"\s*(?:\([^)]{0,120}\))?,?\s*(?:unanimously )?(?:to|TO)\s+(recommend|defer|refer)\b", rest, re.IGNORECASE
    )
    return VERBS[found[1].lower()] if found else verb


def _is_own(subject: str, committee: str | None) -> bool:
    """Whether the body named as subject is the one whose minutes these are."""
    words = [
        w for w in re.findall(r"[A-Za-z]+", subject) if w[0].isupper() and w.lower() not in {"the", "this", "full"}
    ]
    if not words or (words[-1] in {"Members", "Councillors", "Meeting"} and len(words) == 1) or committee is None:
        return True
    own = {w.casefold() for w in re.findall(r"[A-Za-z]+", committee)}
    own |= {"committee", "sub", "panel", "board"} & own
    return all(w.casefold() in own for w in words)
