"""The words that sections say: what BM25 makes of them is, bit for bit, what bm25s does."""

import random
from pathlib import Path

import bm25s
import numpy as np

from index.lexical import LexicalIndex
from index.lexical_build import K1, B, build_lexical_index
from index.section_words import NO_WORD, SectionWords, language_words

SEED = 4
TEXTS = [("en", "The cats sleep, cats!"), ("de", "Die Reise"), ("en", ""), ("en", "A dog barks at cats")]


def test_words_are_counted_in_order() -> None:
    words = SectionWords.from_texts(TEXTS)
    assert words.vocabulary == [NO_WORD, "de:reis", "en:bark", "en:cat", "en:dog", "en:sleep"]
    assert words.words.tolist() == [3, 5, 1, 0, 2, 3, 4]
    assert words.counts.tolist() == [2, 1, 1, 1, 1, 1, 1]
    assert words.starts.tolist() == [0, 2, 3, 4, 7]


def test_parts_join_to_the_whole_and_forget_what_nobody_says(tmp_path: Path) -> None:
    whole = SectionWords.from_texts(TEXTS)
    whole.save(tmp_path)
    saved = SectionWords.load(tmp_path)
    parts = [saved.slice(3, 4), SectionWords.from_texts([("en", "An aardvark")]), saved.slice(0, 2)]
    joined = SectionWords.joined(parts)
    expected = SectionWords.from_texts([TEXTS[3], ("en", "An aardvark"), *TEXTS[:2]])
    assert joined.vocabulary == expected.vocabulary
    for name in ("words", "counts", "starts"):
        np.testing.assert_array_equal(getattr(joined, name), getattr(expected, name))


def test_scores_are_those_of_bm25s(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    names = [f"word{number}" for number in range(60)]
    texts = [("en", " ".join(chance.choices(names, k=chance.randrange(40)))) for _ in range(50)]
    build_lexical_index(tmp_path / "ours", SectionWords.from_texts(texts), ["en"])
    ours = LexicalIndex.load(tmp_path / "ours", len(texts))
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
    theirs.index([language_words("en").split(text) or [NO_WORD] for _, text in texts], show_progress=False)
    assert ours.vocabulary.keys() == theirs.vocab_dict.keys() - {""}, f"seed {SEED}"
    for word, column in ours.vocabulary.items():
        own = slice(ours.starts[column], ours.starts[column + 1])
        start, end = theirs.scores["indptr"][theirs.vocab_dict[word] :][:2]
        np.testing.assert_array_equal(ours.rows[own], theirs.scores["indices"][start:end])
        np.testing.assert_array_equal(ours.data[own], theirs.scores["data"][start:end])
