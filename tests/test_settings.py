"""Settings: what is kept of them, and what is never shown."""

from __future__ import annotations

import pytest

from assistant.settings import Settings, load_settings

SECRET = "postgresql+psycopg://papers:hidden@db.example/council"


def test_the_database_s_address_is_never_shown_and_nothing_of_where_things_are_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", SECRET)
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "http://chroma.example:8000/")
    settings = load_settings()
    shown = f"{settings} {settings!r} {settings.servers} {settings.model_dump()} {settings.model_dump_json()}"
    assert "hidden" not in shown
    assert settings.servers.database is not None and settings.servers.database.get_secret_value() == SECRET
    assert settings.servers.chroma == "http://chroma.example:8000"
    assert "example" not in str(settings.recorded())
    assert settings.recorded() == Settings().model_copy(update={"database_url": None}).recorded()
    assert not [name for name in settings.recorded() if name.startswith(("sign_in", "session_"))]
    assert settings.recorded()["embedder"] == "all-MiniLM-L6-v2"


def test_without_an_address_everything_lies_in_the_folder() -> None:
    assert Settings().servers == (None, None, "papers")
