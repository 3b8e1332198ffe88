"""Makes the demonstration: institutions, companies, people, and what each plugin shows of itself. Made once."""

from __future__ import annotations

from datetime import date

from flask import Flask
from sqlalchemy import select

from console.accounts import passwords, service
from console.accounts.models import User
from console.accounts.policies import AccessPolicy, Asked
from console.base import clock
from console.cli import demo_forms, demo_terms
from console.cli.demo_people import (
    BEYOND,
    COMPANIES,
    INSTITUTIONS,
    PASSWORD,
    PEOPLE,
    DemoInstitution,
    DemoPerson,
)
from console.hooks.declarations import Level
from console.hooks.manager import Plugins
from console.institutions.models import Institution, PluginSwitch
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.parties.models import Company

TERMS_OF = "leman"
"""The institution whose companies accepted terms of use; the others publish none."""


def fill(app: Flask) -> bool:
    """Make the demonstration in an empty database; give whether there was anything to do."""
    with app.app_context():
        if accounts().scalars(select(Institution.id).limit(1)).first() is not None:
            return False
        keys = {one.key: _institution(one) for one in INSTITUTIONS}
        accounts.commit()
    plugins: Plugins = app.extensions["guichet_plugins"]
    companies: dict[tuple[str, str], tuple[int, str]] = {}
    with app.app_context():
        for one in INSTITUTIONS:
            companies |= _companies(one, keys[one.key], plugins)
    hashed = passwords.hash_of(PASSWORD)
    with app.app_context():
        for person in PEOPLE:
            _person(person, keys, companies, plugins).password = hashed
        accounts.commit()
        demo_forms.fill(app, keys["leman"])
    return True


def sign_ins() -> list[str]:
    """Give one line per person of the demonstration."""
    names = {one.key: one.short_name for one in INSTITUTIONS}
    lines = []
    for person in (*PEOPLE, *BEYOND):
        what = "; ".join(
            f"{names[m.institution]}: {', '.join(m.roles)}{' of ' + m.company if m.company else ''}"
            for m in person.mandates
        )
        what = what or f"insured person, {person.insured[0]}"
        lines.append(f"  {person.username:8} {PASSWORD}   {person.language}   {what}")
    return lines


def _institution(one: DemoInstitution) -> int:
    row = Institution(
        name=one.name, short_name=one.short_name, kind=one.kind, country=one.country, number=one.number,
        languages=one.languages, zone=one.zone, accent=one.accent, street=one.street, house_number=one.house_number,
        postcode=one.postcode, town=one.town, words_version=0, is_practice=one.is_practice,
    )  # fmt: skip
    accounts().add(row)
    accounts().flush()
    # Whoever tries the demonstration signs in with a password alone, and may add a second factor.
    accounts().add(
        AccessPolicy(
            institution_id=row.id, factor=Asked.OPTIONAL, themes={}, remember_days=30, confirm_minutes=60
        )
    )
    for plugin, settings in one.plugins.items():
        accounts().add(
            PluginSwitch(
                institution_id=row.id, plugin=plugin, enabled=True, settings=settings, changed_at=clock.now()
            )
        )
    return row.id


def _companies(
    one: DemoInstitution, institution: int, plugins: Plugins
) -> dict[tuple[str, str], tuple[int, str]]:
    found = {}
    with acting(Scope((institution,), purpose="demo"), writes=True) as session:
        for n, (number, name, uid, street, house, postcode, town) in enumerate(COMPANIES.get(one.key, ())):
            company = Company(
                number=number, name=name, official_number=uid, language=one.languages[:2], street=street,
                house_number=house, postcode=postcode, town=town, email=f"info@{number}.example", phone="",
                member_since=date(2004 + 5 * n, 1, 1),
            )  # fmt: skip
            session.add(company)
            session.flush()
            found[(one.key, number)] = (company.id, company.name)
        plugins.demand("fill_demo", one.plugins)
        if one.key == TERMS_OF:
            demo_terms.fill(session, institution, one.languages)
    return found


def _person(
    person: DemoPerson,
    keys: dict[str, int],
    companies: dict[tuple[str, str], tuple[int, str]],
    plugins: Plugins,
) -> User:
    store = accounts()
    address = f"{person.username}@guichet.example"
    user: User = service.create_user(
        store, service.Person(person.username, person.first_name, person.last_name, address, person.language)
    )
    used = {one.key: one.plugins for one in INSTITUTIONS}
    for mandate in person.mandates:
        rights = {
            (plugin.name, theme.key): Level(mandate.level)
            for plugin in plugins
            if plugin.name in used[mandate.institution]
            for theme in plugin.themes
        }
        company = companies[(mandate.institution, mandate.company)] if mandate.company else None
        service.join(
            store, user, keys[mandate.institution], roles=mandate.roles, company=company, rights=rights
        )
    return user
