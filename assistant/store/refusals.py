"""What a store's database and vectors said no to, in words for the person at the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from assistant.errors import AssistantError
from assistant.settings import Servers
from assistant.store.chroma import vectors_of
from assistant.store.database import database_of


@contextmanager
def told(folder: Path, servers: Servers) -> Iterator[None]:
    """Turn the refusals of a store's database and of Chroma into errors that say what to do about them."""
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        if isinstance(error, DatabaseError):
            refused = database_of(folder, servers).refusal(error)
        else:
            refused = vectors_of(folder, servers).refusal(error)
        if refused is None:
            raise
        raise refused from None
