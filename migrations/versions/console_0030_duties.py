"""What companies owe by moments that plugins know."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0030"
down_revision = "console_0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is filled in: the plugins are asked with the next round of alerts."""
    op.create_table(
        "deadline_duty",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("duty", sa.String(length=121), nullable=False),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_deadline_duty_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_deadline_duty_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_duty")),
        sa.UniqueConstraint(
            "institution_id",
            "duty",
            "company_id",
            "key",
            name=op.f("uq_deadline_duty_institution_id_duty_company_id_key"),
        ),
    )
    with op.batch_alter_table("deadline_duty", schema=None) as batch_op:
        batch_op.create_index("ix_deadline_duty_due", ["institution_id", "due_at", "id"], unique=False)
        batch_op.create_index(
            "ix_deadline_duty_company", ["institution_id", "company_id", "due_at", "id"], unique=False
        )
    protect(op, "deadline_duty")
