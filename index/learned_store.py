"""Learned questions on disk, with their vectors, so that a start needs to embed none."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from pydantic import ValidationError

from index.embedder import Embedder, Vectors
from index.errors import IndexMissing
from index.folders import replace_file
from index.learned import LearnedQuestion

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class LearnedStore:
    """Questions in ``folder``, and their vectors by the model with this SHA-256."""

    folder: Path
    model_sha256: str

    def questions(self) -> list[LearnedQuestion]:
        """Return the questions in the order that they were learned, none where there is no file.

        Raises:
            IndexMissing: a line can't be read; it is named.
        """
        file = self.folder / QUESTIONS
        if not file.exists():
            return []
        questions = []
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            try:
                questions.append(LearnedQuestion.model_validate_json(line))
            except ValidationError as error:
                cure = "Mend or delete that line."
                raise IndexMissing(f"{file}:{number} is no learned question. {cure}") from error
        return questions

    def vectors(self, questions: Sequence[LearnedQuestion], embedder: Embedder) -> Vectors:
        """Return the questions' vectors; what isn't kept, or is another model's, is embedded now."""
        kept = self._kept() if questions else {}
        missing = [question for question in questions if question.id not in kept]
        made = embedder.questions.embed([question.question for question in missing])
        kept |= {question.id: vector for question, vector in zip(missing, made, strict=True)}
        vectors = [kept[question.id] for question in questions]
        return np.array(vectors, np.float32).reshape(len(questions), embedder.dimension)

    def take_vectors_from(self, other: "LearnedStore") -> None:
        """Take over the vectors that another store of the same model keeps: `save` makes only new ones."""
        if other._vectors_file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(other._vectors_file, self._vectors_file)

    def save(self, questions: Sequence[LearnedQuestion], embedder: Embedder) -> None:
        """Keep ``questions``, each once, in one atomic step; their vectors first."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unique = list({question.id: question for question in questions}.values())
        np.savez(self._vectors_file, ids=[q.id for q in unique], vectors=self.vectors(unique, embedder))
        lines = "".join(question.model_dump_json() + "\n" for question in unique)
        replace_file(self.folder / QUESTIONS, lines)

    def add(self, question: LearnedQuestion) -> None:
        """Keep one more question; its vector is made when it is first asked for."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = {known.id: known for known in [*self.questions(), question]}
        lines = "".join(known.model_dump_json() + "\n" for known in kept.values())
        replace_file(self.folder / QUESTIONS, lines)

    @property
    def _vectors_file(self) -> Path:
        return self.folder / f"questions-{self.model_sha256[:12]}.npz"

    def _kept(self) -> dict[str, Vectors]:
        try:
            with np.load(self._vectors_file, allow_pickle=False) as file:
                return dict(zip(file["ids"].tolist(), file["vectors"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            return {}  # they can be embedded again
