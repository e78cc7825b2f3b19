"""Templates, and what interviews were made from."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("person_id", "name", name="uq_templates_person_name"),
    )
    op.create_table(
        "origins",
        sa.Column("interview_id", sa.String(16), sa.ForeignKey("interviews.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("template_id", sa.String(16), sa.ForeignKey("templates.id", ondelete="SET NULL"), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_origins_template_id", "origins", ["template_id"])


def downgrade() -> None:
    op.drop_table("origins")
    op.drop_table("templates")
