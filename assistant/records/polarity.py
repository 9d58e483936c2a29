"""Whether an indicator is good when it goes up: from the colours its paper draws, else from what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from assistant.records.dates import plain

Good = Literal["up", "down"]

_BAD = re.compile(
    r"\bre-?(?:referr|offend|admission|admitted|open|let time)|\brepeat\b|\bsecond or (?:later|subsequent)\b"
    r"|\bsubsequent (?:plan|child)|\bvacanc|\bturnover\b|\bsickness\b|\bagency (?:social |staff|worker|spend)|\bneet\b"
    r"|\bnot in (?:education|employment|eet)\b|\babsen(?:ce|t|tee)|\bexclusions?\b|\bexcluded\b|\bsuspen(?:sion|ded)"
    r"|\bmissing (?:episode|or incorrect|from)|\boverdue\b|\bcomplaints?\b|\bwithout (?:an? )?(?:allocated|plan|school)"
    r"|\bunregistered\b|\bunregulated\b|\bunplanned\b|\bunsuitable\b|\bfirst[ -]time entrants?\b|\bcustody\b"
    r"|\bthree or more placements?\b|\b3\+? (?:or more )?placements?\b|\bmore than \d+ (?:children|cases)"
    r"|\bmore \d+ children\b|\bwaiting (?:list|time)|\bdelay(?:s|ed)\b|\berrors?\b|\bhomeless|\bfly[ -]?tip|\bvoids?\b"
    r"|\binadequate\b|\bmissed\b|\bunallocated\b|\bfailed\b|\bnot (?:known|seen|completed)\b|\bunemploy|\bdays lost\b"
    r"|\b(?:do|does|did) not (?:meet|comply|pass|attend|achieve|receive|reach)\b(?: \w+){0,4}|\b(?:not meeting|fail(?:ing|ed)? to meet)\b(?: \w+){0,4}"
    r"|\bcrimes?\b|\bcasualt|\bkilled\b|\bobes|\bsmoking\b|\bdebt\b|\bevictions?\b|\bdeclined\b",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:in|within|on|to) (?:the )?(?:statutory )?(?:time(?:scales?|frames?|limits?)?|deadlines?)\b|\btimeliness\b"
    r"|\b(?:with)?in (?:one|two|three|five|ten|\d+) (?:working |calendar |school )?(?:days?|weeks?|hours?)\b"
    r"|\bup[ -]to[ -]date\b|\battain(?:ment|ing|ed)|\bachiev(?:e|ing|ed)\b|\bgrade \d|\bgood or (?:better|outstanding)\b"
    r"|\bgood level of development\b|\bsuitable (?:accommodation|education)\b|\bin education,? (?:employment|training)"
    r"|\beet\b|\boffered\b|\bsatisf|\battendance\b|\battending school\b|\brecycl|\bimmunisation|\bvaccinat|\btake-?up\b|\bpermanent staff"
    r"|\blong term placement stability\b|\bcollected\b|\bdecent homes\b",
    re.IGNORECASE,
)
_DONE_IN_TIME = re.compile(
    r"(?<!not )\b(?:answered|responded to|resolved|closed|completed|dealt with|cleared|removed|collected|processed|decided|determined|issued|paid"
    r"|repaired|acknowledged|investigated|inspected|assessed|made safe)\b(?: [\w-]+){0,3} (?:with)?in (?:the |[\w-]+ ){0,4}"
    r"(?:time(?:scales?|frames?|limits?)?|deadlines?|targets?|days?|weeks?|hours?|months?)\b",
    re.IGNORECASE,
)
"""What is done in time is good even of what would better not be: "complaints answered within ten days"."""
_SATISFIED = re.compile(
    r"\W*(?:(?:overall|tenant|resident|customer|percentage|%|of|tenants|residents|the) )*satisf", re.IGNORECASE
)
_WORSE = re.compile(r"\b(?:wors\w+|deteriorat\w+|declin\w+)", re.IGNORECASE)
_BETTER = re.compile(r"\b(?:better|improv\w+)", re.IGNORECASE)
_COUNTED = re.compile(r"\W*(?:the )?(?:total |overall )?(?:number|no\.|count)\b", re.IGNORECASE)
_RISES = re.compile(r"\b(?:up|high(?:er)?|bigger|increas\w*|more|maximise|over|above)\b|^\+|▲|↑", re.IGNORECASE)
_FALLS = re.compile(
    r"\b(?:down|low(?:er)?|smaller|decreas\w*|reduc\w*|less|fewer|minimise|under|below)\b|▼|↓", re.IGNORECASE
)


def said_polarity(cell: str) -> Good | None:
    """What a column headed "Polarity" or "Good is" says."""
    up, down = bool(_RISES.search(cell)), bool(_FALLS.search(cell))
    return None if up == down else "up" if up else "down"


def drawn_polarity(rated: Iterable[tuple[float, float, str]]) -> Good | None:
    """What (value, target, rating) say together: a green value above its target is one that is good when up.

    None when they say nothing or contradict one another.
    """
    found: set[Good] = set()
    for value, target, rating in rated:
        if value == target or rating not in {"green", "amber", "yellow", "red"}:
            continue
        found.add("up" if (value > target) == (rating == "green") else "down")
    return found.pop() if len(found) == 1 else None


def named_polarity(name: str) -> Good | None:
    """What the wording of an indicator says; None when it says neither or both."""
    text = plain(name)
    if (_DONE_IN_TIME.search(text) or _SATISFIED.match(text)) and not _COUNTED.match(text):
        return "up"
    bad = bool(_BAD.search(text))
    good = bool(_GOOD.search(_BAD.sub(" ", text)))  # "not in EET" is not "in EET"
    if good and not bad and _COUNTED.match(text):
        return None  # more plans issued in time may only be more plans
    return None if good == bad else "up" if good else "down"


def moved_polarity(change: float, said: str) -> Good | None:
    """What a word for a change says: a figure that fell and is called better is good when down."""
    better, worse = bool(_BETTER.search(said)), bool(_WORSE.search(said))
    if not change or better == worse:
        return None
    return "up" if (change > 0) == better else "down"


def polarity(
    name: str,
    rated: Iterable[tuple[float, float, str]] = (),
    said: str = "",
    moved: tuple[float, str] | None = None,
) -> Good | None:
    """Whether an indicator is good when up or down; None when its paper and its wording leave that open.

    ``moved`` is by how much its latest figure changed, and the paper's words for that.
    """
    told = (said_polarity(said) if said else None) or (moved_polarity(*moved) if moved else None)
    drawn, named = drawn_polarity(rated), named_polarity(name)
    if told:
        return told
    if drawn and named and drawn != named:
        return None
    return drawn or named
