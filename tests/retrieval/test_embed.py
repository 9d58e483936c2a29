"""The embedders: the ONNX graph gives the vectors that sentence-transformers gives."""

from __future__ import annotations

import pytest

from assistant.errors import SettingsError
from assistant.retrieval.embed import OnnxEmbedder, SentenceTransformerEmbedder, load_embedder, similarity
from assistant.settings import DEFAULT_EMBEDDER, load_settings

TEXTS = [
    "Who chaired the meeting?",
    "The Committee agreed to note the report.",
    "Percentage of children in care with health checks up to date; " * 12,
    "£1.318m",
]


def test_onnx_vectors_are_those_of_sentence_transformers() -> None:
    ours, theirs = OnnxEmbedder(), SentenceTransformerEmbedder(DEFAULT_EMBEDDER)
    for a, b in zip(ours.embed_documents(TEXTS), theirs.embed_documents(TEXTS), strict=True):
        assert similarity(a, b) > 0.999
        assert similarity(a, a) == pytest.approx(1.0, abs=1e-4)


def test_many_texts_of_all_lengths_give_the_same_as_one_by_one() -> None:
    embedder = OnnxEmbedder()
    texts = [*TEXTS, *("The outturn was above its target. " * n for n in (1, 40, 7, 90, 20))]  # more than one batch
    for text, vector in zip(texts, embedder.embed_documents(texts), strict=True):
        assert similarity(vector, embedder.embed_query(text)) > 0.999


def test_a_text_is_no_longer_to_the_model_than_it_is() -> None:
    encoded = OnnxEmbedder()._tokenizer.encode_batch(["Who chaired?", "The report was noted and its author thanked."])
    assert [set(one.attention_mask) for one in encoded] == [{1}, {1}] and len(encoded[0].ids) < len(encoded[1].ids) < 16


def test_no_texts_give_no_vectors() -> None:
    assert OnnxEmbedder().embed_documents([]) == []


def test_an_embedder_that_is_not_there_is_refused_with_the_remedy() -> None:
    with pytest.raises(SettingsError, match=r"could not be loaded.*ASSISTANT_EMBEDDER"):
        load_embedder(load_settings(embedder="/no/such/model"))
