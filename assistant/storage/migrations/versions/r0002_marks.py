"""Coaches' marks on turns, and the digests of erased conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of marks and of erasures."""
    op.create_table(
        "marks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("conversation", sa.String, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("reviewer", sa.String, nullable=False),
        sa.Column("marked_at", sa.String, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation", "sequence"],
            ["turns.conversation", "turns.sequence"],
            name="marks_a_turn",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("marks_by_turn", "marks", ["conversation", "sequence"])
    op.create_table(
        "erasures",
        sa.Column("digest", sa.String, primary_key=True, nullable=False),
        sa.Column("erased_at", sa.String, nullable=False),
    )
