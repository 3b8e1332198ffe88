"""A console with the demonstration's institutions and people, in a database of its own per test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Settings
from console.accounts import service
from console.accounts.models import Membership, User
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting


@dataclass
class House:
    """The console under test. Institutions are named by their short name in lower case without spaces: `ccléman`."""

    app: Flask
    settings: Settings

    def institution(self, short_name: str) -> int:
        """Give the key of an institution: `CC Léman`, `AK Aaretal`, `CPAS Valbrume`, `Hexalia`."""
        with self.app.app_context():
            return (
                accounts().scalars(select(Institution.id).where(Institution.short_name == short_name)).one()
            )

    def browser(self, username: str) -> FlaskClient:
        """Give a browser in which this person is signed in."""
        with self.app.test_request_context():
            user = service.find(accounts(), username)
            assert user is not None, username
            token = service.sign_in(accounts(), user, address="127.0.0.1", agent="test")
            accounts.commit()
            key = str(user.id)
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"], cookie["_user_id"] = token, key
        return client

    def stranger(self) -> FlaskClient:
        """Give a browser in which nobody is signed in."""
        return self.app.test_client()

    @contextmanager
    def writing(self, short_name: str = "CC Léman") -> Iterator[Session]:
        """Give a committed session in the scope of an institution."""
        key = self.institution(short_name)
        with acting_in(self.app, Scope((key,), purpose="test"), writes=True) as session:
            yield session

    @contextmanager
    def reading(self, short_name: str = "CC Léman") -> Iterator[Session]:
        """Give a reading session in the scope of an institution."""
        key = self.institution(short_name)
        with acting_in(self.app, Scope((key,), purpose="test")) as session:
            yield session

    def membership(self, username: str) -> Membership:
        """Give the first membership of a person, detached."""
        with self.app.app_context():
            return (
                accounts()
                .scalars(
                    select(Membership)
                    .join(User, User.id == Membership.user_id)
                    .where(User.username == username)
                )
                .first()
            )  # type: ignore[return-value]


@contextmanager
def acting_in(app: Flask, scope: Scope, *, writes: bool = False) -> Iterator[Session]:
    """Work in a scope of the application from outside any request."""
    with app.app_context(), acting(scope, writes=writes) as session:
        yield session


def token_of(client: FlaskClient, path: str = "/me/profile") -> str:
    """Give a CSRF token as the page at `path` carries it."""
    page = client.get(path).get_data(as_text=True)
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]


def post(client: FlaskClient, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Any:
    """Post a form as a browser does, with its token."""
    return client.post(path, data={"csrf_token": token_of(client), **(data or {})}, **kwargs)
