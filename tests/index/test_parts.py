"""Vectors, words and batches: values that a person can work out."""

import math
from pathlib import Path

import numpy as np
import pytest

from index.codes import Codes, step_for
from index.embedder import TokenEmbeddings, pool_parts, token_batches
from index.lexical import SMOOTHING, LexicalIndex
from index.lexical_build import build_lexical_index
from index.ranges import Ranges
from index.section_words import SectionWords
from index.token_index import Axes, TokenIndex, rarities
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


TEXTS = ["The cats sleep", "A dog barks at cats", "Dogs bark", ""]


def indexed(folder: Path, *texts: str, lang: str = "en") -> LexicalIndex:
    return indexed_as(folder, *((lang, text) for text in texts))


def indexed_as(folder: Path, *texts: tuple[str, str]) -> LexicalIndex:
    build_lexical_index(folder / "lexical", SectionWords.from_texts(texts), [lang for lang, _ in texts])
    return LexicalIndex.load(folder / "lexical", len(texts))


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    return indexed(tmp_path, *TEXTS)


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


def test_known_words_are_those_of_the_guides(lexical: LexicalIndex) -> None:
    assert lexical.known_words("dogs bark loudly") == pytest.approx(2 / 3)
    assert lexical.known_words("der Hund bellt") == 0
    assert lexical.known_words("?") == 0


def test_texts_without_words_can_be_indexed(tmp_path: Path) -> None:
    assert indexed(tmp_path, "", "the").coverage("anything").tolist() == [0, 0]


def test_a_language_without_stemmer_still_matches_words(tmp_path: Path) -> None:
    assert indexed(tmp_path, "kupony dla pracownika", "urlop", lang="pl").coverage("urlop")[1] > 0


def test_each_section_is_searched_in_its_own_language(tmp_path: Path) -> None:
    index = indexed_as(tmp_path, ("de-AT", "Die Reisen"), ("en", "The art of travel"), ("de", "Art"))
    assert (index.coverage("die Reise") > 0).tolist() == [True, False, False]
    assert (index.coverage("travels") > 0).tolist() == [False, True, False]
    assert (index.coverage("art") > 0).tolist() == [False, True, True]


def test_batches_are_of_similar_length_and_hold_every_text_once() -> None:
    lengths = [3, 50, 7, 49, 2, 120]
    batches = list(token_batches(lengths, 100))
    assert batches == [[5], [1, 3], [2, 0, 4]]


def read(
    tokens: list[list[float]], spans: list[tuple[int, int]], ids: list[int] | None = None
) -> TokenEmbeddings:
    vectors = np.array(tokens, np.float32)
    return TokenEmbeddings(
        vector=np.array([0.6, 0.8], np.float32),
        ids=np.array(ids or range(len(tokens)), np.int64),
        spans=np.array(spans, np.int64),
        final=vectors,
        inner=vectors,
    )


def test_parts_are_the_mean_of_their_tokens() -> None:
    text = read([[1, 0], [0, 1]], [(0, 3), (4, 7)])
    pooled = pool_parts(text, [Span(0, 7), Span(4, 7), Span(8, 20)])
    expected = np.array([[math.sqrt(0.5)] * 2, [0, 1], [0.6, 0.8]])
    np.testing.assert_allclose(pooled, expected, atol=1e-6)


def test_codes_keep_numbers_to_half_a_step(tmp_path: Path) -> None:
    vectors = np.array([[0.5, -0.25], [0.1, 0.3333]], np.float32)
    Codes.from_vectors(vectors, step_for(vectors)).save(tmp_path / "codes.npy")
    codes = Codes.load(tmp_path / "codes.npy")
    np.testing.assert_allclose(codes.take(np.array([1, 0])) * codes.step, vectors[::-1], atol=codes.step / 2)
    assert codes.step == pytest.approx(0.5 * 1.1 / 127)


def test_ranges_join_and_take_the_best_of_each() -> None:
    ranges = Ranges.from_bounds(np.array([4, 0, 7]), np.array([6, 0, 10]))
    assert ranges.rows.tolist() == [4, 5, 7, 8, 9]
    assert ranges.cuts.tolist() == [0, 2, 2]
    assert ranges.best(np.array([0.1, 0.5, 0.2, 0.9, 0.3], np.float32)).tolist() == pytest.approx(
        [0.5, -1, 0.9]
    )
    last_is_empty = Ranges.from_lengths(np.array([2, 0]))
    assert last_is_empty.best(np.array([0.1, 0.5], np.float32)).tolist() == pytest.approx([0.5, -1])
    assert Ranges.from_lengths(np.array([0])).best(np.zeros(0, np.float32)).tolist() == [-1]


def test_rare_tokens_count_more_and_unknown_ones_most() -> None:
    weights = rarities(np.array([0, 1, 0], np.int32), passages=2).tolist()
    once, twice, never = (math.sqrt(math.log(1 + (2 - n + 0.5) / (n + 0.5))) for n in (1, 2, 0))
    assert weights == pytest.approx([twice, once, never], rel=1e-6)


def test_token_matches_are_cosines_and_weights_add_up_to_one() -> None:
    inner = np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32)
    axes = Axes.from_sample(inner)
    codes = Codes.from_vectors(inner @ axes.directions, axes.step)
    starts, rarity = np.array([0, 2, 3]), np.array([1, 2, 3], np.float32)
    index = TokenIndex(codes, axes.directions, starts, rarity)
    question = read([[1, 0], [0, 1]], [(0, 1), (2, 3)], ids=[1, 99])
    matches = index.matches(index.project(question), np.array([0, 1, 2]))
    expected = np.array([[1, 0], [0.6, 0.8], [0, 1]])
    np.testing.assert_allclose(matches, expected, atol=0.02)
    assert index.weights(question).tolist() == pytest.approx([0.4, 0.6])
