"""Verifying an answer: is each quote a slice of its guide as it was, and is the record untouched?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from bot.audit.audit_log import GUIDES, read_head
from bot.audit.chain import faults, find
from bot.audit.record import AuditRecord, QuotedSlice, sha256_of
from knowledge.errors import FootnoteError


class AnswerUnknown(FootnoteError):
    """The audit has no such answer."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one quote: whether it is proven, and what there is to say of it."""

    quoted: QuotedSlice
    is_proven: bool
    said: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of verifying an answer; it is proven where each quote is and nothing was tampered with."""

    record: AuditRecord
    verdicts: tuple[Verdict, ...]
    faults: tuple[str, ...]

    @property
    def is_proven(self) -> bool:
        """Whether all of it holds."""
        return not self.faults and all(verdict.is_proven for verdict in self.verdicts)


def verify(connection: Connection, folder: Path, answer_id: str, current: Mapping[str, str]) -> Verification:
    """Check an answer's record, the chain that it is in, and each quote against the copy of its guide.

    ``current`` has the hash of each guide as it is indexed now, by path.

    Raises:
        AnswerUnknown: the audit has no such answer.
    """
    wrong = tuple(faults(connection, read_head(folder)))
    record = find(connection, answer_id)
    if record is None:
        raise AnswerUnknown(
            f"The audit has no answer {answer_id!r}. Take the id from below “Go deeper”; FOOTNOTE_AUDIT=on "
            "records answers from then on, for FOOTNOTE_AUDIT_DAYS."
        )
    return Verification(record, tuple(_judged(record, folder / GUIDES, current)), wrong)


def _judged(record: AuditRecord, copies: Path, current: Mapping[str, str]) -> Iterator[Verdict]:
    for quoted in record.slices:
        try:
            source = (copies / quoted.sha256).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            yield Verdict(quoted, is_proven=False, said="the copy of the guide is gone or can't be read")
            continue
        if sha256_of(source) != quoted.sha256:
            yield Verdict(quoted, is_proven=False, said="the copy of the guide was changed")
        elif sha256_of(source[quoted.start : quoted.end]) != quoted.quote_sha256:
            yield Verdict(quoted, is_proven=False, said="the quote isn't that slice of the guide")
        else:
            yield Verdict(quoted, is_proven=True, said=_since(quoted, current))


def _since(quoted: QuotedSlice, current: Mapping[str, str]) -> str:
    if quoted.path not in current:
        return "a slice of the guide as it was; the guide is gone since"
    is_same = current[quoted.path] == quoted.sha256
    return f"a slice of the guide as it was; the guide {'is the same' if is_same else 'has changed'} since"
