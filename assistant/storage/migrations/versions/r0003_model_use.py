"""What language models have used a day, and which conversations go without one."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables."""
    op.create_table(
        "spending",
        sa.Column("day", sa.String, primary_key=True, nullable=False),
        sa.Column("account", sa.String, primary_key=True, nullable=False),
        sa.Column("tokens", sa.Integer, nullable=False),
        sa.Column("cost", sa.Float, nullable=False),
    )
    op.create_table(
        "without_model",
        sa.Column("conversation", sa.String, primary_key=True, nullable=False),
        sa.Column("chosen_at", sa.String, nullable=False),
    )
