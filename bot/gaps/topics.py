"""Unanswered questions that ask for much the same, as topics."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering

from bot.gaps.report import Topic, Topics
from bot.gaps.sections import KnownSections
from bot.inbox.tallies import Unanswered
from index.embedder import Embedder, Vectors
from knowledge.answer import Status

LEAST = 2
"""A question that was asked once may tell who asked it, and is no topic yet."""
APART = 0.6
"""How far apart, as a mean of 1 - cosine, two groups may be and still become one.

With all-MiniLM-L6-v2, of five wordings each for 40 sections (tests/data/handbook), four of five pairs that
share a topic ask for the same section; from 0.65 on topics run into each other.
"""
OTHERS = 4
"""Further wordings that a topic shows."""


def find_topics(questions: Sequence[Unanswered], embedder: Embedder, known: KnownSections) -> Topics:
    """Group questions by average linkage over their cosines; the same questions give the same topics."""
    ordered = sorted(questions, key=lambda question: (question.text, question.week, question.nearest))
    vectors = embedder.questions.embed([question.text for question in ordered])
    groups = [group for group in _groups(vectors) if len(group) >= LEAST]
    topics = [_topic([ordered[i] for i in group], known) for group in groups]
    topics.sort(key=lambda topic: (-topic.questions, topic.name))
    return Topics(tuple(topics), len(ordered) - sum(map(len, groups)))


def _groups(vectors: Vectors) -> Iterator[NDArray[np.int64]]:
    """Yield the rows of each group, the most central first: those nearest to all of the group."""
    cosines = np.clip(vectors @ vectors.T, -1, 1).astype(np.float64)
    if len(vectors) < LEAST:
        return
    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=APART
    )
    labels = clustering.fit_predict(1 - cosines)
    for label in range(labels.max() + 1):
        group = np.flatnonzero(labels == label)
        closeness = cosines[np.ix_(group, group)].sum(axis=1).round(6)
        yield group[np.argsort(-closeness, kind="stable")]


def _topic(questions: Sequence[Unanswered], known: KnownSections) -> Topic:
    wordings = list(dict.fromkeys(question.text for question in questions))
    statuses = Counter(question.status for question in questions)
    nearest, _ = min(Counter(q.nearest for q in questions).items(), key=lambda place: (-place[1], place[0]))
    return Topic(
        name=wordings[0],
        others=tuple(wordings[1 : 1 + OTHERS]),
        questions=len(questions),
        related=statuses[Status.RELATED],
        not_covered=statuses[Status.NOT_COVERED],
        latest=max(question.week for question in questions),
        nearest=known.named(nearest),
    )
