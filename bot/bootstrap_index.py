"""The composition root of indexing: reading the guides, building a generation, and publishing it."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import load_embedder
from bot.bootstrap_golden import LoadedModel, ask_golden
from bot.golden import Golden, GoldenReport
from bot.places import converted_folder, exported_folder, generations_of, guide_defaults
from bot.settings import Settings
from index.base import Known
from index.build_lock import build_lock
from index.builder import Report, Stage, plan_build, unannounced, write_generation
from index.embedder import Embedder
from index.embedding import Progress
from index.errors import IndexMissing, ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generation, Generations, corpus_sha256
from index.material import Material
from index.model_files import load_model_files
from index.moves import Changes
from index.published import RolledBack
from index.rereading import Reading, read_again
from index.retention import delete, prune, remove_drafts
from knowledge.conversion.cache import ConversionCache
from knowledge.errors import GuidesMissing
from knowledge.reading import Library

Told = Callable[[str], None]
"""Given a line for people."""


@dataclass(frozen=True, slots=True)
class IndexPreview:
    """What an indexing would do: of all ``passages``, ``embedded`` ones are new, the others taken over."""

    library: Library
    changes: Changes
    embedded: int
    passages: int


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an indexing did, and the generation that answers now; ``built`` tells whether it is a new one."""

    generation: Generation
    library: Library
    changes: Changes
    seconds: float
    built: bool = True
    golden: GoldenReport | None = None
    """How golden questions fared, where any were asked."""

    @property
    def was_refused(self) -> bool:
        """Whether a new generation was built, and deleted as golden questions are answered worse by it."""
        return self.golden is not None and not self.built


def build_index(  # noqa: PLR0913 - who is told, and what is at hand already
    settings: Settings,
    progress: Progress,
    stage: Stage = unannounced,
    told: Told = unannounced,
    embedder: Embedder | None = None,
    golden: Golden | None = None,
) -> IndexReport:
    """Read the guides, embed what is new, and make the new generation current; the model is exported first.

    Waits while another process changes the same index; ``told`` gets a line then. Where nothing changed the
    current generation stays; else old ones are deleted afterwards, down to `KEPT`. ``embedder`` is the
    configured model's where it is loaded already. Where ``golden`` questions are answered worse, the current
    generation stays, too, and the new one is deleted, unless it is forced.

    Raises:
        GuidesMissing: the folder isn't there, or none of its guides can be read.
        ModelInvalid: the model's files are missing or damaged.
        IndexUnsound: the new generation failed a check; the old one stays current.
        IndexBusy: another process is at it for too long.
    """
    started = time.monotonic()
    generations = generations_of(settings)
    with build_lock(generations.folder, told):
        remove_drafts(generations)
        stage("preparing the model")
        exported = _exported_model(settings, told)
        known, reading, changes = _read(settings, exported.manifest.sha256, stage)
        for problem in known.passed_over[:1]:  # of the others nobody was answered
            told(f"{problem} It is built anew.")
        material = _material(exported, reading)
        current, asked = _as_it_is(generations, known, material), None
        if current is None:
            report = Report(progress, stage)
            embedder = embedder or load_embedder(exported)
            generation = write_generation(generations, material, embedder, known, report)
            if golden:
                stage("asking golden questions")
                before = known.base.generation if known.base else None
                model = LoadedModel(exported, embedder)
                with _deleted_on_failure(generations, generation):
                    asked = ask_golden(settings, golden, generation, before, model, progress)
                if before and asked.is_worse and not golden.force:
                    current = before
                    delete(generations, generation.folder.name)
            if current is None:
                generations.make_current(generation)
                prune(generations)
    seconds = time.monotonic() - started
    return IndexReport(current or generation, reading.library, changes, seconds, current is None, asked)


@contextmanager
def _deleted_on_failure(generations: Generations, draft: Generation) -> Iterator[None]:
    """Leave no generation on disk that nobody could judge."""
    try:
        yield
    except BaseException:
        delete(generations, draft.folder.name)
        raise


def _material(exported: ExportedModel, reading: Reading) -> Material:
    model = exported.manifest
    hashes = (reading.corpus_sha256, reading.recipe_sha256)
    return Material(reading.library.guides, model.name, model.sha256, *hashes, reading.notes)


def _as_it_is(generations: Generations, known: Known, material: Material) -> Generation | None:
    """Return the current generation if it is good and a new one would be the same."""
    try:
        current = generations.current()
    except IndexMissing:
        return None
    manifest = current.manifest
    built_from = (manifest.corpus_sha256, manifest.recipe_sha256, manifest.model_sha256)
    same = built_from == (material.corpus_sha256, material.recipe_sha256, material.model_sha256)
    return current if same and known.base and known.base.generation == current else None


def preview_index(settings: Settings) -> IndexPreview:
    """Tell what `build_index` would do, without doing any of it.

    Raises:
        GuidesMissing: the folder isn't there, or none of its guides can be read.
        ModelInvalid: the model's files are missing or damaged.
    """
    known, reading, changes = _read(settings, _model_sha256(settings), unannounced)
    plan = plan_build(reading.library.guides, known)
    return IndexPreview(reading.library, changes, len(plan.views), len(plan.passages))


def set_aside(settings: Settings) -> RolledBack | None:
    """Return the rollback in force, if the guides are still those that it set aside."""
    try:
        rolled_back = generations_of(settings).published().rolled_back
    except IndexMissing:
        return None
    if rolled_back is None:
        return None
    now = corpus_sha256(settings.guides, guide_defaults(settings))
    return rolled_back if rolled_back.corpus_sha256 == now else None


def _read(settings: Settings, model_sha256: str, stage: Stage) -> tuple[Known, Reading, Changes]:
    """Read the guides, beside what is known of them, and what differs from that."""
    stage("reading the guides")
    cache = ConversionCache(converted_folder(settings))
    known = Known.find(generations_of(settings), model_sha256)
    reading = read_again(settings.guides, guide_defaults(settings), known.base, cache)
    if not reading.library.guides:
        problems = "".join(f"\n{problem}" for problem in reading.library.problems)
        raise GuidesMissing(
            f"{settings.guides} holds no guide that can be read. Add a Markdown file.{problems}"
        )
    before = known.base.guides if known.base else {}
    return known, reading, Changes.between(before, {guide.path: guide for guide in reading.library.guides})


def _model_sha256(settings: Settings) -> str:
    """Return the configured model's hash, whether it is exported already or not."""
    try:
        return ExportedModel.load(exported_folder(settings)).manifest.sha256
    except ModelInvalid:
        return load_model_files(settings.model).sha256


def _exported_model(settings: Settings, told: Told) -> ExportedModel:
    """Return the configured model's export; make it where there is none, or none that is good."""
    folder = exported_folder(settings)
    try:
        return _verified(folder)
    except ModelInvalid:
        from index.onnx_export import export_model

    with build_lock(folder.parent, told):  # guides of another folder may need the same model
        for left_behind in folder.parent.glob(f".{folder.name}.*"):
            shutil.rmtree(left_behind)
        try:
            return _verified(folder)
        except ModelInvalid:
            return export_model(load_model_files(settings.model), folder)


def _verified(folder: Path) -> ExportedModel:
    exported = ExportedModel.load(folder)
    exported.verify()
    return exported
