"""What plan a table belongs to, under which heading, and of which day: the same in the next paper on the same plan."""

from __future__ import annotations

import re
from datetime import date

from assistant.records.due import position_at
from assistant.records.identify import PaperFacts
from assistant.records.reading import Context
from assistant.records.sheets import Sheet, SheetRow, headings

_PLAN = re.compile(
    r"\b(?:plan|programme|strategy|roadmap|framework|project|tracker|log)\b(?!\s+(?:overview|summary)\b)", re.IGNORECASE
)
_PARTS = re.compile(
    r"\s+[–—-]\s+|:\s+|\s+\((?=position|as at|progress|update|end of)|,\s+(?=(?:end|position|progress|update|\d|[A-Z][a-z]+ 20\d\d))"
)
_OF_A_PAPER = re.compile(
    r"^\W*(?:appendix|annex|schedule|draft|highlight report|(?:progress|performance|monitoring|updated?|last updated|version|annual|quarterly|monthly|latest"
    r"|position|status)\b|(?:action|delivery|improvement) plan$|report\b|quarter\b|month\b|end of\b|q\d|part \d|table \d|figure \d"
    r"|project milestones|milestones)",
    re.IGNORECASE,
)
_STANDING_NAME = re.compile(r"(?:action|delivery|improvement) plan$", re.IGNORECASE)


def plan_name(sheet: Sheet, facts: PaperFacts) -> str | None:
    """The name of the plan a table is of, without what tells one report on it from the next."""
    for text in (sheet.caption, sheet.part.title, facts.title, sheet.heading):
        parts = [part.strip() for part in _PARTS.split(text or "") if part.strip()]
        named = [part for part in parts if _PLAN.search(part)]
        own = [part for part in named if not _OF_A_PAPER.match(part)]
        if own:
            return own[0]
        if named and _STANDING_NAME.search(named[0]) and named[0] is parts[0]:
            return named[0]
    return next((title for title in (sheet.part.title, facts.title) if title), None)


def headings_of(sheet: Sheet, context: Context) -> dict[tuple[int, int], str | None]:
    """(page, table on the page) -> nearest heading above it, for a sheet that goes on over several of them."""
    return {place: heading for place, (_, heading) in headings(context.paper.pages, [sheet.part])}


def section_of(
    row: SheetRow, above: dict[tuple[int, int], str | None], plan: str | None, before: str | None
) -> str | None:
    """The sub-heading or heading a row stands under, unless that only says what the table is; else that of the row before."""
    begun = row.entries and row.entries[0].text and not row.entries[0].merged
    group = row.group if begun else None  # for other rows the group is what their first columns would say
    for text in (group, above.get((row.page, row.rows[0].table))):
        if text and not _OF_A_PAPER.match(text) and text != plan and not (plan and text.startswith(plan)):
            return text
    return before


def table_position(sheet: Sheet, facts: PaperFacts) -> date | None:
    """The day a table tells the position of, as its own titles or those of its paper say."""
    return position_at(" – ".join(text for text in (sheet.caption, sheet.heading, sheet.part.title) if text), facts)
