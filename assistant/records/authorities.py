"""Whose paper it is: the council or other authority that it names as its own, on its front, over and under its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from assistant.papers.model import Paper

_JOINS = r"and|of|on|upon|in|the|with|by|le|under|next"
_PROPER = rf"[A-Z][\w’'-]*(?:,? (?:(?:{_JOINS}|&) )*[A-Z][\w’'-]*)*"
_KIND = r"(?:Metropolitan |County |City |London |Royal )*(?:Borough|County|City|District|Unitary|Metropolitan|Town|Parish|Community)"
_NAMED = re.compile(
    rf"\b(?:London Borough|Royal Borough|City|County|Borough) of (?:the )?{_PROPER}(?: (?:City |County |Borough )?Council)?\b"
    rf"|\b{_PROPER} (?:{_KIND} )?Council\b"
    rf"|\b{_PROPER} (?:(?:Mayoral )?Combined (?:County )?|Fire (?:and|&) Rescue |National Park |Fire |Unitary )Authority\b"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a name is made of besides the place: "Hexley" is what people say for the "Hexley Metropolitan Borough Council".
_COMMON = _words(
    "county city borough district unitary metropolitan town parish community royal london council authority combined mayoral "
    "fire rescue national park the of and on upon in with by & mbc cbc"
)
# Councils that are none of local government, or no name but what a body is: "the Full Council", "Arts Council".
_NO_PLACE = _words(
    "full extraordinary ordinary annual special budget arts youth schools school medical british sports design general nursing "
    "research national privy local this our your each every whole one other another any new principal upper lower tier "
    "constituent partner neighbouring member shadow legal director head leader chief clerk english welsh scottish students "
    "executive cabinet health social care dental pharmaceutical student children young people environment that such those these what "
    "which when where if as"
)
_OF = _words("city borough county isle isles vale forest riding west east north south")  # "Vale of Glamorgan"
_WHAT_KIND = re.compile(r"\b(?:Borough|County|City|District|Metropolitan|Town|Parish|Community|Authority)\b")
_FRONT = 6  # blocks of the first page that may name the authority
_TITLE = 160  # letters from which a block is text, which tells of others too
_ALONE = 3  # what a line that is only its name counts for, over one that holds it among other words
_LEADS = 1.5  # how many times as often the authority is named as the next


def authority_of(paper: Paper) -> str | None:
    """The authority whose paper it is, as printed ("Hexley Metropolitan Borough Council"); None where none is clearly named."""
    found: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for text in _own_lines(paper):
        for match in _NAMED.finditer(text):
            name = _tidy(match[0])
            place = place_in(name)
            if not place or place & _NO_PLACE or any(re.search(r"\d", word) for word in place):
                continue
            key = " ".join(sorted(place))
            found[key] += _ALONE if len(match[0]) >= len(text.strip(" -–|.:0123456789")) - 2 else 1
            printed[key] = max(name, printed.get(key, ""), key=len)
    leading = found.most_common(2)
    if not leading or (len(leading) > 1 and leading[0][1] < _LEADS * leading[1][1]):
        return None
    key, times = leading[0]
    # Two heads of columns may read as a name once: "Cabinet | Place | Council".
    return printed[key] if times > 1 or _WHAT_KIND.search(printed[key]) else None


def place_in(name: str) -> frozenset[str]:
    """The words of an authority's name that say which it is, in small letters."""
    return frozenset(word for word in re.findall(r"[\w’'-]+", name.lower()) if word not in _COMMON)


def _own_lines(paper: Paper) -> Iterable[str]:
    """The lines that say whose paper it is: its front, and what stands over and under its pages. Its text tells of others."""
    for number, page in enumerate(paper.pages):
        for at, block in enumerate(page.blocks):
            front = number == 0 and at < _FRONT and len(block.text) < _TITLE
            if front or block.kind in {"header", "footer"}:
                yield from block.text.splitlines()


def _tidy(name: str) -> str:
    """A name alone: "Constitution of Merrowby City Council" is that of Merrowby, "Isle of Wight Council" is whole."""
    name = re.sub(r"^(?:.*, |The )", "", name)
    before, of, after = name.rpartition(" of ")
    if of and before.rpartition(" ")[2].lower() not in _OF:
        name = after
    return name if not name.isupper() else name.title()
