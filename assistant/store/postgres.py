"""A store's tables in a schema of a PostgreSQL database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import blake2b
from typing import Any

from pydantic import SecretStr
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, func, inspect, make_url, select, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.schema import CreateSchema

from assistant.errors import SettingsError, StoreError, StoreFormatError, StoreUnreachableError, StoreUnwritableError
from assistant.store.folder import busy

_SECONDS_TO_CONNECT = 10
# The server process of a writer that was killed lets go of its lock when it next looks at the broken connection, which
# is at once unless it is at work; one whose machine went down is given up by the server after a minute.
_WAIT_FOR_LOCK = "SET lock_timeout = '2s'"
_GIVE_UP_DEAD = ("SET tcp_keepalives_idle = 30", "SET tcp_keepalives_interval = 10", "SET tcp_keepalives_count = 3")

_LOST = (
    "The connection to {place} was lost ({said}). What was finished is kept; run this again when the server is back."
)
_FULL = "{place} has no room left ({said}). Make room on the server, then run this again; what was finished is kept."
_FORBIDDEN = (
    "{place} does not let the user {user} do that ({said}). Grant it what is missing, such as GRANT CREATE ON DATABASE "
    "{database} TO {user}, or let its owner make the schema: CREATE SCHEMA {schema} AUTHORIZATION {user}."
)
_READ_ONLY = "{place} takes no changes ({said}). Name the server that others are copies of in ASSISTANT_DATABASE_URL."
# What the server answers once a connection stands, by the class of its SQLSTATE, then by the state itself.
_BY_STATE: dict[str, tuple[type[StoreError], str]] = {
    "08": (StoreUnreachableError, _LOST),
    "57P": (StoreUnreachableError, _LOST),
    "53100": (StoreUnwritableError, _FULL),
    "42501": (StoreUnwritableError, _FORBIDDEN),
    "25006": (StoreUnwritableError, _READ_ONLY),
}
# A connection that does not come about has no SQLSTATE (libpq hands none on), so that what was said is all there is.
_BY_WORDS = (
    (
        r"authentication failed|no password supplied|role .* does not exist|not permitted to log in",
        "{place} does not let the user {user} in ({said}). Set the right user and password in ASSISTANT_DATABASE_URL.",
    ),
    (
        r"database .* does not exist",
        "The server has no database {database} ({place}). Make it with: createdb {database}; or name another in "
        "ASSISTANT_DATABASE_URL.",
    ),
    (
        r"permission denied for database",
        "{place} does not let the user {user} in ({said}). Grant it: GRANT CONNECT ON DATABASE {database} TO {user}.",
    ),
    (
        r"no pg_hba\.conf entry",
        "{place} does not let this machine in ({said}). Add it to the server's pg_hba.conf.",
    ),
    (
        r"too many (?:clients|connections)|connection slots",
        "{place} has no connection to spare ({said}). Run this again later, or raise max_connections on the server.",
    ),
)
_UNREACHABLE = (
    "{place} cannot be reached ({said}). Check that the server runs, and its address in ASSISTANT_DATABASE_URL."
)


class PostgresSchema:
    """A schema of its own for each store, so that a database may hold several beside other programs' tables."""

    option = ""
    way_on = ""
    elsewhere = "another schema, named by ASSISTANT_NAMESPACE"

    def __init__(self, url: SecretStr, schema: str) -> None:
        self._url = make_url(url.get_secret_value()).set(drivername="postgresql+psycopg")
        self._schema = schema
        self._lock: Connection | None = None
        self.place = f"{_shown(self._url)} (schema {schema})"

    @cached_property
    def engine(self) -> Engine:
        """Connections whose transactions read what was committed when they began, as SQLite's do."""
        # A server that was started anew breaks the connections that are waiting here: each is tried before it is used.
        return self._made(pool_size=8, max_overflow=24, pool_pre_ping=True, isolation_level="REPEATABLE READ")

    def _made(self, **options: Any) -> Engine:
        wait = {} if "connect_timeout" in self._url.query else {"connect_timeout": _SECONDS_TO_CONNECT}
        try:
            engine = create_engine(self._url, connect_args=wait, **options)
        except ImportError:
            raise SettingsError(
                "ASSISTANT_DATABASE_URL needs a package that is not installed. Run: "
                "pip install 'committee-papers-assistant[postgres]'"
            ) from None
        return engine.execution_options(schema_translate_map={None: self._schema})

    def stands(self) -> bool:
        """There may be one: only the server can tell."""
        return True

    def tables(self, connection: Connection) -> list[str]:
        """The names of the tables of the schema; none where there is no such schema."""
        return inspect(connection).get_table_names(self._schema)

    def prepare(self, connection: Connection) -> None:
        """Make the schema, unless somebody who may has made it."""
        if not inspect(connection).has_schema(self._schema):
            connection.execute(CreateSchema(self._schema))

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the schema's lock on a connection kept for that; the server lets go of it when this process dies.

        Raises:
            StoreBusyError: somebody else holds it.
        """
        key = int.from_bytes(blake2b(f"papers {self._schema}".encode(), digest_size=8).digest(), signed=True)
        engine = self._made(poolclass=NullPool, pool_reset_on_return=None, isolation_level="AUTOCOMMIT")
        with engine.connect() as self._lock:
            for setting in (*_GIVE_UP_DEAD, _WAIT_FOR_LOCK):
                self._lock.execute(text(setting))
            try:
                self._lock.execute(select(func.pg_advisory_lock(key)))
            except DatabaseError as error:
                if _state(error) == "55P03":
                    raise busy(self.place) from None
                raise
            yield

    def make_sure(self) -> None:
        """Make sure that the lock is held still: it goes with its connection, and others may be well.

        Raises:
            DatabaseError: it is not.
        """
        if self._lock is not None:
            self._lock.execute(select(1))

    def refusal(self, error: DatabaseError) -> StoreError | None:
        """What a refusal of PostgreSQL means; None when it is a fault of this program."""
        state, said = _state(error), " ".join(str(error.orig).split())
        filled = {
            "place": self.place,
            "said": said,
            "user": self._url.username or "of this process",
            "database": self._url.database,
            "schema": self._schema,
        }
        if state is None:
            if error.connection_invalidated:
                return StoreUnreachableError(_LOST.format(**filled))
            if not isinstance(error, OperationalError) and "connection option" not in said:
                return None
            fits = (told for words, told in _BY_WORDS if re.search(words, said))
            return StoreUnreachableError(next(fits, _UNREACHABLE).format(**filled))
        kind, told = next((_BY_STATE[s] for s in (state, state[:3], state[:2]) if s in _BY_STATE), (None, ""))
        return kind(told.format(**filled)) if kind else None

    def not_ours(self, reason: object) -> StoreFormatError:
        """The schema is another program's."""
        return StoreFormatError(
            f"{self.place} is not a store of this program ({reason}). Name another schema: ASSISTANT_NAMESPACE."
        )


def _shown(url: URL) -> str:
    """The address without user and password."""
    host = url.host or url.query.get("host", "") or "localhost"
    return f"PostgreSQL database {url.database} on {host}{f':{url.port}' if url.port else ''}"


def _state(error: DatabaseError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
