"""The command line: `footnote ask | index | serve | doctor`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.settings import Settings, SettingsInvalid, load_settings
from knowledge.errors import FootnoteError, GuidesMissing

if TYPE_CHECKING:
    from bot.bootstrap import IndexReport

FAILED, BAD_INPUT, NO_INDEX = 1, 2, 3

app = typer.Typer(
    help="Answers questions from your own guides, word for word, each quote cited, fully offline.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
GuidesOption = Annotated[
    Path | None,
    typer.Option("--guides", help="Folder of guides. Default: FOOTNOTE_GUIDES, else the starter guide's."),
]


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    guides: GuidesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    jsonl: Annotated[
        Path | None,
        typer.Option("--jsonl", help='Answer a file of {"id", "question"} lines, one JSON answer a line.'),
    ] = None,
) -> None:
    """Answer a question in the terminal.

    With --guides the folder is indexed first if its index isn't current; without, the index that
    `footnote index` made is used. Exit code: 0 answered or honestly not, 2 bad input, 3 no index.
    """
    from bot.asking import answer_file, answer_one

    with exit_codes():
        if (question is None) == (jsonl is None):
            raise typer.BadParameter("give either a QUESTION or --jsonl FILE.")
        settings = load_settings(guides)
        if guides is not None:
            _ensure_index(settings)
        if jsonl is not None:
            answer_file(settings, jsonl)
        else:
            answer_one(settings, question or "", as_json=as_json)


@app.command()
def index(guides: GuidesOption = None) -> None:
    """Index a folder of guides, and say what was added, changed and removed."""
    with exit_codes():
        _build_index(load_settings(guides))


@app.command()
def serve(
    guides: GuidesOption = None,
    http: Annotated[
        bool, typer.Option("--http", help="Events API over HTTP instead of Socket Mode.")
    ] = False,
) -> None:
    """Answer in Slack until SIGTERM: over Socket Mode, or with --http over the Events API."""
    from bot.serving import serve_slack

    with exit_codes():
        settings = load_settings(guides)
        if guides is not None:
            _ensure_index(settings)
        serve_slack(settings, http=http)


@app.command()
def doctor(guides: GuidesOption = None) -> None:
    """Say what is missing for what, with the cure for each. Exit code 1 if anything that `serve` needs is."""
    from bot.doctor import print_diagnosis

    with exit_codes():
        if not print_diagnosis(load_settings(guides)):
            raise typer.Exit(FAILED)


def _ensure_index(settings: Settings) -> None:
    from bot.bootstrap import is_current

    if not is_current(settings):
        _build_index(settings)


def _build_index(settings: Settings) -> "IndexReport":
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
        typer.echo(f"footnote: {error}", err=True)
        if isinstance(error, (IndexMissing, IndexStale)):
            raise typer.Exit(NO_INDEX) from error
        if isinstance(error, (SettingsInvalid, GuidesMissing, QuestionsInvalid)):
            raise typer.Exit(BAD_INPUT) from error
        raise typer.Exit(FAILED) from error


def main() -> None:
    """Run the command line."""
    sys.exit(app())
