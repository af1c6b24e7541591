"""Late interaction: how well a question's tokens are matched by those of a passage, statement by statement.

Khattab and Zaharia 2020 (ColBERT, arXiv:2004.12832) add up, over the question's tokens, the best cosine with
any token of the passage. Here the tokens are those of an ordinary sentence embedder's last layer but one, and
each counts by its rarity among the guides. Nothing is trained for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index.codes import Rows
from index.corpus import Corpus
from index.corpus_vectors import CorpusVectors
from index.embedder import TokenEmbeddings
from index.fusion import Scores, SectionSignals
from index.ranges import Ranges

BLOCK = 2048
MATCHED = 0.55
"""The cosine from which two tokens are taken to speak of the same thing."""


@dataclass(frozen=True, slots=True)
class Given:
    """The candidate sections' signals that don't come from their text's vectors: see `SectionSignals`."""

    coverage: Scores
    learned: Scores


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each candidate section, and for each of their statements.

    ``similarities`` and ``matches`` hold the statements' cosines with the question and their late
    interactions; ``best_tokens`` each passage's best cosine with each token of the question, which count
    ``weights``. ``statements`` and ``passages`` tell which are whose.
    """

    signals: SectionSignals
    statements: Ranges
    similarities: Scores
    matches: Scores
    passages: Ranges
    best_tokens: Scores
    weights: Scores

    def unmatched(self, i: int) -> float:
        """Return the weight, 0 to 1, of the tokens that the ``i``-th section's best passage doesn't match."""
        own = slice(self.passages.cuts[i], self.passages.cuts[i] + self.passages.lengths[i])
        best = max(self.best_tokens[own], key=lambda tokens: float(tokens @ self.weights))
        return float(self.weights[best < MATCHED].sum())

    def of_section(self, i: int) -> slice:
        """Return which statements are those of the ``i``-th section."""
        return slice(self.statements.cuts[i], self.statements.cuts[i] + self.statements.lengths[i])


def gather_evidence(
    corpus: Corpus, vectors: CorpusVectors, question: TokenEmbeddings, sections: Rows, given: Given
) -> Evidence:
    """Compare a question with each of ``sections``, which have at least one passage each."""
    first, end = corpus.sections[sections, 2], corpus.sections[sections, 3]
    passages = Ranges.from_bounds(first, end)
    segments = Ranges.from_bounds(corpus.passages[passages.rows, 1], corpus.passages[passages.rows, 2])
    similarities = vectors.segments.take(segments.rows) @ (
        question.vector * np.float32(vectors.segments.step)
    )
    best_tokens = _best_tokens(vectors, question, segments.rows)
    weights = vectors.tokens.weights(question)
    trails = segments.cuts  # each passage's first segment
    trail_tokens = np.repeat(best_tokens[trails], segments.lengths, axis=0)
    matches = np.maximum(best_tokens, trail_tokens) @ weights
    is_statement = np.ones(len(segments.rows), bool)
    is_statement[trails] = False
    statements = Ranges.from_lengths(np.add.reduceat(segments.lengths - 1, passages.cuts))
    similarities_of, matches_of = similarities[is_statement], matches[is_statement]
    in_passage = segments.best(best_tokens)
    signals = SectionSignals(
        statement=statements.best(similarities_of),
        trail=passages.best(similarities[trails]),
        passage_match=passages.best(in_passage @ weights),
        statement_match=statements.best(matches_of),
        coverage=given.coverage,
        learned=given.learned,
        length=np.log(end - first).astype(np.float32),
    )
    return Evidence(signals, statements, similarities_of, matches_of, passages, in_passage, weights)


def _best_tokens(vectors: CorpusVectors, question: TokenEmbeddings, segments: Rows) -> Scores:
    """Return each segment's best cosine with each token of the question, shape (segments, question's)."""
    first, end = vectors.tokens.starts[segments], vectors.tokens.starts[segments + 1]
    projected = vectors.tokens.project(question)
    best = np.empty((len(segments), projected.shape[1]), np.float32)
    for some in _blocks(end - first):
        tokens = Ranges.from_bounds(first[some], end[some])
        best[some] = tokens.best(vectors.tokens.matches(projected, tokens.rows))
    return best


def _blocks(lengths: Rows) -> Iterator[slice]:
    """Part segments into runs of some `BLOCK` tokens: what is made of one fits a core's cache."""
    ends = np.cumsum(lengths)
    cuts = np.searchsorted(ends, np.arange(BLOCK, ends[-1], BLOCK)) + 1
    for start, stop in pairwise((0, *cuts.tolist(), len(lengths))):
        if start < stop:
            yield slice(start, stop)
