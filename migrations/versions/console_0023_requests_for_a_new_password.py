"""Requests for a new password."""

import sqlalchemy as sa
from alembic import op

revision = "console_0023"
down_revision = "console_0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Not scoped: a request names nobody's institution."""
    op.create_table(
        "account_password_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_password_request")),
    )
