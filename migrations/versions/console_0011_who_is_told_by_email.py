"""Who is told by e-mail."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0011"
down_revision = "console_0010"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "notice_choice",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("pace", sa.String(length=7), nullable=False),
        _institution("notice_choice"),
        _membership("notice_choice"),
        sa.PrimaryKeyConstraint("institution_id", "membership_id", "theme", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "notice_claim",
        sa.Column("id", KEY, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        _institution("notice_claim"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_claim")),
    )
    op.create_index("ix_notice_claim_due", "notice_claim", ["due", "institution_id"])
    op.create_table(
        "notice_news",
        sa.Column("id", KEY, nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_notice_news_institution_id_company_id"),
        ),
        _institution("notice_news"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_news")),
    )
    op.create_index("ix_notice_news_next", "notice_news", ["institution_id", "id"])
    op.create_table(
        "notice_pending",
        sa.Column("id", KEY, nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("pace", sa.String(length=7), nullable=False),
        sa.Column("leaves_at", sa.DateTime(), nullable=True),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        _membership("notice_pending"),
        _institution("notice_pending"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_pending")),
        sa.UniqueConstraint(
            "institution_id",
            "membership_id",
            "theme",
            name=op.f("uq_notice_pending_institution_id_membership_id_theme"),
        ),
    )
    op.create_index(
        "ix_notice_pending_leaves", "notice_pending", ["institution_id", "leaves_at", "user_id"]
    )
    op.create_index("ix_notice_pending_user", "notice_pending", ["institution_id", "user_id", "theme"])
    for table in ("notice_choice", "notice_news", "notice_pending"):
        protect(op, table)


def _institution(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["institution_id"], ["inst_institution.id"], name=op.f(f"fk_{table}_institution_id")
    )


def _membership(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["membership_id"],
        ["account_membership.id"],
        name=op.f(f"fk_{table}_membership_id"),
        ondelete="CASCADE",
    )
