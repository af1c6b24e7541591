"""Learned questions: found again, removable, and never a word in what is quoted."""

from pathlib import Path

import numpy as np
import pytest

from index.builder import build_generation
from index.errors import IndexMissing
from index.generations import Generation, Generations
from index.learned import FROM, LearnedQuestion, LearnedViews
from index.learned_store import LearnedStore
from index.retriever import HybridRetriever
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder

EMBEDDER = WordCountEmbedder(("leave", "travel", "holiday", "beach", "train", "form"))
GUIDE = """---
footnote:
  questions: {leave: ["when may I go to the beach?"], gone: ["never?"]}
---
# Work
## Leave
Ask for leave. The form is blue.
## Travel
Book travel early. Take the train.
## Empty
"""


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "work.md").write_text(GUIDE)
    guides = read_guides(folder).guides
    return build_generation(Generations(tmp_path / "index"), guides, EMBEDDER, ("words", "a" * 64), "")


def store(tmp_path: Path, *questions: LearnedQuestion) -> LearnedStore:
    made = LearnedStore(tmp_path / "learned", "a" * 64)
    made.save(questions, EMBEDDER)
    return made


def first(retriever: HybridRetriever, query: str) -> str:
    return retriever.search(query, 3).sections[0].section.heading


HOLIDAY = LearnedQuestion(question="holiday?", path="work.md", anchor="leave")


def test_a_guide_s_own_questions_find_their_section(generation: Generation) -> None:
    retriever = HybridRetriever.load(generation, EMBEDDER)
    assert first(retriever, "the beach") == "Leave"
    assert retriever.learned.sections.tolist() == [1]  # the anchor that is gone is left out


def test_a_learned_question_finds_its_section_and_nothing_else_changes(
    generation: Generation, tmp_path: Path
) -> None:
    plain = HybridRetriever.load(generation, EMBEDDER)
    learned = HybridRetriever.load(generation, EMBEDDER, store(tmp_path, HOLIDAY))
    assert first(learned, "a holiday") == "Leave"
    assert learned.search("book travel", 3) == plain.search("book travel", 3)
    found = learned.search("a holiday", 1).sections[0]
    assert found.section == plain.corpus.section(1)[1]
    assert "holiday" not in found.guide.source


def test_support_is_what_exceeds_the_least_cosine(generation: Generation) -> None:
    corpus = HybridRetriever.load(generation, EMBEDDER).corpus
    questions = [HOLIDAY, LearnedQuestion(question="holiday train", path="work.md", anchor="travel")]
    views = LearnedViews.from_questions(questions, EMBEDDER.embed([q.question for q in questions]), corpus)
    (asked,) = EMBEDDER.embed(["holiday"])
    support = views.support(asked, np.array([1, 2, 3]))
    assert support.tolist() == pytest.approx([1 - FROM, 0.5**0.5 - FROM, 0], abs=1e-6)
    assert views.near(asked).tolist() == [1, 2]
    assert views.support(asked, np.array([2])).tolist() == pytest.approx([0.5**0.5 - FROM], abs=1e-6)


@pytest.mark.parametrize(
    ("path", "anchor"), [("other.md", "leave"), ("work.md", "nowhere"), ("work.md", "empty")]
)
def test_a_question_without_its_section_is_dormant(
    generation: Generation, tmp_path: Path, path: str, anchor: str
) -> None:
    lost = LearnedQuestion(question="train?", path=path, anchor=anchor)
    retriever = HybridRetriever.load(generation, EMBEDDER, store(tmp_path, lost))
    assert first(retriever, "train") == "Travel"


def test_each_question_is_kept_once_with_its_vector(tmp_path: Path) -> None:
    kept = store(tmp_path, HOLIDAY, HOLIDAY)
    assert kept.questions() == [HOLIDAY]
    np.testing.assert_array_equal(kept.vectors([HOLIDAY], EMBEDDER), EMBEDDER.embed(["holiday?"]))


def test_another_model_s_vectors_are_made_anew(tmp_path: Path) -> None:
    store(tmp_path, HOLIDAY)
    other = WordCountEmbedder(("beach", "holiday"))
    vectors = LearnedStore(tmp_path / "learned", "b" * 64).vectors([HOLIDAY], other)
    assert vectors.tolist() == [[0, 1]]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    kept = store(tmp_path, HOLIDAY)
    file = kept.folder / "questions.jsonl"
    file.write_text(file.read_text() + '{"question": ""}\n')
    with pytest.raises(
        IndexMissing, match=r"questions\.jsonl:2 is no learned question\. Mend or delete that line"
    ):
        kept.questions()
