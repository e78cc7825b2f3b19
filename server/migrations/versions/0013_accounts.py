"""Accounts and their passkeys; a session knows its device, to which the seats of a browser are bound."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person_sessions") as table:
        table.add_column(sa.Column("device", sa.String(16), nullable=False, server_default=""))
        table.add_column(sa.Column("agent", sa.String(300), nullable=False, server_default=""))
    sessions = sa.table("person_sessions", sa.column("cookie_hash"), sa.column("device"))
    connection = op.get_bind()
    for (cookie_hash,) in connection.execute(sa.select(sessions.c.cookie_hash)).all():
        named = sessions.update().where(sessions.c.cookie_hash == cookie_hash)
        connection.execute(named.values(device=secrets.token_hex(8)))
    with op.batch_alter_table("person_sessions") as table:
        table.alter_column("device", server_default=None)
        table.alter_column("agent", server_default=None)
        table.create_index("ix_person_sessions_device", ["device"])
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "person_id", sa.String(16), sa.ForeignKey("persons.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("password", sa.String(255)),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(64), nullable=False, unique=True),
        sa.Column("confirmed_at", sa.DateTime()),
        sa.Column("fs_webauthn_user_handle", sa.String(64), nullable=False, unique=True),
        sa.Column("mf_recovery_codes", sa.UnicodeText()),
        sa.Column("tf_primary_method", sa.String(64)),
        sa.Column("tf_totp_secret", sa.Text()),
        sa.Column("totp_counter", sa.BigInteger()),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(1024), nullable=False, unique=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.UnicodeText()),
        sa.Column("extensions", sa.String(255)),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("usage", sa.String(64), nullable=False),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(64), nullable=False),
        sa.Column("lastuse_datetime", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_passkeys_user_id", "passkeys", ["user_id"])


def downgrade() -> None:
    op.drop_table("passkeys")
    op.drop_table("accounts")
    with op.batch_alter_table("person_sessions") as table:
        table.drop_index("ix_person_sessions_device")
        table.drop_column("agent")
        table.drop_column("device")
