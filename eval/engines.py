"""The engine a run asks, and the model that may judge it: made before anything else is done, or refused."""

from __future__ import annotations

from pathlib import Path

from langchain_core.language_models import BaseChatModel

from assistant.answering.finishing import EXTRACTIVE
from assistant.answering.providers import load_model
from assistant.settings import Settings, load_settings

PATIENCE = 30.0
"""Seconds for a question; with a chat model so many more than the model has, so that its time-out is not the run's."""


def settings_for(engine: str, store: Path | None) -> Settings:
    """The settings of a run: those of the environment but for the engine, which only the command names."""
    return load_settings(store=store).model_copy(update={"model": None if engine == EXTRACTIVE else engine})


def made_engine(settings: Settings) -> BaseChatModel | None:
    """The chat model that phrases the answers; None for the engine without one.

    Raises:
        SettingsError: it cannot be set up.
    """
    return _counting(load_model(settings, "--engine"))


def made_judge(name: str | None, settings: Settings) -> BaseChatModel | None:
    """The chat model that grades the answers; None where none is asked for.

    Raises:
        SettingsError: it cannot be set up.
    """
    return load_model(settings.model_copy(update={"model": name}), "--judge")


def patience(settings: Settings) -> float:
    """How many seconds a question may take where the command does not say."""
    return PATIENCE if settings.model is None else PATIENCE + settings.model_timeout


def _counting(model: BaseChatModel | None) -> BaseChatModel | None:
    """The model, made to report tokens while it streams: left off at addresses of one's own, where few refuse it."""
    if getattr(model, "stream_usage", False) is None:
        model.stream_usage = True  # type: ignore[union-attr]
    return model
