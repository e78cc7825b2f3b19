"""Drills, reviews, and the schedule made from them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def person(primary: bool = False) -> sa.Column:
    return sa.Column(
        "person_id", sa.String(16), sa.ForeignKey("persons.id", ondelete="CASCADE"), primary_key=primary, nullable=False
    )


def upgrade() -> None:
    op.create_table(
        "schedules",
        person(primary=True),
        sa.Column("retention_percent", sa.Integer(), nullable=False),
        sa.Column("parameters", sa.LargeBinary(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("changed_ms", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "drills",
        sa.Column("id", sa.String(16), primary_key=True),
        person(),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.Column("spare", sa.Boolean(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_drills_person_created", "drills", ["person_id", "created_ms"])
    op.create_table(
        "reviews",
        person(primary=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("deck_id", sa.String(16), nullable=False),
        sa.Column("question_id", sa.String(40), nullable=False),
        sa.Column("drill_id", sa.String(16), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.Column("undone_ms", sa.BigInteger(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("help", sa.String(20), nullable=False),
        sa.Column("answering", sa.String(10), nullable=False),
        sa.Column("think_ms", sa.BigInteger(), nullable=False),
        sa.Column("answer_ms", sa.BigInteger(), nullable=False),
        sa.Column("suggested_ms", sa.BigInteger(), nullable=False),
        sa.Column("covered", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
    )
    op.create_index("ix_reviews_question", "reviews", ["person_id", "deck_id", "question_id"])
    op.create_index("ix_reviews_drill", "reviews", ["person_id", "drill_id"])
    op.create_index("ix_reviews_at", "reviews", ["person_id", "at_ms"])
    op.create_table(
        "cards",
        person(primary=True),
        sa.Column("deck_id", sa.String(16), primary_key=True),
        sa.Column("question_id", sa.String(40), primary_key=True),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ms", sa.BigInteger(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
    )
    op.create_index("ix_cards_due", "cards", ["person_id", "due_ms"])


def downgrade() -> None:
    for table in ("cards", "reviews", "drills", "schedules"):
        op.drop_table(table)
