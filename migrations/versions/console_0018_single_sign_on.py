"""Single sign-on."""

import sqlalchemy as sa
from alembic import op

revision = "console_0018"
down_revision = "console_0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Providers, the people linked to them, who is on her way to one, and the sign-ins that one vouched for."""
    op.create_table(
        "account_sso_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("client_id", sa.String(length=255), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("endpoints", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_account_sso_provider_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sso_provider")),
        sa.UniqueConstraint("reference", name=op.f("uq_account_sso_provider_reference")),
        sa.UniqueConstraint(
            "institution_id", "name", name=op.f("uq_account_sso_provider_institution_id_name")
        ),
    )
    op.create_index(
        op.f("ix_account_sso_provider_institution_id"), "account_sso_provider", ["institution_id"]
    )
    op.create_table(
        "account_sso_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.Column("last_used", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["account_sso_provider.id"],
            name=op.f("fk_account_sso_identity_provider_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], name=op.f("fk_account_sso_identity_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sso_identity")),
        sa.UniqueConstraint(
            "provider_id",
            "issuer",
            "subject",
            name=op.f("uq_account_sso_identity_provider_id_issuer_subject"),
        ),
    )
    op.create_index(op.f("ix_account_sso_identity_user_id"), "account_sso_identity", ["user_id"])
    op.create_table(
        "account_sso_flow",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("verifier", sa.String(length=64), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ticket", sa.String(length=64), nullable=False),
        sa.Column("vouched", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"],
            ["account_sso_provider.id"],
            name=op.f("fk_account_sso_flow_provider_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["ab_user.id"], name=op.f("fk_account_sso_flow_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_sso_flow")),
    )
    op.create_index(op.f("ix_account_sso_flow_expires_at"), "account_sso_flow", ["expires_at"])
    op.create_table(
        "account_sso_session",
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"],
            ["account_sso_identity.id"],
            name=op.f("fk_account_sso_session_identity_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["sign_in_id"],
            ["account_sign_in.id"],
            name=op.f("fk_account_sso_session_sign_in_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sign_in_id", name=op.f("pk_account_sso_session")),
    )
    op.create_index("ix_account_sso_session_identity_id_sid", "account_sso_session", ["identity_id", "sid"])
    with op.batch_alter_table("account_sign_in") as batch_op:
        batch_op.add_column(sa.Column("vouched_by", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_account_sign_in_vouched_by"), "inst_institution", ["vouched_by"], ["id"]
        )
