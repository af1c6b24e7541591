"""The inbox's tables; `migrations/` brings older databases to them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

REVISION = "0004"
"""The newest migration: a database at this revision needs none, and Alembic isn't even imported."""

WAITING, TAKEN, DONE = "waiting", "taken", "done"

METADATA = MetaData()
QUESTIONS = Table(
    "questions",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("thread_ts", String(32)),
    Column("event_id", String(64), unique=True),
    Column("surface", String(16), nullable=False),
    Column("text", Text, nullable=False),  # "" once it is done, as who asked and where to write to them
    Column("user", String(32), nullable=False, server_default=""),
    Column("is_private", Boolean, nullable=False, server_default=false()),
    Column("response_url", Text, nullable=False, server_default=""),
    Column("is_called", Boolean, nullable=False, server_default=true()),
    Column("is_shared", Boolean, nullable=False, server_default=false()),
    Column("found", Text, nullable=False, server_default=""),
    Column("task", String(16), nullable=False, server_default="answer"),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("may_be_answered", Boolean, nullable=False),
    Column("received_at", Float(53), nullable=False),
    Column("due_at", Float(53), nullable=False),
    Column("taken_by", String(128)),
    Column("taken_until", Float(53)),
    Column("signed_at", Float(53)),  # when the asker was shown that the question had arrived
    Column("done_at", Float(53)),
    Column("outcome", String(16)),
    UniqueConstraint("team", "channel", "ts", name="one_row_a_message"),
    # Of thousands of rows only a handful are open: these alone are looked through for the next to answer.
    Index(
        "open_questions",
        "channel",
        "id",
        sqlite_where=text("state <> 'done'"),
        postgresql_where=text("state <> 'done'"),
    ),
    Index("done_questions", "done_at"),
    Index("threads", "channel", "thread_ts"),
)
PROCESSES = Table(
    "processes",
    METADATA,
    Column("name", String(128), primary_key=True),
    Column("alive_at", Float(53), nullable=False),
)
ASKED_ABOUT = Table(  # no text, no user, no message: only how often
    "asked_about",
    METADATA,
    Column("week", String(8), primary_key=True),  # ISO, such as 2026-W48
    Column("path", Text, primary_key=True),
    Column("anchor", Text, primary_key=True),
    Column("status", String(16), primary_key=True),
    Column("questions", Integer, nullable=False),  # to which the section was nearest
    Column("cited", Integer, nullable=False),  # answers that quoted or linked it
)
FEEDBACK = Table(  # no text: a person's word on an answer, by a keyed hash of the person
    "feedback",
    METADATA,
    Column("answer_id", String(32), primary_key=True),
    Column("asker", String(64), primary_key=True),
    Column("is_helpful", Boolean, nullable=False),
    Column("reason", String(16), nullable=False),  # "" where none was given
    Column("week", String(8), nullable=False),
    Column("path", Text, nullable=False),  # of the first section cited
    Column("anchor", Text, nullable=False),
    sqlite_with_rowid=False,
)
HANDOVERS = Table(  # questions that a person was asked; their words are in Slack alone
    "handovers",
    METADATA,
    Column("answer_id", String(32), primary_key=True),  # so that a question is handed over once
    Column("asker", String(64), nullable=False),  # a keyed hash
    Column("user", String(32), nullable=False),  # whom replies are relayed to; "" once it is resolved
    Column("channel", String(32), nullable=False),  # where replies are relayed to
    Column("thread_ts", String(32)),
    Column("owner_channel", String(32), nullable=False),
    Column("owner_ts", String(32)),  # the thread there, None until it was posted
    Column("state", String(8), nullable=False),  # open, resolved
    Column("created_at", Float(53), nullable=False),
    Column("resolved_at", Float(53)),
    Index("owner_threads", "owner_channel", "owner_ts"),
)
AUDIT = Table(  # empty unless the operator wants it: no text, no person
    "audit",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("answer_id", String(32), nullable=False, unique=True),
    Column("at", Float(53), nullable=False),
    Column("generation", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("entries", Text, nullable=False),  # JSON: paths, hashes and spans of the citations
    Column("previous", String(64), nullable=False, unique=True),  # so that the chain can't fork
    Column("hash", String(64), nullable=False),
)
AUDIT_ENDS = Table(  # where the chain begins, after what was deleted for its age, and where it ends
    "audit_ends",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),  # 1: there is one row
    Column("first_seq", BigInteger, nullable=False),
    Column("first_previous", String(64), nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("last_hash", String(64), nullable=False),
)
UNANSWERED = Table(  # empty unless the operator keeps redacted questions
    "unanswered",
    METADATA,
    Column("id", String(32), primary_key=True),  # random: the order tells nobody which message it was
    Column("week", String(8), nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("path", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    sqlite_with_rowid=False,
)
