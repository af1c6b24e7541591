"""What all commands share: options, the index that they need, and exit codes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.printable import printable_line
from bot.settings import STARTER_GUIDES, Settings, SettingsInvalid
from knowledge.errors import FootnoteError, GuidesMissing

if TYPE_CHECKING:
    from bot.bootstrap_index import IndexReport

FAILED, BAD_INPUT, NO_INDEX = 1, 2, 3

GuidesOption = Annotated[
    Path | None,
    typer.Option("--guides", help="Folder of guides. Default: FOOTNOTE_GUIDES, else the starter guide's."),
]


def ensure_index(settings: Settings, named: Path | None) -> None:
    """Index the folder that was named, or the starter guide's; others wait for `footnote index`.

    Where golden questions stand against it, or can't be read, what is current goes on answering.
    """
    from bot.golden import PublicationRefused
    from bot.places import generations_of, is_current
    from bot.questions import QuestionsInvalid

    if not (named is not None or settings.guides == STARTER_GUIDES) or is_current(settings):
        return
    try:
        build_index(settings)
    except (PublicationRefused, QuestionsInvalid) as error:
        if not generations_of(settings).names():
            raise
        typer.echo(f"footnote: {printable_line(str(error))}", err=True)
        typer.echo("The guides are answered from as they were last published.", err=True)


def build_index(settings: Settings) -> "IndexReport":
    """Index the configured guides, and say what changed on stderr."""
    from bot.indexing import index_with_progress

    return index_with_progress(settings)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn our errors into one line on stderr and the exit code that scripts rely on."""
    from bot.questions import QuestionsInvalid
    from index.errors import IndexMissing, IndexStale

    try:
        yield
    except FootnoteError as error:
        typer.echo(f"footnote: {printable_line(str(error))}", err=True)
        if isinstance(error, (IndexMissing, IndexStale)):
            raise typer.Exit(NO_INDEX) from error
        if isinstance(error, (SettingsInvalid, GuidesMissing, QuestionsInvalid)):
            raise typer.Exit(BAD_INPUT) from error
        raise typer.Exit(FAILED) from error
