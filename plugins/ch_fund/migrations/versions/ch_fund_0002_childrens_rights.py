"""The rights of children."""

import sqlalchemy as sa
from alembic import op

from console.plugin import protect

revision = "ch_fund_0002"
down_revision = "ch_fund_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ch_fund_child_allowance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("employee_number", sa.String(length=13), nullable=False),
        sa.Column("employee", sa.String(length=120), nullable=False),
        sa.Column("child_number", sa.String(length=13), nullable=False),
        sa.Column("family_name", sa.String(length=60), nullable=False),
        sa.Column("given_name", sa.String(length=60), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("training", sa.String(length=14), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_ch_fund_child_allowance_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["inst_institution.id"],
            name=op.f("fk_ch_fund_child_allowance_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ch_fund_child_allowance")),
        sa.UniqueConstraint(
            "institution_id", "company_id", "child_number", name="uq_ch_fund_child_allowance_child"
        ),
    )
    with op.batch_alter_table("ch_fund_child_allowance", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ch_fund_child_allowance_name", ["institution_id", "family_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_ch_fund_child_allowance_until", ["institution_id", "valid_until", "id"], unique=False
        )

    protect(op, "ch_fund_child_allowance")
