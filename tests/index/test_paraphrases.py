"""What three people asked, a fourth finds: confirmed questions on a handbook of 40 sections."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from index.builder import build_generation
from index.corpus import Corpus
from index.exported_model import ExportedModel
from index.generations import Generation, Generations
from index.learned import LearnedQuestion
from index.learned_store import LearnedStore
from index.onnx_embedder import OnnxEmbedder
from index.retriever import HybridRetriever
from knowledge.reading import read_guides

pytestmark = pytest.mark.early(2)

DATA = Path(__file__).resolve().parents[1] / "data" / "handbook"
Section = tuple[str, str]


@pytest.fixture(scope="module")
def embedder(exported_model: ExportedModel) -> OnnxEmbedder:
    return OnnxEmbedder.load(exported_model)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Generation:
    guides = read_guides(DATA).guides
    place = Generations(tmp_path_factory.mktemp("handbook"))
    return build_generation(place, guides, embedder, ("all-MiniLM-L6-v2", "a" * 64), "")


@pytest.fixture(scope="module")
def wordings() -> dict[Section, list[str]]:
    found: dict[Section, list[str]] = defaultdict(list)
    for line in (DATA / "paraphrases.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["path"], row["heading"]].append(row["wording"])
    assert len(found) == 40
    assert {len(own) for own in found.values()} == {5}
    return found


def learn(
    folder: Path, corpus: Corpus, embedder: OnnxEmbedder, wordings: dict[Section, list[str]], places: set[int]
) -> LearnedStore:
    anchors = {
        (path, section.heading): section.anchor
        for path, number in corpus.paths.items()
        for section in corpus.guide(number).sections
    }
    store = LearnedStore(folder, "a" * 64)
    learned = [
        LearnedQuestion(question=own[place], path=section[0], anchor=anchors[section])
        for section, own in wordings.items()
        for place in places
    ]
    store.save(learned, embedder)
    return store


def missed(retriever: HybridRetriever, wordings: dict[Section, list[str]], places: set[int]) -> list[str]:
    lost = []
    for section, own in wordings.items():
        for place in places:
            first = retriever.search(own[place], 1).sections[0]
            if (first.guide.path, first.section.heading) != section:
                lost.append(f"{own[place]!r}: {first.section.heading}, not {section[1]}")
    return lost


def test_a_held_out_wording_finds_the_section_first(
    tmp_path: Path, generation: Generation, embedder: OnnxEmbedder, wordings: dict[Section, list[str]]
) -> None:
    corpus = Corpus.load(generation.folder)
    untaught = missed(HybridRetriever.load(generation, embedder), wordings, set(range(5)))
    lost = []
    for fold in range(5):  # each wording is held out twice
        held_out = {fold, (fold + 1) % 5}
        store = learn(tmp_path / str(fold), corpus, embedder, wordings, set(range(5)) - held_out)
        lost += missed(HybridRetriever.load(generation, embedder, store), wordings, held_out)
    asked = 5 * 2 * len(wordings)
    print(f"right section first: {1 - len(untaught) / 200:.3f} untaught, {1 - len(lost) / asked:.3f} taught")
    assert 1 - len(lost) / asked >= 0.8  # 0.97 is out of this model's reach: docs/decisions/0009
    assert len(lost) / asked <= len(untaught) / 200 - 0.05


def test_a_question_that_was_confirmed_is_found_again(
    tmp_path: Path, generation: Generation, embedder: OnnxEmbedder, wordings: dict[Section, list[str]]
) -> None:
    store = learn(tmp_path, Corpus.load(generation.folder), embedder, wordings, set(range(5)))
    assert missed(HybridRetriever.load(generation, embedder, store), wordings, set(range(5))) == []


def test_teaching_some_sections_hardly_costs_the_others(
    tmp_path: Path, generation: Generation, embedder: OnnxEmbedder, wordings: dict[Section, list[str]]
) -> None:
    sections = sorted(wordings)
    taught = {section: wordings[section] for section in sections[::2]}
    others = {section: wordings[section] for section in sections[1::2]}
    store = learn(tmp_path, Corpus.load(generation.folder), embedder, taught, {0, 1, 2})
    before = missed(HybridRetriever.load(generation, embedder), others, set(range(5)))
    after = missed(HybridRetriever.load(generation, embedder, store), others, set(range(5)))
    assert len(after) <= len(before) + 5  # of 100
