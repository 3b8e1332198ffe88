"""Campaigns of requests."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0014"
down_revision = "console_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=14), nullable=False),
        sa.Column("theme", sa.String(length=121), nullable=False),
        sa.Column("type", sa.String(length=120), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("is_delegable", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=130), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("task", sa.String(length=14), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "revision_id"],
            ["form_revision.institution_id", "form_revision.id"],
            name=op.f("fk_campaign_campaign_institution_id_revision_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_campaign_campaign_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_campaign")),
        sa.UniqueConstraint("institution_id", "id", name=op.f("uq_campaign_campaign_institution_id_id")),
        sa.UniqueConstraint(
            "institution_id", "reference", name=op.f("uq_campaign_campaign_institution_id_reference")
        ),
    )
    with op.batch_alter_table("campaign_campaign", schema=None) as batch_op:
        batch_op.create_index("ix_campaign_campaign_made", ["institution_id", "made_at", "id"], unique=False)

    op.create_table(
        "campaign_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=120), nullable=False),
        sa.Column("person_number", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("prefill", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("message", sa.String(length=14), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "campaign_id"],
            ["campaign_campaign.institution_id", "campaign_campaign.id"],
            name=op.f("fk_campaign_line_institution_id_campaign_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id", "recipient_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_campaign_line_institution_id_recipient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_campaign_line_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_line")),
    )
    with op.batch_alter_table("campaign_line", schema=None) as batch_op:
        batch_op.create_index(
            "ix_campaign_line_state", ["institution_id", "campaign_id", "state", "id"], unique=False
        )

    protect(op, "campaign_campaign")
    protect(op, "campaign_line")
