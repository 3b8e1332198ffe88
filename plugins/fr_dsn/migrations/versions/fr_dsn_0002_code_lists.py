"""Lists of codes that controls need."""

import sqlalchemy as sa
from alembic import op

from console.plugin import protect

revision = "fr_dsn_0002"
down_revision = "fr_dsn_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fr_dsn_code_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.Column("imported_by", sa.String(length=130), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["inst_institution.id"],
            name=op.f("fk_fr_dsn_code_list_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fr_dsn_code_list")),
        sa.UniqueConstraint("institution_id", "name", name=op.f("uq_fr_dsn_code_list_institution_id_name")),
    )
    protect(op, "fr_dsn_code_list")
