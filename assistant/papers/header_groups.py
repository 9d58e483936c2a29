"""Headings over several columns that no rule tells: what one column of a group bears before its name is that of all."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_IN_GROUP = 13
"""Columns in one of several like groups: the months of a year and its total."""


_QUARTER = re.compile(
    r"(?:(?P<year>(?:20)?\d\d ?[/–-] ?(?:20)?\d\d|20\d\d),? )?(?P<quarter>(?:Q|Qtr |Quarter )(?P<number>[1-4]))",
    re.IGNORECASE,
)


def shared_heading(names: list[str], merged: Sequence[tuple[int, int, str]]) -> list[str]:
    """The names with a heading that stands over the middle of several columns without a ruled cell of its own.

    Where two merged headings repeat the same names below them ("CYPE": Core, External, Total; "GET": Core, External,
    Total), neighbours with just these names, one of which bears a text of its own before ("TOTAL External"), are a
    third such group: the text is the heading of them all.
    """
    below = [tuple(n.removeprefix(text).strip() for n in names[at : at + span]) for at, span, text in merged]
    covered = {column for at, span, _ in merged for column in range(at, at + span)}
    for pattern in {names for names in below if below.count(names) > 1 and all(names)}:
        for at in range(len(names) - len(pattern) + 1):
            run = range(at, at + len(pattern))
            extra = [names[i].removesuffix(said).strip() for i, said in zip(run, pattern, strict=True)]
            fits = all(names[i].endswith(said) for i, said in zip(run, pattern, strict=True))
            if fits and not covered & set(run) and sum(map(bool, extra)) == 1:
                heading = "".join(extra)
                for i, said in zip(run, pattern, strict=True):
                    names[i] = f"{heading} {said}"
    return names


def repeated_groups(names: list[str]) -> list[str]:
    """The names with a time that one column of each of several like groups bears given to all of its group.

    "Q1, Q2, 2023/24 Q3, Q4, Q1, Q2, 2024/25 Q3, Q4": the year stands over the middle of the quarters, and is that of all.
    """
    for size in range(2, min(len(names) // 2, MOST_IN_GROUP) + 1):
        for count in range(len(names) // size, 1, -1):
            start = len(names) - count * size
            groups = [names[start + i * size : start + (i + 1) * size] for i in range(count)]
            headings = _headings_of(groups)
            if headings is not None:
                given = [f"{heading} {name}" for heading, plain in headings for name in plain]
                return [*names[:start], *given]
    return names


def years_over_quarters(names: list[str]) -> list[str]:
    """The names with the year that stands over the middle of some quarters given to each of them.

    "Q2, 2024/25 Q3, Q4, 2025/26 Q1, Q2": quarters count up within their year, so that where they start anew another
    begins. Nothing is given where a year's quarters bear no year, or two.
    """
    quarters = [_QUARTER.fullmatch(name) for name in names]
    start = next((i for i, found in enumerate(quarters) if found), len(names))
    end = next((i for i in range(start, len(names)) if not quarters[i]), len(names))
    run = [found for found in quarters[start:end] if found]
    if len(run) < 2 or any(quarters[end:]) or all(found["year"] for found in run):
        return names
    years: list[list[re.Match[str]]] = [[run[0]]]
    for found in run[1:]:
        if found["number"] > years[-1][-1]["number"]:
            years[-1].append(found)
        else:
            years.append([found])
    told = [{found["year"] for found in year if found["year"]} for year in years]
    said = [next(iter(year)) for year in told if len(year) == 1]
    if len(said) < len(years) or len(set(said)) < len(said) or sorted(said) != said:
        return names
    given = [f"{said[i]} {found['quarter']}" for i, year in enumerate(years) for found in year]
    return [*names[:start], *given, *names[end:]]


def _headings_of(groups: Sequence[Sequence[str]]) -> list[tuple[str, tuple[str, ...]]] | None:
    """The heading and the plain names of each group, where all have the same names but for a time before one of them."""
    for at in range(len(groups[0])):
        plain = [name for i, name in enumerate(groups[0]) if i != at]
        if len({tuple(name for i, name in enumerate(group) if i != at) for group in groups}) > 1 or not all(plain):
            continue
        words = [group[at].split() for group in groups]
        own = next((n for n in range(1, min(map(len, words))) if len({" ".join(w[-n:]) for w in words}) == 1), 0)
        if not own or any(len(w) <= own for w in words) or len({" ".join(w[:-own]) for w in words}) < len(groups):
            return None
        last = " ".join(words[0][-own:])
        if last in plain or len(set(plain)) < len(plain):
            return None
        names = (*groups[0][:at], last, *groups[0][at + 1 :])
        headings = [" ".join(w[:-own]) for w in words]
        return [(text, names) for text in headings] if all(any(map(str.isdigit, text)) for text in headings) else None
    return None
