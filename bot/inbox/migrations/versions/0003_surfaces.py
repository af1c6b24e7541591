"""Who asked, private replies and what buttons lead to; feedback, and questions handed to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns and tables, which stand here as they were: `schema.py` moves on."""
    false, true = sa.text("false"), sa.text("true")
    added = (
        sa.Column("user", sa.String(32), nullable=False, server_default=""),
        sa.Column("is_private", sa.Boolean, nullable=False, server_default=false),
        sa.Column("response_url", sa.Text, nullable=False, server_default=""),
        sa.Column("is_called", sa.Boolean, nullable=False, server_default=true),
        sa.Column("is_shared", sa.Boolean, nullable=False, server_default=false),
        sa.Column("found", sa.Text, nullable=False, server_default=""),
        sa.Column("task", sa.String(16), nullable=False, server_default="answer"),
    )
    for column in added:
        op.add_column("questions", column)
    op.create_index("threads", "questions", ["channel", "thread_ts"])
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.String(32), primary_key=True),
        sa.Column("asker", sa.String(64), primary_key=True),
        sa.Column("is_helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("anchor", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "handovers",
        sa.Column("answer_id", sa.String(32), primary_key=True),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("user", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("thread_ts", sa.String(32)),
        sa.Column("owner_channel", sa.String(32), nullable=False),
        sa.Column("owner_ts", sa.String(32)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("created_at", sa.Float(53), nullable=False),
        sa.Column("resolved_at", sa.Float(53)),
    )
    op.create_index("owner_threads", "handovers", ["owner_channel", "owner_ts"])
