"""A model's words as they come in: the sentences that are whole, nothing of one that may still change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from langchain_core.utils.json import parse_partial_json

from assistant.answering.claims import sentences_of
from assistant.answering.sources import KEY, KEYS

_LONE_KEYS = re.compile(rf"\s*\n\s*((?:{KEYS.pattern}\s*)+)(?=\n|$)")
_MARKER_LIKE = re.compile(r"\[(?:\d{1,3}(?:\s*,\s*\d{1,3})*|S\d*x?\w{0,6})\](?!\()|\[S\d*x?\w{0,6}(?=\s|$)|\[$")
_BEHIND_STOP = re.compile(r"([.!?])\s*((?:\[\d{1,3}\]\s?)*\[\d{1,3}\])(?=\s|$)")
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL | re.IGNORECASE)


def whole_statements(text: str, *, final: bool, structured: bool) -> str:
    """The part of a model's words so far that ends with a whole sentence and all the keys behind it."""
    if structured:
        return _from_json(text, final=final)
    said = _THINKING.sub("", text)
    said = _LONE_KEYS.sub(lambda m: f" {m[1].strip()}", said)
    if final:
        return said.strip()
    pieces = sentences_of(said)
    last = len(pieces) - 1
    while last > 0 and re.match(r"\s*(?:$|[\[(【]|S\d*x?\w*$)", pieces[last].text):
        last -= 1  # keys may still follow the sentence before
    return "".join(piece.text for piece in pieces[:last]).strip()


def _from_json(text: str, *, final: bool) -> str:
    try:
        held = parse_partial_json(text)
    except (ValueError, RecursionError):
        return ""
    statements = held.get("statements", []) if isinstance(held, dict) else []
    if not isinstance(statements, list):
        return ""
    if not final:
        statements = statements[:-1]
    told = [_statement(entry) for entry in statements if isinstance(entry, dict)]
    return " ".join(sentence for sentence in told if sentence)


def _statement(entry: dict[str, object]) -> str:
    sentence, sources = entry.get("sentence"), entry.get("sources")
    if not isinstance(sentence, str) or not sentence.strip():
        return ""
    named = sources if isinstance(sources, list) else []
    keys = [key for source in named for key in KEY.findall(str(source))]
    told = " ".join(sentence.split())
    end = "" if re.search(r"[.!?][\"”’)]*$", KEYS.sub("", told).strip()) else "."
    return f"{told}{end}" + "".join(f" [{key}]" for key in keys)


def with_markers(text: str, known: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The text with a marker for every key that was handed out, and those keys in the order of their markers.

    Unknown keys are removed, and so is whatever else looks like one of our markers.
    """
    order: list[str] = []

    def marker(match: re.Match[str]) -> str:
        keys = [key for key in KEY.findall(match.group()) if known(key)]
        order.extend(key for key in keys if key not in order)
        return "".join(f"[{order.index(key) + 1}]" for key in keys)

    bare = _MARKER_LIKE.sub(lambda m: m.group() if KEYS.fullmatch(m.group()) else "", text)
    marked = _BEHIND_STOP.sub(lambda m: f" {''.join(m[2].split())}{m[1]}", KEYS.sub(marker, bare))
    return re.sub(r"[ \t]+(?=[.,;](?:\s|$))|[ \t]+$", "", marked, flags=re.MULTILINE), order


def renumbered(text: str, kept: Sequence[int]) -> str:
    """The text with its markers numbered anew, in the order given."""
    numbers = {old: new for new, old in enumerate(kept, 1)}
    return re.sub(r"(?<!\\)\[(\d{1,3})\]", lambda m: f"[{numbers[int(m[1])]}]" if int(m[1]) in numbers else "", text)
