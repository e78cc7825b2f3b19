"""Classes, their rooms and their students."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "classes",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("code", sa.String(6), nullable=True, unique=True),
        sa.Column("code_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_classes_person_id", "classes", ["person_id"])
    op.create_table(
        "class_rooms",
        sa.Column("interview_id", sa.String(16), sa.ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("class_id", sa.String(16), sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
    )
    op.create_index("ix_class_rooms_class_id", "class_rooms", ["class_id"])
    op.create_table(
        "class_students",
        sa.Column("class_id", sa.String(16), sa.ForeignKey("classes.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column(
            "interview_id", sa.String(16), sa.ForeignKey("class_rooms.interview_id", ondelete="SET NULL"), nullable=True
        ),
        sa.Column("seat_id", sa.String(5), nullable=True),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("taken_ms", sa.BigInteger(), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("class_students")
    op.drop_table("class_rooms")
    op.drop_table("classes")
