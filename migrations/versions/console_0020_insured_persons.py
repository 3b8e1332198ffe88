"""Accounts of insured persons and providers."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect

revision = "console_0020"
down_revision = "console_0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_insured",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_account_insured_institution_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], name=op.f("fk_account_insured_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account_insured")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_insured_digest")),
    )
    op.create_table(
        "insured_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("issued_by", sa.String(length=130), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_insured_letter_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insured_letter")),
        sa.UniqueConstraint(
            "institution_id", "number", name=op.f("uq_insured_letter_institution_id_number")
        ),
    )
    op.create_table(
        "insured_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("delegation_id", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("way", sa.String(length=24), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "delegation_id"],
            ["mail_delegation.institution_id", "mail_delegation.id"],
            name=op.f("fk_insured_opening_institution_id_delegation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_insured_opening_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insured_opening")),
        sa.UniqueConstraint(
            "institution_id", "delegation_id", name=op.f("uq_insured_opening_institution_id_delegation_id")
        ),
    )
    protect(op, "insured_letter")
    protect(op, "insured_opening")
    with op.batch_alter_table("party_company") as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(length=8), nullable=False, server_default="member")
        )
    op.create_index(
        "ix_mail_delegation_person", "mail_delegation", ["institution_id", "person_number"], unique=False
    )
