"""The short form of ``make trust``: a store is broken in each of the ways, and is whole afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from trust.__main__ import SUBJECTS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trust")


@pytest.mark.parametrize(("name", "count"), [("kills", 4), ("cuts", 2), ("full", 1), ("readonly", 0), ("together", 1)])
def test_a_store_is_whole_after(folder: Path, name: str, count: int) -> None:
    tried = list(SUBJECTS[name][1](folder, count, 8))
    if [trial.what for trial in tried if not trial.broken_off and "mounting is not allowed" in str(trial.faults)]:
        pytest.skip(tried[0].faults[0])
    assert tried and [trial for trial in tried if trial.faults] == []
