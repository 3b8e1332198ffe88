"""Working copies of messages."""

import sqlalchemy as sa
from alembic import op

revision = "console_0008"
down_revision = "console_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("form_draft") as batch_op:
        batch_op.add_column(sa.Column("message", sa.String(length=14), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("channel", sa.String(length=9), nullable=False, server_default=""))
    with op.batch_alter_table("form_draft") as batch_op:
        for name in ("message", "edition", "channel"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("mail_message") as batch_op:
        batch_op.add_column(sa.Column("prefill_language", sa.String(length=2), nullable=False, server_default=""))
    op.execute(sa.text("UPDATE mail_message SET prefill_language = language WHERE prefill IS NOT NULL"))
    with op.batch_alter_table("mail_message") as batch_op:
        batch_op.alter_column("prefill_language", server_default=None)
