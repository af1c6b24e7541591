"""The command line: `footnote ask | index | serve | doctor`, and those of the other `bot.cli_*`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli_guides import writing
from bot.cli_privacy import privacy, proof
from bot.cli_quality import quality
from bot.cli_state import state
from bot.commands import FAILED, GuidesOption, ensure_index, exit_codes
from bot.generations_cli import generations
from bot.settings import load_settings

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
app.add_typer(quality)
app.add_typer(state)
app.add_typer(writing)
app.add_typer(proof)
app.add_typer(privacy, name="privacy")
app.add_typer(generations, name="generations")


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
        ensure_index(settings, guides)
        if jsonl is not None:
            answer_file(settings, jsonl)
        else:
            answer_one(settings, question or "", as_json=as_json)


@app.command()
def index(
    guides: GuidesOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; build nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Publish even if golden questions are answered worse.")
    ] = False,
) -> None:
    """Index a folder of guides, and say what changed.

    Only what changed is embedded. Names the guides and sections that were added, changed, removed and moved,
    and the guides that were left out, with the cure. The new index is checked before it is made current; the
    last five are kept: see `footnote generations`.

    Questions in questions.jsonl, beside the guides, are asked before and after: those that are answered
    differently are shown, and where more get worse than better, nothing is published (exit code 1).
    """
    from bot.indexing import index_with_progress, print_preview

    with exit_codes():
        settings = load_settings(guides)
        if dry_run:
            print_preview(settings)
        else:
            index_with_progress(settings, asked=True, force=force)


@app.command()
def serve(
    guides: GuidesOption = None,
    http: Annotated[
        bool, typer.Option("--http", help="Events API over HTTP instead of Socket Mode.")
    ] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Index again when a guide was saved.")] = False,
) -> None:
    """Answer in Slack until SIGTERM or Ctrl-C.

    Over Socket Mode with SLACK_BOT_TOKEN and SLACK_APP_TOKEN; with --http over the Events API with
    SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET, on FOOTNOTE_HTTP_HOST and FOOTNOTE_HTTP_PORT at /slack/events.

    A new index is taken up while questions come in. SIGHUP, and POST /reindex with FOOTNOTE_REINDEX_TOKEN,
    index the guides as `footnote index` does, and so does a saved guide with --watch.
    """
    from bot.serving import install_egress_guard, require_tokens, serve_slack

    with exit_codes():
        settings = load_settings(guides)
        require_tokens(settings, http=http)  # before indexing, which may take minutes
        egress = install_egress_guard(settings)
        ensure_index(settings, guides)
        serve_slack(settings, egress, http=http, watch=watch)


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


def main() -> None:
    """Run the command line."""
    sys.exit(app())
