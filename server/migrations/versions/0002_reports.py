"""The reports that participants were given."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("interview_id", sa.String(16), primary_key=True),
        sa.Column("seat_id", sa.String(5), primary_key=True),
        sa.Column("released_ms", sa.BigInteger(), primary_key=True),
        sa.Column("link", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("reports")
