"""The first tables."""

import sqlalchemy as sa
from alembic import op

from console.plugin import protect

revision = "ch_fund_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ch_fund_employee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("avs_number", sa.String(length=13), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("staff_number", sa.String(length=24), nullable=False),
        sa.Column("canton", sa.String(length=2), nullable=False),
        sa.Column("entry_date", sa.Date(), nullable=False),
        sa.Column("exit_date", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_ch_fund_employee_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_ch_fund_employee_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ch_fund_employee")),
        sa.UniqueConstraint(
            "institution_id", "company_id", "avs_number", "entry_date", name="uq_ch_fund_employee_entry"
        ),
    )
    with op.batch_alter_table("ch_fund_employee", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ch_fund_employee_company", ["institution_id", "company_id", "family_name", "id"], unique=False
        )
        batch_op.create_index(
            "ix_ch_fund_employee_entry", ["institution_id", "entry_date", "id"], unique=False
        )
        batch_op.create_index(
            "ix_ch_fund_employee_name", ["institution_id", "family_name", "id"], unique=False
        )

    protect(op, "ch_fund_employee")
