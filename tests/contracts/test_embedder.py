"""One suite for every embedder: the two over the real model, which must agree, and the tests' own."""

from collections.abc import Callable

import numpy as np
import pytest

from index.embedder import Embedder, pool_parts
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


def parts_of(embedder: Embedder) -> np.ndarray:
    return np.concatenate(
        [pool_parts(*read) for read in zip(embedder.embed_tokens(TEXTS), PARTS, strict=True)]
    )


def test_shapes_and_lengths(embedder: Embedder) -> None:
    assert embedder.embed(TEXTS).shape == (5, embedder.dimension)
    assert embedder.embed(TEXTS).dtype == np.float32
    for text, read in zip(TEXTS, embedder.embed_tokens(TEXTS), strict=True):
        count = len(read.ids)
        assert (read.vector.shape, read.spans.shape) == ((embedder.dimension,), (count, 2))
        assert read.final.shape == read.inner.shape == (count, embedder.dimension)
        assert read.final.dtype == read.inner.dtype == np.float32
        assert (count == 0) == (text == "")


def test_lengths_are_one_where_the_text_says_something(embedder: Embedder) -> None:
    np.testing.assert_allclose(np.linalg.norm(embedder.embed(TEXTS[:2]), axis=1), 1, atol=1e-5)
    lengths = np.linalg.norm(embedder.embed_tokens(TEXTS[:1])[0].inner, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


def test_spans_are_the_tokens_places_in_the_text(embedder: Embedder) -> None:
    (read,) = embedder.embed_tokens([TEXTS[0]])
    assert TEXTS[0][read.spans[0, 0] : read.spans[0, 1]] == "Customer"
    assert np.all(np.diff(read.spans[:, 0]) > 0)


def test_tokens_cost_the_whole_nothing(embedder: Embedder) -> None:
    wholes = [read.vector for read in embedder.embed_tokens(TEXTS)]
    np.testing.assert_allclose(wholes, embedder.embed(TEXTS), atol=2e-6)


def test_neighbours_in_a_batch_change_nothing(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    np.testing.assert_allclose(embedder.embed(TEXTS), alone, atol=2e-6)
    (lone,) = embedder.embed_tokens(TEXTS[:1])
    np.testing.assert_allclose(embedder.embed_tokens(TEXTS)[0].inner, lone.inner, atol=2e-6)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)
    assert embedder.embed_tokens([]) == []


def test_the_nearer_text_is_nearer(embedder: Embedder) -> None:
    query, data, leave = embedder.embed(["customer data", TEXTS[0], TEXTS[1]])
    assert query @ data > query @ leave


TAKEN: dict[str, Callable[[Embedder], np.ndarray]] = {
    "texts": lambda embedder: embedder.embed(TEXTS),
    "parts": parts_of,
    "tokens": lambda embedder: np.concatenate([read.inner for read in embedder.embed_tokens(TEXTS)]),
}


@pytest.mark.parametrize("taken", TAKEN)
def test_the_exported_model_agrees_with_the_original(
    taken: str, original: SentenceTransformerEmbedder, exported: OnnxEmbedder
) -> None:
    cosines = np.sum(TAKEN[taken](original) * TAKEN[taken](exported), axis=1)
    assert cosines.min() >= 0.9999


def test_both_read_the_same_tokens(original: SentenceTransformerEmbedder, exported: OnnxEmbedder) -> None:
    for one, other in zip(original.embed_tokens(TEXTS), exported.embed_tokens(TEXTS), strict=True):
        np.testing.assert_array_equal(one.ids, other.ids)
        np.testing.assert_array_equal(one.spans, other.spans)


def test_a_part_beyond_the_window_has_the_whole_s_vector(exported: OnnxEmbedder) -> None:
    (read,) = exported.embed_tokens([TEXTS[3]])
    np.testing.assert_allclose(pool_parts(read, [Span(2900, 2999)])[0], read.vector, atol=1e-6)


def test_the_original_gives_what_sentence_transformers_gives(original: SentenceTransformerEmbedder) -> None:
    expected = original.model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(original.embed(TEXTS), expected, atol=2e-6)
