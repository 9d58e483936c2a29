"""A thin, typed layer over pdfium's C functions: open a PDF, load a page, read labels, bookmarks and the
title.

pdfium is not thread-safe; papers are read in processes, never in threads.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2  # noqa: F401  (initialises the library)
import pypdfium2.raw as pdfium

from assistant.errors import DamagedPaperError, EncryptedPaperError, NotAPdfError

PAGE_TIME_LIMIT = 20.0
"""Seconds that reading one page may take."""


class Matrix(NamedTuple):
    """An affine map of the plane: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """The point that (x, y) is mapped to."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This map followed by ``outer``."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def inverse(self) -> Matrix:
        """The map back; the map must not flatten the plane."""
        area = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / area, -self.b / area, -self.c / area, self.a / area
        return Matrix(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))


@dataclass(slots=True)
class OpenPage:
    """A loaded page. ``upright`` maps the page's own user space to the page as it is shown, origin bottom
    left.
    """

    handle: Any
    text: Any
    width: float
    height: float
    upright: Matrix


def open_document(path: Path) -> Any:
    """A pdfium document handle; close it with ``close_document``.

    Raises:
        EncryptedPaperError: a password is needed.
        DamagedPaperError: pdfium cannot make sense of the file.
    """
    handle = pdfium.FPDF_LoadDocument(str(path).encode(), None)
    if handle:
        return handle
    if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise EncryptedPaperError(
            f"{path.name}: a password is needed to open it. Save a copy without a password and add that."
        )
    raise DamagedPaperError(
        f"{path.name}: it cannot be read as a PDF; it was probably cut short or damaged on the way. "
        "Fetch it again and add it once more."
    )


def close_document(handle: Any) -> None:
    """Free a document handle."""
    pdfium.FPDF_CloseDocument(handle)


def check_is_pdf(path: Path) -> None:
    """Look at the first bytes only.

    Raises:
        NotAPdfError: the file is empty or has no PDF header in its first kilobyte.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise NotAPdfError(
            f"{path.name}: cannot be opened ({error.strerror}). Check the path and the permissions."
        ) from None
    if not head:
        raise NotAPdfError(f"{path.name}: the file is empty (0 bytes), probably a broken upload. Fetch it again.")
    if b"%PDF-" not in head:
        raise NotAPdfError(
            f"{path.name}: this is not a PDF (it does not begin with %PDF-). Save the document as PDF and add that."
        )


def page_count(document: Any) -> int:
    """Number of pages pdfium sees; 0 for a wreck."""
    return max(0, int(pdfium.FPDF_GetPageCount(document)))


@contextmanager
def load_page(document: Any, number: int) -> Iterator[OpenPage]:
    """The page at position ``number`` (from 1) with its text.

    Raises:
        DamagedPaperError: this page cannot be loaded.
    """
    handle = pdfium.FPDF_LoadPage(document, number - 1)
    if not handle:
        raise DamagedPaperError(f"page {number} cannot be loaded; its content is damaged")
    try:
        text = pdfium.FPDFText_LoadPage(handle)
        if not text:
            raise DamagedPaperError(f"the text of page {number} cannot be loaded; its content is damaged")
        try:
            width, height = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
            yield OpenPage(handle, text, float(width), float(height), _upright(handle))
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(handle)


def _upright(handle: Any) -> Matrix:
    """The map from user space (any crop box, any /Rotate) to the page as shown."""
    rect = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, rect)
    x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
    turn = int(pdfium.FPDFPage_GetRotation(handle)) % 4
    if turn == 1:
        return Matrix(0, -1, 1, 0, -y0, x1)
    if turn == 2:
        return Matrix(-1, 0, 0, -1, x1, y1)
    if turn == 3:
        return Matrix(0, 1, -1, 0, y1, -x0)
    return Matrix(1, 0, 0, 1, -x0, -y0)


def _utf16(call: Any, *args: Any) -> str:
    """What a pdfium function writes as UTF-16 into a buffer whose length it tells first."""
    length = int(call(*args, None, 0))
    if length <= 2:
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(*args, buffer, length)
    return buffer.raw[: length - 2].decode("utf-16-le", "replace")


def page_label(document: Any, number: int) -> str | None:
    """The PDF's own label of a page, None when it has none or an empty one."""
    return _utf16(pdfium.FPDF_GetPageLabel, document, number - 1).replace("\0", "").strip() or None
