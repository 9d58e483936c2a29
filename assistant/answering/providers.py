"""From the settings to a chat model of LangChain's. Keys stay in the providers' own variables and are never repeated."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, cast

from langchain_core.language_models import BaseChatModel

from assistant.errors import SettingsError
from assistant.settings import Settings


def load_model(settings: Settings, named_by: str = "ASSISTANT_MODEL") -> BaseChatModel | None:
    """The chat model the settings name; None where they name none. ``named_by`` is what an error says it was named by.

    Raises:
        SettingsError: its package is missing, its name means nothing, or its key is not set.
    """
    if settings.model is None:
        return None
    from langchain.chat_models import init_chat_model

    options: dict[str, Any] = {"timeout": settings.model_timeout, "max_retries": 0, "temperature": 0}
    provider = None
    if settings.model_base_url:
        options["base_url"] = settings.model_base_url
        if ":" not in settings.model:
            provider = "openai"
    try:
        return _made(init_chat_model, settings.model, provider, options)
    except ImportError as error:
        raise SettingsError(_missing(named_by, settings.model, str(error))) from None
    except Exception as error:  # noqa: BLE001 - each provider's package has errors of its own, some of which hold the key
        raise SettingsError(
            f"{named_by}: the chat model {settings.model!r} cannot be set up ({type(error).__name__}). Name it as "
            "provider:model, such as openai:gpt-4.1 or ollama:llama3.1, and set the provider's own variable for its key, "
            f"such as OPENAI_API_KEY; or do without {named_by}."
        ) from None


def _made(make: Callable[..., Any], name: str, provider: str | None, options: dict[str, Any]) -> BaseChatModel:
    keyless = options.get("base_url") and not os.environ.get("OPENAI_API_KEY")
    own = {"api_key": "none"} if keyless and (provider or name).startswith("openai") else {}
    try:
        made = make(name, model_provider=provider, **options, **own)
    except ValueError:
        if provider or not options.get("base_url"):
            raise
        return _made(make, name, "openai", options)  # "qwen2.5:7b" on a server of one's own
    return cast(BaseChatModel, made)


def _missing(named_by: str, name: str, told: str) -> str:
    if "langchain-openai" in told:
        remedy = "pip install 'committee-papers-assistant[model]'"
    else:
        remedy = next((part for part in told.split("`") if part.startswith("pip install ")), "pip install its package")
    return f"{named_by}: the chat model {name!r} needs a package that is not installed. Run: {remedy}"
