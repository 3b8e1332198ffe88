"""What institutions ask of people who come in, and the terms that companies accept."""

import sqlalchemy as sa
from alembic import op

revision = "console_0016"
down_revision = "console_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Institutions of before go on as they were, with an optional second factor; new ones begin with a required one."""
    policy = op.create_table(
        "account_policy",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(length=12), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("remember_days", sa.Integer(), nullable=False),
        sa.Column("confirm_minutes", sa.Integer(), nullable=False),
        sa.Column("idle_minutes", sa.Integer(), nullable=True),
        sa.Column("session_hours", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_account_policy_institution_id")
        ),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_account_policy")),
    )
    op.create_table(
        "account_terms",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("digests", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_by", sa.String(length=130), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_account_terms_institution_id")
        ),
        sa.PrimaryKeyConstraint("institution_id", "version", name=op.f("pk_account_terms")),
    )
    op.create_table(
        "account_terms_acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=130), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_account_terms_acceptance_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id", "version"],
            ["account_terms.institution_id", "account_terms.version"],
            name=op.f("fk_account_terms_acceptance_institution_id_version"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["ab_user.id"],
            name=op.f("fk_account_terms_acceptance_user_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_terms_acceptance")),
        sa.UniqueConstraint(
            "institution_id",
            "company_id",
            "version",
            name=op.f("uq_account_terms_acceptance_institution_id_company_id_version"),
        ),
    )
    with op.batch_alter_table("account_sign_in") as batch_op:
        batch_op.add_column(
            sa.Column("way", sa.String(length=12), nullable=False, server_default="password")
        )
        batch_op.add_column(sa.Column("factor", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))
    op.execute("update account_sign_in set confirmed_at = created_at")
    with op.batch_alter_table("account_sign_in") as batch_op:
        batch_op.alter_column("confirmed_at", existing_type=sa.DateTime(), nullable=False)
    with op.batch_alter_table("account_profile") as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=12), nullable=False, server_default="member")
        )
    with op.batch_alter_table("account_membership") as batch_op:
        batch_op.add_column(
            sa.Column("invited_as", sa.String(length=130), nullable=False, server_default="")
        )
    institutions = sa.table("inst_institution", sa.column("id", sa.Integer))
    rows = sa.select(
        institutions.c.id,
        sa.literal("optional"),
        sa.cast("{}", sa.JSON().with_variant(sa.Text(), "sqlite")),
        sa.literal(0),
        sa.literal(60),
        sa.literal(1),
    )
    names = ["institution_id", "factor", "themes", "remember_days", "confirm_minutes", "version"]
    op.execute(policy.insert().from_select(names, rows))
