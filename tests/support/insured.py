"""An insured person on her way to an account, and in it."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from console.accounts import service
from console.institutions.sessions import accounts
from console.insured import service as insured
from tests.conftest import SECRET
from tests.support.house import House
from tests.support.outbox import work
from tests.support.private import LEA, Phone, phone_of

NUMBER, PASSWORD = "7561234567897", "trois canards lisent au quai 58"
"""The person of the message, who has its link too: here the apprentice herself."""


def apprentice(house: House, **more: Any) -> Phone:
    """Let the workshop hand a request to its apprentice herself; she has shown who she is."""
    phone = phone_of(house, person="Aline Exemple", **more)
    phone.identify()
    return phone


def letter(house: House, number: str = NUMBER) -> str:
    """Let the fund make the code of a letter."""
    with house.writing() as session:
        return insured.issue(session, SECRET, number, "CH", by="Marc Dubois")[0]


def open_page(phone: Phone) -> str:
    """Give the address on which the account is opened."""
    return f"/insured/open/{phone.token}"


def proofs(phone: Phone, **typed: str) -> Any:
    """Show number, code of the letter and address."""
    given = {"number": LEA, "letter": "", "email": "aline@exemple.example", **typed}
    return phone.post(open_page(phone), given)


def last_code(phone: Phone) -> str:
    """Give the code of the last e-mail; empty where it carries none."""
    work(phone.mailbox.house)
    words = phone.mails.got[-1].envelope.payload["words"]
    return str(words.get("code", ""))


def choose(phone: Phone, code: str, password: str = PASSWORD) -> Any:
    """Enter the code from the e-mail and a password."""
    typed = {"step": "code", "code": code, "password": password, "again": password}
    return phone.post(open_page(phone), typed)


def open_account(phone: Phone, email: str = "aline@exemple.example") -> Any:
    """Go the whole way."""
    proofs(phone, letter=letter(phone.mailbox.house), email=email)
    return choose(phone, last_code(phone))


def at_home(house: House, email: str = "aline@exemple.example", *, factor: str = "totp") -> FlaskClient:
    """Give a browser in which the account is signed in."""
    with house.app.test_request_context():
        user = service.find(accounts(), email)
        assert user is not None, email
        token = service.sign_in(accounts(), user, address="127.0.0.1", agent="test", factor=factor)
        accounts.commit()
        key = str(user.id)
    client = house.stranger()
    with client.session_transaction() as cookie:
        cookie["sign_in"], cookie["_user_id"] = token, key
    return client
