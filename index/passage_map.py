"""A map of the guides: every passage and question as a point, near where their vectors are near."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from index.corpus import Corpus
from index.embedder import Embedder, Vectors
from index.vectors import VectorIndex

MOST_PASSAGES = 3000


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map, and the passage's trail or the question."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class PassageMap:
    """Passages, evenly picked from a large corpus, and questions, in the order given.

    ``explained`` is the share of the passages' variance that two dimensions keep. It is low: what is near on
    the map may be far apart in truth.
    """

    passages: tuple[MapPoint, ...]
    questions: tuple[MapPoint, ...]
    explained: float


def build_passage_map(
    corpus: Corpus, vectors: VectorIndex, embedder: Embedder, questions: Sequence[str]
) -> PassageMap:
    """Lay out at most 3,000 passages and the questions by the passages' two principal components."""
    picked = np.unique(np.linspace(0, len(vectors) - 1, min(len(vectors), MOST_PASSAGES)).astype(np.int64))
    passages, asked, explained = _project(vectors.at(picked), embedder.questions.embed(questions))
    trails = [" › ".join(corpus.section(int(corpus.passages[row, 0]))[1].trail) for row in picked]
    return PassageMap(_points(passages, trails), _points(asked, questions), explained)


def _project(passages: Vectors, questions: Vectors) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    if len(passages) < 2:  # one passage has no directions
        return np.zeros((len(passages), 2)), np.zeros((len(questions), 2)), 0.0
    pca = PCA(n_components=2, svd_solver="covariance_eigh").fit(passages)
    return pca.transform(passages), pca.transform(questions), float(pca.explained_variance_ratio_.sum())


def _points(places: NDArray[np.float64], labels: Sequence[str]) -> tuple[MapPoint, ...]:
    return tuple(MapPoint(float(x), float(y), label) for (x, y), label in zip(places, labels, strict=True))
