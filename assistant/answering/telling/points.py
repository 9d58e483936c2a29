"""A list that stands in running text as points, "the five priorities", given whole: from the words that lead it in to its last
point, over the end of a page where it goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.answering.compose import guarded, place_of
from assistant.answering.suffice import relevant
from assistant.answering.telling.ask import Ask
from assistant.retrieval.asked_terms import telling_terms
from assistant.retrieval.asking import asking_weight
from assistant.retrieval.evidence import Evidence
from assistant.retrieval.search import Hit
from assistant.retrieval.synonyms import alike
from assistant.retrieval.terms import terms

_PLURAL = r"\s[\w’'-]{3,}[^s\W]s\b"
_WORD = r"(?:\s(?!(?:is|was|did|do|does|has|have|will|would|can|could|should)\b)[\w'’-]+)"
_ASKS = re.compile(
    rf"\b(?:(?:list|name|give me)\b{_WORD}{{0,6}}?|(?:which|what)\b{_WORD}{{0,3}}?){_PLURAL}", re.IGNORECASE
)
_MARK = re.compile(
    r"(?:(?<=\s)|^)(?:(?P<bullet>[•\uf0b7▪◦\x7f])|(?P<inner>o(?=\s[A-Z]))|(?P<letter>\(?[a-z]\))|(?P<number>\(?\d{1,2}\)|\d{1,2}\.(?=\s[A-Z])))\s+"
)
_NEXT_LABEL = re.compile(r"(?<=[.;])\s+(?=[A-Z][a-z]+(?: [a-z]+){0,2}[.:]\s+[A-Z])")
MOST = 14  # points
LOOK = 3  # passages looked at
NEAR = 0.85  # of the best one's score
TITLE = 60  # letters that open a passage …
TITLED = 0.6  # … and how near to the best it must be where they name what is asked: "Conditions."
ENOUGH = 0.6  # of the question's telling words that the list holds with what leads it in
NAMED = 0.5  # … where that names what is listed
LONG = 260  # letters of a point on average, above which points are paragraphs


class _Point(NamedTuple):
    """A point of a list, or (``kind`` "") words between lists, as it stands in its passage."""

    kind: str
    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]


def tell_points(ask: Ask) -> bool:
    """Give the whole list that a question asks for; False where what was found is no point of one."""
    if not _ASKS.search(ask.inquiry.question) or ask.wants("decision", "vote", "mover", "reason", "owner"):
        return False
    best = ask.evidence[0].score if ask.evidence else 0.0
    noun = _noun(ask)
    for n, evidence in enumerate(ask.evidence[: 2 * LOOK]):
        titled = asking_weight(noun) >= 1 and noun in terms(evidence.hit.passage.text[:TITLE])
        near = evidence.score >= (TITLED if titled else NEAR) * best and (titled or n < LOOK)
        if not near or evidence.hit.passage.cells is not None:
            continue
        if evidence.hit.passage.kind == "decision" or not _is_meant(ask, evidence):
            continue
        found = _list_around(ask, evidence)
        if len(found) > 2 and _speaks(ask, found) and _tell(ask, found):
            return True
    return False


def _is_meant(ask: Ask, evidence: Evidence) -> bool:
    return relevant(replace(ask.inquiry, days=(), periods=()), evidence, ask.searcher)


def _list_around(ask: Ask, evidence: Evidence) -> list[_Point]:
    """The points of one kind around a passage, with the words that lead them in before them; [] where it has none."""
    inside = [h for h in ask.searcher.in_part(evidence.hit.part.id) if h.passage.cells is None]
    at = next((n for n, h in enumerate(inside) if h.passage.id == evidence.hit.passage.id), None)
    if at is None:
        return []
    points = [p for h in inside[max(0, at - MOST) : at + MOST] for p in _points(h)]
    own = [n for n, p in enumerate(points) if p.hit.passage.id == evidence.hit.passage.id]
    led_in = _led_in(points, own)
    first = led_in if led_in is not None else _meant(ask, points, own)
    if first is None:
        return []
    last = first
    while led_in is None and first > 0 and points[first - 1].kind == points[first].kind:
        first -= 1
    while last + 1 < len(points) and _goes_on(points[last], points[last + 1]):
        last += 1
    listed = [*points[first:last], _without_the_next(points[last])]
    long = LONG if listed[0].kind != "number" else LONG / 2  # numbered paragraphs are no list
    if sum(len(point.text) for point in listed) > long * len(listed) or len(listed) < 2:
        return []
    lead = points[first - 1 : first] if first > 0 else []
    return [*(_last_words(p) for p in lead), *listed][: MOST + 1]


def _goes_on(point: _Point, after: _Point) -> bool:
    """Whether a point is the next of the same list: numbers count on, "5." is not followed by the "2." of the next item."""
    if point.kind != after.kind:
        return False
    numbers = [re.match(r"\W*(\d{1,2})", one.text) for one in (point, after)]
    return not (numbers[0] and numbers[1]) or int(numbers[1][1]) == int(numbers[0][1]) + 1


def _without_the_next(point: _Point) -> _Point:
    """The last point of a list without a paragraph that runs on behind it under a label of its own: "Why. The panel …"."""
    label = _NEXT_LABEL.search(point.text)
    return point._replace(end=point.start + label.start()) if label else point


def _led_in(points: Sequence[_Point], own: Sequence[int]) -> int | None:
    """The first point of the list that a passage leads in with a colon: "… the following plans:"."""
    after = (n + 1 for n in own if re.search(r":[\s–-]*$", points[n].text) and n + 1 < len(points))
    return next((n for n in after if points[n].kind), None)


def _meant(ask: Ask, points: Sequence[_Point], own: Sequence[int]) -> int | None:
    """The point of a passage that says most of what is asked."""
    noun = _noun(ask)
    listed = [n for n in own if points[n].kind]
    return max(listed, key=lambda n: (noun in terms(points[n].text), _said(ask, points[n].text)), default=None)


def _noun(ask: Ask) -> str:
    """The stem of what a list is asked of: "priorities" of "the five priorities in the plan"."""
    found = _ASKS.search(ask.inquiry.question)
    return (terms(found.group()) or [""])[-1] if found else ""


def _points(hit: Hit) -> list[_Point]:
    """A passage cut at its points."""
    text = hit.passage.text
    marks = [(m.start(), m.lastgroup or "") for m in _MARK.finditer(text)]
    starts = [(0, ""), *marks] if not marks or marks[0][0] > 0 else marks
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [_Point(kind, hit, start, end) for (start, kind), end in zip(starts, ends, strict=True) if end > start]


def _last_words(lead: _Point) -> _Point:
    """The last sentence of the words before a list, or all of them where they are a heading."""
    text = lead.text.rstrip()
    cut = max((m.end() for m in re.finditer(r"[.;!?]\s+", text)), default=0)
    return lead._replace(start=lead.start + cut, end=lead.start + len(text))


def _said(ask: Ask, text: str) -> float:
    held = set(terms(text))
    return sum(
        t.weight for t in telling_terms(ask.inquiry, ask.searcher) if t.stem in held or (t.alike | t.same) & held
    )


def _speaks(ask: Ask, found: Sequence[_Point]) -> bool:
    """Whether the words that lead a list in say some of what is asked, and with its points most of it."""
    total = sum(t.weight for t in telling_terms(ask.inquiry, ask.searcher)) or 1.0
    heads = found[0].hit.passage
    around = f"{heads.minute_title or ''} {found[0].hit.part.title or ''} {heads.terms.partition(chr(10))[0]}"
    lead = heads.text if found[0].kind != found[1].kind else ""
    every = " ".join(point.text for point in found)
    noun, held = _noun(ask), set(terms(f"{lead} {every} {around}"))
    if asking_weight(noun) >= 1 and noun not in held and not alike(noun) & held:
        return False  # "what hours" is not answered by a list of conditions
    enough = NAMED if lead and noun in terms(lead) else ENOUGH
    return _said(ask, f"{lead} {every} {around}") >= enough * total


def _tell(ask: Ask, found: Sequence[_Point]) -> bool:
    """The list in the order in which it stands, the points of one passage as one quotation."""
    lines: list[str] = []
    for hit, points in _by_passage(found):
        quote = hit.passage.text[points[0].start : points[-1].end].strip()
        cited = ask.draft.add(ask.searcher, hit, quote)
        if cited is None:
            return False
        told = [guarded(" ".join(point.text.split())) for point in points]
        lines += [f"> {line}" for line in told[:-1]] + [f"> {told[-1]} [{cited.marker}]"]
    ask.draft.paragraphs += [f"{place_of(found[0].hit)}:", "\n".join(lines)]
    ask.draft.whole = True
    return True


def _by_passage(found: Sequence[_Point]) -> list[tuple[Hit, list[_Point]]]:
    groups: list[tuple[Hit, list[_Point]]] = []
    for point in found:
        if groups and groups[-1][0].passage.id == point.hit.passage.id:
            groups[-1][1].append(point)
        else:
            groups.append((point.hit, [point]))
    return groups
