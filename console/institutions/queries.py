"""What an institution uses: read with the unscoped session, before a scope exists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from console.institutions.models import Institution, PartSwitch, PluginSwitch

# Of tables, not of models: every request sends this, and plain values cost half of what objects cost.
_switch, _part = PluginSwitch.__table__.c, PartSwitch.__table__.c
_USES = (
    select(
        _switch.institution_id,
        _switch.plugin,
        _part.kind,
        _part.key,
        _part.enabled,
        _part.starts_on,
        _part.pilots,
    )
    .select_from(PluginSwitch.__table__)
    .outerjoin(
        PartSwitch.__table__,
        (_part.institution_id == _switch.institution_id) & (_part.plugin == _switch.plugin),
    )
    .where(_switch.institution_id.in_(bindparam("institutions", expanding=True)), _switch.enabled)
)


@dataclass(frozen=True)
class Tenant:
    """The facts about an institution that every page needs."""

    id: int
    name: str
    short_name: str
    kind: str
    country: str
    languages: tuple[str, ...]
    zone: str
    version: int
    words_version: int
    outages_version: int
    has_logo: bool
    is_practice: bool = False


@dataclass(frozen=True)
class Part:
    """The switch of a theme or form in one institution."""

    enabled: bool
    starts_on: date | None
    pilots: frozenset[int]

    def open_for(self, company: int | None, day: date) -> bool:
        """Say whether the part is open on `day` for a company's people (`None`: the institution's own staff)."""
        if not self.enabled or (self.starts_on is not None and day < self.starts_on):
            return False
        return company is None or not self.pilots or company in self.pilots


@dataclass(frozen=True)
class Use:
    """What one institution has switched on."""

    plugins: frozenset[str] = frozenset()
    parts: dict[tuple[str, str, str], Part] | None = None
    """By plugin, kind (`theme`, `form`) and key; a part without an entry follows its plugin."""

    def is_open(self, plugin: str, kind: str, key: str, company: int | None, day: date) -> bool:
        """Say whether a part of a plugin is open for a company's people (`None`: own staff) on `day`."""
        part = (self.parts or {}).get((plugin, kind, key))
        return plugin in self.plugins and (part is None or part.open_for(company, day))


def tenant_of(row: Institution) -> Tenant:
    """Give the frozen facts of an institution row."""
    return Tenant(
        id=row.id,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        country=row.country,
        languages=tuple(row.languages.split(",")),
        zone=row.zone,
        version=row.version,
        words_version=row.words_version,
        outages_version=row.outages_version,
        has_logo=row.logo_type is not None,
        is_practice=row.is_practice,
    )


def is_practice(session: Session, institution: int) -> bool:
    """Say whether nothing in an institution has a legal effect; one statement."""
    asked = select(Institution.is_practice).where(Institution.id == institution)
    return bool(session.scalar(asked))


def uses(session: Session, institutions: Collection[int], installed: Collection[str]) -> dict[int, Use]:
    """Give what each institution has switched on, in one statement; plugins no longer installed are left out."""
    found = {i: (set[str](), dict[tuple[str, str, str], Part]()) for i in institutions}
    rows = session.execute(_USES, {"institutions": list(institutions)})
    for institution, plugin, kind, key, enabled, starts_on, pilots in rows:
        if plugin not in installed:
            continue
        plugins, parts = found[institution]
        plugins.add(plugin)
        if kind is not None:
            parts[(plugin, kind, key)] = Part(enabled, starts_on, frozenset(pilots))
    return {i: Use(frozenset(plugins), parts) for i, (plugins, parts) in found.items()}
