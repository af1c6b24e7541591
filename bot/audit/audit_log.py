"""Records answers as they are given: in the chain, with a copy of each guide that they cite."""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from bot.audit.chain import Ends, append, cited_guides, cut
from bot.inbox.errors import InboxUnavailable
from bot.inbox.inbox import Inbox
from bot.metrics import Metrics
from index.folders import file_age, replace_file
from knowledge.answer import Answer
from knowledge.guide import Guide

GUIDES, HEAD = "guides", "head.json"
TRIES = 5
SETTLED_SECONDS = 3600.0
"""A copy that is newer may belong to an answer that is just being recorded."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AuditLog:
    """Writes the audit below ``folder`` and in the inbox's database."""

    inbox: Inbox
    folder: Path
    metrics: Metrics

    def record(self, answer_id: str, answer: Answer, guide_at: Callable[[str], Guide | None]) -> None:
        """Record an answer before it is posted; where that fails, it is posted all the same, as the log says.

        So an answer that somebody saw has its record, and a record may be of a reply that never arrived.
        """
        try:
            self._keep_guides(answer, guide_at)
            self._note_head(self._append(answer_id, answer))
        except (InboxUnavailable, OSError, IntegrityError) as error:
            self.metrics.audit_failed()
            _LOG.error("Answer %s isn't in the audit: %s", answer_id, type(error).__name__)

    def purge(self, before: float) -> int:
        """Delete what is older than ``before``, and the copies that nothing cites any more.

        Raises:
            InboxUnavailable: the database fails.
        """
        with self.inbox.transaction() as connection:
            count = cut(connection, before)
            needed = cited_guides(connection)
        for file in (self.folder / GUIDES).glob("*"):
            if file.name not in needed and file_age(file) > SETTLED_SECONDS:
                file.unlink(missing_ok=True)
        return count

    def _append(self, answer_id: str, answer: Answer) -> Ends:
        for _ in range(TRIES - 1):
            try:
                with self.inbox.transaction() as connection:
                    return append(connection, answer_id, answer, self.inbox.clock())
            except IntegrityError:  # another process was quicker
                continue
        with self.inbox.transaction() as connection:
            return append(connection, answer_id, answer, self.inbox.clock())

    def _keep_guides(self, answer: Answer, guide_at: Callable[[str], Guide | None]) -> None:
        folder = self.folder / GUIDES
        folder.mkdir(parents=True, exist_ok=True)
        for citation in answer.citations:
            file, guide = folder / citation.sha256, guide_at(citation.path)
            if guide and guide.sha256 == citation.sha256:
                try:
                    os.utime(file)  # so that a purge that is under way leaves it
                except FileNotFoundError:
                    replace_file(file, guide.source)

    def _note_head(self, ends: Ends) -> None:
        """Note the chain's end outside of the database, so that one cut short shows."""
        replace_file(self.folder / HEAD, json.dumps([ends.last_seq, ends.last_hash]))


def read_head(folder: Path) -> tuple[int, str] | None:
    """Return the noted end of the chain, None where there is none that can be read."""
    try:
        seq, found = json.loads((folder / HEAD).read_text("utf-8"))
        return int(seq), str(found)
    except (OSError, ValueError, TypeError):
        return None
