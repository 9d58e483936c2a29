"""Answer Markdown -> HTML that can do nothing but be read.

Answers are built from words out of PDFs, so this is a short list of what may pass, not of what may not:
paragraphs, lists, quotations, **bold**, the markers of sources that exist and tables whose every row ends with one.
Everything else is shown as the characters it is: HTML, links, images, headings, code and other tables are never parsed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, MutableMapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

MARKER = re.compile(r"\[(\d{1,3})\]")
MOST_STEPS = 14

# A sentence ends at its full stop with the markers after it; "para. 4" may end one early, which is harmless.
_SENTENCE_END = re.compile(r"""[.!?]["”’)]*(?:\s*\[\d{1,3}\])*\s+|\n+""")
_POINT = re.compile(r"(?:\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[).]|[•–-])\s", re.IGNORECASE)
_ROW_SOURCE = re.compile(r"(?<!\\)\[(\d{1,3})\]\s*\|\s*$")
_LIST_MARK = re.compile(r"(?:^|\n)\s*(?:\d+[.)]|[-*+])\s*$")
# With what no page or document may hold at all: half characters, and the two that are none, which PDFs put at line ends.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


class MarkerLink(dict[str, str]):
    """What the button of one marker says and opens: ``shows`` (id of the source) and ``label``."""


def plain(text: str) -> str:
    """Text that may stand anywhere in HTML, attributes included, as the characters it is.

    Controls that turn the direction of writing are dropped: they could make one figure read as another.
    """
    return escape(readable(text), quote=True)


def readable(text: str) -> str:
    """Text without the controls that no page, and no document, can show."""
    return _CONTROLS.sub("", text)


def marker_button(number: int, link: MarkerLink) -> str:
    """The marker as a button; ``chat.js`` opens what it shows."""
    return (
        f'<button type="button" class="marker" data-shows="{plain(link["shows"])}" '
        f'aria-label="{plain(link["label"])}">[{number}]</button>'
    )


def to_html(markdown: str, markers: Mapping[int, MarkerLink]) -> str:
    """The Markdown as safe HTML; markers whose number is in ``markers`` become buttons, others stay text."""
    html: str = _PARSER.render(readable(markdown), {"markers": markers})
    return html


def parsed(markdown: str, markers: Collection[int]) -> list[Token]:
    """What the Markdown is made of, as far as it may be; of the markers those given are some."""
    return _PARSER.parse(readable(markdown), {"markers": markers})


def reveal_steps(markdown: str, most: int = MOST_STEPS) -> list[str]:
    """The Markdown growing by sentences: prefixes, the last one whole, none ending in a marker or bold."""
    ends = [match.end() for match in _SENTENCE_END.finditer(markdown)]
    ends = [end for end in ends if end < len(markdown) and _may_end(markdown[:end])]
    every = max(1, -(-len(ends) // max(1, most - 1)))
    return [markdown[:end].rstrip() for end in ends[every - 1 :: every]] + [markdown]


def _may_end(prefix: str) -> bool:
    # Not inside bold, not between the number of a list item and its words, and of a table not before its first row is whole.
    before, last = ["", "", *prefix.rstrip("\n").split("\n")][-2:]
    in_table = last.startswith("|") and not (
        prefix.endswith("\n") and before.startswith("|") and _ROW_SOURCE.search(last)
    )
    return prefix.count("**") % 2 == 0 and not in_table and not _LIST_MARK.search(prefix)


def _marker(state: StateInline, silent: bool) -> bool:
    match = MARKER.match(state.src, state.pos)
    if not match or int(match[1]) not in state.env["markers"]:
        return False
    if not silent:
        state.push("marker", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _sourced_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table of ours: each of its rows ends with the marker of a source, which no words of a paper can."""
    lines = (state.src[state.bMarks[n] + state.tShift[n] : state.eMarks[n]] for n in range(start, end))
    rows = list(itertools.takewhile(lambda line: line.startswith("|"), lines))[2:]
    ends = [_ROW_SOURCE.search(row) for row in rows]
    if not rows or not all(found and int(found[1]) in state.env["markers"] for found in ends):
        return False
    return table(state, start, end, silent)


def _render_marker(
    _self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, env: MutableMapping[str, Any]
) -> str:
    number = int(tokens[index].content)
    return marker_button(number, env["markers"][number])


def _render_text(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    # A span a sentence: each new one is then an addition to the page, which is what screen readers announce.
    parts = re.split(r"(?<=[.!?])(?=\s)", tokens[index].content)
    return "".join(f"<span>{escape(part)}</span>" for part in parts if part)


def _render_break(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    # Lines of print run on, but the points of a resolution, "a) …", stand each on its own line.
    following = tokens[index + 1].content if index + 1 < len(tokens) else ""
    return "<br>\n" if _POINT.match(following) else "\n"


def _render_table_open(*_: Any) -> str:
    # Wider than the answer it is scrolled, for which the keyboard must reach it.
    return '<div class="rows" role="group" aria-label="List" tabindex="0"><table>\n'


def _render_strong(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    if token.markup != "**":  # "5* and 3*" in a paper is no italic; its stars must stay
        return token.markup
    return "<strong>" if token.nesting == 1 else "</strong>"


def _build_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["table", "list", "blockquote", "newline", "escape", "emphasis"])
    parser.block.ruler.at("table", _sourced_table, {"alt": ["paragraph", "reference"]})
    parser.inline.ruler.after("escape", "marker", _marker)
    parser.add_render_rule("marker", _render_marker)
    parser.add_render_rule("text", _render_text)
    parser.add_render_rule("softbreak", _render_break)
    parser.add_render_rule("table_open", _render_table_open)
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    parser.add_render_rule("th_open", lambda *_: '<th scope="col">')
    for name in ("em_open", "em_close", "strong_open", "strong_close"):
        parser.add_render_rule(name, _render_strong)
    return parser


_PARSER = _build_parser()
