"""Whether a paper opens as minutes: by what stands there, where no title says so.

Minutes go by many names ("Record of proceedings", the body and the day alone), but all tell when a body met, who was there,
and in the past tense what was said and decided. Agendas tell the first without the last, reports the last without who came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.records.attendance_labels import label_of
from assistant.records.dates import find_dates
from assistant.records.people import people_in
from assistant.records.vocabulary import BODY, DECISION

_TOP, _FRONT = 25, 45  # lines of the first page: body and day stand at its top, who was there in its upper half
_FEWEST_SAID = 3
_NAMED_SO = re.compile(
    r"^\W*(?:draft |confirmed |unconfirmed |approved )?(?:minutes?(?: of\b.*|\W*)|(?:action |meeting )?notes?(?: and actions?)?(?: (?:of|from)\b.*|\s*[-–—:(].*)"
    r"|(?:action notes|notes and actions)\W*)$",
    re.IGNORECASE,
)
_MEMBER_LINE = re.compile(r"^[\W_]*(?:Councillors?|Cllrs?|Alderman)\b\.? [A-Z]")
# What is told of a meeting that was: the standing items, and who said or did what.
_TOLD = re.compile(
    r"\bminutes\b.{0,90}\b(?:were|was) (?:\w+ ){0,3}(?:agreed|approved|confirmed|signed|received|accepted)\b"
    r"|\bthere were (?:none|no (?:declarations|apologies|questions|interests))\b|\bno (?:declarations|interests|questions)\b.{0,30}\b(?:were|was) \w+ed\b"
    r"|\bapologies\b.{0,60}\b(?:were|was|had been) (?:received|submitted|given|noted|reported)\b"
    r"|\b(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr)\.? (?:[A-Z][\w'’-]* ){1,3}(?:(?:then|also) )?(?:declared|moved|proposed|seconded|asked|said|presented|introduced|replied|left|reported)\b"
    r"|\bthe (?:chair(?:man|person)?|leader|mayor|convener|panel|committee|sub-committee|board|director|head|clerk|officer|applicant)(?: of [\w ]{3,40})?"
    r" (?:(?:then|also) )?(?:welcomed|thanked|presented|introduced|explained|reported|said|replied|withdrew|retired|adjourned|considered|heard|declared|opened)\b"
    r"|\b(?:moved|proposed) by\b.{0,60}\bseconded by\b|\bon being put to the vote\b|\bthe meeting (?:closed|ended|finished|concluded|rose)\b",
    re.IGNORECASE,
)


def opens_as_minutes(first: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a paper with these lines on its ``first`` page, and ``lines`` on its first few pages, records a meeting."""
    top = first[:_TOP]
    if not (any(find_dates(line) for line in top) and any(BODY.search(line) for line in top)):
        return False
    titled = any(_NAMED_SO.match(line) for line in first[:10])
    return _tells_who_came(first[:_FRONT]) and _said(lines) >= (1 if titled else _FEWEST_SAID)


def _tells_who_came(lines: Sequence[str]) -> bool:
    """Whether some lines have people under a label of attendance, or list members a name a line."""
    if sum(bool(_MEMBER_LINE.match(line)) for line in lines) >= 3:
        return True
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        label = label_of(line)
        if label is not None and (people_in([line[label[1] :]]) or people_in([following])):
            return True
    return False


def _said(lines: Sequence[str]) -> int:
    """How many things are told as decided, said or done. A sentence may run over two lines."""
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return sum(bool(DECISION.search(line) or _TOLD.search(f"{line} {following}")) for line, following in pairs)
