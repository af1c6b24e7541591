"""Questions, and the processes that answer them."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables, which stand here as they were: `schema.py` moves on."""
    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32)),
        sa.Column("event_id", sa.String(64), unique=True),
        sa.Column("surface", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("may_be_answered", sa.Boolean, nullable=False),
        sa.Column("received_at", sa.Float(53), nullable=False),
        sa.Column("due_at", sa.Float(53), nullable=False),
        sa.Column("taken_by", sa.String(128)),
        sa.Column("taken_until", sa.Float(53)),
        sa.Column("signed_at", sa.Float(53)),
        sa.Column("done_at", sa.Float(53)),
        sa.Column("outcome", sa.String(16)),
        sa.UniqueConstraint("team", "channel", "ts", name="one_row_a_message"),
    )
    open_only = sa.text("state <> 'done'")
    op.create_index(
        "open_questions", "questions", ["channel", "id"], sqlite_where=open_only, postgresql_where=open_only
    )
    op.create_index("done_questions", "questions", ["done_at"])
    op.create_table(
        "processes",
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("alive_at", sa.Float(53), nullable=False),
    )
