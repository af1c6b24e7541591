"""`footnote generations`: the indexes that are kept, what differs between them, and the way back to one."""

from typing import Annotated

import typer

from bot.commands import GuidesOption, exit_codes
from bot.settings import load_settings
from index.retention import KEPT

generations = typer.Typer(
    help="""Show the indexes that are kept, what differs between them, and go back to one.

    \b
    footnote generations                 all of them, newest first
    footnote generations diff            what the current one changed
    footnote generations rollback        answer from the one before again

    A generation is named by its id, or by any beginning of it that no other one has.""",
    rich_markup_mode=None,
)


@generations.callback(invoke_without_command=True)
def list_all(context: typer.Context, guides: GuidesOption = None) -> None:
    """List all generations, newest first, each verified now."""
    if context.invoked_subcommand is not None:
        if guides is not None:
            raise typer.BadParameter(
                f"write it after the command: {context.invoked_subcommand} --guides {guides}"
            )
        return
    from bot.generations import print_generations  # noqa: PLC0415

    with exit_codes():
        print_generations(load_settings(guides))


@generations.command()
def diff(
    old: Annotated[
        str | None, typer.Argument(metavar="[OLD]", help="Default: the one before current.")
    ] = None,
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help="Default: the current one.")] = None,
    guides: GuidesOption = None,
) -> None:
    """Say which guides and sections differ between two generations."""
    from bot.generations import print_difference  # noqa: PLC0415

    with exit_codes():
        print_difference(load_settings(guides), old, new)


@generations.command()
def rollback(
    to: Annotated[str | None, typer.Argument(metavar="[ID]", help="Default: the one before current.")] = None,
    guides: GuidesOption = None,
) -> None:
    """Answer from an earlier generation again, once it is verified.

    The guides as they are on disk are set aside: they aren't indexed again, until they change or until
    `footnote index`.
    """
    from bot.generations import roll_back  # noqa: PLC0415

    with exit_codes():
        roll_back(load_settings(guides), to)


@generations.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="How many to keep, the current one included.")] = KEPT,
    guides: GuidesOption = None,
) -> None:
    """Delete old generations, and what crashed builds left behind; never the current one."""
    from bot.generations import delete_old  # noqa: PLC0415

    with exit_codes():
        delete_old(load_settings(guides), keep)
