"""A store opened for the length of a command, its refusals turned into errors that say what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from assistant.errors import StoreMissingError

if TYPE_CHECKING:
    from assistant.answering.engine import Assistant
    from assistant.settings import Settings
    from assistant.store.store import Store


@contextmanager
def changing(settings: Settings, *, new: bool = False, proving: bool = False) -> Iterator[Store]:
    """The store the settings name, to be changed; ``new``: it may be made; ``proving``: see ``Store.write``."""
    from assistant.retrieval.embed import load_embedder
    from assistant.store.store import Store

    try:  # a store that will not do is refused before seconds go into loading the embedder
        Store.read(settings.store, None, settings.embedder, settings.servers).close()
    except StoreMissingError:
        if not new:
            raise
    embedder = load_embedder(settings)
    with Store.write(settings.store, embedder, settings.embedder, settings.servers, proving=proving) as store:
        yield store


@contextmanager
def opened(settings: Settings, *, empty: bool = False) -> Iterator[Assistant]:
    """The Assistant over the store the settings name; ``empty``: it need not hold a paper."""
    from assistant.answering.engine import Assistant
    from assistant.store.refusals import told

    with told(settings.store, settings.servers), closing(Assistant.open(settings, empty=empty)) as assistant:
        yield assistant
