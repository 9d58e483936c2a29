"""The name of the body whose paper it is, from the title lines: a committee, cabinet or panel, without council and date."""

from __future__ import annotations

import re

from assistant.records.parts import is_title_line
from assistant.records.vocabulary import BODY, LESSER_BODY

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
CALENDAR = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
EXECUTIVE = re.compile(r"^executive$", re.IGNORECASE)  # a body when it is all that a title line says
# "Cabinet, 3 May 2025 – Appendix A. Contact: …"; the day ends what is said of the meeting.
BODY_AND_DAY = re.compile(
    rf"^\W{{0,3}}((?:[A-Z][\w&’'-]*|and|for|of|the)(?:,? (?:[A-Z][\w&’'-]*|and|for|of|the)){{0,8}}),? (?:(?:{_DAYS}),? )?"
    r"(\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})\b"
    r"(?=\s*(?:$|[–—|.(-]))"
)
_DECIDED = re.compile(r"((?!What\b)[A-Z][\w&’'-]*(?: (?:[A-Z][\w&’'-]*|and|for|of|the)){0,8}) decided (?:on|at)\b")
# "Minutes of the Planning Committee held on …"
_MINUTES_OF = re.compile(
    r"(?:.{3,50}?\b(?:council|authority)\b)?\W*(?:(?:draft|confirmed) )?minutes of (?:the )?(?!.{0,20}\bmeeting\b)(.{3,90}?),? held\b",
    re.IGNORECASE,
)
_COUNCIL_MET = re.compile(r"\W*at (?:an?|the) (?:[\w-]+ ){0,3}meeting of the council\b(?! of\b)", re.IGNORECASE)
# A small council meets as itself, and so does an authority of one service: its name is its body's.
_PARISH = re.compile(
    r"(?:[A-Z][\w&’'-]*,? (?:(?:and|with|of|on|the|in|by|upon) )*){1,5}(?:(?:Group|Joint) )?(?:(?:Parish|Town|Community) Council"
    r"|(?:Fire(?: and Rescue)?|National Park|Combined|Waste(?: Disposal)?|Police|Broads|Conservation|Port Health) Authority)$"
)
# A title line that ends so is no first half of a body's name in the line below.
_OTHER_TITLE = re.compile(
    r"\b(?:council|authority|register|report|scorecard|dashboard|monitoring|plan|programme|log|agenda|minutes)\W*$|\bborough of\b",
    re.IGNORECASE,
)
# "Overview and Scrutiny Committee – Work Programme 2025/26 and Tracker of Recommendations"
_AND_TITLE = re.compile(
    r"(.{3,80}?\b(?:committee|cabinet|panel|board|commission|forum))\s+[–—-]\s+(?!\d)\S.{14,}$", re.IGNORECASE
)
_OF_COUNCIL = re.compile(
    r"^[^:]{0,60}?\b(?:council|authority|(?-i:[CMD]?BC|[CD]C))\s*[-–—|,:]\s*(?=\S)|^(?:[A-Z][\w&’'-]*\s+)+(?:county|city|borough|district) council\s+(?=\S)",
    re.IGNORECASE,
)


def committee_in(lines: list[str]) -> str | None:
    """The body that some lines name as a title; a committee or cabinet before the council it belongs to."""
    sentence = re.search(
        r"\bmeeting of the (.{3,90}?)(?:,? (?:held|which|at|on|took|due)\b|\.)",
        " ".join(lines[:12]),
        re.IGNORECASE,
    )
    taken = re.search(
        r"(?:decisions?|decided|determined)\b[^.]{0,40}? (?:by|at|of) (?:the )?(.{3,90}?)(?:,? (?:held|meeting|on|at (?:its|the|a|an))\b|[.:])",
        " ".join(lines[:4]),
        re.IGNORECASE,
    )
    opened = next(filter(None, map(_MINUTES_OF.match, [" ".join(lines[:3]), *lines[:6]])), None)
    decided = next((found for line in lines[:4] if (found := _DECIDED.search(line))), None)
    if taken and not is_title_line(tidy(taken.group(1))):
        taken = None  # "may be called in by any four members"
    if any(map(_COUNCIL_MET.match, lines[:6])):
        return "Council"
    local = next((found.group(0) for line in lines[:3] if (found := _PARISH.match(tidy(line)))), None)
    candidates = [found.group(1) for found in (opened, sentence, taken, decided) if found]
    candidates += [found.group(1) for line in lines[:8] if (found := BODY_AND_DAY.match(line))]
    candidates += [line for line in lines[:14] if EXECUTIVE.match(tidy(line))]
    for i, line in enumerate(lines):
        named = BODY.search(line)
        if (
            not named
            or re.search(r"[;.?“”\"]", line)
            or re.search(r"\b(?:members|the meeting|confirm)\b", line, re.IGNORECASE)
        ):
            continue
        before = lines[i - 1] if i else ""
        # A long name runs over the line: the second line begins with its last words.
        runs_on = (
            bool(before)
            and not _OTHER_TITLE.search(before)
            and is_title_line(tidy(before))
            and named.start() < 22
            and not BODY.search(tidy(before))
            and (before.isupper() == line.isupper())
        )
        whole = f"{before} {line}" if runs_on else line
        if is_title_line(tidy(whole)) or line.isupper():
            candidates.append(whole)
            if titled := _AND_TITLE.match(whole):
                candidates.append(titled[1])
    cleaned = [name for name in map(tidy, candidates) if _is_body(name)]
    return next(
        (c for c in cleaned if not LESSER_BODY.search(c) or "committee" in c.lower()),
        cleaned[0] if cleaned else local,
    )


def _is_body(name: str) -> bool:
    """Whether a name is that of a body: it ends with what bodies are called, give or take a letter or an area."""
    named = list(BODY.finditer(name)) or list(EXECUTIVE.finditer(name))
    if re.match(
        r"(?:summary|report|key|role|terms|presented|progress|update|contact|lead|notice|record)\b|.*\brecommendation",
        name,
        re.IGNORECASE,
    ):
        return False
    if name.casefold() in {"committee", "board", "panel", "sub-committee", "commission", "forum"}:
        return False  # "the Committee" is not a name
    if named and re.match(r"['’]s\b", name[named[-1].end() :]):
        return False
    return bool(named) and len(name) - named[-1].end() <= 14 and len(name.split()) <= 14


def tidy(name: str) -> str:
    """A body's name alone: no date, no "meeting of the", no shouting."""
    name = re.sub(
        r"^.*?\b(?:report to|decision determined at|determined at|meeting of)\b:?\s*(?:the\b)?",
        "",
        " ".join(name.split()),
        flags=re.IGNORECASE,
    )
    name = re.sub(
        rf"(?:\s*[-–,]\s*|\s+)(?:meeting|minutes|agenda)\b.*$|\s*[-–,]?\s*(?:{CALENDAR}).*$|\s*\(.*$|:\s*$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(
        r"\s*[-–—:]\s*(?:(?:list|schedule|summary|notice|record) of\b.*)?\bdecisions?\b.*$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"^agenda(?: item \d+\w?\W*|\s*[:–—-]\s+)", "", name, flags=re.IGNORECASE)
    name = re.sub(
        r"^(?:(?:draft|confirmed) )?minutes of (?:the |a )?(?:meeting of (?:the )?)?(?=\S)",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"\s*[-–—:,(]\s*(?:draft|confirmed|approved|unconfirmed)\W*$", "", name, flags=re.IGNORECASE)
    named = _OF_COUNCIL.match(name)
    if named and (BODY.search(name, named.end()) or EXECUTIVE.match(name[named.end() :])):
        name = name[named.end() :]
    name = re.sub(r"^\W*the\s+|\s+(?:on|at|of|for|to|held)$", "", name, flags=re.IGNORECASE).strip(" ,-–:")
    if name.isupper():
        small = {"and", "of", "the", "for", "in", "on", "to"}
        name = " ".join(w.lower() if w.lower() in small else w.capitalize() for w in name.split())
    return name
