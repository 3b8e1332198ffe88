"""Until when all months of an establishment are accepted, and the months of an account by their state."""

import sqlalchemy as sa
from alembic import op

revision = "fr_dsn_0011"
down_revision = "fr_dsn_0010"
branch_labels = None
depends_on = None

# Months are counted from the year 0, in the words of both databases: each month from the first one on is accepted as
# long as the accepted ones, in their order, are as many as the months that have passed.
_COUNTED = "(cast(substr(cast({0} as text), 1, 4) as integer) * 12 + cast(substr(cast({0} as text), 6, 2) as integer))"
_WRITE = f"""
update fr_dsn_establishment set accepted_until = coalesce((
    select max(one.month)
    from (
        select m.month, row_number() over (order by m.month) as place
        from fr_dsn_month m
        where m.institution_id = fr_dsn_establishment.institution_id
            and m.establishment_id = fr_dsn_establishment.id
            and m.state = 'accepted'
            and m.month >= fr_dsn_establishment.expected_from
    ) one
    where one.place = {_COUNTED.format("one.month")} - {_COUNTED.format("fr_dsn_establishment.expected_from")} + 1
), date('1900-01-01'))
"""


def upgrade() -> None:
    """Say it of the establishments that are there."""
    with op.batch_alter_table("fr_dsn_establishment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("accepted_until", sa.Date(), nullable=False, server_default="1900-01-01")
        )
    op.execute(_WRITE)
    with op.batch_alter_table("fr_dsn_establishment", schema=None) as batch_op:
        batch_op.alter_column("accepted_until", server_default=None)
        batch_op.create_index(
            "ix_fr_dsn_establishment_open",
            ["institution_id", "due_day", "accepted_until", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_fr_dsn_establishment_open_account",
            ["institution_id", "company_id", "due_day", "accepted_until", "id"],
            unique=False,
        )
        for name in ("state", "priming"):
            batch_op.create_index(
                f"ix_fr_dsn_establishment_{name}", ["institution_id", name, "name", "id"], unique=False
            )
        batch_op.create_index(
            "ix_fr_dsn_establishment_partner", ["institution_id", "partner_id", "name", "id"], unique=False
        )
    with op.batch_alter_table("fr_dsn_month", schema=None) as batch_op:
        for name, column in (("state", "state"), ("open", "waits")):
            batch_op.drop_index(f"ix_fr_dsn_month_{name}")
            batch_op.create_index(
                f"ix_fr_dsn_month_{name}",
                ["institution_id", column, "month", "establishment_id", "company_id"],
                unique=False,
            )
            batch_op.create_index(
                f"ix_fr_dsn_month_{name}_account",
                ["institution_id", "company_id", column, "month", "establishment_id"],
                unique=False,
            )
