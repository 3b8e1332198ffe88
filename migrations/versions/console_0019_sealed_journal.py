"""A journal whose lines are numbered and chained, and consultations among them."""

import sqlalchemy as sa
from alembic import op
from console.institutions.policies import protect

revision = "console_0019"
down_revision = "console_0018"
branch_labels = None
depends_on = None

_LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Lines of before wait for the sealing job like new ones: it numbers them in the order in which they came."""
    for table in ("audit_entry", "account_event"):
        op.add_column(table, sa.Column("number", _LONG, nullable=True))
        op.add_column(table, sa.Column("sealed_at", sa.DateTime(), nullable=True))
        op.add_column(table, sa.Column("salt", sa.String(length=32), nullable=True))
        for name in ("personal", "previous", "digest"):
            op.add_column(table, sa.Column(name, sa.String(length=64), nullable=True))
    op.add_column(
        "audit_entry", sa.Column("kind", sa.String(length=12), nullable=False, server_default="act")
    )
    op.add_column(
        "audit_entry", sa.Column("person", sa.String(length=64), nullable=False, server_default="")
    )
    _index("uq_audit_entry_number", "audit_entry", ["institution_id", "number"], unique=True)
    _index("ix_audit_entry_unsealed", "audit_entry", ["institution_id", "id"], "number IS NULL")
    _index("ix_audit_entry_person", "audit_entry", ["institution_id", "person", "id"], "person != ''")
    _index("uq_account_event_number", "account_event", ["number"], unique=True)
    _index("ix_account_event_unsealed", "account_event", ["id"], "number IS NULL")
    op.create_table(
        "audit_chain",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        *_head(),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_audit_chain_institution_id")
        ),
        sa.PrimaryKeyConstraint("institution_id", name=op.f("pk_audit_chain")),
    )
    protect(op, "audit_chain")
    op.create_table(
        "account_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        *_head(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_chain")),
    )


def _head() -> list[sa.Column]:
    return [
        sa.Column("number", _LONG, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(), nullable=False),
    ]


def _index(name: str, table: str, columns: list[str], where: str = "", *, unique: bool = False) -> None:
    some = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    op.create_index(op.f(name), table, columns, unique=unique, **some)
