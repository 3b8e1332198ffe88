"""The provider and the insured person of the demonstration: she finds what a company's people handed to her."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from console.accounts import passwords, service
from console.accounts.models import User
from console.accounts.terms import Terms, TermsAcceptance
from console.base import clock
from console.cli.demo_people import BEYOND, INSTITUTIONS, PASSWORD, PROVIDERS, DemoPerson
from console.hooks.declarations import Level
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.insured import service as insured
from console.parties.models import PROVIDER, Company


def fill(app: Flask) -> None:
    """Make them once; nothing where an institution of the demonstration is missing."""
    with app.app_context():
        store = accounts()
        rows = store.execute(select(Institution.name, Institution.id))
        known = {str(name): int(key) for name, key in rows}
        keys = {one.key: known[one.name] for one in INSTITUTIONS if one.name in known}
        if service.find(store, BEYOND[0].username) is not None or len(keys) < len(INSTITUTIONS):
            return
        store.rollback()
        companies = {one: _provider(keys[one], *row) for one, rows in PROVIDERS.items() for row in rows}
        for one, (company, _name) in companies.items():
            _accept(keys[one], company)
        hashed = passwords.hash_of(PASSWORD)
        for person in BEYOND:
            user = _user(person)
            user.password = hashed
            _settle(app, person, user, keys, companies)
        store.commit()


def _provider(institution: int, number: str, name: str, town: str) -> tuple[int, str]:
    with acting(Scope((institution,), purpose="demo"), writes=True) as session:
        row = Company(
            number=number, name=name, town=town, kind=PROVIDER, language="fr", email="info@cabinet.example"
        )
        session.add(row)
        session.flush()
        return row.id, row.name


def _accept(institution: int, company: int) -> None:
    """Let the provider have accepted the terms of use, where the institution has published any."""
    newest = select(Terms).where(Terms.institution_id == institution).order_by(Terms.version.desc())
    found = accounts().scalars(newest.limit(1)).first()
    if found is not None:
        accounts().add(
            TermsAcceptance(
                institution_id=institution,
                company_id=company,
                version=found.version,
                name="Démonstration",
                language="fr",
                digest=found.digests["fr"],
                at=clock.now(),
            )
        )


def _user(person: DemoPerson) -> User:
    address = f"{person.username}@guichet.example"
    user: User = service.create_user(
        accounts(),
        service.Person(person.username, person.first_name, person.last_name, address, person.language),
    )
    return user


def _settle(
    app: Flask, person: DemoPerson, user: User, keys: dict[str, int], companies: dict[str, tuple[int, str]]
) -> None:
    """Bind the insured person to her number, or let the provider's person answer for it."""
    number, institution = person.insured
    if number:
        name = f"{person.first_name} {person.last_name}"
        shown = insured.Newcomer(
            name, user.email, number, "CH", person.language, insured.LETTER, keys[institution]
        )
        insured.bind(accounts(), app.extensions["guichet_settings"].secret_key, user, shown)
        return
    plugins: Plugins = app.extensions["guichet_plugins"]
    service.profile_of(accounts(), user.id).kind = PROVIDER
    for mandate in person.mandates:
        rights = {(one.name, theme.key): Level(mandate.level) for one in plugins for theme in one.themes}
        company = companies[mandate.institution]
        service.join(
            accounts(), user, keys[mandate.institution], roles=mandate.roles, company=company, rights=rights
        )
