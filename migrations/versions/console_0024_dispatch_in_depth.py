"""The outbox in depth: answers, exchanges, acknowledgements, holds and breakers."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0024"
down_revision = "console_0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Breakers and holds are not scoped: workers look for the claims of all institutions."""
    op.create_table(
        "dispatch_breaker",
        sa.Column("peer", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.DateTime(), nullable=True),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("peer", name=op.f("pk_dispatch_breaker")),
    )
    op.create_table(
        "dispatch_hold",
        sa.Column("institution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=130), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("institution_id", "channel", name=op.f("pk_dispatch_hold")),
    )
    op.create_table(
        "dispatch_poll",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dispatch_poll_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_poll")),
        sa.UniqueConstraint(
            "institution_id", "channel", name=op.f("uq_dispatch_poll_institution_id_channel")
        ),
    )
    op.create_table(
        "dispatch_acknowledgement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=14), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("token", sa.String(length=120), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=121), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("dispatch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcome", sa.String(length=9), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("came_at", sa.DateTime(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=True),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("seen_by", sa.String(length=130), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "dispatch_id"],
            ["dispatch_envelope.institution_id", "dispatch_envelope.id"],
            name=op.f("fk_dispatch_acknowledgement_institution_id_dispatch_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["inst_institution.id"],
            name=op.f("fk_dispatch_acknowledgement_institution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_acknowledgement")),
        sa.UniqueConstraint(
            "institution_id",
            "channel",
            "token",
            name=op.f("uq_dispatch_acknowledgement_institution_id_channel_token"),
        ),
        sa.UniqueConstraint(
            "institution_id", "public_id", name=op.f("uq_dispatch_acknowledgement_institution_id_public_id")
        ),
    )
    with op.batch_alter_table("dispatch_acknowledgement", schema=None) as batch_op:
        batch_op.create_index(
            "ix_dispatch_acknowledgement_dispatch", ["institution_id", "dispatch_id"], unique=False
        )
        batch_op.create_index(
            "ix_dispatch_acknowledgement_outcome", ["institution_id", "outcome", "came_at"], unique=False
        )

    op.create_table(
        "dispatch_exchange",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("dispatch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(length=300), nullable=False),
        sa.Column("request_headers", sa.JSON(), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("request_size", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=60), nullable=False),
        sa.Column("reply_headers", sa.JSON(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("reply_size", sa.Integer(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "dispatch_id"],
            ["dispatch_envelope.institution_id", "dispatch_envelope.id"],
            name=op.f("fk_dispatch_exchange_institution_id_dispatch_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_dispatch_exchange_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch_exchange")),
        sa.UniqueConstraint(
            "institution_id",
            "dispatch_id",
            "number",
            name=op.f("uq_dispatch_exchange_institution_id_dispatch_id_number"),
        ),
    )
    with op.batch_alter_table("dispatch_claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("peer", sa.String(length=32), nullable=False, server_default=""))
        batch_op.alter_column(
            "channel",
            existing_type=sa.VARCHAR(length=40),
            type_=sa.String(length=80),
            existing_nullable=False,
        )
        batch_op.create_index("ix_dispatch_claim_channel", ["institution_id", "channel"], unique=False)

    with op.batch_alter_table("dispatch_envelope", schema=None) as batch_op:
        batch_op.add_column(sa.Column("plugin", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("peer", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("reference", sa.String(length=120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answer", sa.String(length=8), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("technical_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("business_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("overdue", sa.String(length=9), nullable=False, server_default=""))
        batch_op.alter_column(
            "channel",
            existing_type=sa.VARCHAR(length=40),
            type_=sa.String(length=80),
            existing_nullable=False,
        )
        batch_op.create_index(
            "ix_dispatch_envelope_business", ["institution_id", "answer", "business_by"], unique=False
        )
        batch_op.create_index(
            "ix_dispatch_envelope_channel", ["institution_id", "channel", "created_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_dispatch_envelope_reference", ["institution_id", "channel", "reference"], unique=False
        )
        batch_op.create_index(
            "ix_dispatch_envelope_technical", ["institution_id", "answer", "technical_by"], unique=False
        )

    with op.batch_alter_table("dispatch_claim") as batch_op:
        batch_op.alter_column("peer", existing_type=sa.String(length=32), server_default=None)
    with op.batch_alter_table("dispatch_envelope") as batch_op:
        for name, length in (
            ("plugin", 60),
            ("peer", 120),
            ("reference", 120),
            ("answer", 8),
            ("overdue", 9),
        ):
            batch_op.alter_column(name, existing_type=sa.String(length=length), server_default=None)
    _name_owners()
    protect(op, "dispatch_poll")
    protect(op, "dispatch_acknowledgement")
    protect(op, "dispatch_exchange")


def _name_owners() -> None:
    """What is there already belongs to whom its kind begins with."""
    envelope = sa.table("dispatch_envelope", sa.column("kind"), sa.column("plugin"))
    kinds = op.get_bind().scalars(sa.select(envelope.c.kind).distinct()).all()
    for kind in kinds:
        owner = kind.partition(".")[0]
        op.execute(envelope.update().where(envelope.c.kind == kind).values(plugin=owner))
