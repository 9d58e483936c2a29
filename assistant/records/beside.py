"""What stands under labels beside a decision: its reasons, the options that were rejected, whether it may be called in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.records.prose import Paragraph

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "reasons",
        re.compile(
            r"^\W*reasons?(?: for (?:the |this |its )?(?:decisions?|recommendations?|resolution))?\s*(?::|[-–—](?=\s)|$)\W*",
            re.I,
        ),
    ),
    (
        "alternatives",
        re.compile(
            r"^\W*(?:other |alternative )?options?(?: (?:that were )?(?:considered|rejected|and|examined|discounted|or))+(?: (?:and|or) rejected)?[^:\n]{0,30}?\s*(?::|$)\W*"
            r"|^\W*alternatives?(?: options?)?(?: considered)?(?: and rejected)?\s*(?::|$)\W*",
            re.I,
        ),
    ),
    ("call_in", re.compile(r"^\W*(?:is (?:it |this )?subject to )?call[- ]in\b[^:?\n]{0,40}\s*[:?]\W*", re.I)),
)
# A label of something else ends what stands under one of these.
_OTHER = re.compile(
    r"^\W*[A-Z][\w’' -]{2,60}:\s*(?:$|[A-Z\d])|^\W*(?:record|note) of (?:any )?(?:conflict|dispensation)", re.I
)
LONGEST = 6
"""Paragraphs that may stand under one label."""


def told_beside(flow: Sequence[Paragraph]) -> dict[str, str]:
    """What some paragraphs tell under such labels, each once: "reasons", "alternatives", "call_in" -> the words."""
    told: dict[str, str] = {}
    label, taken = None, 0
    for paragraph in flow:
        found = next(((name, match) for name, known in _LABELS if (match := known.match(paragraph.text))), None)
        if found is not None:
            label, taken = found[0], 0
            rest = paragraph.text[found[1].end() :].strip()
            if label in told:
                label = None
            elif rest:
                told[label], taken = rest, 1
        elif label is None or paragraph.table is not None or taken >= LONGEST or _OTHER.match(paragraph.text):
            label = None
        else:
            told[label] = f"{told[label]}\n{paragraph.text}" if label in told else paragraph.text
            taken += 1
    return _saying(told)


def labelled_beside(lines: Sequence[str]) -> dict[str, str]:
    """The same of lines that each have a label and all that stands under it: the rows of a form."""
    told: dict[str, str] = {}
    for line in lines:
        for name, known in _LABELS:
            if match := known.match(line):
                told.setdefault(name, line[match.end() :].strip())
    return _saying(told)


def _saying(told: Mapping[str, str]) -> dict[str, str]:
    """What is told, without labels that have nothing under them."""
    return {
        name: words
        for name, words in told.items()
        if words and not re.fullmatch(r"\W*(?:none|n/?a|not applicable)\W*", words, re.I)
    }
