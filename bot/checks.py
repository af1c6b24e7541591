"""What `footnote doctor` looks at on this machine: the model, the guides and their index."""

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.places import converted_folder, exported_folder, generations_of, guide_defaults, is_current
from bot.settings import STARTER_GUIDES, Settings
from index.errors import IndexMissing, ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generation
from index.model_files import load_model_files
from knowledge.conversion.cache import ConversionCache
from knowledge.errors import FootnoteError
from knowledge.guide import Guide
from knowledge.reading import Library, read_guides

_NAMED = 3
"""Guides named in one line; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``needed`` tells whether `footnote serve` can't start without it.

    ``cure`` is the next thing to do, "" where all is well or ``found`` names it already.
    """

    name: str
    ok: bool
    found: str
    cure: str = ""
    needed: bool = True


def local_checks(settings: Settings, today: date) -> Iterator[Check]:
    """Yield the checks that need no network, in the order in which they are best mended."""
    yield _or_error("model", lambda: _model(settings))
    yield _or_error("exported model", lambda: _exported(settings))
    yield _or_error("index", lambda: _index(settings))
    try:
        cache = ConversionCache(converted_folder(settings))
        library = read_guides(settings.guides, guide_defaults(settings), cache)
    except FootnoteError as error:
        yield Check("guides", ok=False, found=str(error))
    else:
        yield from guide_checks(settings, library, today)


def guide_checks(settings: Settings, library: Library, today: date) -> Iterator[Check]:
    """Yield what can be said of the guides as read: which are left out, and what staff will miss."""
    guides = library.guides
    cure = "" if guides else f"Add a Markdown file to {settings.guides}."
    yield Check("guides", ok=bool(guides), found=f"{len(guides)} in {settings.guides}", cure=cure)
    for problem in library.problems:
        yield Check("left out", ok=False, found=str(problem), needed=False)
    for warning in library.warnings:
        yield Check("odd", ok=False, found=str(warning), needed=False)
    yield from _without(
        "owner", [g for g in guides if not g.owner], "Name who staff can ask: `owner:` under `footnote:`."
    )
    yield from _without(
        "disclaimer", [g for g in guides if not g.disclaimer], "Write `disclaimer:` under `footnote:`."
    )
    overdue = [guide for guide in guides if guide.review_by and guide.review_by < today]
    yield from _without("review", overdue, "Review the text, then set a later `review_by:`.")


def _without(name: str, guides: list[Guide], cure: str) -> Iterator[Check]:
    if guides:
        names = ", ".join(guide.path for guide in guides[:_NAMED])
        more = f" and {len(guides) - _NAMED} more" if len(guides) > _NAMED else ""
        state = "is overdue for" if name == "review" else "is missing in"
        yield Check(name, ok=False, found=f"{state} {names}{more}", cure=cure, needed=False)


def _or_error(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except FootnoteError as error:
        return Check(name, ok=False, found=str(error))


def _model(settings: Settings) -> Check:
    model = load_model_files(settings.model)
    return Check("model", ok=True, found=model.name)


def _exported(settings: Settings) -> Check:
    folder = exported_folder(settings)
    if not folder.exists():
        return Check("exported model", ok=False, found="not exported yet", cure=_index_cure(settings))
    model = ExportedModel.load(folder)
    model.verify()
    return Check("exported model", ok=True, found=str(folder))


def _index(settings: Settings) -> Check:
    try:
        generation = generations_of(settings).current()
        generation.verify()
    except IndexMissing as error:
        found = str(error).partition(" Run: ")[0]  # the cure below names the folder of guides as well
        return Check("index", ok=False, found=found, cure=_index_cure(settings))
    manifest = generation.manifest
    found = f"generation {manifest.id} (guides: {manifest.guides}, passages: {manifest.passages})"
    if is_current(settings):
        return Check("index", ok=True, found=found)
    stale = f"stale: the guides, their settings or the model changed since {found}"
    needed = not _loads(settings, generation)
    return Check("index", ok=False, found=stale, cure=_index_cure(settings), needed=needed)


def _loads(settings: Settings, generation: Generation) -> bool:
    """Tell whether a stale index still answers: with other guides it does, with another model it doesn't."""
    try:
        model = ExportedModel.load(exported_folder(settings))
    except ModelInvalid:
        return False
    return model.manifest.sha256 == generation.manifest.model_sha256


def _index_cure(settings: Settings) -> str:
    named = [] if settings.guides == STARTER_GUIDES else ["--guides", str(settings.guides)]
    return f"Run: {shlex.join(['footnote', 'index', *named])}"
