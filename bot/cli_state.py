"""The commands for operators: `footnote backup | restore`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands import GuidesOption, exit_codes
from bot.settings import load_settings

state = typer.Typer()


@state.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write, such as footnote-2026-11-24.tar.gz.")],
    guides: GuidesOption = None,
) -> None:
    """Write what can't be built anew to one file: the inbox, the audit, what was learned and fitted.

    The bot may go on running. Indexes and models are left out: `footnote index` builds them. Open questions
    are in it in full, so only its owner may read the file.
    """
    from bot.state_keeping import back_up

    with exit_codes():
        back_up(load_settings(guides), file)


@state.command()
def restore(
    file: Annotated[
        Path, typer.Argument(help="A file that `footnote backup` wrote.", dir_okay=False, exists=True)
    ],
    guides: GuidesOption = None,
) -> None:
    """Bring back what a backup holds, losing nothing that is there.

    Questions that the inbox has stay as they are; a file that differs is kept beside the restored one. For
    open questions the bot looks in Slack whether they were answered since, before it answers.
    """
    from bot.state_keeping import bring_back

    with exit_codes():
        bring_back(load_settings(guides), file)
