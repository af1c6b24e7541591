"""Checks that what a new generation keeps of a passage is that one's own, by making some of it again."""

import numpy as np

from index.corpus import Corpus
from index.embedder import Embedder
from index.embedding import EmbeddedPassage
from index.lexical import LexicalIndex
from index.passage_runs import KeptPassages, PassageRun
from index.section_words import SectionWords
from index.verification import spread, unsound
from index.views import PassageView, section_text

SAMPLE = 6
NOISE = 1e-3
"""How far a number may be from the same one embedded in another batch; they differ by a millionth or so."""


def check_passages(kept: KeptPassages, corpus: Corpus, embedder: Embedder) -> None:
    """Embed some passages from all over again, and compare every number: no row may be another passage's.

    Raises:
        IndexUnsound: one is.
    """
    numbers = spread(len(corpus.passages))[:SAMPLE]
    views = [_view(corpus, number) for number in numbers]
    read = embedder.embed_tokens([view.text for view in views])
    for number, view, text in zip(numbers, views, read, strict=True):
        own = PassageRun.from_embedded([EmbeddedPassage.from_read(text, view, kept.steps)])
        if not _alike(own, kept.run(number, number + 1)) or kept.keys[number].tobytes() != view.key:
            raise unsound(f"The new index has other vectors for {view.text[:60]!r} than the model gives.")


def _view(corpus: Corpus, number: int) -> PassageView:
    row = int(corpus.passages[number, 0])
    _, section = corpus.section(row)
    return PassageView.from_passage(section, section.passages[number - int(corpus.sections[row, 2])])


def _alike(one: PassageRun, other: PassageRun) -> bool:
    """Tell whether two runs are the same but for noise: a code may fall on the other side of a half step."""
    for name in ("lengths", "ids", "id_counts"):
        if not np.array_equal(getattr(one, name), getattr(other, name)):
            return False
    for name in ("segments", "tokens"):
        difference = np.subtract(getattr(one, name), getattr(other, name), dtype=np.int16)
        if np.abs(difference).max(initial=0) > 1:
            return False
    return bool(np.allclose(one.vectors, other.vectors, rtol=0, atol=NOISE))


def check_words(lexical: LexicalIndex, said: SectionWords, corpus: Corpus) -> None:
    """Count the words of some sections from all over again, and look them up where a question would.

    Raises:
        IndexUnsound: they are another section's.
    """
    for number in spread(len(corpus.sections))[:SAMPLE]:
        guide, section = corpus.section(number)
        own = SectionWords.from_texts([(guide.lang, section_text(section))])
        kept = said.slice(number, number + 1)
        words = {said.vocabulary[i]: count for i, count in zip(kept.words, kept.counts, strict=True)}
        counted = {own.vocabulary[i]: count for i, count in zip(own.words, own.counts, strict=True)}
        if words != counted or not all(_finds(lexical, word, number) for word in counted):
            raise unsound(f"The new index has other words for {' > '.join(section.trail)!r} than it says.")


def _finds(lexical: LexicalIndex, word: str, section: int) -> bool:
    column = lexical.vocabulary[word]
    return section in lexical.rows[lexical.starts[column] : lexical.starts[column + 1]]
