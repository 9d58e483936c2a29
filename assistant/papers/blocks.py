"""Lines into paragraphs, points and headings."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.papers.lines import bounds
from assistant.papers.model import Block, Line, Page

BIGGER = 1.08
"""A heading's size over the body's, from which the size alone makes it one."""
LONGEST_HEADING = 160
LONGEST_TITLE = 90
PROSE = 55
"""Letters without spaces of a line that is longer than titles are."""
ROOM = 1.32
"""Line distances above this many usual ones part two paragraphs."""

_BULLET = re.compile(r"^[•●▪■◦○‣⁃∙·–—\-*►➢✓\uf000-\uf0ff](?:\s|$)|^o\s+(?=\S)")
_LETTERED = re.compile(r"^(?:[-–•]\s*)?(?:\(?[a-zA-Z]\)|\(?[ivxIVX]{1,5}\)|\(?\d{1,3}\))(?:\s|$)|^[a-z]\.\s+(?=\S)")
_NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}\.|[A-Z]\d{1,3}\.)\s+(?=[A-Z“\"'‘(£])")
_REFERENCED = re.compile(r"^(?:[A-Z]{1,5}[./ -]?)?\d{1,4}/\d{2,4}(?:[-/]\d{1,3})?\.?\s+(?=[A-Z“\"'‘(])")
_TITLED = re.compile(
    r"^(?:\d{1,3}[A-Za-z]?(?:\.\d{1,3})*\.?|[IVXLl1]{1,4}\.|[A-Z]\.|(?:Item|ITEM)\s+\d+[.:]?)\s+(?=\S*[A-Z])"
)
_NO_HEADING = re.compile(
    r"^(?:official\b.{0,20}|restricted|not protectively marked"
    r"|this page (?:is|has been) (?:intentionally )?left blank"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december)(?: \d{4})?)\W*$",
    re.IGNORECASE,
)
_SENTENCE_END = (".", ":", ";", "!", "?", ".”", ".’", '."')
_OPEN_END = re.compile(r"\b(?:and|or|of|the|to|for|in|with|by|a|an|that|on|at|from|is|are|was|were|be)$", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """How a paper is set: the size of its body, the sizes above it (largest first), and whether all is of one
    kind.
    """

    body: float
    larger: list[float]
    plain: bool
    bold_body: bool


def paper_style(pages: Iterable[Page], furniture: Mapping[int, Container[int]]) -> Style:
    """Taken from all loose lines of the paper, weighted by their letters; of a paper that is all tables and titles, the
    body is that of the tables. ``furniture`` are the positions of running heads and feet among the loose lines of a page,
    by its number: they do not count.
    """
    sizes: Counter[float] = Counter()
    tabled: Counter[float] = Counter()
    bold = total = prose = 0
    for page in pages:
        running, position = furniture.get(page.number, ()), 0
        for block in page.blocks:
            for line in block.lines:
                letters = sum(len(word.text) for word in line.words)
                if block.kind == "table":
                    tabled[round(line.size * 2) / 2] += letters
                    continue
                position += 1
                if position - 1 in running:
                    continue
                sizes[round(line.size * 2) / 2] += letters
                bold += letters * line.bold
                total += letters
                prose += letters * (letters > PROSE)
    if not total:
        return Style(10.0, [], True, False)
    body = sizes.most_common(1)[0][0]
    if tabled and 4 * prose < total < sum(tabled.values()):
        body, bold = min(body, tabled.most_common(1)[0][0]), 0
    larger = sorted((size for size in sizes if size > body * BIGGER), reverse=True)
    plain = sizes[body] > 0.97 * total and bold < 0.03 * total
    return Style(body, _levels(larger), plain, bold * 2 > total)


def _levels(sizes: list[float]) -> list[float]:
    """Sizes within a point of one another count as one level."""
    levels: list[float] = []
    for size in sizes:
        if not levels or levels[-1] - size > 1.0:
            levels.append(size)
    return levels[:3]


def split_paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in reading order, parted where a paragraph, point or heading begins."""
    if not lines:
        return []
    leading = _usual_leading(lines)
    rights = sorted(line.box[2] for line in lines)
    margin = rights[len(rights) * 9 // 10]
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if _begins(groups[-1], line, leading, margin):
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _usual_leading(lines: Sequence[Line]) -> float:
    """The usual distance of two lines in font sizes."""
    steps = []
    for above, below in itertools.pairwise(lines):
        step = (above.box[1] - below.box[1]) / (below.size or 1.0)
        if 0.9 < step < 1.75 and abs(above.size - below.size) < 0.6:
            steps.append(step)
    if not steps:
        return 1.2
    low = sorted(steps)[: max(1, len(steps) * 2 // 3)]  # paragraph gaps are among the larger steps
    return max(1.0, median(low))


def _begins(group: list[Line], line: Line, leading: float, margin: float) -> bool:
    """Whether a line begins something new after the lines of a group."""
    last = group[-1]
    step = last.box[1] - line.box[1]
    size = max(min(last.size, line.size), 1.0)
    if step < -0.5 * size or step > leading * ROOM * max(last.size, line.size) + 0.5:
        return True
    if line.box[0] > last.box[2] or line.box[2] < last.box[0]:
        return step > 0.5 * size  # no common width, and not on the same line
    if abs(last.size - line.size) > max(0.8, 0.09 * size) or last.bold != line.bold:
        return True
    left = min(other.box[0] for other in group)
    return _begins_by_words(group, line.text, short=last.box[2] < left + 0.8 * (margin - left))


def _begins_by_words(group: list[Line], text: str, *, short: bool) -> bool:
    """The same by wording; ``short`` when the line before ends well before the right margin."""
    before = group[-1].text
    ended = before.endswith(_SENTENCE_END)
    open_end = bool(_OPEN_END.search(before)) or before.count("(") > before.count(")")
    if _BULLET.match(text) or (_LETTERED.match(text) and not open_end):
        return True
    if _NUMBERED.match(text):
        return ended or short or not (open_end or before.endswith(","))
    if ended and _REFERENCED.match(text):  # "2025/079 Speed sign"
        return True
    if short and text[:1].isupper() and len(group) <= 2 and _TITLED.match(group[0].text):
        whole = " ".join(other.text for other in group)
        if _reads_as_title(whole, LONGEST_HEADING, 24):
            return True
    if len(text) < LONGEST_TITLE and _is_capitals(text) != _is_capitals(before) and (short or _is_capitals(text)):
        return _is_capitals(text) or len(group) == 1
    return ended and short and not before.endswith(":") and text[:1].isupper()


def classify(groups: list[list[Line]], style: Style) -> list[Block]:
    """Paragraph groups as blocks, headings told from paragraphs by how they are set and worded."""
    blocks = []
    for index, group in enumerate(groups):
        text = "\n".join(line.text for line in group)
        following = groups[index + 1] if index + 1 < len(groups) else None
        level = _heading_level(group, " ".join(text.split()), following, style)
        kind = "heading" if level else "paragraph"
        blocks.append(Block(kind, text, bounds(line.box for line in group), list(group), level))  # type: ignore[arg-type]
    return blocks


def _heading_level(group: list[Line], text: str, following: list[Line] | None, style: Style) -> int | None:
    """1 to 6, or None for a paragraph."""
    if len(group) > 4 or len(text) > LONGEST_HEADING or not re.search(r"[A-Za-z]{2}", text):
        return None
    base = len(style.larger) + 1
    if _BULLET.match(text) or text.endswith((",", ";")) or _NO_HEADING.match(text):
        return None
    size = max(line.size for line in group)
    if size > style.body * BIGGER:
        above = [i for i, level in enumerate(style.larger) if size >= level - 1.0]
        return (above[0] if above else len(style.larger) - 1) + 1
    if size < style.body / BIGGER:
        return None
    capitals = _is_capitals(text)
    if following and _next_in_list(text, following[0].text):
        return None
    titled = bool(_TITLED.match(text)) and _reads_as_title(text, LONGEST_HEADING, 24)
    if all(line.bold for line in group) and not style.bold_body and not re.search(r"[a-z]\.$", text):
        return min(6, base + (0 if capitals else 1) + _depth(text))
    if titled:
        return min(6, base + 1 + _depth(text))
    if len(group) > 2 or len(text) > LONGEST_TITLE:
        return None
    if capitals:
        return min(6, base + 1)
    if style.plain and len(group) == 1 and _reads_as_title(text) and _is_body(following):
        return min(6, base + 2)
    return None


def _is_capitals(text: str) -> bool:
    letters = "".join(word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 2)  # no postcodes
    return len(letters) >= 4 and text.isupper() and not text.endswith(".")


def _reads_as_title(text: str, longest: int = LONGEST_TITLE, most_words: int = 12) -> bool:
    """Short, begins with a capital, ends without a full stop, and is no lead-in or broken sentence."""
    bare = _TITLED.sub("", text)
    if not bare[:1].isupper() or len(text) > longest or len(bare.split()) > most_words:
        return False
    return not (text.endswith(_SENTENCE_END) or _OPEN_END.search(text) or re.search(r"\.\s+[A-Z]", bare))


def _depth(text: str) -> int:
    """How deep a number such as 2.1.3 is nested: 0 for none or one level."""
    match = re.match(r"\d+((?:\.\d+)*)", text)
    return match.group(1).count(".") if match else 0


def _next_in_list(text: str, following: str) -> bool:
    """Whether the next block is the next item of the same list, so that this one is no heading."""
    here, there = re.match(r"(\d+)\.?\s", text), re.match(r"(\d+)\.?\s", following)
    return bool(here and there and int(there.group(1)) == int(here.group(1)) + 1)


def _is_body(following: list[Line] | None) -> bool:
    if not following:
        return False
    text = " ".join(line.text for line in following)
    return len(text) > LONGEST_TITLE or (len(text) > 40 and text.endswith("."))
