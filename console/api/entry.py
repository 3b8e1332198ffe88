"""Who may come in below `/api/v1`: keys and tokens, what they may do, and how often.

A key or token alone opens: the cookie of a browser is never looked at, so nothing needs a token against forged forms.
A company's key works in a scope of that company: what belongs to others is not there for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response, current_app, g, request
from flask_babel import lazy_gettext as _l

from console.accounts import keys, tokens
from console.accounts.allowances import WINDOW, Allowance, Allowances
from console.accounts.operations import allows
from console.audit.service import Actor
from console.base import clock
from console.base.errors import NoKey, NotAllowed, TooManyTries
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.queries import Use, uses
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, enter

READING = frozenset({"GET", "HEAD", "OPTIONS"})
READING_ONLY = frozenset({"api.forms__check"})
"""What is posted and stores nothing."""
POLICY = "key"
"""What the headers call the limit."""


@dataclass(frozen=True)
class Reach:
    """What a key opens today: its plugin's, as far as plugin, theme and form are switched on and it may."""

    institution: int
    plugin: str
    use: Use
    day: date
    """Today where the institution is."""
    operations: frozenset[str]
    company: int | None = None
    """The company for which the key is; empty for the institution's own."""
    themes: frozenset[str] | None = None
    """The themes the key is limited to; `None`: all of its plugin."""

    def is_open(self, theme: str | None, form: str = "") -> bool:
        """Say whether a theme (None: none guards it), and a form in it, is open."""
        found = self.plugin in self.use.plugins
        if found and theme:
            known = self.themes is None or theme in self.themes
            found = known and self.use.is_open(self.plugin, "theme", theme, self.company, self.day)
        return found and (not form or self.use.is_open(self.plugin, "form", form, self.company, self.day))

    def may(self, operation: str) -> bool:
        """Say whether the key was given an operation."""
        return allows(self.operations, operation)

    def demand(self, operation: str) -> None:
        """Raise `NotAllowed` unless the key was given an operation."""
        if not self.may(operation):
            raise NotAllowed(
                _l("This key may not do that: it lacks the operation %(name)s.", name=operation),
                place=operation,
            )

    def demand_company(self) -> int:
        """Give the company for which the key is; raises `NotAllowed` for the institution's own."""
        if self.company is None:
            raise NotAllowed(_l("Only a company's key can do this. This one is the institution's own."))
        return self.company

    def demand_institution(self) -> None:
        """Raise `NotAllowed` for a key of a company."""
        if self.company is not None:
            raise NotAllowed(_l("Only the institution's own key can do this. This one is a company's."))


def open_to_key() -> None:
    """Recognise the key and give the page session its institution; raises `NoKey` and `TooManyTries`."""
    caller = _caller()
    if caller is None:
        raise NoKey(_l("Send a valid key in the header: Authorization: Bearer gk_…"))
    count(caller)
    g.reach, g.client = _reach(caller), caller.client
    g.actor = Actor(None, caller.name)
    accounts.commit()
    companies = None if caller.company is None else (caller.company,)
    writes = request.method not in READING and request.endpoint not in READING_ONLY
    enter(Scope((caller.institution,), companies, "api"), writes=writes)


def count(caller: keys.Caller) -> None:
    """Count a request of a key; raises `TooManyTries` beyond its limit."""
    allowances: Allowances = current_app.extensions["guichet_allowances"]
    g.allowance = allowances.take(accounts(), caller)
    if not g.allowance.granted:
        raise TooManyTries(
            _l(
                "This key may send %(most)s requests per minute. Go on in %(seconds)s s.",
                most=g.allowance.most,
                seconds=g.allowance.seconds,
            ),
            seconds=g.allowance.seconds,
        )


def mark(response: Response) -> Response:
    """Say in the headers how much is left, and why a key was not enough (RFC 6750, RateLimit draft 10)."""
    allowance: Allowance | None = g.get("allowance")
    if allowance is not None:
        response.headers["RateLimit-Policy"] = (
            f'"{POLICY}";q={allowance.most};w={int(WINDOW.total_seconds())}'
        )
        response.headers["RateLimit"] = f'"{POLICY}";r={allowance.left};t={allowance.seconds}'
    if "WWW-Authenticate" not in response.headers:
        _challenge(response)
    return response


def _challenge(response: Response) -> None:
    if response.status_code == 401:
        fault = ' error="invalid_token"' if "Authorization" in request.headers else ""
        response.headers["WWW-Authenticate"] = f"Bearer{fault}"
    if response.status_code == 403:
        response.headers["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'


def _caller() -> keys.Caller | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    known = tokens.caller_of if secret.startswith(tokens.PREFIX) else keys.caller_of
    return known(accounts(), secret.strip())


def _reach(caller: keys.Caller) -> Reach:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    institution = accounts().get_one(Institution, caller.institution)
    use = uses(accounts(), [institution.id], [p.name for p in plugins])[institution.id]
    day = clock.today(institution.zone)
    return Reach(institution.id, caller.plugin, use, day, caller.operations, caller.company, caller.themes)
