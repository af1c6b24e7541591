"""The composition root of answering: the only place that wires concrete models, indexes and clients."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bot.places import confidence_file, exported_folder, generations_of
from bot.settings import Settings
from index.errors import IndexStale
from index.exported_model import ExportedModel
from index.generations import Generation
from index.model_files import PACKAGED_NAME
from knowledge.answerer import Answerer
from knowledge.confidence import ConfidenceModel
from knowledge.languages import DetectingJudge, language_code
from knowledge.retrieval import Retriever

if TYPE_CHECKING:
    from index.embedder import Embedder
    from index.learned_store import LearnedStore
    from index.onnx_embedder import OnnxEmbedder
    from index.retriever import HybridRetriever

_LOG = logging.getLogger(__name__)
PACKAGED_LANGUAGES = frozenset({"en"})
"""What all-MiniLM-L6-v2 was trained on."""


def create_answerer(settings: Settings) -> Answerer:
    """Load the exported model and the current generation, each verified; where it is damaged, the one before.

    Raises:
        IndexMissing: there is no index, or each was damaged.
        IndexStale: the index was built with another model.
    """
    folder = exported_folder(settings)
    exported = ExportedModel.load(folder) if folder.is_dir() else None
    with ThreadPoolExecutor(2) as pool:  # hashing and the model's own loading leave the interpreter to others
        found = pool.submit(generations_of(settings).current_or_previous)
        embedder = pool.submit(load_embedder, exported) if exported else None
        from index.retriever import HybridRetriever

        good = found.result()
        generation = good.generation
        if (
            exported is None
            or embedder is None
            or exported.manifest.sha256 != generation.manifest.model_sha256
        ):
            raise _stale(generation, exported, settings)
        learned = learned_store(settings, exported)
        retriever = HybridRetriever.load(generation, embedder.result(), learned)
    if warning := good.warning:
        _LOG.warning("%s", warning)
    return _wired(settings, generation, exported, retriever)


def load_answerer(
    settings: Settings, generation: Generation, exported: ExportedModel, embedder: "Embedder"
) -> Answerer:
    """Load the answerer of a generation, current or not, that is verified and of the model that is given."""
    from index.retriever import HybridRetriever

    retriever = HybridRetriever.load(generation, embedder, learned_store(settings, exported))
    return _wired(settings, generation, exported, retriever)


def _wired(
    settings: Settings, generation: Generation, exported: ExportedModel, retriever: "HybridRetriever"
) -> Answerer:
    return Answerer(
        retriever=_reranking(retriever, settings),
        confidence=_confidence(settings, exported),
        generation=generation.manifest.id,
        disclaimer=settings.disclaimer,
        owner=settings.owner,
        languages=_language_judge(retriever, settings),
    )


def _stale(generation: Generation, exported: ExportedModel | None, settings: Settings) -> IndexStale:
    """Say that a generation was built with another model than the settings' one."""
    ours = (
        f"the settings name {exported.manifest.name}."
        if exported
        else (f"and {settings.model or PACKAGED_NAME} was not exported yet.")
    )
    return IndexStale(
        f"The index was built with {generation.manifest.model_name}, {ours} Run: footnote index"
    )


def _reranking(retriever: Retriever, settings: Settings) -> Retriever:
    """Put the configured cross-encoder behind ``retriever``, if there is one: only then is torch loaded."""
    if settings.reranker is None:
        return retriever
    from index.cross_encoder import CrossEncoderReranker
    from index.reranker import RerankingRetriever

    reranker = CrossEncoderReranker.load(settings.reranker)
    return RerankingRetriever(retriever, reranker, settings.rerank_budget_seconds)


def _language_judge(retriever: "HybridRetriever", settings: Settings) -> DetectingJudge:
    from index.language_detector import LangidDetector

    packaged = PACKAGED_LANGUAGES if settings.model is None else frozenset[str]()
    return DetectingJudge(
        guides=frozenset(language_code(words.lang) for words in retriever.lexical.languages),
        model=packaged if settings.model_languages is None else settings.model_languages,
        detector=LangidDetector(),
        known_words=retriever.lexical.known_words,
    )


def _confidence(settings: Settings, exported: ExportedModel) -> ConfidenceModel:
    """Return the confidence fitted on these guides with this model, else the shipped one."""
    file = confidence_file(settings)
    fitted = ConfidenceModel.load(file) if file.is_file() else None
    if fitted and fitted.model_sha256 == exported.manifest.sha256:
        return fitted
    return ConfidenceModel.load()


def learned_store(settings: Settings, exported: ExportedModel) -> "LearnedStore":
    """Return where the questions learned for the configured guides are kept."""
    from index.learned import LEARNED
    from index.learned_store import LearnedStore

    return LearnedStore(generations_of(settings).folder / LEARNED, exported.manifest.sha256)


def load_embedder(exported: ExportedModel) -> "OnnxEmbedder":
    """Verify and load an exported model.

    Raises:
        ModelInvalid: a file was changed since the export.
    """
    exported.verify()
    from index.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder.load(exported, threads=min(2, os.cpu_count() or 1))
