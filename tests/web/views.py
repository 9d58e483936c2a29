"""What the tests of the views share: made-up records seen by the public and by the cleared, and a view as its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from docx import Document

from assistant.tools.names import Finder
from assistant.web.views.asked import Asked
from assistant.web.views.page import render
from assistant.web.views.routes import FORMATS, MAKERS
from assistant.web.wording import header

Make = Callable[..., tuple[Finder, Finder]]


def page_of(finder: Finder, name: str, **filters: Any) -> str:
    """A view as HTML."""
    view = MAKERS[name].view(finder, Asked({key: str(value) for key, value in filters.items()}))
    return render(view, header(None, name), "1")


def file_of(finder: Finder, name: str, ending: str, **filters: Any) -> bytes:
    """What a view exports."""
    sheet = MAKERS[name].sheet
    assert sheet is not None
    return FORMATS[ending][1](sheet(finder, Asked({key: str(value) for key, value in filters.items()})))


def text_of(finder: Finder, name: str, ending: str, **filters: Any) -> str:
    """All words of what a view exports."""
    content = file_of(finder, name, ending, **filters)
    if ending == "csv":
        return content.decode("utf-8-sig")
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
