"""The stores and served pages of the web tests."""

from __future__ import annotations

from tests.web.conftest import guarded, guarded_store, site, users, westmere, westmere_assistant, westmere_store

__all__ = ["guarded", "guarded_store", "site", "users", "westmere", "westmere_assistant", "westmere_store"]
