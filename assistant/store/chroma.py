"""Where the vectors of a store are: Chroma's folder in that of the store, or a Chroma server."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api import ClientAPI
from chromadb.config import Settings
from chromadb.errors import ChromaError, InternalError

from assistant.errors import StoreError, StoreFormatError, StoreUnreachableError
from assistant.settings import Servers

FOLDER = "chroma"
_COLLECTIONS = "passages"
_SECONDS_TO_ANSWER = 10
_SECONDS_TO_WORK = 300  # thousands of passages may be added at once


class VectorPlace(Protocol):
    """Where vectors are kept, and what its refusals mean."""

    collections: str  # what the names of the collections begin with
    read_once: bool  # whether what another process writes is known only to a client opened afterwards

    def client(self) -> ClientAPI:
        """Chroma's client, opened; let go of it with ``close``."""
        ...

    def close(self, client: ClientAPI) -> None:
        """Let go of the files, or of the connections."""
        ...

    def refusal(self, error: Exception) -> StoreError | None:
        """What an error of Chroma's client means to the person at the keyboard; None when it is none of its errors."""
        ...

    def foreign(self) -> StoreFormatError:
        """The collections there are those of another store."""
        ...


def vectors_of(folder: Path, servers: Servers) -> VectorPlace:
    """Where the vectors of the store in a folder are."""
    if servers.chroma is None:
        return ChromaFolder(folder)
    return ChromaServer(servers.chroma, servers.namespace)


class ChromaFolder:
    """The folder ``chroma`` of a store's folder."""

    collections = _COLLECTIONS
    read_once = True

    def __init__(self, store: Path) -> None:
        self._store = store

    def client(self) -> ClientAPI:
        """Chroma in this process."""
        try:
            return chromadb.PersistentClient(str(self._store / FOLDER), settings=Settings(anonymized_telemetry=False))
        except AttributeError:  # Chroma's clean-up after a failed start, which hides what was wrong
            raise InternalError("its database cannot be opened") from None

    def close(self, client: ClientAPI) -> None:
        """Let go of the files."""
        client.close()  # type: ignore[attr-defined]  # on the client itself, not on the interface it is typed as

    def refusal(self, error: Exception) -> StoreError | None:
        """What may be mended by making room or making the vectors anew."""
        if not isinstance(error, ChromaError):
            return None
        return StoreFormatError(
            f"The vectors in {self._store / FOLDER} cannot be used ({error}). If the disk is full, make room. "
            f"Then run: assistant check --store {self._store}"
        )

    def foreign(self) -> StoreFormatError:
        """The folder was used with another database."""
        return StoreFormatError(
            f"The vectors in {self._store / FOLDER} are those of another store. Name another folder with --store."
        )


class ChromaServer:
    """Two collections of a Chroma server, their names beginning with the store's."""

    read_once = False

    def __init__(self, url: str, namespace: str) -> None:
        self._url = url
        self.collections = f"{namespace}-{_COLLECTIONS}"

    def client(self) -> ClientAPI:
        """A client of the server.

        Raises:
            StoreUnreachableError: it does not answer, or what answers is something else.
        """
        # Asked first, since Chroma's client waits without limit and does not say what was wrong.
        try:
            answer = httpx.get(f"{self._url}/api/v2/heartbeat", timeout=_SECONDS_TO_ANSWER)
        except httpx.TransportError as error:
            raise self._unreachable(error) from None
        if answer.status_code != httpx.codes.OK or "heartbeat" not in answer.text:
            raise StoreUnreachableError(
                f"What answers at {self._url} (status {answer.status_code}) is no Chroma server of version 1. "
                "Check ASSISTANT_CHROMA_URL."
            )
        parts = urlsplit(self._url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = parts.port or (443 if parts.scheme == "https" else 80)
        client = chromadb.HttpClient(
            str(host), port, ssl=parts.scheme == "https", settings=Settings(anonymized_telemetry=False)
        )
        for session in _sessions(client):
            session.timeout = httpx.Timeout(_SECONDS_TO_WORK, connect=_SECONDS_TO_ANSWER)
        return client

    def close(self, client: ClientAPI) -> None:
        """Let go of the connections."""
        sessions = _sessions(client)
        client.close()  # type: ignore[attr-defined]  # on the client itself, not on the interface it is typed as
        for session in sessions:
            session.close()

    def refusal(self, error: Exception) -> StoreError | None:
        """What may be mended on the server or on the way there."""
        if isinstance(error, httpx.TransportError):
            return self._unreachable(error)
        # Chroma's client raises a bare Exception for an answer that is not the server's own, such as a proxy's.
        if isinstance(error, ChromaError) or type(error) is Exception:
            return StoreFormatError(
                f"The Chroma server at {self._url} cannot do that ({str(error)[:200] or type(error).__name__}). If its "
                f"disk is full, make room; if the collections {self.collections}-… are damaged, delete them there. Then "
                "run: assistant check"
            )
        return None

    def foreign(self) -> StoreFormatError:
        """The collections were made for another database."""
        return StoreFormatError(
            f"The collections {self.collections}-… on the Chroma server at {self._url} are those of another store. Name "
            "this one otherwise: ASSISTANT_NAMESPACE; or delete them there, if that store is no more."
        )

    def _unreachable(self, error: httpx.TransportError) -> StoreUnreachableError:
        return StoreUnreachableError(
            f"The Chroma server at {self._url} cannot be reached ({str(error) or type(error).__name__}). Check that it "
            "runs, and ASSISTANT_CHROMA_URL; what was finished is kept."
        )


def _sessions(client: Any) -> list[httpx.Client]:
    """The client's connections, which it gives no limit of time and never closes: chroma-core/chroma issue 2702."""
    return [client._server._session, client._admin_client._server._session]
