"""Generations on disk: complete or not at all, and never silently damaged."""

from pathlib import Path

import pytest

from index.builder import build_generation
from index.corpus import Corpus
from index.errors import IndexMissing, IndexStale
from index.folders import written_folder
from index.generations import Generation, Generations, corpus_sha256
from index.retriever import HybridRetriever
from knowledge.errors import GuidesMissing
from knowledge.guide import Guide
from knowledge.guide_files import GuideDefaults
from knowledge.reading import read_guides
from tests.fakes import WordCountEmbedder

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


def test_a_flipped_bit_in_any_file_is_found(generation: Generation) -> None:
    for name in generation.manifest.files:
        file = generation.folder / name
        good = file.read_bytes()
        file.write_bytes(bytes([good[0] ^ 1]) + good[1:] if good else b"\0")
        with pytest.raises(IndexMissing, match=r"is not the file that was built\. Run: footnote index"):
            generation.verify()
        file.write_bytes(good)
    generation.verify()


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
    manifest.write_text(manifest.read_text().replace('"schema_version": 5', '"schema_version": 99'))
    with pytest.raises(IndexMissing, match=r"has index format 99, this release reads"):
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
