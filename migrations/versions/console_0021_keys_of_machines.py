"""Keys of other systems."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "console_0021"
down_revision = "console_0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys of before go on as they were, with a client name and the usual limit."""
    with op.batch_alter_table("account_api_key") as batch_op:
        batch_op.add_column(sa.Column("client", sa.String(length=32), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("successor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("per_minute", sa.Integer(), nullable=False, server_default="600"))
        batch_op.add_column(sa.Column("window_until", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("taken", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_foreign_key(
            op.f("fk_account_api_key_successor_id"), "account_api_key", ["successor_id"], ["id"]
        )
    keys = sa.table("account_api_key", sa.column("id", sa.Integer), sa.column("client", sa.String))
    for key in op.get_bind().execute(sa.select(keys.c.id)).scalars().all():
        op.execute(keys.update().where(keys.c.id == key).values(client="gc_" + secrets.token_urlsafe(12)))
    with op.batch_alter_table("account_api_key") as batch_op:
        batch_op.alter_column("client", existing_type=sa.String(length=32), server_default=None)
        batch_op.alter_column("per_minute", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("taken", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "account_api_token",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("operations", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["account_api_key.id"], name=op.f("fk_account_api_token_key_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_api_token")),
    )
    op.create_index(op.f("ix_account_api_token_key_id"), "account_api_token", ["key_id"])
