"""The time a paper reports on, by its first pages or its file name."""

from __future__ import annotations

import re
from datetime import date

from assistant.papers.model import Page


def reporting_period(pages: list[Page]) -> str | None:
    """The period that the first pages say they report on."""
    for page in pages[:2]:
        flat = " ".join(page.text.split())
        told = " ".join(" ".join(block.text for block in page.blocks if block.kind != "table").split())
        found = (
            re.search(
                r"(?:reporting (?:position|period)\W*|position (?:as )?at (?:the )?|\bas at\W*|period (?:to|ending)\W*|\bto the )"
                r"((?:end of )?(?:\d{1,2} )?[A-Z][a-z]+ 20\d\d|quarter \w+,? ?20\d\d/?\d*|Q[1-4] ?20\d\d/?\d*)",
                flat,
                re.IGNORECASE,
            )
            or re.search(
                r"\b(Q(?:uarter )?\s?[1-4I],? ?20\d\d ?[/-] ?\d{2,4}|Month \d{1,2},? (?:of )?20\d\d/\d\d)",
                told,
            )
            or re.search(
                r"(?:highlight report|monitoring(?: report)?|scorecard|register)\W{1,4}([A-Z][a-z]+ 20\d\d)",
                told,
            )
        )
        if found:
            return found.group(1)
    return None


def period_in_name(file_name: str) -> str | None:
    """The month a file name ends with ("…-2023-09.pdf")."""
    found = re.search(r"(?<!\d)(20\d\d)[-_ .]?(0[1-9]|1[0-2])(?![-_ .]?\d)", file_name)
    return f"{date(int(found.group(1)), int(found.group(2)), 1):%B %Y}" if found else None
