"""What `footnote backup` and `restore` say of what they did."""

import sys
import time
from pathlib import Path

from bot.backup.restoring import Restored, restore_backup
from bot.backup.writing import write_backup
from bot.inbox.database import open_database
from bot.places import database_url
from bot.privacy.forgetting import forget_names
from bot.privacy.forgotten_list import ForgottenList
from bot.privacy.pseudonyms import load_pseudonyms
from bot.settings import Settings


def back_up(settings: Settings, file: Path) -> None:
    """Write a backup, and say what is in it."""
    engine = open_database(database_url(settings))
    try:
        count = write_backup(file, engine, settings.state)
    finally:
        engine.dispose()
    _say(f"{file}: {count} questions, the audit, what was learned, and what was fitted")


def bring_back(settings: Settings, file: Path) -> None:
    """Restore a backup, and say what came back."""
    engine = open_database(database_url(settings))
    try:
        restored = restore_backup(file, engine, settings.state)
        names = ForgottenList(settings.state).names()
        with engine.begin() as connection:
            forget_names(connection, names, load_pseudonyms(settings), time.time())
    finally:
        engine.dispose()
    _tell(restored)


def _tell(restored: Restored) -> None:
    _say(f"{restored.questions} questions came back that the inbox didn't have")
    if restored.audited:
        _say(f"the audit came back, with {restored.audited} answers. Check it: footnote verify --all")
    if restored.has_own_audit:
        _say("the backup's audit was left out: another one is there, and two chains can't be made one")
    for kept in restored.replaced:
        _say(f"the file before it is kept as {kept}")


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
