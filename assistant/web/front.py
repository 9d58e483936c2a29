"""What the chat's page shows when it is opened, before anything is asked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from assistant.errors import AssistantError
from assistant.web import wording
from assistant.web.access import Access
from assistant.web.components import N_EXAMPLES

if TYPE_CHECKING:
    from assistant.answering.scopes import Narrowing

log = logging.getLogger(__name__)


class Front:
    """What a visitor finds: as far as it can be told, for the page opens also where the papers cannot be reached."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def header(self, visitor: HTTPConnection | None) -> str:
        """The head of the page: who is there, and what is held as far as that can be told."""
        try:
            user, assistant = self._access.name(visitor), self._access.assistant(visitor)
            return wording.header(assistant.scope(), user=user)
        except AssistantError as error:
            log.warning("%s", error)
            return wording.header(None)

    def narrowing(self, visitor: HTTPConnection | None) -> Narrowing | None:
        """What the visitor's questions can be narrowed to, or None when that cannot be told."""
        try:
            return self._access.assistant(visitor).narrowing()
        except AssistantError as error:
            log.warning("%s", error)
            return None

    def examples(self, visitor: HTTPConnection | None) -> list[str]:
        """Questions to begin with, drawn from the papers at hand."""
        try:
            return self._access.assistant(visitor).examples(N_EXAMPLES)[:N_EXAMPLES]
        except AssistantError as error:
            log.warning("%s", error)
            return []
