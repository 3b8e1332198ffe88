"""Row-level security on PostgreSQL, written by migrations: the second fence around an institution's rows.

One policy per command: a `FOR ALL` policy beside the reading one turns every plan into an OR of two scans.
`nullif` because a transaction-local setting reads as an empty string afterwards.
"""

from __future__ import annotations

from typing import Any

_READ = "institution_id = any(string_to_array(nullif(current_setting('guichet.institutions', true), ''), ',')::int[])"
_WRITE = "institution_id = nullif(current_setting('guichet.institution', true), '')::int"

_POLICIES = {
    "guichet_select": f"for select using ({_READ})",
    "guichet_insert": f"for insert with check ({_WRITE})",
    "guichet_update": f"for update using ({_WRITE}) with check ({_WRITE})",
    "guichet_delete": f"for delete using ({_WRITE})",
}


def protect(op: Any, table: str) -> None:
    """Put a scoped table behind the policies, inside a migration (`op` is Alembic's); SQLite has none."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f'alter table "{table}" enable row level security')
    for name, rule in _POLICIES.items():
        op.execute(f'create policy {name} on "{table}" {rule}')
