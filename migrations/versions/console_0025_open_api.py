"""The open API: answers kept for repeats, references of other systems, subscriptions."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0025"
down_revision = "console_0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys of companies and of some themes; answers kept for repeats; references of core systems; webhooks."""
    _keys_of_companies()
    _repeats()
    _references()
    _subscriptions()


def _keys_of_companies() -> None:
    with op.batch_alter_table("account_api_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("company_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("themes", sa.JSON(none_as_null=True), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_account_api_key_institution_id_company_id"),
            "party_company",
            ["institution_id", "company_id"],
            ["institution_id", "id"],
        )
    _let_company_administrators_make_keys()


def _let_company_administrators_make_keys() -> None:
    """Grant both rights over keys where they are known already; elsewhere they are granted when they are made."""
    role, view = (
        sa.table("ab_role", sa.column("id"), sa.column("name")),
        sa.table("ab_view_menu", sa.column("id"), sa.column("name")),
    )
    pair = sa.table("ab_permission_view", sa.column("id"), sa.column("view_menu_id"))
    granted = sa.table("ab_permission_view_role", sa.column("permission_view_id"), sa.column("role_id"))
    who = sa.select(role.c.id).where(role.c.name == "company_administrator").scalar_subquery()
    rights = sa.select(pair.c.id, who).where(
        pair.c.view_menu_id.in_(sa.select(view.c.id).where(view.c.name == "console.key")),
        sa.exists(sa.select(role.c.id).where(role.c.name == "company_administrator")),
        ~sa.exists().where(granted.c.permission_view_id == pair.c.id, granted.c.role_id == who),
    )
    op.execute(granted.insert().from_select(["permission_view_id", "role_id"], rights))


def _repeats() -> None:
    op.create_table(
        "api_repeat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_api_repeat_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_repeat")),
        sa.UniqueConstraint(
            "institution_id", "client", "key", name=op.f("uq_api_repeat_institution_id_client_key")
        ),
    )
    with op.batch_alter_table("api_repeat", schema=None) as batch_op:
        batch_op.create_index("ix_api_repeat_at", ["institution_id", "at"], unique=False)
    protect(op, "api_repeat")


def _references() -> None:
    op.create_table(
        "party_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("system", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_party_reference_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_reference")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "target",
            "system",
            name=op.f("uq_party_reference_institution_id_kind_target_system"),
        ),
        sa.UniqueConstraint(
            "institution_id",
            "system",
            "kind",
            "reference",
            name=op.f("uq_party_reference_institution_id_system_kind_reference"),
        ),
    )
    protect(op, "party_reference")


def _subscriptions() -> None:
    op.create_table(
        "dispatch_webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(length=254), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("previous_until", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("owner", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_dispatch_webhook_institution_id_company_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dispatch_webhook_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_webhook")),
        sa.UniqueConstraint(
            "institution_id", "reference", name=op.f("uq_dispatch_webhook_institution_id_reference")
        ),
    )
    with op.batch_alter_table("dispatch_webhook", schema=None) as batch_op:
        batch_op.create_index("ix_dispatch_webhook_state", ["institution_id", "state"], unique=False)
    protect(op, "dispatch_webhook")
