"""Row-level security on PostgreSQL, written by migrations: the second fence around an institution's rows.

One policy per command: a `FOR ALL` policy beside the reading one turns every plan into an OR of two scans.
`nullif` because a transaction-local setting reads as an empty string afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, text

from console.base.model import Model
from console.institutions.scope import scoped_models

OUTSIDE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ab_": "users, roles and rights of Flask-AppBuilder: read before anybody's institution is known",
        "account_": "sign-ins and mandates: read before anybody's institution is known",
        "inst_institution": "the tenants themselves: a person sees the names of all her institutions",
        "inst_plugin": "what a tenant has switched on: decides whether a page exists, before its scope does",
        "inst_part": "as inst_plugin",
        "dispatch_claim": "who works on an envelope until when, for workers of all institutions; says nothing else",
        "dispatch_breaker": "which systems do not work at present: the same ones serve several institutions",
        "dispatch_hold": "which channels an institution has stopped, for workers of all; says nothing else",
        "job_claim": "who works on a task until when, for workers that look in all institutions; says nothing else",
        "mail_link": "digests of the links of persons without an account: read before anybody's institution is known",
        "notice_claim": "in which institution something is to be told, for workers of all; says nothing else",
        "proof_claim": "as job_claim, for the PDFs of proofs",
        "proof_mark": "digests by which everybody may verify a proof: read before anybody's institution is known",
        "private_visit": "digests of visits of persons without an account: read before anybody's institution is known",
        "job_schedule": "when the console's own jobs run: no institution's",
        "alembic_version_": "how far the migrations are: no institution's",
    }
)
"""Tables, or beginnings of their names, without row-level security, each with the reason."""

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


def faults_of_role(connection: Connection) -> list[str]:
    """Say what keeps row-level security from holding the role of this connection; nothing on a sound one.

    Looks at PostgreSQL only, and at the scoped tables that are there already: migrations bring the others.
    """
    if connection.dialect.name != "postgresql":
        return []
    role = connection.execute(_ROLE).one()
    faults = []
    if role.rolsuper or role.rolbypassrls:
        power = "a superuser" if role.rolsuper else "a role with BYPASSRLS"
        faults.append(f"the database role {role.rolname} is {power}, which row-level security does not bind")
    for table in connection.execute(
        _TABLES, {"tables": [m.__tablename__ for m in scoped_models(Model.registry)]}
    ):
        if table.owned and not role.rolsuper:
            faults.append(
                f"the database role {role.rolname} owns the table {table.relname}: let another role own it "
                "(GUICHET_OWNER_URL), and this one only use it (DATABASE_URL)"
            )
        if not table.relrowsecurity or set(table.policies) != set(_POLICIES):
            faults.append(f"the table {table.relname} lacks its row-level security: run guichet db upgrade")
    return faults


_ROLE = text("select rolname, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
_TABLES = text(
    """
    select c.relname, c.relrowsecurity, pg_has_role(c.relowner, 'usage') as owned,
           array(select polname::text from pg_policy where polrelid = c.oid) as policies
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relname = any(:tables)
    order by c.relname
    """
)
