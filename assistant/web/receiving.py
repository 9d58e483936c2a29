"""PDFs as browsers send them: read as a stream, looked at from the first bytes on, and refused while they come in.

Nothing of a file that is refused, or whose sender went away, stays on the disk. Not Starlette's own reader of forms,
which takes in whatever comes and hands it over at the end.
"""

from __future__ import annotations

import errno
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

import anyio
from anyio.to_thread import run_sync
from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from assistant.errors import UsageError
from assistant.intake.inbox import Inbox, shown_name
from assistant.web.forms import TOO_OLD

HEAD = 1024  # bytes in which a PDF says that it is one
MOST_FILES = 50  # in one request
_MOST_OF_FIELD = 1000  # bytes
_MOST_WASTED = 32_000_000  # bytes read on and thrown away, so that a browser hears why its file was refused
_SILENCE = 60.0  # seconds
_ESCAPED = {b"%22": b'"', b"%0D": b"", b"%0A": b""}  # all that browsers escape in the name of a file

EMPTY = "The file is empty (0 bytes). Fetch it again, and send that."
NO_PDF = "This is not a PDF (it does not begin with %PDF-). Save the document as PDF, and send that."
TOO_BIG = "It has more than the {most:,} MB that may be sent. Split it, or ask whoever runs this service to take it in."
NO_ROOM = "There is no room for it where the papers are kept. Please tell whoever runs this service."
TOO_MANY = f"Send at most {MOST_FILES} papers at once."
UNREADABLE = "What was sent could not be read. Please reload the page and try again."

log = logging.getLogger(__name__)


class Received(NamedTuple):
    """One file: the name it is shown under, and where it lies, or why it was refused."""

    name: str
    path: Path | None
    refusal: str


class TooMuchError(Exception):
    """More comes of what was refused than is read on for. ``received`` is what came before."""

    def __init__(self, received: list[Received]) -> None:
        super().__init__()
        self.received = received


class _Part(NamedTuple):
    """A part begins (``field``, and for a file its ``name``), goes on (``data``) or ends (neither)."""

    field: str = ""
    name: str | None = None
    data: bytes = b""


async def receive(
    request: Request, inbox: Inbox, megabytes: int, admitted: Callable[[dict[str, str]], bool]
) -> tuple[dict[str, str], list[Received]]:
    """The fields and files of a form. ``admitted`` says by the fields before the first file whether any is taken.

    Raises:
        UsageError: it cannot be read, or is not admitted; nothing is kept then.
        TooMuchError: one file is far too big.
        ClientDisconnect: the sender went away; nothing is kept.
    """
    taking = _Taking(inbox, megabytes, admitted)
    try:
        async for part in _parts(request):
            await run_sync(taking.take, part)
    except BaseException as error:  # cut off at any point, and cancelled too: nothing half is left
        taking.stop(whole=isinstance(error, TooMuchError))
        raise
    return taking.fields, taking.received


class _Taking:
    """The form so far."""

    def __init__(self, inbox: Inbox, megabytes: int, admitted: Callable[[dict[str, str]], bool]) -> None:
        self.fields: dict[str, str] = {}
        self.received: list[Received] = []
        self._inbox, self._most, self._admitted = inbox, megabytes, admitted
        self._field = ""
        self._coming: _Coming | None = None
        self._wasted = 0

    def take(self, part: _Part) -> None:
        """Take note of a piece."""
        if part.field:
            self._begin(part)
        elif part.data:
            self._go_on(part.data)
        else:
            self._end()

    def stop(self, *, whole: bool) -> None:
        """Delete the file that was coming, and unless the ``whole`` ones may stay, those too."""
        if self._coming is not None:
            self._coming.refuse("")
        for one in self.received:
            if one.path is not None and not whole:
                shutil.rmtree(one.path.parent, ignore_errors=True)

    def _begin(self, part: _Part) -> None:
        self._field = part.field
        if part.name is None:
            self.fields[part.field] = ""
        elif part.name:  # a browser sends an empty one where no file was chosen
            if not self._admitted(self.fields):
                raise UsageError(TOO_OLD)
            if len(self.received) >= MOST_FILES:
                raise UsageError(TOO_MANY)
            self._coming = _Coming(self._inbox, shown_name(part.name), self._most)

    def _go_on(self, data: bytes) -> None:
        if self._coming is not None:
            self._coming.write(data)
            if self._coming.refusal:
                self._wasted += len(data)
                if self._wasted > _MOST_WASTED:
                    raise TooMuchError([*self.received, self._coming.told()])
        elif self._field in self.fields:
            self.fields[self._field] += data.decode("utf-8", "replace")
            if len(self.fields[self._field]) > _MOST_OF_FIELD:
                raise UsageError(UNREADABLE)

    def _end(self) -> None:
        if self._coming is not None:
            self._coming.end()
            self.received.append(self._coming.told())
        self._coming = None
        self._field = ""


class _Coming:
    """A file on its way in. It reaches the disk only once its first bytes say that it is a PDF."""

    def __init__(self, inbox: Inbox, name: str, megabytes: int) -> None:
        self.name, self.refusal = name, ""
        self._inbox, self._megabytes = inbox, megabytes
        self._size, self._head = 0, b""
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._size += len(data)
        if self.refusal:
            return
        if self._size > self._megabytes * 1_000_000:
            self.refuse(TOO_BIG.format(most=self._megabytes))
        elif self._file is None:
            self._head += data
            if len(self._head) >= HEAD:
                self._settle()
        else:
            with self._room():
                self._file.write(data)

    def end(self) -> None:
        """All of it has come."""
        if self._file is None and not self.refusal:
            self._settle()
        if self._file is not None:
            with self._room():
                self._file.close()

    def refuse(self, why: str) -> None:
        """Keep nothing of it."""
        self.refusal = why
        if self._file is not None:
            try:
                self._file.close()
            except OSError:  # what could not be written is not wanted any more
                log.debug("%s could not be written to its end", self.name)
        if self._path is not None:
            shutil.rmtree(self._path.parent, ignore_errors=True)
        self._file = self._path = None

    def told(self) -> Received:
        """What became of it."""
        return Received(self.name, self._path, self.refusal)

    def _settle(self) -> None:
        if b"%PDF-" not in self._head[:HEAD]:
            self.refuse(NO_PDF if self._head else EMPTY)
            return
        with self._room():
            self._path = self._inbox.place() / self.name
            self._file = self._path.open("wb")
            self._file.write(self._head)

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            log.warning("%s could not be kept: %s", self.name, error)
            known = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
            self.refuse(NO_ROOM if error.errno in known else f"{NO_ROOM} ({error.strerror})")


async def _parts(request: Request) -> AsyncIterator[_Part]:
    """The pieces of a form in the order in which they come."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise UsageError(UNREADABLE)
    pieces = _Pieces()
    try:
        parser = MultipartParser(boundary, pieces.callbacks())  # type: ignore[arg-type]
        stream = request.stream()
        while True:
            try:
                with anyio.fail_after(_SILENCE):
                    chunk = await anext(stream, b"")
            except TimeoutError:
                raise UsageError("Nothing came for a minute, so nothing was kept. Please send it again.") from None
            if not chunk:
                break
            parser.write(chunk)
            for piece in pieces.taken():
                yield piece
        parser.finalize()
    except FormParserError:
        raise UsageError(UNREADABLE) from None
    if not pieces.ended:
        raise UsageError(UNREADABLE)


class _Pieces:
    """What the parser calls back with, gathered."""

    def __init__(self) -> None:
        self.ended = False
        self._held: list[_Part] = []
        self._name, self._value = b"", b""
        self._headers: dict[bytes, bytes] = {}

    def taken(self) -> list[_Part]:
        """The pieces since the last time."""
        held, self._held = self._held, []
        return held

    def callbacks(self) -> dict[str, Callable[..., None]]:
        """What the parser wants to be given."""
        return {
            "on_part_begin": self._headers.clear,
            "on_header_field": self._field,
            "on_header_value": self._add,
            "on_header_end": self._header,
            "on_headers_finished": self._begun,
            "on_part_data": lambda data, start, end: self._held.append(_Part(data=data[start:end])),
            "on_part_end": lambda: self._held.append(_Part()),
            "on_end": self._end,
        }

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _add(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _begun(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        name = options.get(b"filename")
        for escaped, meant in _ESCAPED.items():
            name = name.replace(escaped, meant) if name is not None else None
        field = options.get(b"name", b"").decode("utf-8", "replace") or "-"
        self._held.append(_Part(field, name.decode("utf-8", "replace") if name is not None else None))

    def _end(self) -> None:
        self.ended = True
