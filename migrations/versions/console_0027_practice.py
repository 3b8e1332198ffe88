"""Practice institutions."""

import sqlalchemy as sa
from alembic import op

revision = "console_0027"
down_revision = "console_0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark the institutions in which nothing has a legal effect; those that are there are real."""
    with op.batch_alter_table("inst_institution", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_practice", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("inst_institution", schema=None) as batch_op:
        batch_op.alter_column("is_practice", server_default=None)
