"""The composition root: the only place that names concrete models, folders and files."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.settings import Settings
from index.errors import IndexMissing, IndexStale, ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generation, Generations, corpus_sha256
from index.model_files import PACKAGED_NAME, load_model_files, model_fingerprint, model_folder
from knowledge.answerer import Answerer
from knowledge.confidence import ConfidenceModel
from knowledge.errors import GuidesMissing
from knowledge.guide_files import GuideDefaults
from knowledge.languages import DetectingJudge, language_code
from knowledge.retrieval import Retriever

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_sdk import WebClient

    from index.corpus import Corpus
    from index.corpus_vectors import Progress
    from index.embedder import Embedder
    from index.learned_store import LearnedStore
    from index.onnx_embedder import OnnxEmbedder
    from index.passage_map import PassageMap
    from index.retriever import HybridRetriever
    from knowledge.reading import Library


SLACK_TIMEOUT_SECONDS = 10
PACKAGED_LANGUAGES = frozenset({"en"})
"""What all-MiniLM-L6-v2 was trained on."""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing did: guides by path, and the problems that the reader found."""

    generation: Generation
    library: "Library"
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def guide_defaults(settings: Settings) -> GuideDefaults:
    """Return what guides fall back to."""
    return GuideDefaults(settings.base_url, settings.owner, settings.disclaimer, settings.lang)


def generations_of(settings: Settings) -> Generations:
    """Return the place of the configured guides' generations."""
    return Generations.for_guides(settings.state, settings.guides)


def exported_folder(settings: Settings) -> Path:
    """Return where the configured model's export belongs: one folder for each state of the model's files."""
    return settings.state / "models" / model_fingerprint(model_folder(settings.model))[:16]


def is_current(settings: Settings) -> bool:
    """Tell whether the index is of the guides and the model as they are now."""
    try:
        manifest = generations_of(settings).current().manifest
        model = ExportedModel.load(exported_folder(settings)).manifest
    except (IndexMissing, ModelInvalid):
        return False
    return manifest.corpus_sha256 == corpus_sha256(settings.guides, guide_defaults(settings)) and (
        manifest.model_sha256 == model.sha256
    )


def create_answerer(settings: Settings) -> Answerer:
    """Load the current generation and the exported model, each verified.

    Raises:
        IndexMissing: there is no index, or it was damaged.
        IndexStale: the index was built with another model.
    """
    generation = generations_of(settings).current()
    exported = _export_for(generation, settings)
    with ThreadPoolExecutor(2) as pool:  # hashing and the model's own loading leave the interpreter to others
        embedder, verified = pool.submit(_load_embedder, exported), pool.submit(generation.verify)
        from index.retriever import HybridRetriever

        verified.result()
        learned = _learned_store(settings, exported)
        retriever = HybridRetriever.load(generation, embedder.result(), learned)
    return Answerer(
        retriever=_reranking(retriever, settings),
        confidence=_confidence(settings, exported),
        generation=generation.manifest.id,
        disclaimer=settings.disclaimer,
        owner=settings.owner,
        languages=_language_judge(retriever, settings),
    )


def _export_for(generation: Generation, settings: Settings) -> ExportedModel:
    """Return the configured model's export, if the generation was built with it."""
    folder, built_with = exported_folder(settings), generation.manifest.model_name
    if not folder.is_dir():
        named = settings.model or PACKAGED_NAME
        raise IndexStale(
            f"The index was built with {built_with}, and {named} was not exported yet. Run: footnote index"
        )
    exported = ExportedModel.load(folder)
    if exported.manifest.sha256 != generation.manifest.model_sha256:
        raise IndexStale(
            f"The index was built with {built_with}, the settings name {exported.manifest.name}. "
            "Run: footnote index"
        )
    return exported


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


def confidence_file(settings: Settings) -> Path:
    """Return where the confidence that was fitted on the configured guides belongs."""
    return generations_of(settings).folder / "confidence.json"


def _confidence(settings: Settings, exported: ExportedModel) -> ConfidenceModel:
    """Return the confidence fitted on these guides with this model, else the shipped one."""
    file = confidence_file(settings)
    fitted = ConfidenceModel.load(file) if file.is_file() else None
    if fitted and fitted.model_sha256 == exported.manifest.sha256:
        return fitted
    return ConfidenceModel.load()


def create_slack_client(settings: Settings, token: SecretStr | None) -> "WebClient":
    """Return a client of Slack's Web API that never posts twice."""
    from slack_sdk import WebClient
    from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

    return WebClient(
        token.get_secret_value() if token else None,
        base_url=settings.slack_api_url,
        timeout=SLACK_TIMEOUT_SECONDS,
        # After a cut connection a post may have arrived all the same: only what Slack refused is sent again.
        retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=3)],
    )


def create_slack_app(settings: Settings, answerer: Answerer) -> "App":
    """Return the app that answers from ``answerer``, once Slack has taken the bot's token.

    Raises:
        SlackApiError: Slack doesn't take it.
    """
    from bot.slack.app import Answering, create_app

    secret = settings.slack_signing_secret
    return create_app(
        create_slack_client(settings, settings.slack_bot_token),
        secret.get_secret_value() if secret else "",
        Answering(answerer.answer, answerer.prove),
    )


@dataclass(frozen=True, slots=True)
class LearnedIndex:
    """The questions learned for a folder of guides, beside what they are checked and embedded with."""

    store: "LearnedStore"
    corpus: "Corpus"
    embedder: "Embedder"


def load_learned_index(settings: Settings) -> LearnedIndex:
    """Load what learning takes: the current generation's guides and the model.

    Raises:
        IndexMissing: there is no index.
    """
    from index.corpus import Corpus

    exported = ExportedModel.load(exported_folder(settings))
    corpus = Corpus.load(generations_of(settings).current().folder)
    return LearnedIndex(_learned_store(settings, exported), corpus, _load_embedder(exported))


def _learned_store(settings: Settings, exported: ExportedModel) -> "LearnedStore":
    from index.learned import LEARNED
    from index.learned_store import LearnedStore

    return LearnedStore(generations_of(settings).folder / LEARNED, exported.manifest.sha256)


def map_passages(settings: Settings, questions: Sequence[str]) -> "PassageMap":
    """Lay out the current generation's passages and some questions on a map.

    Raises:
        IndexMissing: there is no index.
    """
    from index.corpus import Corpus
    from index.corpus_vectors import VECTORS
    from index.passage_map import build_passage_map
    from index.vectors import VectorIndex

    folder = generations_of(settings).current().folder
    embedder = _load_embedder(ExportedModel.load(exported_folder(settings)))
    return build_passage_map(Corpus.load(folder), VectorIndex.load(folder / VECTORS), embedder, questions)


def build_index(settings: Settings, progress: "Progress") -> IndexReport:
    """Read and embed the guides, and make the new generation current; export the model where that is to do.

    Raises:
        GuidesMissing: the folder isn't there, or none of its guides can be read.
        ModelInvalid: the model's files are missing or damaged.
    """
    from index.builder import build_generation
    from knowledge.reading import for_everyone, read_guides

    library = for_everyone(read_guides(settings.guides, guide_defaults(settings)))
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
        _load_embedder(exported),
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


def _load_embedder(exported: ExportedModel) -> "OnnxEmbedder":
    exported.verify()
    from index.onnx_embedder import OnnxEmbedder

    return OnnxEmbedder.load(exported, threads=min(2, os.cpu_count() or 1))


def _known_guides(generations: Generations) -> dict[str, str]:
    """Return the current generation's guides, path → SHA-256; none where there is no generation."""
    from index.corpus import Corpus

    try:
        corpus = Corpus.load(generations.current().folder)
    except (IndexMissing, OSError):
        return {}
    return {path: corpus.guide(number).sha256 for path, number in corpus.paths.items()}
