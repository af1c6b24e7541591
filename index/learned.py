"""Questions that people say a section answers: further views of it, which the next similar question finds.

They only help to find a section. What is quoted is still the section's own words, chosen by the question that
was asked, so nothing that is learned can make a section say what it doesn't.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from index.codes import Rows
from index.corpus import Corpus
from index.embedder import Vectors
from index.fusion import Scores
from knowledge.guide import Guide

LEARNED = "learned"
FROM = 0.3
"""The cosine above which a learned question speaks for its section.

Lower, or with more weight, sections that nobody asked about yet lose to those that people did.
"""
NEAR = 0.5
"""The cosine above which its section is looked at even if nothing else leads there."""


class LearnedQuestion(BaseModel):
    """A question, and the section that answers it: the guide's path and the section's anchor."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str = Field(min_length=1)
    path: str
    anchor: str

    @property
    def id(self) -> str:
        """A short name that is the same wherever the same question is learned for the same section."""
        words = "\n".join((self.path, self.anchor, self.question))
        return hashlib.sha256(words.encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class LearnedViews:
    """The learned questions that this index can use: a vector each, and the number of its section."""

    vectors: Vectors
    sections: Rows

    @classmethod
    def from_questions(
        cls, questions: Sequence[LearnedQuestion], vectors: Vectors, corpus: Corpus
    ) -> "LearnedViews":
        """Take those questions, each with its vector, whose section is in the corpus and has text."""
        numbers = [section_number(corpus, question) for question in questions]
        usable = [i for i, number in enumerate(numbers) if number is not None]
        return cls(vectors[usable], np.array([numbers[i] for i in usable], np.int64))

    def support(self, question: Vectors, sections: Rows) -> Scores:
        """Return how far each section's nearest learned question is above `FROM`, 0 where none is."""
        above = np.maximum(self.vectors @ question - np.float32(FROM), 0)
        support = np.zeros(len(sections), np.float32)
        places = np.searchsorted(sections, self.sections)
        known = places < len(sections)
        known[known] = sections[places[known]] == self.sections[known]
        np.maximum.at(support, places[known], above[known])
        return support

    def near(self, question: Vectors) -> Rows:
        """Return the sections that a learned question speaks for."""
        return self.sections[self.vectors @ question > NEAR]


def section_number(corpus: Corpus, question: LearnedQuestion) -> int | None:
    """Return the number of the question's section, wherever it moved; None if it is gone or has no text."""
    number = corpus.section_number((question.path, question.anchor))
    if number is None:
        return None
    first, end = corpus.sections[number, 2:4]
    return number if first < end else None


def front_matter_questions(guides: Iterable[Guide]) -> list[LearnedQuestion]:
    """Return the questions that the guides themselves name, in order."""
    return [
        LearnedQuestion(question=question, path=guide.path, anchor=anchor)
        for guide in guides
        for anchor, questions in guide.questions.items()
        for question in questions
        if question.strip()
    ]
