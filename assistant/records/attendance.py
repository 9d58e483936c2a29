"""The front of minutes by its labels: who was present, who sent apologies, who else attended; run in, listed or in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.papers.model import Table
from assistant.records.attendance_labels import Group, label_of
from assistant.records.people import Named, is_bare_name, people_in, said_of
from assistant.records.presiding import AWAY_LEGEND, LEGEND, by_star, in_the_chair
from assistant.records.prose import Paragraph
from assistant.records.sections import BANNER

FEWEST_IN_COLUMNS = 3
"""Lines of names side by side that are sure to be names, and no name with an office beside it."""
_GROUP_ROLE = re.compile(
    r"^\W*(co-?opted (?:representatives?|members?)|church representatives?|parent governor representatives?|independent (?:members?|persons?)|(?:non-)?voting members?|statutory (?:representatives?|members?)|(?:labour|conservative|liberal democrat|green|independent|reform)(?: group)?)\s*:\s*",
    re.I,
)
_LIST_OPENS = re.compile(
    r"^\W*(?:Councillors?|Cllrs?|Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof\w*|Rev\w*|Alderman|The (?:Lord |Deputy )?(?:Mayor|Leader|Chair)|[A-Z][\w'’.-]+ (?:[A-Z][\w'’.-]*[ ,(]*){1,3})"
)
_TITLED = re.compile(
    r"^(?:Councillors?|Cllrs?|Alderm[ae]n|Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Lord|Lady|Rev\w*|Prof\w*|The|the)\b"
)
_MEMBERS_OPEN = re.compile(r"^[\W_]*(?:Councillors?|Cllrs?|Alderman)\b\.? (?:[A-Z][\w'’.-]*\s?){1,4}(?:$|[(,;\t])")
_BODY_PRESENT = re.compile(r"^\W*(?:cabinet members?|executive members?|portfolio holders?) present\b", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:was|were|had|has|have|is|are|will|would|welcomed|thanked|started|began|commenced|finished|closed|draft|opened|noted)\b"
)


@dataclass(slots=True)
class Attendance:
    """Who was there by group, and the paragraphs that say so."""

    groups: dict[Group, list[Named]] = field(
        default_factory=lambda: {g: [] for g in ("present", "apologies", "substitutes", "in_attendance", "absent")}
    )
    used: list[Paragraph] = field(default_factory=list)
    chair: str | None = None
    """Who took the chair, where a line of its own says so: "Mr K Shearer in the Chair"."""
    starred: Literal["present", "absent"] | None = None
    """What the star beside some names in the list of members says of them, where it says anything."""
    unlabelled: bool = False
    """Whether nothing stands above the list of members."""
    title: str = ""
    """The title that stands once above a list of bare names: "Councillors", a name a line below it."""


def attendance(front: Sequence[Paragraph]) -> Attendance:
    """What the paragraphs in front of the first minute tell of who was there."""
    said = [paragraph.text for paragraph in front if paragraph.table is None]
    labels = [label_of(line.strip()) for paragraph in front for line in paragraph.raw]
    found = Attendance(starred=_starred(said), unlabelled=not any(label and label[0] == "present" for label in labels))
    group: Group | None = None
    for paragraph in front:
        if paragraph.table is not None:
            if _of_table(paragraph.table, group, found):
                found.used.append(paragraph)
            continue
        legend = paragraph.text.lstrip("( ")
        if (LEGEND.match(legend) or AWAY_LEGEND.match(legend)) and len(legend) < 60:
            continue
        for lines in _runs(paragraph):
            if chair := in_the_chair(" ".join(lines)):
                found.chair = chair
                if all(person.name != chair for person in found.groups["present"]):
                    found.groups["present"].append(Named(chair, "in the Chair", chair=True))
                found.used.append(paragraph)
                continue
            group = _read(lines, group, found, paragraph)
    return found


def _starred(said: Sequence[str]) -> Literal["present", "absent"] | None:
    """Of whom the legend of the list of members says that they have a star."""
    if any(map(LEGEND.search, said)):
        return "present"
    return "absent" if any(map(AWAY_LEGEND.search, said)) else None


def _runs(paragraph: Paragraph) -> list[list[str]]:
    """The lines of a paragraph, parted before each that opens a group, also within a line ("…. Apologies: …")."""
    runs: list[list[str]] = []
    for line in _labels_whole([bit for printed in paragraph.raw for bit in _parted(printed)]):
        whole = not runs or "(" not in (said := " ".join(runs[-1])) or said.count("(") <= said.count(")")
        if not runs or (whole and (label_of(line.strip()) or _GROUP_ROLE.match(line))):
            runs.append([])
        runs[-1].append(line)
    return runs


def _parted(line: str) -> list[str]:
    """A line cut before each label that stands inside it behind a full stop or semicolon."""
    cuts = [m.end() for m in re.finditer(r"(?<=[.;])\s+(?=[A-Z][A-Za-z ]{3,40}:)", line) if label_of(line[m.end() :])]
    return [line[a:b].strip() for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)] if cuts else [line]


def _labels_whole(lines: list[str]) -> list[str]:
    """The lines with a label put together that a narrow column broke: "ALSO IN" above "ATTENDANCE:"."""
    found: list[str] = []
    for line in lines:
        both = f"{found[-1].strip()} {line.strip()}" if found else ""
        label = label_of(both) if both and len(found[-1]) < 30 and not label_of(found[-1].strip()) else None
        if label is not None and label[1] > len(found[-1].strip()):
            found[-1] = both
        else:
            found.append(line)
    return found


def _read(lines: list[str], group: Group | None, found: Attendance, paragraph: Paragraph) -> Group | None:
    """Read the names of some lines into the group they open or go on with; the group that is open after them."""
    label = label_of(lines[0].strip())
    if label is None and BANNER.match(paragraph.text):
        return None
    if label is None and group is None and found.unlabelled and _MEMBERS_OPEN.match(lines[0]):
        group = "present"
    if label is not None:
        (group, start), found.title = label, ""
        if group == "in_attendance" and found.unlabelled and _BODY_PRESENT.match(lines[0]):
            group = "present"  # in the minutes of a cabinet its members are the body, in another's they are guests
        lines = [lines[0].strip()[start:], *lines[1:]]
        found.used.append(paragraph)
        if not " ".join(lines).strip():
            return group
    elif group is None:
        return None
    role = _GROUP_ROLE.match(lines[0])
    if role:
        lines = [lines[0][role.end() :], *lines[1:]]
    text = " ".join(lines)
    if label is None and (
        not _LIST_OPENS.match(lines[0].strip() or text) or _SAYS.search(re.sub(r"\([^)]*\)", "", text))
    ):
        return None if paragraph.kind != "heading" and not paragraph.bold else group
    if group == "present":
        lines = _titled_apart(lines)
    if found.starred and group == "present":
        starred, plain = by_star(lines)
        lines, away = (starred, plain) if found.starred == "present" else (plain, starred)
        found.groups["absent"] += _people(away, found)
    people = _people(_headed(lines), found)
    for person in people:
        if role and re.match(r"co-?opted|church|parent|independent|statutory", role[1], re.I) and person.role is None:
            person.role = re.sub(r"s$", "", role[1])
    found.groups[group] += people
    if label is None and people:
        found.used.append(paragraph)
    return group


def _people(lines: list[str], found: Attendance) -> list[Named]:
    """The people of some lines; a title that stands alone above a list of names is each one's."""
    kept = _columns_apart(_brackets_whole([line for line in lines if line.strip()]))
    alone = re.match(r"^\W*(Councillors?|Cllrs?)\.?\W*$", kept[0]) if kept else None
    if alone:
        found.title, kept = alone[1].rstrip("s"), kept[1:]
    elif not all(re.match(r"^[A-Z][\w'’.-]+ [A-Z]", line) for line in kept) or any(_TITLED.match(x) for x in kept):
        found.title = ""
    people = [person for run in _by_title(kept) for person in people_in(run)]
    for person in people:
        if found.title and not _TITLED.match(person.name):
            person.name = f"{found.title} {person.name}"
    return people


def _titled_apart(lines: list[str]) -> list[str]:
    """The lines, those with people side by side, each with a title, made a person a line."""
    rows = [[bit.strip() for bit in line.split("\t")] for line in lines]
    titled = all(_TITLED.match(bit.lstrip("* ")) for row in rows if len(row) > 1 for bit in row)
    return [bit for row in rows for bit in row] if titled else lines


def _columns_apart(lines: list[str]) -> list[str]:
    """The lines, those at the end that list bare names side by side made a name a line, column by column.

    Under "Councillor A (Chair); and" the names are those of councillors, too.
    """
    first = next((i for i, line in enumerate(lines) if "\t" in line), len(lines))
    rows = [[bit.strip() for bit in line.split("\t")] for line in lines[first:]]
    bits = [bit for row in rows for bit in row]
    if sum(len(row) > 1 for row in rows) < FEWEST_IN_COLUMNS or not all(map(is_bare_name, bits)):
        return lines
    head = " ".join(lines[:first])
    title = "Councillor " if re.search(r"\b(?:Councillors?|Cllrs?)\b", head) else ""
    names = [row[i] for i in range(max(map(len, rows))) for row in rows if i < len(row)]
    if not title:
        return [*lines[:first], *names]
    return [re.sub(r"(?:[;,]|[;,]? and)\W*$", "", head) + "; " + ", ".join(f"{title}{name}" for name in names)]


def _brackets_whole(lines: list[str]) -> list[str]:
    """The lines of a list with those joined over which a bracket runs: "Ann Hill (Leader of the" and "Council)"."""
    found: list[str] = []
    for line in lines:
        if found and found[-1].count("(") > found[-1].count(")"):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _by_title(lines: list[str]) -> list[list[str]]:
    """The lines cut where a semicolon ends the list of councillors and somebody follows under another title."""
    cut = re.compile(r";\s+(?=(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev\w*|Prof\w*)\.?\s)")
    if not any(cut.search(line) for line in lines):
        return [lines]
    return [[text] for text in cut.split(" ".join(lines))]


def _headed(lines: list[str]) -> list[str]:
    """Lines with "Chair: Councillor A" turned into "Councillor A (Chair)"."""
    return [re.sub(r"^\W*((?:[Vv]ice-?)?[Cc]hair\w*)\s*:\s*(.+?)\s*$", r"\2 (\1)", line) for line in lines]


def _of_table(table: Table, group: Group | None, found: Attendance) -> bool:
    """Read a ruled table of attendance: columns headed by groups, a column of names with one that says who came, or names
    alone under the label above."""
    if table.n_rows > 120 or table.n_columns > 8:
        return False
    grid = [[" ".join(cell.text.split()) if cell is not None else "" for cell in row] for row in table.grid()]
    raw = [[cell.text if cell is not None else "" for cell in row] for row in table.grid()]
    said = _status_column(grid)
    if said is not None:
        for row in grid:
            status = _status(row[said])
            if status is not None and len(row[0].split()) > 1:
                found.groups[status] += _row_person(row, said)
        return True
    heads = [label_of(text) for text in grid[0]]
    if sum(head is not None for head in heads) >= 2 or (group is None and heads[0] is not None and len(grid[0]) == 1):
        for i, head in enumerate(heads):
            if head is not None:
                found.groups[head[0]] += [p for row in raw[1:] for p in people_in(row[i].splitlines())]
        return True
    by_label = [(label_of(row[0]), row) for row in grid]
    told = [label[0] for label, _ in by_label if label is not None]
    if len(grid[0]) == 2 and (len(told) == len(grid) or ("present" in told and 2 * len(told) >= len(grid))):
        for (label, _), row in zip(by_label, raw, strict=True):
            if label is not None:
                found.groups[label[0]] += people_in(row[1].splitlines())
        return True
    if group is None or not all(_LIST_OPENS.match(text) for row in grid for text in row[:1] if text):
        return False
    beside = _offices_beside(grid)
    for row in grid:
        if (beside and row[0]) or (
            len({text for text in row if text}) > 1 and not all(_LIST_OPENS.match(t) for t in row if t)
        ):
            found.groups[group] += _row_person(row, None)
        else:
            found.groups[group] += [p for text in dict.fromkeys(row) for p in people_in([text])]
    return True


def _offices_beside(grid: list[list[str]]) -> bool:
    """Whether the first column has the people, by their titles, and the others what they are or speak for."""
    first = [row[0] for row in grid if row[0]]
    others = [text for row in grid for text in row[1:] if text and text != row[0]]
    titled = sum(bool(_TITLED.match(text)) for text in first)
    return bool(others) and 2 * titled >= len(first) and not any(map(_TITLED.match, others))


def _status(text: str) -> Group | None:
    flat = text.strip(" .").casefold()
    if flat in {"present", "attended", "yes", "p", "✓", "in attendance", "y"}:
        return "present"
    if flat in {"apologies", "apologies received", "apology", "apologies given", "a", "apologies for absence"}:
        return "apologies"
    return "absent" if flat in {"absent", "no", "did not attend", "-"} else None


def _status_column(grid: list[list[str]]) -> int | None:
    if len(grid[0]) < 2 or len(grid) < 2:
        return None
    for i in range(1, len(grid[0])):
        told = [_status(row[i]) for row in grid[1:] if row[0]]
        if told and all(told) and any(len(row[i]) > 1 for row in grid[1:]):
            return i
    return None


def _row_person(row: list[str], skip: int | None) -> list[Named]:
    """The person of a row: the first cell is the name, another one the role."""
    people = people_in([row[0]])
    others = [text for i, text in enumerate(row[1:], 1) if i != skip and text and text != row[0]]
    if len(people) == 1 and others and people[0].role is None:
        said_of(people[0], others[0])
    return people
