"""The turns of conversations, one row a turn."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of turns."""
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("key", sa.String),
        sa.Column("withdrawn", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("recorded_at", sa.String, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("level", sa.String, nullable=False),
        sa.Column("move", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.CheckConstraint("withdrawn IN (0, 1)", name="withdrawn_is_a_flag"),
        sa.CheckConstraint("sequence >= 1 AND number >= 1", name="counted_from_one"),
        sa.UniqueConstraint("conversation", "sequence", name="one_turn_a_sequence"),
        sa.UniqueConstraint("conversation", "key", name="one_turn_a_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "one_standing_turn_a_number",
        "turns",
        ["conversation", "number"],
        unique=True,
        sqlite_where=sa.text("withdrawn = 0"),
    )
