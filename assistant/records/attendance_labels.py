"""The labels under which minutes list who was there: "Present", "Apologies", "Also in attendance", "Members also present"."""

from __future__ import annotations

import re
from typing import Literal

Group = Literal["present", "apologies", "substitutes", "in_attendance", "absent"]
_MEMBERS = r"(?:(?:the|voting|committee|cabinet|board|panel|council|elected|ordinary|core|executive|co-?opted|independent|full) )*(?:members?|councillors?|cllrs?)"
_FOLLOWS = r"(?:\s*\([^)]{0,40}\))?\s*(?::|[-–—](?=\s)|\.(?=\s*$)|$)\s*"
_LABELS: tuple[tuple[Group, re.Pattern[str]], ...] = (
    (
        "apologies",
        re.compile(
            rf"^\W*(?:{_MEMBERS} )?apolog(?:ies|y)(?: for (?:absence|non-attendance|lateness))?(?: (?:were )?received)?(?: from)?{_FOLLOWS}|^\W*apologies (?:for absence )?(?:were |had been )?(?:received|submitted) (?:from|by|on behalf of):?\s+"
            rf"|^\W*(?-i:APOLOGIES|Apologies)(?= +(?-i:Councillors?|Cllrs?|Mr|Mrs|Ms)\b)\s*",
            re.I,
        ),
    ),
    (
        "substitutes",
        re.compile(
            rf"^\W*(?:named )?substitut(?:es?|ions?)(?: members?)?(?: present| in attendance| attending)?{_FOLLOWS}",
            re.I,
        ),
    ),
    ("absent", re.compile(rf"^\W*(?:{_MEMBERS} )?absent(?: members?)?(?: without apolog\w+)?{_FOLLOWS}", re.I)),
    (
        "in_attendance",
        re.compile(
            rf"^\W*(?:(?:also|others?|other {_MEMBERS}|officers?|other officers?|council officers?|cabinet members?|portfolio holders?|staff|advis[eo]rs?"
            rf"|non-?(?:voting|committee|cabinet) {_MEMBERS}|visiting {_MEMBERS}|guests?|invitees?|partners?|external|witnesses|observers?|{_MEMBERS}|public"
            rf"|by invitation) )*(?:and (?:others?|officers?|guests?) )?(?:in attendance|attending|in attendence)(?: virtually| remotely| online| via [\w ]{{1,30}}| by invitation)?{_FOLLOWS}"
            rf"|^\W*(?:also|others?|officers?|other (?:officers?|{_MEMBERS})|council officers?|guests?|observers?|invitees?|cabinet members?|portfolio holders?|staff)(?: (?:also )?(?:were |was )?present)(?: virtually| remotely| online)?{_FOLLOWS}"
            rf"|^\W*(?:officers?|others?|guests?|observers?|invitees?|advis[eo]rs?|witnesses|by invitation|(?:council|local authority|lead) officers?|external attendees?|partners?){_FOLLOWS}"
            rf"|^\W*(?:non-|other )?{_MEMBERS} also (?:present|in attendance|attending){_FOLLOWS}",
            re.I,
        ),
    ),
    (
        "in_attendance",  # who speaks before a panel that hears applications
        re.compile(
            r"^\W*(?:applicants?|appellants?|licen[cs]e holders?|licensees?|objectors?|interested parties|responsible authorit(?:y|ies)"
            r"|(?:ward|local) (?:councillors?|members?)|(?:other )?speakers|others who spoke|members of the public|legal representatives?)"
            r"(?: for [\w ]{3,20})?(?: (?:also )?present)?\s*(?::|$)\s*",
            re.I,
        ),
    ),
    (
        "in_attendance",
        re.compile(r"^\W*(?:also (?:present|in attendance|attending)|in attendance) (?:were|was):?\s+", re.I),
    ),
    (
        "present",
        re.compile(
            rf"^\W*(?:{_MEMBERS} )?(?:present|attendance|in attendance \({_MEMBERS}\))(?: virtually| remotely| online| in person| (?:were|was))?{_FOLLOWS}"
            rf"|^\W*(?:PRESENT|Present|MEMBERS PRESENT|Members present)(?= +(?:Councillors?|Cllrs?|Mr|Mrs|Ms|The|the)\b)\s*|^\W*{_MEMBERS} present(?= +(?:Councillors?|Cllrs?)\b)\s*|^\W*{_MEMBERS} in attendance{_FOLLOWS}|^\W*{_MEMBERS}{_FOLLOWS}"
            rf"|^\W*(?:(?:{_MEMBERS} )?sitting|{_MEMBERS} there)\s*:\s*(?=\S)"
            rf"|^\W*(?:chair(?:man|person)?|vice-?chair(?:man|person)?)\s*:\s*(?=\S)"
            r"|^(?!.*\b(?:also|officers|apolog\w+)\b)[^:]{0,250}?\b(?:(?:were|are) present|present (?:being|were|are))\s*:-?\s*"
            r"|^\W*(?:(?:the )?panel|sub-?committee|committee|board|tribunal)(?: members?)?\s*:\s*(?=Councillors?\b|Cllrs?\b|$)"
            r"|^[^:]{10,250}?[.;] present\s*:-?\s*(?=\S)",
            re.I,
        ),
    ),
)


def label_of(text: str) -> tuple[Group, int] | None:
    """The group that a line opens, and where the names behind its label begin."""
    for group, pattern in _LABELS:
        match = pattern.match(text)
        if match:
            chair = re.match(r"\W*(?:vice-?)?chair\w*\s*:", text, re.I)
            return group, 0 if chair else match.end()
    return None
