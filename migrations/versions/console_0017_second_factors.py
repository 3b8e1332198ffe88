"""Second factors of user accounts."""

import sqlalchemy as sa
from alembic import op

revision = "console_0017"
down_revision = "console_0016"
branch_labels = None
depends_on = None


def _user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["ab_user.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE"
    )


def upgrade() -> None:
    """No table is scoped: they are read before anybody's institution is known."""
    op.create_table(
        "account_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("hint", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=True),
        sa.Column("material", sa.JSON(), nullable=False),
        sa.Column("counter", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.DateTime(), nullable=True),
        sa.Column("proved", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("last_used", sa.DateTime(), nullable=True),
        _user("account_factor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_factor")),
        sa.UniqueConstraint("kind", "mark", name=op.f("uq_account_factor_kind_mark")),
    )
    op.create_index(op.f("ix_account_factor_user_id"), "account_factor", ["user_id"])
    op.create_table(
        "account_recovery_code",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        _user("account_recovery_code"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_recovery_code")),
    )
    op.create_index(op.f("ix_account_recovery_code_user_id"), "account_recovery_code", ["user_id"])
    op.create_table(
        "account_sms_code",
        sa.Column("factor_id", sa.Integer(), nullable=False),
        sa.Column("bound_to", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["factor_id"],
            ["account_factor.id"],
            name=op.f("fk_account_sms_code_factor_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("factor_id", "bound_to", name=op.f("pk_account_sms_code")),
    )
    op.create_table(
        "account_used_challenge",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_used_challenge")),
    )
    op.create_table(
        "account_remembered_browser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("last_used", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        _user("account_remembered_browser"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_remembered_browser")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_remembered_browser_digest")),
    )
    op.create_index(op.f("ix_account_remembered_browser_user_id"), "account_remembered_browser", ["user_id"])
