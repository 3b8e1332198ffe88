"""The returns of an account in the order in which they came, for its software."""

from alembic import op

revision = "fr_dsn_0007"
down_revision = "fr_dsn_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fr_dsn_return", schema=None) as batch_op:
        batch_op.create_index(
            "ix_fr_dsn_return_account", ["institution_id", "company_id", "came_at", "id"], unique=False
        )
