"""The hybrid retriever over words that can be counted: right sections, right order, right signals."""

import math
from pathlib import Path

import pytest

from index.builder import build_generation
from index.generations import Generations
from index.retriever import HybridRetriever
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder

GUIDE = """# Work
Nobody reads this introduction.
## Leave
Ask for leave three days ahead. The form is blue.
## Travel
Book travel through the portal. Keep the receipts.
## Empty
"""


@pytest.fixture
def retriever(tmp_path: Path) -> HybridRetriever:
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "work.md").write_text(GUIDE)
    embedder = WordCountEmbedder(("leave", "travel", "receipts", "form", "introduction"))
    generations = Generations(tmp_path / "index")
    generation = build_generation(generations, read_guides(folder).guides, embedder, ("words", ""), "")
    return HybridRetriever.load(generation, embedder)


def headings(retriever: HybridRetriever, query: str, limit: int = 10) -> list[str]:
    return [scored.section.heading for scored in retriever.search(query, limit).sections]


def test_the_section_that_says_it_comes_first(retriever: HybridRetriever) -> None:
    assert headings(retriever, "how do I ask for leave?")[0] == "Leave"
    assert headings(retriever, "keep receipts of travel")[0] == "Travel"


def test_words_alone_find_what_the_model_doesn_t_know(retriever: HybridRetriever) -> None:
    assert headings(retriever, "portal")[0] == "Travel"


def test_statement_scores_are_cosine_and_half_the_late_interaction(retriever: HybridRetriever) -> None:
    travel = retriever.search("travel receipts", 1).sections[0]
    scores = {scored.statement.text: scored.score for scored in travel.statements()}
    cosine = 0.5**0.5  # each statement has one of the question's two words
    travel_weight, receipts_weight = (math.sqrt(math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))) for _ in range(2))
    share = travel_weight / (travel_weight + receipts_weight)  # the trail says "travel" as well
    assert scores == {
        "Book travel through the portal.": pytest.approx(cosine + 0.5 * share, abs=0.01),
        "Keep the receipts.": pytest.approx(cosine + 0.5 * 1, abs=0.01),
    }


def test_signals_are_those_of_the_first_section(retriever: HybridRetriever) -> None:
    findings = retriever.search("travel receipts", 10)
    signals = findings.signals
    assert signals.statement == pytest.approx(0.5**0.5, abs=0.01)
    assert signals.trail == pytest.approx(0.5**0.5, abs=0.01)
    assert signals.unmatched == 0
    first, second = (scored.score for scored in findings.sections[:2])
    assert signals.margin == pytest.approx(math.sqrt(first - second), abs=1e-6)


def test_what_no_passage_speaks_of_is_unmatched(retriever: HybridRetriever) -> None:
    known, unknown = (math.sqrt(math.log(1 + (3 - n + 0.5) / (n + 0.5))) for n in (1, 3))
    signals = retriever.search("receipts zebra", 10).signals
    assert signals.unmatched == pytest.approx(unknown / (known + unknown), abs=1e-3)


def test_sections_are_distinct_limited_and_never_empty(retriever: HybridRetriever) -> None:
    assert headings(retriever, "leave travel form", limit=2) == headings(retriever, "leave travel form")[:2]
    found = headings(retriever, "leave travel form empty")
    assert sorted(found) == ["Leave", "Travel", "Work"]
