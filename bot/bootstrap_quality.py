"""The composition root of making answers better: what learning, maps of an index and `footnote gaps` take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.bootstrap import learned_store, load_embedder
from bot.places import exported_folder, generations_of
from bot.settings import Settings
from index.corpus import Corpus
from index.corpus_vectors import VECTORS
from index.embedder import Embedder
from index.exported_model import ExportedModel
from index.learned_store import LearnedStore
from index.vectors import VectorIndex

if TYPE_CHECKING:
    from bot.gaps.report import Topics
    from bot.gaps.sections import KnownSections
    from bot.inbox.tallies import Unanswered
    from index.passage_map import PassageMap


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


def load_guides(settings: Settings) -> tuple[str, Corpus]:
    """Return the current generation's id and its guides.

    Raises:
        IndexMissing: there is no index.
    """
    generation = generations_of(settings).current()
    return generation.manifest.id, Corpus.load(generation.folder)


def group_questions(
    settings: Settings, questions: Sequence["Unanswered"], known: "KnownSections"
) -> "Topics":
    """Make topics of unanswered questions.

    Raises:
        ModelInvalid: the model was not exported, or its export was changed.
    """
    from bot.gaps.topics import find_topics

    return find_topics(questions, load_embedder(ExportedModel.load(exported_folder(settings))), known)
