"""Links to reports, and what candidates say to theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shares",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("interview_id", sa.String(16), nullable=False),
        sa.Column("seat_id", sa.String(5), nullable=False),
        sa.Column("released_ms", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("answers", sa.Boolean(), nullable=False),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_shares_interview_id", "shares", ["interview_id"])
    op.create_table(
        "replies",
        sa.Column("interview_id", sa.String(16), primary_key=True),
        sa.Column("seat_id", sa.String(5), primary_key=True),
        sa.Column("round_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("replies")
    op.drop_table("shares")
