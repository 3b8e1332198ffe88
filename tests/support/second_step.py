"""People with second factors at the door, as a browser meets them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from console.accounts.policies import AccessPolicy
from console.base import clock
from console.cli.demo_people import PASSWORD
from console.factors import service as factors
from console.factors.models import Factor
from console.factors.settings import CertificateSettings
from console.institutions.sessions import accounts
from tests.support.factors import person
from tests.support.house import House, token_of

FIELD = re.compile(r'<input [^>]*type="hidden"[^>]*>')


def app_of(house: House, username: str) -> pyotp.TOTP:
    """Let a person have an authenticator app, added some minutes ago, and give the app."""
    secret_key = house.settings.secret_key
    with clock.at(clock.now() - timedelta(minutes=5)), person(house, username) as (session, user):
        offer = factors.begin_totp(secret_key, user, "Guichet")
        app = pyotp.TOTP(offer.secret.replace(" ", ""))
        factors.add_totp(session, secret_key, user.id, offer.sealed, code_of(app), "Telephone")
    return app


def code_of(app: pyotp.TOTP) -> str:
    """Give the code that the app shows now."""
    return app.at(clock.now())


def codes_of(house: House, username: str) -> tuple[str, ...]:
    """Give a person new recovery codes."""
    with person(house, username) as (session, user):
        return factors.new_codes(session, user.id)


def number_of(house: House, username: str) -> int:
    """Let a person have a mobile number that she has proved; give the key of the factor."""
    with person(house, username) as (session, user):
        held = factors.add_sms(session, house.settings.secret_key, user.id, "+41791234567", "Telephone")
        session.execute(update(Factor).where(Factor.id == held.id).values(proved=True))
        return held.id


def certificate_of(house: House, username: str, certificate: CertificateSettings, header: str) -> None:
    """Let a person have the client certificate in this header of the proxy on this machine."""
    with person(house, username) as (session, user):
        shown = factors.certificate_of(certificate, {certificate.header: header}, "127.0.0.1")
        assert shown is not None
        factors.add_certificate(session, user.id, shown, "Card")


def allow(house: House, short_name: str = "CC Léman", **values: Any) -> None:
    """Change the policy of an institution."""
    key = house.institution(short_name)
    with house.app.app_context():
        accounts().execute(update(AccessPolicy).where(AccessPolicy.institution_id == key).values(**values))
        accounts().commit()


def at_the_door(browser: FlaskClient, username: str = "marc", **more: str) -> TestResponse:
    """Type the right user name and password."""
    form = {"csrf_token": token_of(browser, "/login/"), "username": username, "password": PASSWORD, **more}
    return browser.post("/login/", data=form)


def hidden(page: str, within: str = "g-login") -> dict[str, str]:
    """Give the hidden values of the form with this class."""
    form = page.split(f'class="{within}"', 1)[1].split("</form>", 1)[0]
    values = {}
    for tag in FIELD.findall(form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is not None:
            values[name[1]] = unescape(value[1]) if value else ""
    return values


def step(browser: FlaskClient, answer: TestResponse | None = None, **typed: str) -> TestResponse:
    """Send the page of the second step: the one given, else the one that waits."""
    page = answer if answer is not None else browser.get("/login/second")
    return browser.post("/login/second", data={**hidden(page.text), "do": "check", **typed})


def confirm(browser: FlaskClient, answer: TestResponse, **typed: str) -> TestResponse:
    """Send the page that asks again who she is; it leads on without being followed."""
    own = {f"confirm-{name}": value for name, value in {"do": "check", **typed}.items()}
    return browser.post("/me/confirm/", data={**hidden(answer.text), **own})
