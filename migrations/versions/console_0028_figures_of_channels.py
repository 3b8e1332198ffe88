"""Indexes for the figures of channels and for conversations."""

import sqlalchemy as sa
from alembic import op

revision = "console_0028"
down_revision = "console_0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Both leave out what they are never asked for, so that most envelopes cost one entry or none."""
    ended, talks = sa.text("ended_at is not null"), sa.text("conversation <> ''")
    op.create_index(
        "ix_dispatch_envelope_ended",
        "dispatch_envelope",
        ["institution_id", "ended_at", "channel", "state"],
        postgresql_where=ended,
        sqlite_where=ended,
    )
    op.create_index(
        "ix_dispatch_envelope_conversation",
        "dispatch_envelope",
        ["institution_id", "conversation", "id"],
        postgresql_where=talks,
        sqlite_where=talks,
    )
