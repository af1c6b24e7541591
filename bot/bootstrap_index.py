"""The composition root of maintaining: building an index, learning, and laying passages out on a map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bootstrap import learned_store, load_embedder
from bot.places import converted_folder, exported_folder, generations_of, guide_defaults
from bot.settings import Settings
from index.builder import build_generation
from index.corpus import Corpus
from index.corpus_vectors import VECTORS, Progress
from index.embedder import Embedder
from index.errors import IndexMissing, ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generation, Generations, corpus_sha256
from index.learned_store import LearnedStore
from index.model_files import load_model_files
from index.vectors import VectorIndex
from knowledge.conversion.cache import ConversionCache
from knowledge.errors import GuidesMissing
from knowledge.reading import Library, for_everyone, read_guides

if TYPE_CHECKING:
    from index.passage_map import PassageMap


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing did: guides by path, and the problems that the reader found."""

    generation: Generation
    library: Library
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def build_index(settings: Settings, progress: Progress) -> IndexReport:
    """Read and embed the guides, and make the new generation current; export the model where that is to do.

    Raises:
        GuidesMissing: the folder isn't there, or none of its guides can be read.
        ModelInvalid: the model's files are missing or damaged.
    """
    cache = ConversionCache(converted_folder(settings))
    library = for_everyone(read_guides(settings.guides, guide_defaults(settings), cache))
    if not library.guides:
        problems = "".join(f"\n{problem}" for problem in library.problems)
        raise GuidesMissing(
            f"{settings.guides} holds no guide that can be read. Add a Markdown file.{problems}"
        )
    generations = generations_of(settings)
    before = _known_guides(generations)
    exported = _exported_model(settings)
    generation = build_generation(
        generations,
        library.guides,
        load_embedder(exported),
        (exported.manifest.name, exported.manifest.sha256),
        corpus_sha256(settings.guides, guide_defaults(settings)),
        progress,
    )
    now = {guide.path: guide.sha256 for guide in library.guides}
    return IndexReport(
        generation=generation,
        library=library,
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(path for path in now.keys() & before.keys() if now[path] != before[path])),
        removed=tuple(sorted(before.keys() - now.keys())),
    )


def _exported_model(settings: Settings) -> ExportedModel:
    folder = exported_folder(settings)
    try:
        exported = ExportedModel.load(folder)
        exported.verify()
    except ModelInvalid:
        from index.onnx_export import export_model

        return export_model(load_model_files(settings.model), folder)
    return exported


def _known_guides(generations: Generations) -> dict[str, str]:
    """Return the current generation's guides, path → SHA-256; none where there is no generation."""
    try:
        corpus = Corpus.load(generations.current().folder)
    except (IndexMissing, OSError):
        return {}
    return {path: corpus.guide(number).sha256 for path, number in corpus.paths.items()}


@dataclass(frozen=True, slots=True)
class LearnedIndex:
    """The questions learned for a folder of guides, beside what they are checked and embedded with."""

    store: LearnedStore
    corpus: Corpus
    embedder: Embedder


def load_learned_index(settings: Settings) -> LearnedIndex:
    """Load what learning takes: the current generation's guides and the model.

    Raises:
        IndexMissing: there is no index.
    """
    exported = ExportedModel.load(exported_folder(settings))
    corpus = Corpus.load(generations_of(settings).current().folder)
    return LearnedIndex(learned_store(settings, exported), corpus, load_embedder(exported))


def map_passages(settings: Settings, questions: Sequence[str]) -> "PassageMap":
    """Lay out the current generation's passages and some questions on a map.

    Raises:
        IndexMissing: there is no index.
    """
    from index.passage_map import build_passage_map

    folder = generations_of(settings).current().folder
    embedder = load_embedder(ExportedModel.load(exported_folder(settings)))
    return build_passage_map(Corpus.load(folder), VectorIndex.load(folder / VECTORS), embedder, questions)
