"""Builds the lexical index from what the sections say."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import starts_of
from index.lexical import DATA, ROWS, STARTS, VOCABULARY, WORDS
from index.section_words import SectionWords, language_words
from index.words import base_language

K1, B = 1.2, 0.75


def build_lexical_index(folder: Path, sections: SectionWords, languages: Iterable[str]) -> None:
    """Write the BM25 index of ``sections``, in these ``languages`` (ISO 639-1), into a new ``folder``.

    Also keeps what the sections say, for `SectionWords.load`. bm25s gives the same numbers, but goes word by
    word in Python, which takes ten times as long.
    """
    folder.mkdir()
    sections.save(folder)
    by_word = np.argsort(sections.words, kind="stable")  # the sections stay in order below each word
    rows = np.repeat(np.arange(len(sections.starts) - 1, dtype=np.int32), np.diff(sections.starts))
    columns = starts_of(np.bincount(sections.words, minlength=len(sections.vocabulary)))
    np.save(folder / DATA, _scores(sections, columns)[by_word])
    np.save(folder / ROWS, rows[by_word])
    np.save(folder / STARTS, columns.astype(np.int32))
    places = {word: place for place, word in enumerate(sections.vocabulary)}
    (folder / VOCABULARY).write_text(json.dumps(places, ensure_ascii=False), "utf-8")
    left_out = {
        lang: sorted(language_words(lang).stopwords) for lang in sorted(set(map(base_language, languages)))
    }
    (folder / WORDS).write_text(json.dumps(left_out), "utf-8")


def _scores(sections: SectionWords, columns: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return what each word of each section adds: Lucene's BM25 (Kamphuis et al. 2020), as in bm25s."""
    count, frequency = len(sections.starts) - 1, np.diff(columns)
    rarity = np.log(1 + (count - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    lengths = np.add.reduceat(sections.counts, sections.starts[:-1])
    share = K1 * ((1 - B) + B * lengths / lengths.mean())
    per_word = np.repeat(share, np.diff(sections.starts))
    scores: NDArray[np.float32] = (
        rarity[sections.words] * (sections.counts / (per_word + sections.counts))
    ).astype(np.float32)
    return scores
