"""A chat model that invents, and the judge of what of it reaches the user.

The judge does not ask the program's own verification: it reads the pages that the answer cites.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from langchain_core.messages import BaseMessage

from assistant import Answer, Assistant

SOURCE = re.compile(r'<source key="(\[S\w+\])" paper="([^"]*)" page="(\d+)">\n(.*?)\n</source>', re.DOTALL)
NUMBER = re.compile(r"£?\d[\d,]*(?:\.\d+)?(?:%|m|k|r)?")


@dataclass
class Shown:
    """One source as the model was shown it."""

    key: str
    text: str

    @property
    def figures(self) -> list[str]:
        return [n for n in NUMBER.findall(self.text) if len(re.sub(r"\D", "", n)) > 1]

    @property
    def label(self) -> str:
        """Words of it to build a sentence from."""
        told = re.sub(r"[^A-Za-z' ]+", " ", self.text.splitlines()[-1])
        return " ".join(told.split()[:9])


@dataclass
class Inventor:
    """Writes answers of sentences that are not true; ``lies`` are those sentences, by kind."""

    seed: int = 0
    lies: list[tuple[str, str]] = field(default_factory=list)
    calls: int = 0

    def __call__(self, messages: list[BaseMessage]) -> str:
        sources = [Shown(key, text) for key, _, _, text in SOURCE.findall(messages[-1].text)]
        chance = random.Random(f"{self.seed} {self.calls}")
        kinds = list(KINDS)
        first = kinds[self.calls % len(kinds)]
        self.calls += 1
        told = [_true(source) for source in sources[: chance.choice([0, 1, 4])]]  # so that not all of it falls at once
        for kind in (first, chance.choice(kinds)):
            lie = KINDS[kind](sources, chance)
            if lie:
                self.lies.append((kind, lie))
                told.append(lie)
        return " ".join(told) or "NOT IN THE SOURCES."


def _true(source: Shown) -> str:
    """What a model that invents nothing might say of a source."""
    said = [line for line in source.text.splitlines() if line.strip()][-1]
    cell = re.search(r"(?:Description|Indicator[^:]*|Risk[^:]*): ([^;]+);", said)
    words = cell[1] if cell else " ".join(said.split()[:14])
    return f"The paper says “{words.strip(' .;:,')}” {source.key}."


def _some(sources: list[Shown], chance: random.Random) -> Shown | None:
    held = [s for s in sources if s.figures]
    return chance.choice(held[:3]) if held else None


def _bent(figure: str, text: str, chance: random.Random) -> str:
    """A figure near a true one that the source does not hold."""
    digits = [i for i, c in enumerate(figure) if c.isdigit()]
    for _ in range(50):
        i = chance.choice(digits)
        bent = figure[:i] + chance.choice("123456789") + figure[i + 1 :]
        if not re.search(rf"(?<![\d.,]){re.escape(bent.strip('£%mkr'))}(?![\d])", text):
            return bent
    return figure + "9"


def _bent_figure(sources: list[Shown], chance: random.Random) -> str | None:
    source = _some(sources, chance)
    if source is None:
        return None
    everything = " ".join(s.text for s in sources)
    return f"{source.label} was {_bent(chance.choice(source.figures), everything, chance)} {source.key}."


def _no_key(sources: list[Shown], chance: random.Random) -> str | None:
    lie = _bent_figure(sources, chance)
    return re.sub(r" \[S\w+\]\.$", ".", lie) if lie else None


def _unknown_key(sources: list[Shown], chance: random.Random) -> str | None:
    lie = _no_key(sources, chance)
    return (
        lie.rstrip(".") + chance.choice([" [S1x7].", " [S77xabc].", " [1].", " [S2x", " [Agenda, p. 4]."])
        if lie
        else None
    )


def _other_unit(sources: list[Shown], chance: random.Random) -> str | None:
    source = _some(sources, chance)
    if source is None:
        return None
    figure = chance.choice(source.figures)
    bare = figure.strip("£%mkr")
    turned = f"£{bare}bn" if figure.endswith("%") else f"{bare}% of all"
    return f"{source.label} came to {turned} {source.key}."


def _in_words(sources: list[Shown], chance: random.Random) -> str | None:
    source = _some(sources, chance)
    words = {"eighty-seven": "87", "two hundred and six": "206", "forty-one": "41", "ninety-three thousand": "93,000"}
    number = chance.choice(list(words))
    if source is None or re.search(rf"(?<![\d.,]){words[number]}(?![\d])", source.text):
        return None  # by chance no lie
    return f"{source.label} was {number} {source.key}."


def _rough(sources: list[Shown], chance: random.Random) -> str | None:
    source = _some(sources, chance)
    said = chance.choice(
        ["doubled to 8,412", "rose from 12.7% to 96.4%", "was 4 in 7", "was 97 out of 613", "was £3.77m"]
    )
    return f"{source.label} {said} {source.key}." if source else None


def _quotation(sources: list[Shown], chance: random.Random) -> str | None:
    source = _some(sources, chance)
    return f"The paper says: “{source.label} will be 64.35% by then” {source.key}." if source else None


def _name(sources: list[Shown], chance: random.Random) -> str | None:
    source = sources[0] if sources else None
    return (
        f"Councillor Barnaby Quillfeather said so on 31 March 2031, minute 9{chance.randint(10, 99)} {source.key}."
        if source
        else None
    )


def _other_period(sources: list[Shown], chance: random.Random) -> str | None:
    """A true figure of a row under another of its months."""
    for source in sources[:4]:
        months = re.findall(r"\b([A-Z][a-z]{2}-\d\d): ([\d.]+%?r?)(?=;|$)", source.text)
        values = {v for _, v in months}
        if len(months) > 1 and len(values) == len(months):
            (month, _), (_, wrong) = chance.sample(months, 2)
            label = re.search(r"(?:Description|Indicator[^:]*): ([^;]+);", source.text)
            return f"{label[1] if label else source.label} was {wrong} in {month} {source.key}."
    return None


def _other_source(sources: list[Shown], chance: random.Random) -> str | None:
    """A true figure of one source under the key of another that does not hold it."""
    for one in sources:
        for other in sources:
            strange = [
                f for f in one.figures if f.strip("£%mkr") not in other.text and not re.fullmatch(r"20\d\d,?", f)
            ]
            if strange and one is not other:
                return f"{other.label} was {chance.choice(strange)} {other.key}."
    return None


KINDS: dict[str, Callable[[list[Shown], random.Random], str | None]] = {
    "bent figure": _bent_figure,
    "no key": _no_key,
    "unknown key": _unknown_key,
    "other unit": _other_unit,
    "in words": _in_words,
    "rough": _rough,
    "quotation": _quotation,
    "name, date, minute": _name,
    "other period": _other_period,
    "other source": _other_source,
}


def reached(answer: Answer, lies: list[tuple[str, str]]) -> list[str]:
    """The lies that stand in an answer, by their words without keys."""
    shown = _words(answer.answer)
    return [f"{kind}: {lie}" for kind, lie in lies if _words(lie) in shown]


def figures_not_shown(assistant: Assistant, answer: Answer) -> list[str]:
    """The figures of an answer that stand on none of the pages it cites, nor in the names and dates of their papers."""
    pages = [assistant._searcher.page(c.paper_id, c.page) for c in answer.citations]
    held = " ".join([page.text for page in pages if page] + [f"{c.title} {c.date}" for c in answer.citations])
    for citation in answer.citations:
        for hit in assistant._searcher.on_page(citation.paper_id, citation.page):
            days = [day for day in (hit.part.meeting_date, hit.paper.meeting_date) if day]
            held += f" {hit.passage.minute or ''} {hit.part.title} {hit.paper.period} " + " ".join(
                f"{d.day} {d.year}" for d in days
            )
    known = set(re.findall(r"\d[\d,]*(?:\.\d+)?", held))
    said = re.sub(r"(?<!\\)\[\d{1,3}\]", "", answer.answer)
    return [n for n in re.findall(r"\d[\d,]*(?:\.\d+)?", said) if n.rstrip(",") not in known and n not in known]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[\w£%.,-]+", re.sub(r"[\[(【][^\])】]*[\])】]?", " ", text))).rstrip(".")
