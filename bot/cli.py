"""The command line: `footnote ask | index | serve | doctor`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.settings import STARTER_GUIDES, Settings, SettingsInvalid, load_settings
from knowledge.errors import FootnoteError, GuidesMissing

if TYPE_CHECKING:
    from bot.bootstrap import IndexReport

FAILED, BAD_INPUT, NO_INDEX = 1, 2, 3

app = typer.Typer(
    help="""Answers questions from your own guides, word for word, each quote cited, fully offline.

    \b
    footnote ask "can I paste customer data into ChatGPT?"
    footnote ask "how do I ask for leave?" --guides ~/handbook
    footnote doctor    what is missing before `footnote serve` can answer in Slack

    Settings come from FOOTNOTE_* variables, or from footnote.toml beside the guides.""",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
GuidesOption = Annotated[
    Path | None,
    typer.Option("--guides", help="Folder of guides. Default: FOOTNOTE_GUIDES, else the starter guide's."),
]
QuestionsArgument = Annotated[
    Path,
    typer.Argument(
        help='JSON lines: {"id", "question", "answerable", "kind", "gold": [{"path", "heading"}]}.'
    ),
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

    \b
    footnote ask "may I work from abroad?" --guides ~/handbook
    footnote ask --jsonl questions.jsonl > answers.jsonl

    The folder that --guides names is indexed first if its index isn't current, and so is the starter
    guide's; that of FOOTNOTE_GUIDES is answered from as `footnote index` left it.

    Exit code: 0 answered or honestly not, 2 bad usage or input, 3 no usable index, 1 anything else.
    """  # noqa: D301 - a real \b keeps the example's lines apart in --help
    from bot.asking import answer_file, answer_one

    with exit_codes():
        if (question is None) == (jsonl is None):
            raise typer.BadParameter("give either a QUESTION or --jsonl FILE.")
        settings = load_settings(guides)
        _ensure_index(settings, guides)
        if jsonl is not None:
            answer_file(settings, jsonl)
        else:
            answer_one(settings, question or "", as_json=as_json)


@app.command()
def index(guides: GuidesOption = None) -> None:
    """Index a folder of guides, and say what changed.

    Names the guides that were added, changed and removed, and those that were left out, with the cure. A
    running `footnote serve` takes up the new index when it is started again.
    """
    with exit_codes():
        _build_index(load_settings(guides))


@app.command()
def learn(
    file: Annotated[
        Path | None,
        typer.Argument(help='Confirmed questions: {"question", "path", "heading" or "anchor"}, one a line.'),
    ] = None,
    guides: GuidesOption = None,
    show: Annotated[bool, typer.Option("--list", help="Print what was learned, with ids.")] = False,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar="ID", help="Unlearn a question; may be repeated.")
    ] = None,
) -> None:
    """Learn questions that people confirmed: the next similar question finds the same section.

    A learned question only helps to find its section: what is quoted stays the guide's own words. A running
    bot knows it after a restart. Exit code: 2 bad input, 3 no index.
    """
    from bot.learning import forget, learn_file, list_learned

    with exit_codes():
        if sum((file is not None, show, bool(remove))) != 1:
            raise typer.BadParameter("give one of FILE, --list or --remove ID.")
        settings = load_settings(guides)
        if file is not None:
            learn_file(settings, file)
        elif remove:
            forget(settings, remove)
        else:
            list_learned(settings)


@app.command("eval")
def evaluate(  # noqa: PLR0913 - the command's options
    questions: QuestionsArgument,
    guides: GuidesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", dir_okay=False, writable=True, help="Write a page with plots.")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", dir_okay=False, writable=True, help="Keep this run.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Compare with a run that --save kept.")
    ] = None,
    fail_under: Annotated[
        list[str] | None, typer.Option("--fail-under", metavar="FIGURE=N", help="Least value; repeatable.")
    ] = None,
    fail_over: Annotated[
        list[str] | None, typer.Option("--fail-over", metavar="FIGURE=N", help="Most value; repeatable.")
    ] = None,
) -> None:
    """Score the answers to a file of questions whose right sections are known.

    \b
    footnote eval questions.jsonl --guides ~/handbook --save before.json
    footnote eval questions.jsonl --guides ~/handbook --against before.json --html report.html
    footnote eval questions.jsonl --fail-under hit@1=0.55 --fail-over calibration_error=0.1

    Exit code: 1 if a figure breaks a bound, 2 bad usage or input, 3 no usable index.
    """  # noqa: D301
    from bot.evaluating import evaluate as evaluate_plan
    from bot.evaluating import plan_evaluation

    with exit_codes():
        settings = load_settings(guides)
        plan = plan_evaluation(
            questions,
            fail_under=fail_under or (),
            fail_over=fail_over or (),
            against=against,
            save=save,
            html=html,
            as_json=as_json,
        )
        _ensure_index(settings, guides)
        if not evaluate_plan(settings, plan):
            raise typer.Exit(FAILED)


@app.command()
def calibrate(
    questions: QuestionsArgument,
    guides: GuidesOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", dir_okay=False, writable=True, help="File to write instead of the one answers use."
        ),
    ] = None,
) -> None:
    """Fit the confidence on a file of questions whose right sections are known.

    Answers about these guides are judged by it from the next start. Write at least 30 questions, better 150,
    some of which the guides don't answer. Exit code: 2 bad usage or input, 3 no usable index.
    """
    from bot.calibrating import calibrate as calibrate_plan
    from bot.calibrating import plan_calibration

    with exit_codes():
        settings = load_settings(guides)
        plan = plan_calibration(questions, out)
        _ensure_index(settings, guides)
        calibrate_plan(settings, plan)


@app.command()
def serve(
    guides: GuidesOption = None,
    http: Annotated[
        bool, typer.Option("--http", help="Events API over HTTP instead of Socket Mode.")
    ] = False,
) -> None:
    """Answer in Slack until SIGTERM or Ctrl-C.

    Over Socket Mode with SLACK_BOT_TOKEN and SLACK_APP_TOKEN; with --http over the Events API with
    SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, on FOOTNOTE_HTTP_HOST and FOOTNOTE_HTTP_PORT at /slack/events.
    """
    from bot.serving import require_tokens, serve_slack

    with exit_codes():
        settings = load_settings(guides)
        require_tokens(settings, http=http)  # before indexing, which may take minutes
        _ensure_index(settings, guides)
        serve_slack(settings, http=http)


@app.command()
def doctor(guides: GuidesOption = None) -> None:
    """Say what is missing, with the cure for each.

    Looks at the model, the index, the guides and Slack's tokens and scopes. Exit code 1 if anything that
    `footnote serve` needs is missing.
    """
    from bot.doctor import print_diagnosis

    with exit_codes():
        if not print_diagnosis(load_settings(guides)):
            raise typer.Exit(FAILED)


def _ensure_index(settings: Settings, named: Path | None) -> None:
    """Index the folder that was named, or the starter guide's; others wait for `footnote index`."""
    from bot.bootstrap import is_current

    if (named is not None or settings.guides == STARTER_GUIDES) and not is_current(settings):
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
