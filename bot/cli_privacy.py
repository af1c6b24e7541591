"""The commands on what is kept, and on what can be proven: `footnote privacy …`, `footnote verify`."""

from typing import Annotated

import typer

from bot.commands import BAD_INPUT, FAILED, GuidesOption, exit_codes
from bot.settings import load_settings

privacy = typer.Typer(
    help="What is kept of people, why and for how long; given out and deleted.", no_args_is_help=True
)
proof = typer.Typer()
TeamOption = Annotated[
    str | None, typer.Option("--team", help="The workspace's id, T…; without it, all that were heard of.")
]
UserArgument = Annotated[str, typer.Argument(help="The person's user id in Slack, such as U0123ABC.")]


@privacy.command()
def report(
    guides: GuidesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, with tables and files.")] = False,
) -> None:
    """Say what is kept, why, of whom, for how long, and how much that is now."""
    from bot.privacy import commands

    with exit_codes():
        commands.report(load_settings(guides), as_json=as_json)


@privacy.command()
def export(user: UserArgument, team: TeamOption = None, guides: GuidesOption = None) -> None:
    """Print all that is kept of a person, as JSON."""
    from bot.privacy import commands

    with exit_codes():
        commands.export(load_settings(guides), user, team)


@privacy.command()
def forget(user: UserArgument, team: TeamOption = None, guides: GuidesOption = None) -> None:
    """Delete all that is kept of a person; `footnote restore` doesn't bring it back.

    Messages in Slack are Slack's to delete. Backups that were made before still hold what was kept.
    """
    from bot.privacy import commands

    with exit_codes():
        commands.forget(load_settings(guides), user, team)


@privacy.command()
def purge(guides: GuidesOption = None) -> None:
    """Delete what was kept long enough; `footnote serve` does so hourly."""
    from bot.privacy import commands

    with exit_codes():
        commands.purge(load_settings(guides))


@proof.command()
def verify(
    answer_id: Annotated[
        str | None, typer.Argument(help="The answer's id, from the end of “Go deeper”.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Go through the whole record instead of one answer.")
    ] = False,
    guides: GuidesOption = None,
) -> None:
    """Prove that an answer's quotes are slices of the guides as they were, and that the record is untouched.

    Answers are recorded with FOOTNOTE_AUDIT=on. Exit code: 0 proven, 1 not proven or tampered with, 2 no such
    answer.
    """
    from bot.audit.verifying import AnswerUnknown
    from bot.privacy import commands

    with exit_codes():
        if (answer_id is None) == (not everything):
            raise typer.BadParameter("give either an ANSWER_ID or --all.")
        settings = load_settings(guides)
        try:
            is_proven = (
                commands.verify_one(settings, answer_id) if answer_id else commands.verify_all(settings)
            )
        except AnswerUnknown as error:
            typer.echo(f"footnote: {error}", err=True)
            raise typer.Exit(BAD_INPUT) from error
        if not is_proven:
            raise typer.Exit(FAILED)
