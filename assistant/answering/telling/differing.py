"""What two figures told side by side come to: the difference that a question asks for, with its working."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answer import Value
from assistant.answering.compose import Draft
from assistant.retrieval.inquiry import Inquiry
from assistant.tools.arithmetic import difference, money_difference

_ASKS = re.compile(
    r"\bby how (?:much|many)\b|\bhow (?:much|many) (?:\w+ ){0,3}(?:more|less|fewer|higher|lower|bigger|smaller)\b|\bdiffer\w*|\bgap\b|\bcompar\w*"
    r"|\b(?:bigger|smaller|higher|lower|better|worse|more|less|fewer) (?:or|than)\b|\bgrow\w*|\bgrew\b|\brise\b|\brose\b|\bf[ae]ll\b|\bchang\w+"
    r"|\bversus\b|\bvs\b|\bup or down\b|\bdrop(?:ped)?\b|\bincreas\w+|\bdecreas\w+",
    re.IGNORECASE,
)
_ADDS = re.compile(
    r"\badd(?:ed)? up\b|\badd\b.*\b(?:and|together)\b|\bin total\b.*\band\b|\bcombined\b|\bbetween them\b|\btogether\b",
    re.IGNORECASE,
)


def add_difference(inquiry: Inquiry, draft: Draft, parts: Sequence[Draft]) -> None:
    """Add the difference, or the sum, of the two figures that the parts of an answer state, one each, where one is asked for
    and both are of one unit."""
    figures = [_one([value for value in part.values if value.value is not None]) for part in parts]
    first, second = figures if len(figures) == 2 else (None, None)
    if first is None or second is None or first.unit != second.unit:
        return
    unit = {"GBP": "£"}.get(first.unit or "", first.unit)
    if _ADDS.search(inquiry.question) and unit != "%":
        total = (first.value or 0.0) + (second.value or 0.0)
        pounds = "£" if unit == "£" else ""
        said = f"Together: {pounds}{first.value:,.10g} + {pounds}{second.value:,.10g} = {pounds}{total:,.10g}."
    elif _ASKS.search(inquiry.question):
        printed, values = (second.as_printed, first.as_printed), (second.value or 0.0, first.value or 0.0)
        working = money_difference(*values, *printed) if unit == "£" else difference(*values, unit, *printed).working
        said = f"The difference, the second less the first: {working}."
    else:
        return
    draft.worked.append(said)
    draft.paragraphs.append(said)


def _one(values: Sequence[Value]) -> Value | None:
    """The figure that a part states; the first of those that it gives for one thing at one time."""
    return values[0] if len({(value.label, value.period) for value in values}) == 1 else None
