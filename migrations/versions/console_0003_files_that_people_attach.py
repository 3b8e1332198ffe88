"""Files that people attach."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0003"
down_revision = "console_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doc_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=9), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_doc_file_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_doc_file_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doc_file")),
        sa.UniqueConstraint("institution_id", "reference", name=op.f("uq_doc_file_institution_id_reference")),
    )
    with op.batch_alter_table("doc_file", schema=None) as batch_op:
        batch_op.create_index("ix_doc_file_sha256", ["institution_id", "sha256"], unique=False)

    protect(op, "doc_file")
