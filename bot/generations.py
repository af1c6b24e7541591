"""What `footnote generations` does: list, compare, go back, delete."""

from collections.abc import Iterator

import typer

from bot.changes import change_lines, counted
from bot.places import exported_folder, generations_of, guide_defaults
from bot.printable import printable
from bot.settings import Settings
from index.base import Base
from index.build_lock import build_lock
from index.errors import IndexMissing, IndexStale, ModelInvalid
from index.exported_model import ExportedModel
from index.generations import Generation, Generations, corpus_sha256
from index.moves import Changes
from index.published import Published
from index.retention import prune, remove_drafts
from knowledge.errors import GuidesMissing
from knowledge.guide import Guide


def print_generations(settings: Settings) -> None:
    """Print a line for each generation on disk, newest first; ``*`` marks the current one.

    Raises:
        IndexMissing: there is none.
    """
    generations = generations_of(settings)
    published = generations.published()
    typer.echo(f"  {'generation':31}  {'built (UTC)':16}  guides  sections  passages     size  model, state")
    for name in generations.names():
        typer.echo(printable(f"{'*' if name == published.id else ' '} {name:31}  {_row(generations, name)}"))
    for line in _remarks(published):
        typer.echo(line)


def _row(generations: Generations, name: str) -> str:
    try:
        generation = Generation.load(generations.folder / name)
        generation.verify()
    except IndexMissing as error:
        return f"can't answer: {error}"
    manifest = generation.manifest
    counts = f"{manifest.guides:6}  {manifest.sections:8}  {manifest.passages:8}"
    size = f"{generation.size_bytes() / 1e6:6.1f} MB"
    return f"{manifest.built_at:%Y-%m-%d %H:%M}  {counts}  {size}  {manifest.model_name}, good"


def _remarks(published: Published) -> Iterator[str]:
    if published.rolled_back:
        yield (
            f"Rolled back from {published.rolled_back.id} on {published.rolled_back.at:%Y-%m-%d %H:%M} UTC. "
            "The guides of that moment are indexed again once they change, or by: footnote index"
        )


def print_difference(settings: Settings, old: str | None, new: str | None) -> None:
    """Print what became of guides and sections from one generation to another; by default to the current one.

    Raises:
        IndexMissing: one of them can't be read, or there is none before the current one.
    """
    generations = generations_of(settings)
    one = Generation.load(generations.folder / (_named(generations, old) if old else _before(generations)))
    other = Generation.load(generations.folder / _named(generations, new)) if new else generations.current()
    changes = Changes.between(_guides(one), _guides(other))
    typer.echo(f"from {one.manifest.id} to {other.manifest.id}:")
    for line in change_lines(changes):
        typer.echo(printable(line))
    sections = (changes.added, changes.changed, changes.removed, changes.moved)
    kinds = ("added", "changed", "removed", "moved")
    typer.echo("sections: " + ", ".join(f"{len(s)} {kind}" for s, kind in zip(sections, kinds, strict=True)))


def roll_back(settings: Settings, to: str | None) -> None:
    """Make an earlier generation current again, once it is verified; by default the one before.

    Raises:
        IndexMissing: it is damaged, or there is none.
        IndexStale: it was built with another model than the settings name.
    """
    generations = generations_of(settings)
    with build_lock(generations.folder, _tell):
        current = generations.published().id
        name = _named(generations, to) if to else _before(generations)
        if name == current:
            raise typer.BadParameter(f"{name} is the current generation already.")
        generation = Generation.load(generations.folder / name)
        generation.verify()
        _check_model(settings, generation)
        generations.roll_back(generation, _guides_sha256(settings))
    built = f"{generation.manifest.built_at:%Y-%m-%d %H:%M} UTC"
    typer.echo(f"Generation {name}, built {built}, is current again.")
    typer.echo(
        "The guides on disk are set aside as they are: nothing indexes them by itself until they change. "
        f"To take {current} back: footnote index, or footnote generations rollback {current}"
    )


def delete_old(settings: Settings, keep: int) -> None:
    """Delete all but the ``keep`` generations that are worth most, and what crashed builds left behind.

    Raises:
        IndexMissing: nothing says which generation is current.
    """
    generations = generations_of(settings)
    with build_lock(generations.folder, _tell):
        left, deleted = remove_drafts(generations), prune(generations, keep)
    for name in (*left, *deleted):
        typer.echo(f"deleted {name}")
    typer.echo(f"{counted(len(generations.names()), 'generation')} kept.")


def _named(generations: Generations, beginning: str) -> str:
    found = [name for name in generations.names() if name.startswith(beginning)]
    if len(found) == 1:
        return found[0]
    problem = f"{len(found)} generations begin" if found else "no generation begins"
    raise typer.BadParameter(f"{problem} with {beginning!r}. List them: footnote generations")


def _before(generations: Generations) -> str:
    names = generations.names()
    for name in generations.published().before:
        if name in names:
            return name
    raise IndexMissing("No generation before the current one is kept. List them: footnote generations")


def _guides(generation: Generation) -> dict[str, Guide]:
    generation.verify()
    return dict(Base.load(generation).guides)


def _check_model(settings: Settings, generation: Generation) -> None:
    try:
        model = ExportedModel.load(exported_folder(settings)).manifest
    except ModelInvalid:
        return  # answering says what to do
    if model.sha256 != generation.manifest.model_sha256:
        built = generation.manifest
        raise IndexStale(
            f"Generation {built.id} was built with {built.model_name}, the settings name {model.name}. "
            "Set FOOTNOTE_MODEL to that model first, or choose another generation."
        )


def _guides_sha256(settings: Settings) -> str:
    try:
        return corpus_sha256(settings.guides, guide_defaults(settings))
    except GuidesMissing:
        return ""  # whatever comes there is new


def _tell(line: str) -> None:
    typer.echo(line, err=True)
