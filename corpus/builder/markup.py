"""The sources' small Markdown: blocks, inline marks and `::name key=value` directives."""

import re
import shlex
from dataclasses import dataclass, field
from html import escape
from typing import Any

import yaml

from .style import GLYPH_FONT

BOLD = re.compile(r"\*\*(.+?)\*\*")
ITALIC = re.compile(r"(?<![\w*])\*([^*\s][^*]*?)\*(?![\w*])")
LISTED = re.compile(r"^( *)(-|[a-z]{1,4}\)|\(?[ivx]{1,4}\)|\d{1,2}[.)])\s+(.*)$")


@dataclass
class Block:
    """One block of a source: a heading, paragraph, list item, table or directive."""

    kind: str
    text: str = ""
    label: str = ""
    level: int = 0
    args: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)


def split_front_matter(source: str) -> tuple[dict[str, Any], str]:
    """The YAML head of a source, and its body."""
    if not source.startswith("---\n"):
        return {}, source
    _, head, body = source.split("---\n", 2)
    return yaml.safe_load(head) or {}, body


def inline(text: str) -> str:
    """Source text as reportlab paragraph markup."""
    marked = escape(text, quote=False).replace("\\\\", "<br/>").replace("~", "\u00a0")
    marked = ITALIC.sub(r"<i>\1</i>", BOLD.sub(r"<b>\1</b>", marked))
    return "".join(_in_glyph_font(char) for char in marked)


def _in_glyph_font(char: str) -> str:
    try:
        char.encode("cp1252")
    except UnicodeEncodeError:
        return f'<font name="{GLYPH_FONT}">{char}</font>'
    return char


def parse(body: str) -> list[Block]:
    """A source's body as blocks; a list item goes on over indented lines."""
    blocks: list[Block] = []
    for line in body.splitlines():
        last = blocks[-1] if blocks else Block("none")
        if not line.strip():
            blocks.append(Block("none"))
        elif line.startswith("|"):
            _table_row(blocks, line)
        elif line.startswith("::"):
            name, *pairs = shlex.split(line[2:])
            blocks.append(Block(name, args=dict(pair.split("=", 1) for pair in pairs)))
        elif line.startswith("#"):
            marks, text = line.split(" ", 1)
            blocks.append(Block("heading", text, level=len(marks)))
        elif found := LISTED.match(line):
            spaces, label, text = found.groups()
            blocks.append(Block("item", text, label, level=len(spaces) // 2))
        elif last.kind in ("item", "para"):
            last.text += " " + line.strip()
        else:
            blocks.append(Block("para", line.strip()))
    return [block for block in blocks if block.kind != "none"]


def _table_row(blocks: list[Block], line: str) -> None:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if not blocks or blocks[-1].kind != "table":
        blocks.append(Block("table"))
    blocks[-1].rows.append(cells)
