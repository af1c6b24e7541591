"""Where things are kept, and whether the index is up to date: known without loading any of it."""

from pathlib import Path

from bot.settings import Settings
from index.errors import IndexMissing, ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generations, corpus_sha256
from index.learned import LEARNED
from index.learned_store import QUESTIONS
from index.model_files import model_fingerprint, model_folder
from index.published import CURRENT
from knowledge.guide_files import GuideDefaults

AUDIT_FOLDER = "audit"


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


def converted_folder(settings: Settings) -> Path:
    """Return where the text of guides in other formats than Markdown is kept."""
    return settings.state / "converted"


def confidence_file(settings: Settings) -> Path:
    """Return where the confidence that was fitted on the configured guides belongs."""
    return generations_of(settings).folder / "confidence.json"


def answering_files(settings: Settings) -> tuple[Path, ...]:
    """Return the files that tell by their changes that answers are to come from something else."""
    folder = generations_of(settings).folder
    return folder / CURRENT, folder / LEARNED / QUESTIONS, confidence_file(settings)


def audit_folder(settings: Settings) -> Path:
    """Return where the audit keeps the guides that were quoted, and notes the end of its chain."""
    return settings.state / AUDIT_FOLDER


def database_url(settings: Settings) -> str:
    """Return the URL of the inbox's database."""
    if settings.database:
        return settings.database.get_secret_value()
    return f"sqlite:///{settings.state.resolve() / 'inbox.sqlite3'}"
