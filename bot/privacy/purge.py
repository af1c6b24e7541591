"""Deletes what was kept long enough: hourly while the bot runs, and by `footnote privacy purge`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, or_

from bot.audit.audit_log import AuditLog
from bot.inbox.asked_about import week_of
from bot.inbox.feedback import forget_feedback
from bot.inbox.handovers import RESOLVED
from bot.inbox.inbox import Inbox
from bot.inbox.schema import HANDOVERS
from bot.privacy.purposes import DAMAGED_DAYS, HANDOVER_DAYS_RESOLVED
from bot.settings import Settings
from index.folders import file_age

_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Purge:
    """Knows by the settings what has to go."""

    settings: Settings
    inbox: Inbox
    audit: AuditLog

    def run(self) -> dict[str, int]:
        """Delete what is too old; return how much that was, by purpose.

        Raises:
            InboxUnavailable: the database fails.
        """
        now, settings = self.inbox.clock(), self.settings
        kept = settings.keep_unanswered_days if settings.keep_unanswered != "off" else 0
        gone = {"questions": self.inbox.forget_finished()}
        self.inbox.forget_asked(kept)
        with self.inbox.transaction() as connection:
            gone["feedback"] = forget_feedback(connection, week_of(now - settings.keep_feedback_days * _DAY))
            gone["handovers"] = connection.execute(delete(HANDOVERS).where(self._old_handovers(now))).rowcount
        audit_days = settings.audit_days if settings.audit != "off" else 0
        gone["audit"] = self.audit.purge(now - audit_days * _DAY)
        gone["damaged databases"] = sum(1 for _ in _deleted(settings.state))
        return gone

    def _old_handovers(self, now: float) -> ColumnElement[bool]:
        columns = HANDOVERS.c
        resolved = and_(columns.state == RESOLVED, columns.resolved_at < now - HANDOVER_DAYS_RESOLVED * _DAY)
        return or_(resolved, columns.created_at < now - self.settings.keep_handovers_days * _DAY)


def _deleted(state: Path) -> Iterator[Path]:
    """Delete database files that were set aside long ago, and yield them."""
    for file in state.glob("inbox.sqlite3.damaged-*"):
        if file_age(file) > DAMAGED_DAYS * _DAY:
            file.unlink(missing_ok=True)
            yield file
