"""Labels of decisions, confirmations and keys: a reader's judgement (by_hand.yaml) on the words of the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from eval.records.labels import Label
from eval.records.sample.prose import body_cell, meeting_of, numbered, points
from eval.records.sample.sources import Pdf, Place

_SENTENCE = re.compile(r"(?<=[.)])\s+(?=[A-Z])")
_LEAD = re.compile(r"^(?:The Committee |to |that |noted |were )+")
_NUMBER = re.compile(r"^(\d+)\. ")
_AMOUNT = re.compile(r"£\d[\d,.]*\d(?:m|k)?|£\d+")


@cache
def by_hand() -> dict[str, Any]:
    """What by_hand.yaml says."""
    told: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("by_hand.yaml").read_text(encoding="utf-8"))
    return told


def resolutions(blocks: list[Place], pdf: Pdf) -> Iterator[Label]:
    """What a meeting decided, minute by minute."""
    body, date, year = meeting_of(blocks[0].part)
    minutes = {heading.text.partition(".")[0]: (heading, inside) for heading, inside in numbered(blocks)}
    for told in by_hand()["resolutions"][blocks[0].part]:
        heading, inside = minutes[told["minute"]]
        at = _block(told, inside)
        sentence, whole, parts = _words(told, inside, at)
        cells: dict[str, Any] = {
            "text": {"least": "" if parts else _LEAD.sub("", told["core"]).rstrip(":"), "most": whole},
            "meeting_date": date,
            "municipal_year": year,
            "committee": body_cell(body),
            "minute_title": heading.text.partition(". ")[2],
            **_said(told),
        }
        if parts:
            cells["parts"] = points(parts)
        if amounts := _AMOUNT.findall(whole):
            cells["amounts"] = {"any": [amounts, list(dict.fromkeys(amounts)), None]}
        words = told["core"] if not parts else parts[0].text[:40]
        key = {"minute": told["minute"], "as_printed": {"contains": words}}
        page = pdf.page_of(sentence, inside[at].page)
        yield Label(heading.document, page, "resolution", key, cells, bool(told.get("optional")))


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """Verb, outcome, mover, seconder and votes; those told some paragraphs before may be left out."""
    cells: dict[str, Any] = {}
    if "verb" in told:
        cells["verb"] = {"any": told["verb"]}
    for name in ("outcome", "mover", "seconder"):
        if name in told:
            cells[name] = {"any": [told[name], None]} if told.get("from_before") or name == "outcome" else told[name]
    if told.get("outcome") in ("lost", "withdrawn"):
        cells["outcome"] = told["outcome"]
    if "votes" in told:
        cells["votes"] = told["votes"]
    elif not told.get("optional"):
        cells["votes"] = None
    return cells


def _block(told: dict[str, Any], inside: list[Place]) -> int:
    wanted = told.get("at", told["core"])
    for i, block in enumerate(inside):
        if wanted in block.text:
            return i
    raise LookupError(f"minute {told['minute']}: no block holds {wanted!r}")


def _words(told: dict[str, Any], inside: list[Place], at: int) -> tuple[str, str, list[Place]]:
    """The sentence with the core, all that may belong to the decision, and its parts."""
    text = inside[at].text
    if "at" in told:
        sentence = text
    else:
        sentence = next(one for one in _SENTENCE.split(text) if told["core"] in one)
    count = told.get("blocks", 1)
    if count > 1 or "span" in told:
        return sentence, " ".join(block.text for block in inside[at : at + count]), []
    parts = []
    if told.get("parts"):
        for after in inside[at + 1 :]:
            if after.kind != "item":
                break
            parts.append(after)
    return sentence, " ".join([sentence, *(f"{part.label} {part.text}" for part in parts)]), parts


def confirmations(blocks: list[Place], pdf: Pdf) -> Iterator[Label]:
    """Which minutes a meeting confirmed, and how it corrected them."""
    told = by_hand()["confirmations"].get(blocks[0].part)
    if told is None:
        return
    body, date, _ = meeting_of(blocks[0].part)
    heading, inside = next((h, b) for h, b in numbered(blocks) if h.text.startswith(f"{told['minute']}."))
    most = " ".join(f"{block.label} {block.text}".strip() for block in inside)
    cells = {
        "minute": told["minute"],
        "meeting_date": date,
        "committee": body_cell(body),
        "correction": {"least": told["correction"], "most": most} if "correction" in told else None,
    }
    said = next(block for block in inside if not block.text.startswith("(Item"))
    page = pdf.page_of(said.text, said.page)
    yield Label(heading.document, page, "confirmation", {"confirms": str(told["confirms"])}, cells)


def decision_notice(place: Place) -> Iterator[Label]:
    """A form of a decision notice: the row that gives the decision."""
    for row in place.rows:
        name, words = row.texts()
        if name != "Decision":
            continue
        exempt = words.startswith("The decision is exempt")
        core = words.rstrip(".")
        cells: dict[str, Any] = {
            "text": {"least": "" if "(a)" in core else core.removeprefix("That "), "most": f"Decision {words}"},
            "verb": {"any": ["resolved", "agreed", "approved"]},
            "meeting_date": "2025-06-17",
            "committee": body_cell("Cabinet"),
        }
        yield Label(place.document, row.page, "resolution", {"as_printed": {"contains": core[:60]}}, cells, exempt)


def rating_keys(block: Place) -> Iterator[Label]:
    """The lines of a paper's own key."""
    told = by_hand()["rating_keys"]
    if block.rows:
        yield from _keys_in_table(block, told["table"])
    for opening, lines in told.items():
        if block.text.startswith(opening):
            for line in lines:
                yield _key(block, block.page, line, block.text)


def _keys_in_table(place: Place, told: list[dict[str, Any]]) -> Iterator[Label]:
    for row in place.rows:
        for line in told:
            if row.cells[0].text.startswith(line["of"]):
                yield _key(place, row.page, line, line["meaning"])
    if place.rows[0].texts()[0] == "E":
        for row in place.rows:
            letter, meaning = row.texts()
            names = [letter, row.cells[0].fill, "embedded"] if letter == "E" else [letter, row.cells[0].fill]
            yield _key(place, row.page, {"rating": names, "meaning": meaning.split(". ", 1)[1]}, meaning)


def _key(place: Place, page: int, line: dict[str, Any], most: str) -> Label:
    cells = {
        "meaning": {"least": line["meaning"].rstrip("."), "most": most},
        "within": line.get("within"),
        "ambiguous": line.get("ambiguous", False),
    }
    return Label(place.document, page, "rating_key", {"rating": {"any": line["rating"]}}, cells)


def definition_changes(block: Place) -> Iterator[Label]:
    """Notes that an indicator is counted another way."""
    for told in by_hand()["definition_changes"]:
        if block.text.startswith(told["text"]):
            cells: dict[str, Any] = {}
            if "id" in told:
                cells["indicator_id"] = {"any": [told["id"], None]}
            if "since" in told:
                cells["since"] = {"contains": told["since"]}
            name = told["indicator"]
            wanted = {"any": [{"contains": name}, {"contains": told.get("id", name)}]}
            yield Label(
                block.document,
                block.page,
                "definition_change",
                {"indicator": wanted},
                cells,
                bool(told.get("optional")),
            )
