"""Generations on disk: complete or not at all, and never silently damaged."""

import re
from pathlib import Path

import pytest

from index.base import Known
from index.builder import Report, build_generation, write_generation
from index.corpus import Corpus
from index.errors import IndexMissing, IndexStale
from index.folders import written_folder
from index.generations import Generation, Generations, corpus_sha256
from index.material import Material
from index.retention import prune, remove_drafts
from index.retriever import HybridRetriever
from knowledge.errors import GuidesMissing
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder
from tests.index.workplace import Workplace

EMBEDDER = WordCountEmbedder(("leave", "travel", "data"))


@pytest.fixture
def guides(tmp_path: Path) -> Path:
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "a.md").write_text("# Leave\nAsk for leave early. Leave is short.\n## Sick\nCall.\n# Empty\n")
    (folder / "b.md").write_text("# Travel\nBook travel late.\n")
    return folder


def build(generations: Generations, guides: tuple[Guide, ...]) -> Generation:
    return build_generation(generations, guides, EMBEDDER, ("words", "f" * 64), "c" * 64)


@pytest.fixture
def generation(tmp_path: Path, guides: Path) -> Generation:
    return build(Generations.for_guides(tmp_path / "state", guides), read_guides(guides).guides)


def test_a_built_generation_is_current_and_counts_its_parts(generation: Generation) -> None:
    manifest = Generations(generation.folder.parent).current().manifest
    assert manifest == generation.manifest
    assert (manifest.guides, manifest.sections, manifest.passages, manifest.statements) == (2, 4, 3, 4)
    generation.verify()


def test_guides_come_back_as_they_were_read(generation: Generation, guides: Path) -> None:
    corpus = Corpus.load(generation.folder)
    assert [corpus.guide(n) for n in range(2)] == list(read_guides(guides).guides)
    guide, section = corpus.section(1)
    assert (guide.path, section.heading) == ("a.md", "Sick")
    assert corpus.sections.tolist() == [[0, 0, 0, 1], [0, 1, 1, 2], [0, 2, 2, 2], [1, 0, 2, 3]]
    assert corpus.passages.tolist() == [[0, 0, 3], [1, 3, 5], [3, 5, 7]]


def test_folders_of_guides_don_t_share_generations(tmp_path: Path) -> None:
    (tmp_path / "x" / "guides").mkdir(parents=True)
    (tmp_path / "y" / "guides").mkdir(parents=True)
    places = {Generations.for_guides(tmp_path, tmp_path / name / "guides").folder for name in "xy"}
    assert len(places) == 2


def test_no_generation_says_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"holds no index yet\. Run: footnote index"):
        Generations(tmp_path / "none").current()


def test_another_release_s_generation_is_not_read(generation: Generation) -> None:
    manifest = generation.folder / "manifest.json"
    manifest.write_text(re.sub(r'("schema_version"): \d+', r"\1: 99", manifest.read_text()))
    with pytest.raises(IndexMissing, match=r"has index format 99, this release reads"):
        Generation.load(generation.folder)


def test_a_format_that_is_no_number_is_not_repeated(generation: Generation) -> None:
    manifest = generation.folder / "manifest.json"
    manifest.write_text(re.sub(r'("schema_version"): \d+', r'\1: "9\\r\\u009b2J"', manifest.read_text()))
    with pytest.raises(IndexMissing, match=r"holds no index that can be read\. Run: footnote index$"):
        Generation.load(generation.folder)


def test_another_model_s_dimension_is_refused(generation: Generation) -> None:
    with pytest.raises(
        IndexStale, match=r"vectors of 3 dimensions .* the model gives 1\. Run: footnote index"
    ):
        HybridRetriever.load(generation, WordCountEmbedder(("leave",)))


def test_guides_without_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidesMissing, match="None of the guides has any text"):
        build(Generations(tmp_path), ())


def test_the_corpus_hash_follows_files_names_and_defaults(guides: Path) -> None:
    defaults = GuideDefaults()
    before = corpus_sha256(guides, defaults)
    assert corpus_sha256(guides, defaults) == before
    assert corpus_sha256(guides, GuideDefaults(owner="#it")) != before
    (guides / "b.md").rename(guides / "c.md")
    renamed = corpus_sha256(guides, defaults)
    (guides / "c.md").write_text("# Travel\nBook travel early.\n")
    assert len({before, renamed, corpus_sha256(guides, defaults)}) == 3


def test_a_folder_is_written_completely_or_not_at_all(tmp_path: Path) -> None:
    def write_half() -> None:
        with written_folder(tmp_path / "index") as draft:
            (draft / "half").write_text("x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.in_folder(tmp_path / "place")


def ids(*generations: Generation) -> list[str]:
    return [generation.manifest.id for generation in generations]


def test_what_was_current_before_is_remembered_in_order(place: Workplace) -> None:
    first, second, third = (place.index() for _ in range(3))
    assert place.generations.names() == ids(third, second, first)
    published = place.generations.published()
    assert (published.id, list(published.before)) == (third.manifest.id, ids(second, first))
    place.generations.make_current(second)
    assert list(place.generations.published().before) == ids(third, first)
    assert place.generations.by_rank() == ids(second, third, first)


def test_a_rollback_forgets_what_it_goes_back_on(place: Workplace) -> None:
    first, second, third, fourth = (place.index() for _ in range(4))
    place.generations.roll_back(second, "c" * 64)
    published = place.generations.published()
    assert (published.id, list(published.before)) == (second.manifest.id, ids(first))
    assert published.rolled_back is not None
    assert (published.rolled_back.id, published.rolled_back.corpus_sha256) == (fourth.manifest.id, "c" * 64)
    assert place.generations.by_rank() == ids(second, first, fourth, third)
    place.generations.roll_back(fourth, "c" * 64)  # and back again
    assert list(place.generations.published().before) == ids(first)
    fifth = place.index()
    assert place.generations.published().rolled_back is None
    assert list(place.generations.published().before) == ids(fourth, first)
    assert place.generations.current() == fifth


def test_the_least_useful_generations_are_deleted_first(place: Workplace) -> None:
    first, second, third, fourth = (place.index() for _ in range(4))
    place.generations.roll_back(second, "")
    assert prune(place.generations, keep=3) == ids(third)
    assert place.generations.names() == ids(fourth, second, first)
    assert prune(place.generations, keep=2) == ids(
        fourth
    )  # the way back is worth more than what was taken back
    assert prune(place.generations, keep=0) == ids(first)
    assert place.generations.current_or_previous().generation == second
    assert sorted(path.name for path in place.state.iterdir()) == sorted([*ids(second), "current"])


def test_nothing_is_deleted_while_nothing_says_what_is_current(place: Workplace) -> None:
    place.index(), place.index()
    (place.state / "current").unlink()
    with pytest.raises(IndexMissing):
        prune(place.generations, keep=1)
    assert len(place.generations.names()) == 2


def test_what_killed_builders_left_is_deleted_and_nothing_else(place: Workplace) -> None:
    name = place.index().manifest.id
    left = [f".{name}.x7_ab", f".{name}.deleted", ".current.q0w9"]
    for folder in left[:2]:
        (place.state / folder / "tokens").mkdir(parents=True)
    (place.state / left[2]).write_text("{")
    others = [".lock", ".confidence.json.ab12", "confidence.json"]
    for other in others:
        (place.state / other).write_text("")
    (place.state / "learned").mkdir()
    assert sorted(remove_drafts(place.generations)) == sorted(left)
    assert sorted(path.name for path in place.state.iterdir()) == sorted(
        [name, "current", "learned", *others]
    )
    assert remove_drafts(place.generations) == []


def test_a_generation_written_but_not_published_changes_nothing(place: Workplace) -> None:
    current, reading = place.index(), place.read()
    material = Material(reading.library.guides, "words", place.model, "c" * 64)
    written = write_generation(place.generations, material, place.embedder)
    written.verify()
    assert place.generations.current() == current
    assert place.generations.by_rank() == ids(current, written)


def test_stages_and_passages_are_reported_in_order(place: Workplace) -> None:
    told: list[str | tuple[int, int]] = []
    reading = place.read(Known())
    material = Material(reading.library.guides, "words", place.model, "c" * 64)
    report = Report(lambda done, total: told.append((done, total)), told.append)
    write_generation(place.generations, material, place.embedder, Known(), report)
    assert told == ["embedding", (6, 6), "writing", "hashing", "checking", "flushing to disk"]
