"""The composition root of the inbox: opened, watched and kept up, whatever its database does."""

import logging
import math
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from bot.inbox.database import open_database
from bot.inbox.errors import DatabaseOutOfReach, InboxUnavailable
from bot.inbox.inbox import LEASE_SECONDS, Inbox
from bot.metrics import Metrics
from bot.places import database_url
from bot.settings import Settings

RENEW_SECONDS = LEASE_SECONDS / 4
_LOG = logging.getLogger(__name__)


def open_inbox(settings: Settings) -> Inbox:
    """Open the inbox; where its database is out of reach, questions are answered without it meanwhile.

    Raises:
        SettingsInvalid: FOOTNOTE_DATABASE names no database.
        DatabaseTooNew: a newer release of Footnote has upgraded it.
    """
    try:
        return Inbox(open_database(database_url(settings)))
    except DatabaseOutOfReach as error:
        _LOG.error("%s Questions are answered without it meanwhile", error)
        return Inbox(None, trouble=str(error))


def keep_up(inbox: Inbox, settings: Settings) -> None:
    """Keep what is in hand, every `RENEW_SECONDS`, and open a database that was out of reach."""
    if inbox.engine is None:
        try:
            inbox.engine = open_database(database_url(settings))
        except DatabaseOutOfReach:
            return
    inbox.renew()
    inbox.wipe_journal()


def watch_inbox(metrics: Metrics, inbox: Inbox) -> None:
    """Show how much is open whenever the figures are read; nan where the database fails."""

    def shown(name: str) -> Callable[[], float]:
        def value() -> float:
            try:
                return float(getattr(inbox.backlog(), name))
            except InboxUnavailable:
                return math.nan

        return value

    metrics.watch("footnote_inbox_open", "Questions without a reply yet", shown("depth"))
    metrics.watch("footnote_inbox_oldest_seconds", "Age of the oldest of them", shown("oldest_seconds"))


def unless_unavailable(task: Callable[[], object]) -> Callable[[], None]:
    """Run a task that comes again, whatever fails; the inbox itself tells of its troubles."""

    def run() -> None:
        try:
            task()
        except InboxUnavailable:
            return
        except (OSError, IntegrityError) as error:  # else slack_sdk's runner would end for good
            _LOG.error("What is done again and again failed this time: %s", type(error).__name__)

    return run
