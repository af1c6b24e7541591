"""Builds the lexical index with bm25s."""

import json
from collections.abc import Sequence
from pathlib import Path

import bm25s
from bm25s import stopwords

from index.lexical import WORDS
from index.words import Words, base_language

K1, B = 1.2, 0.75
STOPWORDS = {
    "da": stopwords.STOPWORDS_DANISH, "de": stopwords.STOPWORDS_GERMAN, "en": stopwords.STOPWORDS_EN,
    "es": stopwords.STOPWORDS_SPANISH, "fr": stopwords.STOPWORDS_FRENCH, "it": stopwords.STOPWORDS_ITALIAN,
    "nl": stopwords.STOPWORDS_DUTCH, "no": stopwords.STOPWORDS_NORWEGIAN,
    "pt": stopwords.STOPWORDS_PORTUGUESE,
    "ru": stopwords.STOPWORDS_RUSSIAN, "sv": stopwords.STOPWORDS_SWEDISH, "tr": stopwords.STOPWORDS_TURKISH,
}  # fmt: skip


def build_lexical_index(folder: Path, texts: Sequence[tuple[str, str]]) -> None:
    """Write the BM25 index of ``texts``, pairs of a language (ISO 639-1) and words, into ``folder``."""
    found = sorted({base_language(lang) for lang, _ in texts})
    languages = {lang: Words(lang, frozenset(STOPWORDS.get(lang, ()))) for lang in found}
    split = [languages[base_language(lang)].split(text) for lang, text in texts]
    bm25 = bm25s.BM25(k1=K1, b=B, method="lucene")
    # bm25s can't index an empty vocabulary; a word that no question holds keeps it from being one.
    bm25.index([words or ["\x00"] for words in split], show_progress=False)
    bm25.save(str(folder), show_progress=False)
    left_out = {lang: sorted(words.stopwords) for lang, words in languages.items()}
    (folder / WORDS).write_text(json.dumps(left_out), "utf-8")
