"""Long work that people start."""

import sqlalchemy as sa
from alembic import op

from console.institutions.policies import protect

revision = "console_0002"
down_revision = "console_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=14), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(length=130), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("turn_at", sa.DateTime(), nullable=True),
        sa.Column("turn_done", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            name=op.f("fk_job_task_institution_id_company_id"),
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["inst_institution.id"], name=op.f("fk_job_task_institution_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_task")),
        sa.UniqueConstraint("institution_id", "id", name=op.f("uq_job_task_institution_id_id")),
        sa.UniqueConstraint("institution_id", "public_id", name=op.f("uq_job_task_institution_id_public_id")),
    )
    with op.batch_alter_table("job_task", schema=None) as batch_op:
        batch_op.create_index("ix_job_task_ended", ["institution_id", "ended_at"], unique=False)
        batch_op.create_index("ix_job_task_user", ["institution_id", "user_id", "created_at"], unique=False)

    op.create_table(
        "job_claim",
        sa.Column("task_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id", "task_id"],
            ["job_task.institution_id", "job_task.id"],
            name=op.f("fk_job_claim_institution_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_job_claim")),
    )
    with op.batch_alter_table("job_claim", schema=None) as batch_op:
        batch_op.create_index("ix_job_claim_due", ["priority", "due"], unique=False)

    protect(op, "job_task")
