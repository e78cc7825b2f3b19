"""Decks: what they are copies of, archive, deletion with undo, links; a row for each question."""

import msgspec
import sqlalchemy as sa
from alembic import op

from server.bank import indexing
from server.bank.deck import Deck
from server.bank.kept import imported

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COPIES = (("language", 35), ("source", 400), ("licence", 400), ("author", 400))
decks = sa.table("decks", sa.column("id"), sa.column("body"), *(sa.column(name) for name, _ in COPIES))


def upgrade() -> None:
    for name, length in COPIES:
        op.add_column("decks", sa.Column(name, sa.String(length), nullable=False, server_default=""))
    op.add_column("decks", sa.Column("archived_ms", sa.BigInteger(), nullable=True))
    op.add_column("decks", sa.Column("deleted_ms", sa.BigInteger(), nullable=True))
    op.add_column("decks", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("decks", sa.Column("link", sa.Integer(), nullable=False, server_default="0"))
    questions = op.create_table(
        "questions",
        sa.Column("deck_id", sa.String(16), sa.ForeignKey("decks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question_id", sa.String(40), primary_key=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("guided", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("trace", sa.LargeBinary(), nullable=False),
    )
    _fill(op.get_bind(), questions)


def _fill(connection: sa.Connection, questions: sa.Table) -> None:
    # Until now no deck could be edited: each is as its document had it.
    for id in connection.scalars(sa.select(decks.c.id)).all():
        body = connection.scalar(sa.select(decks.c.body).where(decks.c.id == id))
        deck = msgspec.json.decode(body, type=Deck)
        copies = {name: getattr(deck, name) for name, _ in COPIES}
        connection.execute(sa.update(decks).where(decks.c.id == id).values(**copies))
        rows = [{column.name: row[column.name] for column in questions.c} for row in indexing.rows(id, imported(deck))]
        if rows:
            connection.execute(sa.insert(questions), rows)


def downgrade() -> None:
    op.drop_table("questions")
    with op.batch_alter_table("decks") as table:
        for name in ("link", "shared", "deleted_ms", "archived_ms", *(name for name, _ in reversed(COPIES))):
            table.drop_column(name)
