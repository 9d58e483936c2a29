"""Labels of what stands in running text: meetings, minutes, recommendations, agendas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from eval.records.labels import Label
from eval.records.sample.figures import due
from eval.records.sample.sources import Place

_NUMBERED = re.compile(r"^(\d+)\. (.*)$")
_BESIDE_THE_TEXT = re.compile(r"^(?:\(Item \d+[^)]*\)|PART I+ – .*)$")
_NAME = r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+"
_PERSON = re.compile(rf"(?:Councillor |Mrs |Mr |Dr |and |, |^)+(?P<name>{_NAME})(?: \((?P<role>[^)]*)\))?")
BODIES = {
    "scrutiny": "Children, Young People and Learning Scrutiny Committee",
    "cabinet": "Cabinet",
    "council": "City Council",
}


def meeting_of(source: str) -> tuple[str, str, str]:
    """Body, date and municipal year of a file of minutes: minutes/scrutiny-2024-09-18.md."""
    name, date = re.fullmatch(r"minutes/(\w+)-(\d{4}-\d\d-\d\d)\.md", source).groups()  # type: ignore[union-attr]
    first = int(date[:4]) - (date[5:] < "05-20")
    return BODIES[name], date, f"{first}/{(first + 1) % 100:02}"


def body_cell(body: str) -> dict[str, Any]:
    """A body's name, in whatever letter case it is printed."""
    return {"any": [{"contains": body}, {"contains": body.upper()}]}


def people(text: str) -> list[str]:
    """The names in "Councillors A B, C D and E F (role)"."""
    bare = re.sub(r"\([^)]*\)", "", text).replace("Councillors ", "Councillor ")
    return [found["name"] for found in _PERSON.finditer(bare)]


def with_roles(text: str) -> list[dict[str, Any]]:
    """The people in a list who have a role in brackets, and their roles."""
    return [
        {"name": found["name"], "role": {"least": found["role"].partition(", for minute")[0], "most": found["role"]}}
        for found in _PERSON.finditer(text)
        if found["role"]
    ]


def minutes(blocks: list[Place]) -> Iterator[Label]:
    """The minutes of a meeting, one by one."""
    body, date, year = meeting_of(blocks[0].part)
    for heading, inside in numbered(blocks):
        found = _NUMBERED.match(heading.text)
        assert found
        number, title = found.groups()
        told = [block for block in inside if block.kind == "para" and not _BESIDE_THE_TEXT.match(block.text)]
        lettered = [block for block in inside if block.kind == "item" and block.label.endswith(")")]
        listed = [block for block in inside if block.kind == "item"]
        needed: list[Any] = [{"contains": block.text} for block in told]
        if not any(block.rows for block in inside):
            whole = " ".join([heading.text, *(f"{block.label} {block.text}".strip() for block in inside)])
            needed.append({"least": "", "most": whole})
        cells: dict[str, Any] = {
            "title": title,
            "meeting_date": date,
            "municipal_year": year,
            "committee": body_cell(body),
            "text": {"all": needed},
        }
        if body == BODIES["scrutiny"] and lettered:
            cells["points"] = {"any": [points(lettered), points(listed)]}
        yield Label(heading.document, heading.page, "minute", {"number": number}, cells)


def numbered(blocks: list[Place]) -> Iterator[tuple[Place, list[Place]]]:
    """The numbered headings of a part, each with the blocks under it."""
    starts = [i for i, block in enumerate(blocks) if block.kind == "heading" and _NUMBERED.match(block.text)]
    for at, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield blocks[at], blocks[at + 1 : end]


def points(items: list[Place]) -> list[Any]:
    """Lettered points with or without their letters and the sign that ends them."""
    return [{"least": item.text.rstrip(";."), "most": f"{item.label} {item.text}"} for item in items]


def meeting(blocks: list[Place]) -> Iterator[Label]:
    """Who met when, from the head of the minutes."""
    body, date, _ = meeting_of(blocks[0].part)
    first = next(i for i, block in enumerate(blocks) if block.kind == "heading" and _NUMBERED.match(block.text))
    head = [block.text for block in blocks[:first]]
    absent = next(
        (block.text for heading, inside in numbered(blocks) if "Apologies" in heading.text for block in inside[-1:]), ""
    )
    cells: dict[str, Any] = {"committee": body_cell(body)}
    cells |= _scrutiny(head, absent) if body == BODIES["scrutiny"] else _hall(head, absent)
    yield Label(blocks[0].document, blocks[0].page, "meeting", {"meeting_date": date}, cells)


def _scrutiny(head: list[str], absent: str) -> dict[str, Any]:
    at = head.index("PRESENT:")
    rest = [i for i, text in enumerate(head) if re.match(r"Apologies for absence|Also in attendance", text)]
    present = [
        name
        for text in head[at + 1 : rest[0]]
        for name in people(text.replace("representatives: ", ", ").replace("representative: ", ", "))
    ]
    sorry = next((text.partition(": ")[2] for text in head if text.startswith("Apologies")), "")
    substitutes = re.findall(rf"({_NAME}) \(substitute", " ".join(head)) + re.findall(
        rf"Councillor ({_NAME}) substituting", sorry
    )
    started, finished = re.findall(r"\d+\.\d\d [ap]m", next(text for text in head if "meeting started" in text))
    return {
        "chair": present[0],
        "vice_chair": present[1],
        "present": present,
        "apologies": people(sorry or absent),
        "substitutes": substitutes,
        "in_attendance": with_roles(next(text.partition(": ")[2] for text in head if text.startswith("Also"))),
        "started": started,
        "finished": finished,
        "status": "draft",
    }


def _hall(head: list[str], absent: str) -> dict[str, Any]:
    """Minutes in whose first sentence place and time stand: those of the Cabinet and the Council."""
    opening, present = head[1], next(text.partition(": ")[2] for text in head if text.startswith("PRESENT"))
    attending = next((text.partition(": ")[2] for text in head if text.startswith("IN ATTENDANCE")), "")
    place = re.search(r" in (the .+?, Merrowby)", opening)
    assert place
    times = re.findall(r"\d+\.\d\d [ap]m", opening)
    names = [
        name
        for name in people(present.replace("the Deputy Lord Mayor", "").replace("The Lord Mayor", ""))
        if "Lord" not in name
    ]
    cells: dict[str, Any] = {
        "place": {"least": place[1].split(",")[0].removeprefix("the "), "most": place[1]},
        "chair": names[0],
        "present": names,
        "apologies": people(absent.replace("Councillors ", "Councillor ").replace("Apologies were received from ", "")),
        "in_attendance": with_roles(attending) or None,
        "substitutes": None,
    }
    if times:
        cells |= {"started": times[0], "finished": times[1]}
    return cells


def agenda(blocks: list[Place]) -> Iterator[Label]:
    """The items of an agenda: in two sections where it has two."""
    listed = [block for block in blocks if block.kind == "item" and block.under.get(1, "").startswith("AGENDA")]
    for block in listed:
        raw = block.text
        title = raw if "." not in raw else raw.split(". ")[0].rstrip(".")
        heading = block.under[1]
        section = re.search(r"PART I+", heading)
        cells: dict[str, Any] = {
            "title": {"least": _title(title), "most": raw},
            "private": "PRIVATE" in heading,
            "meeting_date": str(block.meta["date"]),
            "pages": {"least": block.pages[0], "most": " ".join(f"(Pages {pages})" for pages in block.pages)}
            if block.pages
            else None,
            "section": {
                "any": [
                    {"least": section[0], "most": heading},
                    {"least": section[0].title().replace("Ii", "II"), "most": section[0].title().replace("Ii", "II")},
                ]
            }
            if section
            else None,
        }
        key = {"number": block.label.rstrip("."), "title": {"starts": _title(title)[:30]}}
        yield Label(block.document, block.page, "agenda_item", key, cells)


def _title(text: str) -> str:
    """The words of an item that are surely its title."""
    return re.split(r" of the meeting held| \((?:none|exempt)", text)[0]


def recommendations(blocks: list[Place]) -> Iterator[Label]:
    """What a report asks its readers to decide: under a heading, or after a word in bold."""
    facts = {
        row.cells[0].text.rstrip(":"): row.cells[1].text
        for block in blocks
        for row in block.rows
        if len(row.cells) == 2
    }
    report = facts.get("Title of report") or facts.get("Subject")
    told = facts.get("Date of meeting") or facts.get("To", "Cabinet – 17 June 2025")
    for i, block in enumerate(blocks):
        under = block.under.get(2, "")
        if not (
            block.kind == "para"
            and (block.text.startswith("Recommendation: ") or re.search(r"[Rr]ecommendation", under))
        ):
            continue
        if block.text.startswith("Reason"):
            continue
        items = []
        for after in blocks[i + 1 :]:
            if after.kind != "item":
                break
            items.append(after)
        bare = re.sub(r"^(?:Recommendation: |\d\.\d )", "", block.text).partition(" Reason:")[0].rstrip(".")
        words = bare.removeprefix("The Committee is recommended to ")
        cells: dict[str, Any] = {
            "text": {
                "least": "" if items else words,
                "most": " ".join([block.text, *(f"{item.label} {item.text}" for item in items)]),
            },
            "parts": points(items) if items else None,
            "meeting_date": due(re.search(r"\d+ \w+ \d{4}", told)[0]),  # type: ignore[index]
            "report": report,
        }
        key = {"as_printed": {"contains": items[0].text[:40] if items else words}}
        yield Label(block.document, block.page, "recommendation", key, cells)
