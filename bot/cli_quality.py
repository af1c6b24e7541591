"""The commands that make answers better: `footnote learn | eval | calibrate | gaps`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import FAILED, GuidesOption, ensure_index, exit_codes
from bot.settings import load_settings

QuestionsArgument = Annotated[
    Path,
    typer.Argument(
        help='JSON lines: {"id", "question", "answerable", "kind", "gold": [{"path", "heading"}]}.'
    ),
]

quality = typer.Typer()


@quality.command()
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


@quality.command("eval")
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
        ensure_index(settings, guides)
        if not evaluate_plan(settings, plan):
            raise typer.Exit(FAILED)


@quality.command()
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
        ensure_index(settings, guides)
        calibrate_plan(settings, plan)


@quality.command()
def gaps(
    guides: GuidesOption = None,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=104, help="How far to look back.")] = 12,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", dir_okay=False, writable=True, help="Write a page with plots.")
    ] = None,
) -> None:
    """Say what to write next: where staff asked in Slack and the guides didn't answer.

    \b
    footnote gaps --guides ~/handbook
    footnote gaps --guides ~/handbook --weeks 4 --html gaps.html

    From counts alone, unless the operator keeps redacted questions (FOOTNOTE_KEEP_UNANSWERED=redacted): then
    those that were asked more than once are shown as topics. docs/gaps.md says what is kept. Exit code: 2 bad
    usage, 3 no usable index.
    """  # noqa: D301
    from bot.finding_gaps import show_gaps

    with exit_codes():
        if html is not None and not html.parent.is_dir():
            raise typer.BadParameter(f"{html.parent} is no folder. Make it first, or name another file.")
        settings = load_settings(guides)
        ensure_index(settings, guides)
        show_gaps(settings, weeks, html=html, as_json=as_json)
