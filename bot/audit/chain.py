"""The chain of records in the database: added to, cut at its old end, and gone through for tampering."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from bot.audit.record import BEGINNING, AuditRecord
from bot.inbox.schema import AUDIT, AUDIT_ENDS
from knowledge.answer import Answer

_ONE = 1
_AS_OF_NOW = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"}
_A, _E = AUDIT.c, AUDIT_ENDS.c


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the kept chain begins and ends: numbers, and the hashes that the first and the next link to."""

    first_seq: int
    first_previous: str
    last_seq: int
    last_hash: str


def as_of_now(connection: Connection) -> None:
    """Have all that a transaction reads be of this moment; this comes first in it."""
    connection.execute(text(_AS_OF_NOW[connection.dialect.name]))


def append(connection: Connection, answer_id: str, answer: Answer, at: float) -> Ends:
    """Add an answer to the chain, once for each id; return the chain's ends.

    Raises:
        IntegrityError: another process added one at the same time; nothing was changed.
    """
    ends = _locked_ends(connection)
    known = connection.execute(select(_A.seq).where(_A.answer_id == answer_id)).first()
    if known is not None:
        return ends
    record = AuditRecord.from_answer(ends.last_seq + 1, answer_id, answer, at, ends.last_hash)
    connection.execute(insert(AUDIT).values(**asdict(record), hash=record.hash))
    connection.execute(update(AUDIT_ENDS).values(last_seq=record.seq, last_hash=record.hash))
    return Ends(ends.first_seq, ends.first_previous, record.seq, record.hash)


def cut(connection: Connection, before: float) -> int:
    """Delete what is older than ``before``, and note where the chain begins; return how many that were."""
    ends = _locked_ends(connection)
    kept = select(_A.seq, _A.previous).where(_A.at >= before).order_by(_A.seq).limit(1)
    first = connection.execute(kept).first()
    seq, previous = (first.seq, first.previous) if first else (ends.last_seq + 1, ends.last_hash)
    connection.execute(update(AUDIT_ENDS).values(first_seq=seq, first_previous=previous))
    return connection.execute(delete(AUDIT).where(_A.seq < seq)).rowcount


def read_ends(connection: Connection) -> Ends:
    """Return where the chain begins and ends; an empty one does both at its beginning."""
    row = connection.execute(select(AUDIT_ENDS).where(_E.id == _ONE)).mappings().first()
    return _ends(row) if row else Ends(1, BEGINNING, 0, BEGINNING)


def faults(connection: Connection, known_head: tuple[int, str] | None) -> Iterator[str]:
    """Yield what shows that somebody changed the chain: row after row is hashed again.

    ``known_head`` is a number and hash that were noted elsewhere, None where none was: the chain has to hold
    that row, unless it is older than what is kept. What is added meanwhile isn't looked at: this comes first
    in its transaction.
    """
    as_of_now(connection)
    ends = read_ends(connection)
    seq, previous, hashes = ends.first_seq - 1, ends.first_previous, dict[int, str]()
    for row in connection.execute(select(AUDIT).order_by(_A.seq)).mappings():
        record = AuditRecord.from_row(dict(row))
        if record.seq != seq + 1:
            yield f"between {seq} and {record.seq} something is missing"
        if record.previous != previous:
            yield f"record {record.seq} doesn't follow the one before it"
        if record.hash != row["hash"]:
            yield f"record {record.seq} isn't what was written"
        seq, previous = record.seq, row["hash"]
        hashes[seq] = previous
    if (seq, previous) != (ends.last_seq, ends.last_hash):
        yield f"the chain ends at {seq}, and should at {ends.last_seq}"
    if known_head and known_head[0] >= ends.first_seq and hashes.get(known_head[0]) != known_head[1]:
        yield f"record {known_head[0]} isn't the one that was noted outside of the database"


def find(connection: Connection, answer_id: str) -> AuditRecord | None:
    """Return the record of an answer, None where there is none."""
    row = connection.execute(select(AUDIT).where(_A.answer_id == answer_id)).mappings().first()
    return AuditRecord.from_row(dict(row)) if row else None


def cited_guides(connection: Connection) -> set[str]:
    """Return the hashes of the guides that kept records cite."""
    rows = connection.execute(select(AUDIT)).mappings()
    return {cited.sha256 for row in rows for cited in AuditRecord.from_row(dict(row)).slices}


def _locked_ends(connection: Connection) -> Ends:
    """Return the ends, and keep other processes from changing them meanwhile."""
    row = connection.execute(select(AUDIT_ENDS).where(_E.id == _ONE).with_for_update()).mappings().first()
    if row is None:
        empty = Ends(1, BEGINNING, 0, BEGINNING)
        connection.execute(insert(AUDIT_ENDS).values(id=_ONE, **asdict(empty)))
        return empty
    return _ends(row)


def _ends(row: Any) -> Ends:  # noqa: ANN401 - a row
    return Ends(**{name: row[name] for name in Ends.__dataclass_fields__})
