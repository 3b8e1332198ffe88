"""Deadlines: rules as confirmed, alerts, what was told about them, and calendar feeds."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0026"
down_revision = "console_0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Calendar feeds are not scoped: a calendar program comes with an address alone."""
    op.create_table(
        "deadline_length",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=121), nullable=False),
        sa.Column("span", sa.String(length=60), nullable=False),
        sa.Column("ground", sa.String(length=300), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=130), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_deadline_length_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_length")),
        sa.UniqueConstraint("institution_id", "key", name=op.f("uq_deadline_length_institution_id_key")),
    )
    op.create_table(
        "deadline_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Boolean(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("escalate", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_deadline_option_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_option")),
        sa.UniqueConstraint("institution_id", "theme", name=op.f("uq_deadline_option_institution_id_theme")),
    )
    op.create_table(
        "deadline_alert",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("stage", sa.String(length=9), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_deadline_alert_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_alert")),
        sa.UniqueConstraint(
            "institution_id",
            "kind",
            "row",
            "due",
            "stage",
            name=op.f("uq_deadline_alert_institution_id_kind_row_due_stage"),
        ),
    )
    with op.batch_alter_table("deadline_alert", schema=None) as batch_op:
        batch_op.create_index("ix_deadline_alert_told", ["institution_id", "told_at"], unique=False)

    op.create_table(
        "account_calendar_feed",
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("factor", sa.String(length=12), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["account_membership.id"],
            name=op.f("fk_account_calendar_feed_membership_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("membership_id", name=op.f("pk_account_calendar_feed")),
        sa.UniqueConstraint("digest", name=op.f("uq_account_calendar_feed_digest")),
    )
    with op.batch_alter_table("mail_message", schema=None) as batch_op:
        batch_op.create_index(
            "ix_mail_message_desk_due", ["institution_id", "desk", "due", "id", "theme"], unique=False
        )
    with op.batch_alter_table("dossier_dossier", schema=None) as batch_op:
        batch_op.create_index(
            "ix_dossier_dossier_kind", ["institution_id", "kind", "state", "opened_at", "id"], unique=False
        )
    for table in ("deadline_length", "deadline_option", "deadline_alert"):
        protect(op, table)
