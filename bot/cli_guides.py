"""The commands for those who write guides: `footnote lint | new`."""

import gc
from datetime import date
from typing import Annotated, Literal

import typer

from bot.commands import FAILED, GuidesOption, exit_codes
from bot.settings import STARTER_GUIDES, load_settings

writing = typer.Typer()


@writing.command()
def lint(
    guides: GuidesOption = None,
    form: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", help="text for people, json, or github for annotations in a pull request."),
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings, too.")] = False,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE", help="Leave out a rule; repeatable.")
    ] = None,
) -> None:
    """Say what is wrong with the guides: links, headings, sections, dates, copies.

    \b
    footnote lint --guides ~/handbook
    footnote lint --guides handbook --format github --strict
    footnote lint --ignore vague-heading

    Nothing is fetched: addresses of other sites are looked at, never opened. docs/linting.md explains each
    rule. Exit code: 0 nothing worse than a note, 1 errors (with --strict, warnings, too), 2 bad usage or
    no guides.
    """  # noqa: D301
    from bot.linting import PRINTERS, lint_guides
    from knowledge.lint.finding import RULES

    gc.set_threshold(
        50_000, 20, 100
    )  # most of what is read stays: looking for garbage took a fifth of the time
    with exit_codes():
        off = ignore or []
        if unknown := [rule for rule in off if rule not in RULES]:
            raise typer.BadParameter(f"--ignore {unknown[0]}: no such rule. There are: {', '.join(RULES)}.")
        report = lint_guides(load_settings(guides), date.today(), off)
        PRINTERS[form](report)
        if not report.passes(strict=strict):
            raise typer.Exit(FAILED)


@writing.command()
def new(
    title: Annotated[str, typer.Argument(help="The guide's title, in quotes.")],
    guides: GuidesOption = None,
) -> None:
    """Write the skeleton of a guide, named after its title.

    \b
    footnote new "Working from abroad" --guides ~/handbook

    Prints its path. An existing file is never touched. Exit code: 1 there is such a guide, 2 bad usage or no
    folder.
    """  # noqa: D301
    from bot.new_guide import TitleUnusable, create_guide, next_steps

    with exit_codes():
        settings = load_settings(guides)
        if guides is None and settings.guides == STARTER_GUIDES:
            raise typer.BadParameter("name the folder of your guides: --guides DIR, or FOOTNOTE_GUIDES.")
        try:
            file = create_guide(settings, title, date.today())
        except TitleUnusable as error:
            raise typer.BadParameter(str(error)) from error
        typer.echo(file)
        typer.echo(next_steps(file), err=True)
