"""What the report counts of a stoppage, kept beside it: population, cover, cause of rejection, delays, length."""

import sqlalchemy as sa
from alembic import op

revision = "fr_dsn_0009"
down_revision = "fr_dsn_0008"
branch_labels = None
depends_on = None

_REPORT = (
    "institution_id", "month", "state", "reason", "population", "length", "cover", "rejected_for", "company_id",
    "siret", "days", "last_day", "awaits", "answer_by", "guarantee_from", "guarantee_told", "receipt_after",
    "decision_after", "guarantee_after",
)  # fmt: skip
_FIRST_STEP = """(select min(t.at) from fr_dsn_stoppage_step t where t.institution_id = s.institution_id
 and t.stoppage_id = s.id and t.what in ({what}))"""
# Of what was said before this release: what the trail, the terms and the accepted declarations still tell.
_FILL = """
update fr_dsn_stoppage as s set
 month = {month}, days = {days},
 length = case when {days} <= 3 then 3 when {days} <= 7 then 7 when {days} <= 30 then 30
  when {days} <= 90 then 90 when {days} <= 180 then 180 else 0 end,
 receipt_after = {receipt}, decision_after = {decision}, guarantee_after = {guarantee},
 rejected_for = case
  when exists (select 1 from fr_dsn_stoppage_step t where t.institution_id = s.institution_id
   and t.stoppage_id = s.id and t.what = 'reject') then 'service'
  when exists (select 1 from fr_dsn_stoppage_step t where t.institution_id = s.institution_id
   and t.stoppage_id = s.id and t.what = 'refuse') then 'machine' else '' end,
 cover = case when s.guarantee_from is not null then 'opens'
  when exists (select 1 from fr_dsn_insured_terms t where t.institution_id = s.institution_id
   and t.company_id = s.company_id and s.insured in ('', t.contract) and t.first <= s.first_day
   and (t.until is null or s.first_day <= t.until)) then 'below' else 'unknown' end,
 population = coalesce((select min(b.population) from fr_dsn_insured_base b
  join fr_dsn_declaration d on d.institution_id = b.institution_id and d.id = b.declaration_id
  where b.institution_id = s.institution_id and b.company_id = s.company_id and b.nir = s.person
   and s.insured in ('', b.contract) and d.state = 'accepted' and b.population <> ''
  having count(distinct b.population) = 1), '')
"""


def upgrade() -> None:
    """Add what is counted, fill it from what is known, and put it into one index that the report walks through."""
    with op.batch_alter_table("fr_dsn_stoppage") as batch_op:
        for name, kind, value in (
            ("population", sa.String(length=30), ""),
            ("cover", sa.String(length=7), ""),
            ("rejected_for", sa.String(length=12), ""),
            ("month", sa.Date(), "2000-01-01"),
            ("days", sa.Integer(), "0"),
            ("length", sa.Integer(), "0"),
        ):
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        for name in ("receipt_after", "decision_after", "guarantee_after"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    op.execute(_FILL.format(**_words()))
    op.create_index("ix_fr_dsn_stoppage_report", "fr_dsn_stoppage", list(_REPORT))


def _words() -> dict[str, str]:
    """Give the expressions in which the databases differ."""
    decided = _FIRST_STEP.format(what="'accept', 'reject'")
    moments = {"receipt": "s.opened_at", "decision": decided, "guarantee": _FIRST_STEP.format(what="'guarantee'")}
    if op.get_bind().dialect.name == "postgresql":
        since = "cast(extract(epoch from {0} - s.created_at) as integer)"
        return {
            "month": "cast(date_trunc('month', s.first_day) as date)",
            "days": "greatest(s.last_day - s.first_day + 1, 0)",
            **{name: since.format(moment) for name, moment in moments.items()},
        }
    since = "cast(strftime('%s', {0}) - strftime('%s', s.created_at) as integer)"
    return {
        "month": "date(s.first_day, 'start of month')",
        "days": "max(cast(julianday(s.last_day) - julianday(s.first_day) + 1 as integer), 0)",
        **{name: since.format(moment) for name, moment in moments.items()},
    }
