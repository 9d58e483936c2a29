"""Names as minutes list them: "Councillors A, B (Vice-Chair) and C (substitute for D)", a list a line, "Mr P Hill, OBE".

A name is given with its title as printed; the plural before a list ("Councillors") is each one's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TITLE = (
    r"(?:Councillors?|Cllrs?\.?|Alderm[ae]n|Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Rev(?:d|erend)?|Sir|Dame|Lord|Lady"
    r"|Baroness|Canon|Father|Sister|Major|Colonel|Captain|Lt|Cdr|HH|Superintendent|Inspector)\b\.?"
)
_WORD = r"(?:(?:O|D|Mc|Mac)['’]?)?[A-Z][\w'’.-]*"
_SMALL = r"(?:de|la|le|van|von|der|den|du|al|el|ap|ab|y)"
_TITLED_NAME = rf"{_TITLE}\s+(?:{_TITLE}\s+)?(?:(?:{_WORD}|{_SMALL})\s+){{0,4}}{_WORD}"
_OFFICE = (
    r"(?:[Tt]he (?:Deputy |Depute |Vice[- ])?(?:Lord )?(?:Mayor|Leader|Chair(?:man|woman|person)?|Provost|Conven[eo]r)"
    r"(?: of the (?:Council|Committee))?)"
)
MEMBER = rf"(?:{_OFFICE}(?:,? {_TITLED_NAME})?|{_TITLED_NAME}|(?:{_WORD}\s+){{1,3}}{_WORD})"
"""Somebody named in a sentence: "Councillor Mrs A Smith-Jones", "the Leader", "Mr B Lewis"."""

_TITLED = re.compile(rf"^{_TITLE}\s+")
_PLURAL = re.compile(r"^(Councillors|Cllrs\.?|Aldermen|Messrs\.?)\s+", re.IGNORECASE)
_SINGULAR = {"councillors": "Councillor", "cllrs": "Cllr", "aldermen": "Alderman", "messrs": "Mr"}
_RUN_IN = re.compile(rf"(?:,|;|\band)\s+{_TITLE}(?:\s|$)|\b{_TITLE}$")
_HONOUR = re.compile(r"^(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z]{1,3}|BA|MA|PhD|MBChB|Hons)\.?$")
_CHAIR = re.compile(
    r"^(?:in the chair|(?:the )?(?:chair(?:man|woman|person)?|conven[eo]r)(?: of (?:the )?(?:committee|panel|board|council|meeting|cabinet))?"
    r"|presiding)$",
    re.IGNORECASE,
)
_VICE = re.compile(
    r"^(?:(?:the )?(?:vice|deputy|depute)[- ]?(?:chair(?:man|woman|person)?|conven[eo]r)"
    r"(?: of (?:the )?(?:committee|panel|board|council|meeting|cabinet))?|(?:vice|deputy)[- ]?chair(?:man)? in the chair)$",
    re.IGNORECASE,
)
_SUBSTITUTE = re.compile(
    r"\bsubstitut|\bin (?:the )?place of\b|\bdeputising for\b|^sub(?:\.|stitute)? for\b|^sub\.?$", re.IGNORECASE
)
_FOR = re.compile(rf"^({_TITLED_NAME}) (for {_TITLED_NAME})$")
_ROLE = re.compile(
    r"\b(?:Director|Officer|Head|Manager|Chief|Lead|Leader|Advis[eo]r|Chair|Vice-Chair|Secretary|Clerk|Solicitor|Counsel"
    r"|Accountant|Engineer|Planner|Auditor|Partner|Executive|Member for|Mayor|Representative|Co-?optee|Co-?opted|Governor"
    r"|Consultant|Coordinator|Co-ordinator|Assistant|Treasurer|Commissioner|Analyst|Specialist|Administrator|Inspector"
    r"|Conven[eo]r|Services?|Team|Lawyer|Monitoring|Strategic|Superintendent|Scrutiny|Portfolio Holder|Portfolio|Trustee|Principal"
    r"|Diocese|Police|NHS|University|College|Trust|Business|Finance|Corporate|Children|Legal|Group)\b"
)
_BESIDE = re.compile(
    rf"(?P<name>{_TITLED_NAME}(?: \([^)]*\))?)\s*\t\s*(?P<office>(?!{_TITLE}\s)[A-Z][^\t()]*)(?P<rest>(?: ?\([^)\t]*\))*)$"
)
FEWEST_OFFICES = 2
"""People with an office beside them that make offices of what stands there."""
_NOBODY = re.compile(
    r"\d|^(?:none|nil|n/?a|not applicable|there were|no apologies|and |others?\b|members? of the public|press\b|an? (?:further )?)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Named:
    """Somebody in a list: ``role`` as printed; whether the list says that they chaired, and for whom they stood in."""

    name: str
    role: str | None = None
    chair: bool = False
    vice: bool = False
    substitute: bool = False


def people_in(lines: list[str]) -> list[Named]:
    """The people that some lines list, whether one a line or run in; what is no name is left out."""
    found: list[Named] = []
    plural: list[str] = [""]
    for line in _listed(_offices_bracketed(lines)):
        before = len(found)
        for item, brackets, parted in _items(line):
            _take(item, brackets, found, len(found) if parted else before, plural)
    return [person for person in found if _is_name(person.name)]


def _offices_bracketed(lines: list[str]) -> list[str]:
    """The lines, those with somebody and, a wide gap further, an office made one with the office in brackets.

    "Councillor A Reed | Deputy Leader; Finance and Property": what the office lists is nobody. A line that goes on with the
    office stands with it.
    """
    rows = [_BESIDE.match(line.strip()) for line in lines]
    offices = [row["office"] for row in rows if row]
    if len(offices) < FEWEST_OFFICES or 2 * sum(map(is_bare_name, offices)) > len(offices):
        return lines
    found: list[str] = []
    for line, row in zip(lines, rows, strict=True):
        if row:
            found.append(f"{row['name']} ({row['office'].strip()}){row['rest'] or ''}")
        elif found and found[-1].endswith(")") and re.match(r"\t|\s*(?:and\b|&|[a-z])", line):
            found[-1] = f"{found[-1][:-1]} {line.strip()})"
        else:
            found.append(line)
    return found


def is_bare_name(text: str) -> bool:
    """Whether a text is a first name and a surname and nothing else: no title, no office."""
    return bool(re.fullmatch(rf"(?:{_WORD}\s+|{_SMALL}\s+){{1,3}}{_WORD}", text)) and not (
        _ROLE.search(text) or _TITLED.match(text)
    )


def names_in(text: str) -> list[str]:
    """The names alone of a list such as "Mr Hill, OBE, Ms Wright and Dr Sullivan"."""
    return [person.name for person in people_in([text])]


def _listed(lines: list[str]) -> list[str]:
    """The lines of a list: each its own where every line is somebody, else all as one text."""
    kept = [_flat(line) for line in lines if line.strip()]
    if len(kept) > 1 and all(
        _TITLED.match(line) and not re.search(rf"(?:[,;]|\band|{_TITLE})$", line) for line in kept
    ):
        return ["; ".join(kept)]  # columns of names: each line begins one anew
    run_in = any(_RUN_IN.search(line) for line in kept)
    if (
        len(kept) > 1
        and not run_in
        and all(_opens_name(line) and not re.search(r"(?:,|;|\band)$", line) for line in kept)
    ):
        return kept
    return [" ".join(kept)] if kept else []


def _flat(line: str) -> str:
    """A line without its bullet. What a wide gap sets apart is another name, or the office or body of the one before."""
    bare = re.sub(r"^\W*[•●▪\uf0b7*]\s*", "", line).strip()
    bare = re.sub(rf"\t\s*(?={_TITLE}\s|\()", "; ", bare)
    bare = re.sub(r"(?<=[^\s;,])\s*\t\s*(?=[A-Z])", " – ", bare)
    return re.sub(
        r"(?<=[\w)])\s+(?:[-–]\s+)?(in the chair)\b(?!\s*\))", r" (\1)", " ".join(bare.split()), flags=re.IGNORECASE
    )


def _opens_name(line: str) -> bool:
    return bool(
        re.match(rf"(?:{_TITLE}\s+)?(?:{_WORD}|{_SMALL})\s+{_WORD}|{_TITLE}\s+{_WORD}", line)
    ) and not _ROLE.match(line)


def _items(text: str) -> Iterator[tuple[str, list[str], bool]]:
    """The items of a list, what stands in brackets behind each, and whether a semicolon parts it from the one before.

    Commas in brackets part nothing.
    """
    item, inside, depth, parted = "", "", 0, False
    brackets: list[str] = []
    i = 0
    while i < len(text):
        char = text[i]
        if char in "([" and depth < 3:
            depth += 1
            inside += char if depth > 1 else ""
        elif char in ")]" and depth:
            depth -= 1
            if depth == 0:
                brackets.append(inside.strip())
                inside = ""
            else:
                inside += char
        elif depth:
            inside += char
        else:
            width = _parts_at(text, i, item, bool(brackets))
            if width:
                yield item.strip(" .–-"), brackets, parted
                item, brackets, parted = "", [], char == ";"
                i += width
                continue
            item += char
        i += 1
    if item.strip() or brackets:
        yield item.strip(" .–-"), brackets, parted


def _parts_at(text: str, i: int, item: str, bracketed: bool) -> int:
    """How many characters at a place part two items: a comma, "and", a full stop, or a title behind a whole name."""
    if text[i] in ",;\n":
        return 1
    joined = re.compile(r"\s+(?:and|&)\s+").match(text, i)
    if joined and not _ROLE.search(item):
        return joined.end() - i
    if (
        text[i] == "."
        and re.match(r"\.\s+[A-Z]", text[i:])
        and not re.search(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Cllr|Cllrs|Rev|Prof|St))$", item)
    ):
        return 1
    if text[i] == " " and (bracketed or len(item.split()) > 1):
        if bracketed and re.match(r"\s+[A-Z]", text[i:]):
            return 1
        last = (item.split() or [""])[-1]
        if (
            re.match(r"\s+(?:Councillors?|Cllrs?)\b", text[i:])
            and not _TITLED.match(f"{last} ")
            and last.lower() not in {"for", "the"}
        ):
            return 1
    return 0


def _take(item: str, brackets: list[str], found: list[Named], first: int, plural: list[str]) -> None:
    """Add an item to the people found: a new one, or something said of the last."""
    item = re.sub(r"^(?:and|&)\s+", "", item).strip()
    last = found[-1] if len(found) > first else None
    if last is not None and (_HONOUR.match(item) or not item):
        last.name += f", {item}" if item else ""
        _add_brackets(last, brackets)
        return
    if last is not None and (_CHAIR.match(item) or _VICE.match(item) or _SUBSTITUTE.search(item)):
        said_of(last, item)
        _add_brackets(last, brackets)
        return
    if last is not None and _ROLE.search(item) and not _TITLED.match(item):
        last.role = f"{last.role}, {item}" if last.role else item
        return
    listed = _PLURAL.match(item)
    if listed:
        plural[0] = _SINGULAR[listed[1].lower().rstrip(".")]
        item = item[listed.end() :]
    elif _TITLED.match(item) and not re.match(r"(?:Mr|Mrs|Ms|Miss|Dr|Mx|Sir|Dame|Prof\w*)\b", item):
        plural[0] = ""
    title = plural[0]
    name = item if not title or re.match(r"(?:Councillor|Cllr|The |the )", item) else f"{title} {item}"
    stands_in = _FOR.match(name)
    dashed = re.match(r"^(.+?)\s+[-–—]\s+(.+)$", name)
    person = Named(dashed[1] if dashed else stands_in[1] if stands_in else name)
    if dashed:
        said_of(person, dashed[2])
    elif stands_in:
        person.role, person.substitute = stands_in[2], True
    _add_brackets(person, brackets)
    office = last is not None and re.match(
        r"(?:the )?(?:Deputy |Vice[- ])?(?:Lord )?(?:Mayor|Leader|Chair\w*)$", last.name, re.IGNORECASE
    )
    if office and last is not None and not last.role:
        person.role = person.role or last.name
        found.pop()
    found.append(person)


def _add_brackets(person: Named, brackets: list[str]) -> None:
    for said in brackets:
        said_of(person, said)


def said_of(person: Named, said: str) -> None:
    """Note what is said of somebody: role, chair, substitute."""
    said = " ".join(said.split()).strip(" .")
    for bit in re.split(r"[,;]\s*|\s+[-–]\s+", said):
        person.chair = person.chair or bool(_CHAIR.match(bit.strip()))
        person.vice = person.vice or bool(_VICE.match(bit.strip()))
    person.substitute = person.substitute or bool(_SUBSTITUTE.search(said))
    if said:
        person.role = f"{person.role}, {said}" if person.role else said


def _is_name(name: str) -> bool:
    bare = re.sub(rf"^(?:{_TITLE}\s+)+", "", name)
    return (
        bool(re.search(r"[A-Za-z]{2}", bare))
        and not _NOBODY.search(name)
        and len(name.split()) <= 9
        and (bare[:1].isupper() or bool(re.match(rf"{_SMALL}\s", bare)))
    )
