"""A passkey in the place of user name and password. It needs no counting of tries: nobody guesses a signature."""

from __future__ import annotations

from typing import Final

from flask import session, url_for

from console.accounts.models import User
from console.base import ids
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell.access.forms import PasskeyForm, SignInForm
from console.shell.factors.asking import settings, site
from console.shell.pages import PasskeyPart

PREFIX: Final = "passkey-"
"""Of the names of its fields, which stand on one page with those of the other form."""
_COOKIE: Final = "door"
"""A random value by which an answer belongs to the browser that was asked."""


def offered(wanted: SignInForm) -> PasskeyPart:
    """Give what the sign-in page needs to ask the browser for a passkey; it carries on what `wanted` carries."""
    bound_to = session.setdefault(_COOKIE, ids.token())
    offer = factors.request_options(accounts(), settings().secret_key, site(), bound_to)
    form = PasskeyForm(
        formdata=None, prefix=PREFIX, sealed=offer.sealed, next=wanted.next.data, kept=wanted.kept.data
    )
    return PasskeyPart(offer.options, form, url_for("AccessView.passkey"))


def owner(form: PasskeyForm) -> User | None:
    """Give the person whose passkey gave the answer."""
    bound_to = session.get(_COOKIE, "")
    if not bound_to:
        return None
    return factors.find_by_passkey(
        accounts(),
        settings().secret_key,
        site(),
        form.sealed.data or "",
        form.credential.data or "",
        bound_to,
    )
