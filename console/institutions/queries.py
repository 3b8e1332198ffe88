"""What an institution uses: read with the unscoped session, before a scope exists."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.institutions.models import Institution, PartSwitch, PluginSwitch


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
    has_logo: bool


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
        has_logo=row.logo_type is not None,
    )


def uses(session: Session, institutions: Collection[int], installed: Collection[str]) -> dict[int, Use]:
    """Give what each institution has switched on, in one statement; plugins no longer installed are left out."""
    found = {i: (set[str](), dict[tuple[str, str, str], Part]()) for i in institutions}
    rows = session.execute(
        select(PluginSwitch, PartSwitch)
        .outerjoin(
            PartSwitch,
            (PartSwitch.institution_id == PluginSwitch.institution_id)
            & (PartSwitch.plugin == PluginSwitch.plugin),
        )
        .where(PluginSwitch.institution_id.in_(list(institutions)), PluginSwitch.enabled)
    )
    for switch, part in rows:
        if switch.plugin not in installed:
            continue
        plugins, parts = found[switch.institution_id]
        plugins.add(switch.plugin)
        if part is not None:
            parts[(part.plugin, part.kind, part.key)] = Part(
                part.enabled, part.starts_on, frozenset(part.pilots)
            )
    return {i: Use(frozenset(plugins), parts) for i, (plugins, parts) in found.items()}
