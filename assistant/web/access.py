"""The one gate of the web face: who asks, and the papers that they may see. Nothing else hands out an Assistant."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from assistant.access.conversations import Conversations, Owner
from assistant.access.database import VISITORS, open_database
from assistant.access.roles import Action, Visitor, may, sign_in_needed, unknown_visitor
from assistant.access.sessions import Sessions
from assistant.errors import SignInError
from assistant.intake.intake import Intake
from assistant.web.saving import Kept
from assistant.web.watching import Watch

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from assistant import Assistant

HASHED_AT_ONCE = 2  # each takes 64 MiB, however many try to sign in
COOKIE = "assistant_session"
BROWSER = "assistant_browser"  # the cookie of a browser where nobody signs in: its conversations are known by it
KEY = re.compile(r"[0-9a-f]{64}")  # what it holds; another was not made here and could be guessed
SIGNED_OUT = "You are signed out. Sign in again to go on."


class Access:
    """The gate. ``sessions`` is None where nobody signs in: everybody sees then what the settings clear.

    A connection is who asks, by their browser's cookie; None is somebody who is not known.
    """

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        needed = sign_in_needed(assistant.settings)
        self._engine: Engine | None = open_database(assistant.settings.store) if needed else None
        self.sessions = Sessions(self._engine, assistant.settings) if self._engine else None
        self._opening = Lock()
        self.kept = Kept()
        # Threads of their own for passwords: those who guess must not keep waiting who is in.
        self.hashing = ThreadPoolExecutor(HASHED_AT_ONCE, "sign-in")
        self.watch = Watch(assistant.settings)
        self.intake = Intake(assistant.settings)
        self._key = secrets.token_bytes(32)

    def visitor(self, connection: HTTPConnection | None) -> Visitor | None:
        """Who asks, as they stand at this moment; None for somebody who has to sign in first."""
        if self.sessions is not None:
            return self.sessions.visitor(connection.cookies.get(COOKIE)) if connection else None
        address = connection.client.host if connection and connection.client else None
        return unknown_visitor(self._assistant.settings, address, _asked_for(connection))

    def may(self, connection: HTTPConnection | None, action: Action) -> bool:
        """Whether whoever asks may do something at this moment."""
        visitor = self.visitor(connection)
        return visitor is not None and may(visitor, action)

    def user_id(self, connection: HTTPConnection) -> int | None:
        """The number of the user who asks; None where nobody signs in, or they have not."""
        visitor = self.visitor(connection)
        return visitor.user_id if visitor else None

    def mark(self, connection: HTTPConnection) -> str:
        """What a form of ours holds, for this session and this run of the server: no page of another site can know it."""
        return hmac.new(self._key, connection.cookies.get(COOKIE, "").encode(), sha256).hexdigest()

    def is_marked(self, connection: HTTPConnection, mark: str) -> bool:
        """Whether a form that was sent is one of ours."""
        return hmac.compare_digest(self.mark(connection).encode(), mark.encode("utf-8", "replace"))

    def assistant(self, connection: HTTPConnection | None) -> Assistant:
        """The papers that whoever asks may see at this moment.

        Raises:
            SignInError: they have to sign in first.
        """
        if self.sessions is None:
            return self._assistant
        visitor = self.visitor(connection)
        if visitor is None:
            raise SignInError(SIGNED_OUT)
        return self._assistant.cleared(visitor.clearance)

    def note(self, connection: HTTPConnection, answer: Mapping[str, Any], face: str) -> None:
        """Count and log an answer, as ``Answer.to_json`` gives it, that a program was given; ``face`` is what it asked through."""
        clearance = self.assistant(connection).settings.clearance
        self.watch.answered(answer, user=self.user_id(connection), clearance=clearance, face=face)

    def name(self, connection: HTTPConnection | None) -> str | None:
        """The name that whoever asks signed in with; None where nobody signs in."""
        visitor = self.visitor(connection)
        return visitor.name if visitor else None

    def sees_exempt(self, connection: HTTPConnection | None) -> bool:
        """Whether whoever asks may see what others were told from exempt papers."""
        if self.sessions is None:
            return True
        visitor = self.visitor(connection)
        return visitor is not None and visitor.clearance == "exempt"

    def owner(self, connection: HTTPConnection | None) -> Owner | None:
        """Whose conversations are those of whoever asks; None for somebody who is not known, whose are not kept."""
        if self.sessions is not None:
            visitor = self.visitor(connection)
            return Owner(visitor.user_id, None) if visitor else None
        key = connection.cookies.get(BROWSER, "") if connection else ""
        return Owner.of_key(key) if KEY.fullmatch(key) else None

    def conversations(self) -> Conversations:
        """Where conversations are kept: beside the users, or where nobody signs in a database made for the first question.

        Raises:
            StoreError: it cannot be made or read.
        """
        settings = self._assistant.settings
        with self._opening:
            if self._engine is None:
                self._engine = open_database(settings.store, name=VISITORS)
        return Conversations(self._engine, settings.conversation_days)

    def public(self) -> Assistant:
        """What may be told to anybody, such as that the service is up."""
        return self._assistant if self.sessions is None else self._assistant.cleared("public")

    def close(self) -> None:
        """Let go of the database of users and conversations, and of the process that changes papers."""
        self.intake.close()
        self.hashing.shutdown(wait=False, cancel_futures=True)
        if self._engine is not None:
            self._engine.dispose()


def _asked_for(connection: HTTPConnection | None) -> str | None:
    """The host that a connection asked for, without its port."""
    try:
        return urlsplit(f"//{connection.headers.get('host', '')}").hostname if connection else None
    except ValueError:  # no host can be called so
        return None
