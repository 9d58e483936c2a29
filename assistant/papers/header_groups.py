"""Headings over several columns that no rule tells: what one column of a group bears before its name is that of all."""

from __future__ import annotations

from collections.abc import Sequence

MOST_IN_GROUP = 13
"""Columns in one of several like groups: the months of a year and its total."""


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
