"""One suite for every embedder: the two over the real model, which must agree, and the tests' own."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from index.embedder import Embedder
from index.exported_model import ExportedModel
from index.model_files import load_model_files
from index.onnx_embedder import OnnxEmbedder
from index.sentence_transformer_embedder import SentenceTransformerEmbedder
from knowledge.guide import Span
from tests.fakes import WordCountEmbedder

TEXTS = [
    "Customer data stays out of free plans.",
    "Leave is asked for three days ahead. Your supervisor says yes or no.",
    "Überall dort, wo Kundendaten liegen – auch 😀.",
    "word " * 600,
    "",
]
PARTS = [[Span(0, 13)], [Span(0, 36), Span(37, 68)], [], [Span(0, 4), Span(2900, 2999)], []]


@pytest.fixture(scope="module")
def original() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(load_model_files().folder)


@pytest.fixture(scope="module")
def exported(exported_model: ExportedModel) -> OnnxEmbedder:
    return OnnxEmbedder.load(exported_model)


@pytest.fixture(params=["original", "exported", "fake"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return WordCountEmbedder(("customer", "data", "leave", "word", "supervisor"))
    made: Embedder = request.getfixturevalue(request.param)
    return made


def test_shapes_and_lengths(embedder: Embedder) -> None:
    wholes, parts = embedder.embed_parts(TEXTS, PARTS)
    assert wholes.shape == (5, embedder.dimension)
    assert parts.shape == (5, embedder.dimension)
    assert wholes.dtype == parts.dtype == np.float32
    lengths = np.linalg.norm(wholes[:2], axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)


def test_parts_cost_the_whole_nothing(embedder: Embedder) -> None:
    np.testing.assert_allclose(embedder.embed_parts(TEXTS, PARTS)[0], embedder.embed(TEXTS), atol=2e-6)


def test_neighbours_in_a_batch_change_nothing(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    np.testing.assert_allclose(embedder.embed(TEXTS), alone, atol=2e-6)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)
    wholes, parts = embedder.embed_parts([], [])
    assert wholes.shape == parts.shape == (0, embedder.dimension)


def test_the_nearer_text_is_nearer(embedder: Embedder) -> None:
    query, data, leave = embedder.embed(["customer data", TEXTS[0], TEXTS[1]])
    assert query @ data > query @ leave


Vectors = Callable[[Any], np.ndarray]


@pytest.mark.parametrize("take", [lambda e: e.embed(TEXTS), lambda e: e.embed_parts(TEXTS, PARTS)[1]])
def test_the_exported_model_agrees_with_the_original(
    take: Vectors, original: SentenceTransformerEmbedder, exported: OnnxEmbedder
) -> None:
    cosines = np.sum(take(original) * take(exported), axis=1)
    assert cosines.min() >= 0.9999


def test_a_part_beyond_the_window_has_the_whole_s_vector(exported: OnnxEmbedder) -> None:
    wholes, parts = exported.embed_parts([TEXTS[3]], [[Span(2900, 2999)]])
    np.testing.assert_allclose(parts[0], wholes[0], atol=1e-6)


def test_the_original_gives_what_sentence_transformers_gives(original: SentenceTransformerEmbedder) -> None:
    expected = original.model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(original.embed(TEXTS), expected, atol=2e-6)
