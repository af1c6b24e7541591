"""Searching in some guides only: what is left out is nowhere to be seen, and displaces nothing."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.builder import build_generation
from index.generations import Generations
from index.retriever import NEAR, HybridRetriever
from index.scopes import MOST_KEPT, Scopes
from knowledge.answer import Status
from knowledge.answerer import Answerer
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder, confidence_by_statement

WORDS = ("leave", "travel", "pay", "form", "portal", "days")
PLAIN = {
    "leave.md": "# Leave\n## Asking\nAsk for leave days.\n## Form\nThe form is in the portal.\n",
    "travel.md": "# Travel\n## Booking\nBook travel in the portal.\n",
}
HIDDEN = "---\nfootnote:\n  audience: [SPAY]\n  owner: '#zebra'\n  disclaimer: Zebra.\n---\n# Zebra pay\n"
QUESTIONS = ("leave days?", "travel portal?", "pay form?", "pay leave travel form portal days?")


def answerer(folder: Path, guides: dict[str, str]) -> Answerer:
    folder.mkdir()
    for path, text in guides.items():
        (folder / path).write_text(text)
    embedder = WordCountEmbedder(WORDS)
    generations = Generations(folder.with_name(f"{folder.name}-state"))
    generation = build_generation(generations, read_guides(folder).guides, embedder, ("words", ""), "")
    retriever = HybridRetriever.load(generation, embedder)
    return Answerer(retriever, confidence_by_statement(), generation.manifest.id, "Pointers.", "#help")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    crowd = "".join(f"## Zebra {n}\nZebra pay leave travel form portal days.\n" for n in range(NEAR * 2))
    return answerer(tmp_path_factory.mktemp("mixed") / "guides", PLAIN | {"pay.md": HIDDEN + crowd})


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answerer(tmp_path_factory.mktemp("plain") / "guides", PLAIN)


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_hidden_shows_nowhere_and_displaces_nothing(
    mixed: Answerer, plain: Answerer, question: str
) -> None:
    seen, alone = mixed.answer(question), plain.answer(question)
    assert "zebra" not in json.dumps(asdict(seen), default=str).casefold()
    assert {(c.path, c.anchor) for c in seen.candidates} == {(c.path, c.anchor) for c in alone.candidates}
    assert (seen.owner, seen.disclaimer) == (alone.owner, alone.disclaimer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_who_may_see_it_finds_it(mixed: Answerer, question: str) -> None:
    everything = frozenset(card.path for card in mixed.cards)
    assert "pay.md" in {candidate.path for candidate in mixed.answer(question, everything).candidates}
    (path,) = {candidate.path for candidate in mixed.answer(question, frozenset({"pay.md"})).candidates}
    assert path == "pay.md"


@pytest.mark.parametrize("within", [frozenset[str](), frozenset({"nosuch.md"})])
def test_where_nothing_may_be_seen_nothing_is_covered(mixed: Answerer, within: frozenset[str]) -> None:
    answer = mixed.answer("leave days?", within)
    assert (answer.status, answer.citations, answer.candidates) == (Status.NOT_COVERED, (), ())
    assert (answer.owner, answer.disclaimer) == ("#help", "Pointers.")


@given(st.text(max_size=60), st.sets(st.sampled_from(["leave.md", "travel.md", "pay.md"])))
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_only_what_may_be_seen_is_found(
    mixed: Answerer, question: str, within: set[str]
) -> None:
    answer = mixed.answer(question, frozenset(within))
    assert {citation.path for citation in answer.citations} <= within
    assert {candidate.path for candidate in answer.candidates} <= within


def test_masks_are_kept_for_the_last_scopes_only(mixed: Answerer) -> None:
    retriever = mixed.retriever
    assert isinstance(retriever, HybridRetriever)
    scopes = Scopes(retriever.corpus)
    first = scopes.of(frozenset({"leave.md"}))
    assert scopes.of(frozenset({"leave.md"})) is first
    for n in range(MOST_KEPT):
        scopes.of(frozenset({f"{n}.md"}))
    assert scopes.of(frozenset({"leave.md"})) is not first
