"""The records that the program reads from the papers, against the labelled rows: what the measures ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.records.found import from_papers, from_store
from eval.records.labels import files, load
from eval.records.measures import measures
from eval.records.score import score


@pytest.mark.parametrize("half", ["build", "check"])
def test_records_of_the_sample_papers_meet_the_measures(half: str, sample_store: Path) -> None:
    labels = load(files("sample", half))
    result = score(labels, from_store(sample_store, labels.documents))
    missed = [measure for measure in measures("sample", result) if not measure.met]
    assert missed == [], result.faults[:20] if half == "build" else missed


def test_a_store_holds_the_records_that_are_read_from_the_papers(sample_store: Path, sample_papers: Path) -> None:
    name = "finance-monitoring-report-month-6-2024-25.pdf"
    read = [(found.kind, found.fields["as_printed"]) for found in from_papers([sample_papers / name])]
    stored = [(found.kind, found.fields["as_printed"]) for found in from_store(sample_store, [name])]
    assert read
    assert sorted(read) == sorted(stored)


@pytest.mark.parametrize("half", ["build", "check"])
def test_records_of_the_real_papers_meet_the_measures(half: str, real_store: Path) -> None:
    labels = load(files("real", half))
    result = score(labels, from_store(real_store, labels.documents))
    missed = [measure for measure in measures("real", result) if not measure.met]
    assert missed == [], result.faults[:20] if half == "build" else missed
