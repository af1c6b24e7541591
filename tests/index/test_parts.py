"""Vectors, words and batches: values that a person can work out."""

import math
from pathlib import Path

import numpy as np
import pytest

from index.embedder import pool_parts, token_batches
from index.lexical import SMOOTHING, LexicalIndex
from index.vectors import VectorIndex
from knowledge.guide import Span


@pytest.fixture(params=["built", "loaded"])
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> VectorIndex:
    index = VectorIndex.from_vectors(np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32))
    if request.param == "built":
        return index
    index.save(tmp_path / "vectors")
    return VectorIndex.load(tmp_path / "vectors")


def test_search_is_exact_and_best_first(vectors: VectorIndex) -> None:
    passages, similarities = vectors.search(np.array([[0.8, 0.6]], np.float32), 2)
    assert passages.tolist() == [2, 0]
    np.testing.assert_allclose(similarities, [0.96, 0.8], atol=1e-6)


def test_no_more_is_found_than_there_is(vectors: VectorIndex) -> None:
    assert vectors.search(np.array([[1, 0]], np.float32), 10)[0].tolist() == [0, 2, 1]


def test_similarities_are_in_the_order_asked(vectors: VectorIndex) -> None:
    query = np.array([[1, 0]], np.float32)
    np.testing.assert_allclose(vectors.similarities(query, np.array([2, 0])), [0.6, 1], atol=1e-6)


TEXTS = ["The cats sleep", "A dog barks at cats", "Dogs bark", ""]


@pytest.fixture(params=["built", "loaded"])
def lexical(request: pytest.FixtureRequest, tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex.from_texts(TEXTS, "en")
    if request.param == "built":
        return index
    index.save(tmp_path / "words")
    return LexicalIndex.load(tmp_path / "words", "en", len(TEXTS))


def test_coverage_is_the_attained_share_of_bm25(lexical: LexicalIndex) -> None:
    idf = math.log(1 + (4 - 2 + 0.5) / (2 + 0.5))  # "dog" is in two of four texts
    average = (2 + 3 + 2 + 1) / 4  # stop words are out; an empty text holds one word that nobody asks for
    term = 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * 2 / average))
    expected = idf * term / (idf + SMOOTHING)
    assert lexical.coverage("dogs")[2] == pytest.approx(expected, rel=1e-4)


def test_stemming_joins_forms_and_absent_words_score_nothing(lexical: LexicalIndex) -> None:
    coverage = lexical.coverage("barking")
    assert (coverage > 0).tolist() == [False, True, True, False]
    assert lexical.coverage("zebra").tolist() == [0, 0, 0, 0]
    assert lexical.coverage("").tolist() == [0, 0, 0, 0]


def test_words_that_the_guides_lack_lower_the_coverage(lexical: LexicalIndex) -> None:
    assert lexical.coverage("dogs on the moon")[2] < lexical.coverage("dogs")[2]


def test_texts_without_words_can_be_indexed() -> None:
    assert LexicalIndex.from_texts(["", "the"], "en").coverage("anything").tolist() == [0, 0]


def test_a_language_without_stemmer_still_matches_words() -> None:
    assert LexicalIndex.from_texts(["kupony dla pracownika", "urlop"], "pl").coverage("urlop")[1] > 0


def test_batches_are_of_similar_length_and_hold_every_text_once() -> None:
    lengths = [3, 50, 7, 49, 2, 120]
    batches = list(token_batches(lengths, 100))
    assert batches == [[5], [1, 3], [2, 0, 4]]


def test_parts_are_the_mean_of_their_tokens() -> None:
    tokens = np.array([[9, 9], [1, 0], [0, 1], [9, 9]], np.float32)
    spans = [(0, 0), (0, 3), (4, 7), (0, 0)]
    whole = np.array([0.6, 0.8], np.float32)
    pooled = pool_parts(tokens, spans, [Span(0, 7), Span(4, 7), Span(8, 20)], whole)
    np.testing.assert_allclose(pooled, [[math.sqrt(0.5)] * 2, [0, 1], [0.6, 0.8]], atol=1e-6)
