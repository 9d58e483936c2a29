"""The labels of records stand on their pages, and the scorer counts what it should."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from typer.testing import CliRunner

from assistant.records.model import KINDS
from eval.records.__main__ import app
from eval.records.labels import Label, LabelError, Labels, files, load
from eval.records.measures import measures
from eval.records.sample.__main__ import written
from eval.records.score import Found, score
from eval.records.values import agrees, digest

PAPERS = Path(__file__).resolve().parents[2] / "corpus" / "papers"
SAMPLE = load(files("sample", "both"))
PRINTED = {"value_as_printed", "target_as_printed", "previous_as_printed", "current_as_printed", "as_printed"}
PRINTED |= {"meeting", "timescale", "target", "lead", "owner", "started", "finished", "chair", "mover", "resolution"}


@cache
def _pages(document: str) -> list[str]:
    return [_bare(page.extract_text()).casefold() for page in pypdf.PdfReader(PAPERS / document).pages]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _quoted(value: Any, name: str = "") -> Iterator[str]:
    """The words that a label says are printed."""
    if isinstance(value, dict):
        if "any" in value:
            yield from _quoted(next((one for one in value["any"] if one is not None), None), name)
        yield from _quoted(value.get("all", []), name)
        for key in ("contains", "starts", "least"):
            if isinstance(value.get(key), str):
                yield value[key]
        for key, one in value.items():
            if key in PRINTED | {"name"}:
                yield from _quoted(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _quoted(one, name)
    elif isinstance(value, str) and name in PRINTED:
        yield value


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"table_reading"}))
def test_what_labels_quote_stands_on_their_page(kind: str) -> None:
    rows = [row for row in SAMPLE.rows if row.kind == kind]
    absent = []
    for row in rows:
        near = "".join(_pages(row.document)[row.page - 1 : row.page + 2])  # a row may go on over two more pages
        told = {name: value for name, value in {**row.key, **row.cells}.items() if name != "committee"}
        quotes = [quote for name, value in told.items() for quote in _quoted(value, name)]
        absent += [(row.document, row.page, quote) for quote in quotes if not _stands(quote, near)]
    assert rows
    # A quarter told under its year is the period in other words than the page's.
    assert [one for one in absent if not re.fullmatch(r"Q\d \d{4}/\d\d", one[2])] == []


def _stands(quote: str, near: str) -> bool:
    """Whether words stand there; of a long text its ends, for a page's foot may stand between them."""
    bare = _bare(quote).casefold()
    return bare in near or (len(bare) > 80 and bare[:30] in near and bare[-10:] in near)


def test_labels_speak_of_fields_that_records_have() -> None:
    for row in SAMPLE.rows:
        assert {*row.key, *row.cells} - {"nth"} <= set(KINDS[row.kind].model_fields), row


def test_no_two_labels_have_the_same_key() -> None:
    keys = Counter((row.document, row.page, row.kind, json.dumps(row.key, sort_keys=True)) for row in SAMPLE.rows)
    assert [key for key, count in keys.items() if count > 1] == []


def test_both_halves_have_every_kind_and_no_paper_in_common() -> None:
    build, check = load(files("sample", "build")), load(files("sample", "check"))
    assert not set(build.documents) & set(check.documents)
    kinds = KINDS.keys() - {"table_reading"}
    assert {row.kind for row in build.rows} == {row.kind for row in check.rows} == kinds
    assert set(build.documents) | set(check.documents) == {path.name for path in PAPERS.glob("*.pdf")}


def test_label_files_are_as_their_sources_give_them() -> None:
    for path, text in written().items():
        assert path.read_text(encoding="utf-8") == text, f"run python -m eval.records.sample: {path.name} differs"


def _row(number: str, score_now: float, page: int = 1, **more: Any) -> Label:
    return Label("a.pdf", page, "risk", {"number": number}, {"current_score": score_now, **more})


def _found(number: str, score_now: float | None, page: int = 1, **more: Any) -> Found:
    return Found(
        "a.pdf", "risk", {"page": page, "number": number, "current_score": score_now, "as_printed": "", **more}
    )


LABELS = Labels([_row("1", 20, owner="Ann Lee"), _row("2", 12, owner="Bo Ray")], {("a.pdf", "risk"): [(1, 2)]})
RIGHT = [_found("1", 20.0, owner="Ann Lee"), _found("2", 12.0, owner="Bo  Ray")]


def _counts(labels: Labels, records: list[Found]) -> tuple[int, ...]:
    total = score(labels, records).total()
    return total.rows, total.found, total.invented, total.right, total.wrong, total.missing


def test_records_as_labelled_are_all_right() -> None:
    assert _counts(LABELS, RIGHT) == (2, 2, 0, 4, 0, 0)
    assert all(measure.met for measure in measures("sample", score(LABELS, RIGHT)))


def test_a_wrong_value_an_empty_cell_a_missing_and_an_invented_row_are_counted() -> None:
    assert _counts(LABELS, [_found("1", 2.0, owner="Ann Lee"), RIGHT[1]]) == (2, 2, 0, 3, 1, 0)
    assert _counts(LABELS, [_found("1", None, owner="Ann Lee"), RIGHT[1]]) == (2, 2, 0, 3, 0, 1)
    assert _counts(LABELS, RIGHT[:1]) == (2, 1, 0, 2, 0, 2)
    assert _counts(LABELS, [*RIGHT, _found("3", 5.0)]) == (2, 2, 1, 4, 0, 0)
    assert _counts(LABELS, [*RIGHT, _found("3", 5.0, page=3)]) == (2, 2, 0, 4, 0, 0)  # not labelled whole
    assert _counts(LABELS, [*RIGHT, RIGHT[0]]) == (2, 2, 1, 4, 0, 0)  # the same row twice
    assert _counts(LABELS, [_found("1", 20.0, page=2, owner="Ann Lee"), RIGHT[1]]) == (2, 1, 1, 2, 0, 2)


@pytest.mark.parametrize("records", [[*RIGHT, _found("3", 5.0)], RIGHT[:1], [_found("1", 2.0), RIGHT[1]]])
def test_the_measures_of_the_sample_set_fail_by_each_fault(records: list[Found]) -> None:
    assert not all(measure.met for measure in measures("sample", score(LABELS, records)))


def test_one_wrong_value_fails_the_real_set() -> None:
    many = Labels([_row(str(n), n) for n in range(1, 200)])
    records = [_found(str(n), float(n) if n > 1 else 7.0) for n in range(1, 200)]
    assert [m.name for m in measures("real", score(many, records)) if not m.met] == ["values wrong"]


def test_votes_that_are_not_found_fail_the_real_set() -> None:
    labels = Labels([Label("a.pdf", 1, "resolution", {"minute": "4"}, {"votes": [{"side": "for", "count": 5}]})])
    silent = Found("a.pdf", "resolution", {"page": 1, "minute": "4", "votes": []})
    assert [m.name for m in measures("real", score(labels, [silent])) if not m.met] == ["votes found"]


def test_words_of_a_resolution_must_be_exact_in_the_real_set() -> None:
    text = "That the report be noted."
    labels = Labels([Label("a.pdf", 1, "resolution", {"minute": "4"}, {"text": {"sha256": digest(text), "words": 5}})])
    for words, met in ((f" {text.replace('be', 'be' + chr(10))}", True), ("That the report is noted.", False)):
        record = Found("a.pdf", "resolution", {"page": 1, "minute": "4", "text": words, "as_printed": words})
        assert all(measure.met for measure in measures("real", score(labels, [record]))) is met


def test_an_optional_row_need_not_be_there_but_must_be_right() -> None:
    labels = Labels([Label("a.pdf", 1, "risk", {"number": "1"}, {"current_score": 20}, True)], LABELS.complete)
    assert _counts(labels, []) == (0, 0, 0, 0, 0, 0)
    assert _counts(labels, [_found("1", 20.0)]) == (0, 0, 0, 1, 0, 0)
    assert _counts(labels, [_found("1", 21.0)]) == (0, 0, 0, 0, 1, 0)


def test_things_in_lists_are_cells_of_their_own() -> None:
    votes = [{"side": "for", "count": 5}, {"side": "against", "count": 1}, {"side": "abstain", "count": 2}]
    labels = Labels([Label("a.pdf", 1, "resolution", {"minute": "4"}, {"votes": votes})])
    had = [{"side": "against", "count": 5, "names": []}, {"side": "for", "count": 5, "names": []}]
    record = Found("a.pdf", "resolution", {"page": 1, "minute": "4", "votes": had})
    assert _counts(labels, [record]) == (1, 1, 0, 1, 1, 1)
    more = Found("a.pdf", "resolution", {"page": 1, "minute": "4", "votes": [*votes, {"side": "for", "count": 9}]})
    assert _counts(labels, [more]) == (1, 1, 0, 3, 1, 0)


def test_twins_on_a_page_find_each_their_own() -> None:
    rows = [Label("a.pdf", 1, "risk", {"number": "1", "nth": n}, {"current_score": n}) for n in (2, 1)]
    assert _counts(Labels(rows), [_found("1", 1.0), _found("1", 2.0)]) == (2, 2, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("expected", "actual", "field", "right"),
    [
        (0, None, "value", False),
        (0, 0.0, "value", True),
        (1, True, "value", False),
        (48.1, 48.10001, "value", False),
        (None, [], "votes", True),
        (None, 0.0, "value", False),
        ("Open the home.", "Open the\nhome.", "action", True),
        ("Open the home.", "Open the Home.", "action", False),
        ("• One. • Two.", "One.\n• Two.", "mitigation", True),
        ("Okonjo", "Councillor Okonjo", "mover", True),
        ("Okonjo", "Councillor Oyelaran", "mover", False),
        (["Ann Lee", "Bo Ray"], [{"name": "Cllr Bo Ray"}, {"name": "Ann Lee"}], "present", True),
        (["Ann Lee", "Bo Ray"], [{"name": "Ann Lee"}], "present", False),
        (["one", "two"], ["two", "one"], "parts", False),
        ({"least": "the report", "most": "The Committee noted the report."}, "noted the report", "text", True),
        ({"least": "the report", "most": "The Committee noted the report."}, "the report. Page 3", "text", False),
        ({"least": "the report", "most": "The Committee noted the report."}, "The Committee", "text", False),
        ({"any": ["up", None]}, "", "direction", True),
        ({"any": ["up", None]}, "down", "direction", False),
        ({"all": [{"contains": "one"}, {"contains": "two"}]}, "one, two", "text", True),
        ({"all": [{"contains": "one"}, {"contains": "two"}]}, "one, three", "text", False),
        ({"sha256": digest("one two"), "words": 2, "first": True}, "one  two three", "text", True),
        ({"sha256": digest("one two"), "words": 2}, "one  two three", "text", False),
    ],
)
def test_values_are_compared_as_the_readme_says(expected: Any, actual: Any, field: str, right: bool) -> None:
    assert agrees(expected, actual, field) is right


def test_keys_are_compared_without_case_dashes_and_quotes() -> None:
    assert agrees("Priority 1 – Leaders' views", "priority 1 - leaders’ views", "name", key=True)
    assert not agrees("Priority 1", "Priority 2", "name", key=True)


@pytest.mark.parametrize("line", ["[]", "{", '{"document": "a.pdf", "kind": "risk"}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "sample-build.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"sample-build\.jsonl, line 2"):
        load([path])


def test_the_command_says_when_it_is_called_wrongly(tmp_path: Path) -> None:
    for words in (["--set", "unreal"], ["--half", "third"], ["--store", str(tmp_path / "none")], ["--what"]):
        assert CliRunner().invoke(app, words).exit_code == 2, words
