"""Counts of where questions led, and the redacted words of unanswered ones where an operator keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, which stand here as they were: `schema.py` moves on."""
    op.create_table(
        "asked_about",
        sa.Column("week", sa.String(8), primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("anchor", sa.Text, primary_key=True),
        sa.Column("status", sa.String(16), primary_key=True),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("cited", sa.Integer, nullable=False),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("week", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("anchor", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
