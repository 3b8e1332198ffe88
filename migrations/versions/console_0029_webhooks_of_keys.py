"""Subscriptions that tell what the key of their system opens."""

import sqlalchemy as sa
from alembic import op

revision = "console_0029"
down_revision = "console_0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those that are there tell on as they did: nobody knows which key made them."""
    with op.batch_alter_table("dispatch_webhook", schema=None) as batch_op:
        batch_op.add_column(sa.Column("client", sa.String(length=32), nullable=False, server_default=""))
    with op.batch_alter_table("dispatch_webhook", schema=None) as batch_op:
        batch_op.alter_column("client", existing_type=sa.String(length=32), server_default=None)
