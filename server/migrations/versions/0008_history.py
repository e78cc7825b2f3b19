"""By what interviews are found in a list; deleting them with undo."""

import msgspec
import sqlalchemy as sa
from alembic import op

from server.core.content import Content
from server.core.interview import Interview
from server.rooms import finding

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORDS = ("deck_words", "name_words", "topic_words")
interviews = sa.table("interviews", *(sa.column(name) for name in ("id", "state", "content", "at_ms", *WORDS)))
participations = sa.table("participations", sa.column("interview_id"), sa.column("at_ms"))


def upgrade() -> None:
    op.add_column("interviews", sa.Column("at_ms", sa.BigInteger(), nullable=False, server_default="0"))
    for name in WORDS:
        op.add_column("interviews", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("interviews", sa.Column("deleted_ms", sa.BigInteger(), nullable=True))
    op.create_index("ix_interviews_deleted_ms", "interviews", ["deleted_ms"])
    op.add_column("participations", sa.Column("at_ms", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("participations", sa.Column("hidden_ms", sa.BigInteger(), nullable=True))
    op.create_index("ix_participations_person_at", "participations", ["person_id", "at_ms", "interview_id"])
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    for id in connection.scalars(sa.select(interviews.c.id)).all():
        state, content = connection.execute(
            sa.select(interviews.c.state, interviews.c.content).where(interviews.c.id == id)
        ).one()
        values = finding.columns(msgspec.json.decode(state, type=Interview), msgspec.json.decode(content, type=Content))
        connection.execute(sa.update(interviews).where(interviews.c.id == id).values(**values))
        theirs = sa.update(participations).where(participations.c.interview_id == id)
        connection.execute(theirs.values(at_ms=values["at_ms"]))


def downgrade() -> None:
    op.drop_index("ix_participations_person_at", "participations")
    with op.batch_alter_table("participations") as table:
        table.drop_column("hidden_ms")
        table.drop_column("at_ms")
    op.drop_index("ix_interviews_deleted_ms", "interviews")
    with op.batch_alter_table("interviews") as table:
        for name in ("deleted_ms", *reversed(WORDS), "at_ms"):
            table.drop_column(name)
