"""What the console writes to people about passwords, and the worker that answers who has forgotten hers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from config import LANGUAGES, Settings
from console.accounts import forgotten, links, service
from console.accounts.forgotten import Asked
from console.accounts.models import User, UserProfile
from console.accounts.visits import mandates_of
from console.base import ids
from console.base.addresses import public_url
from console.base.errors import BadArgument
from console.base.sheets.phrases import N_
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import Word, mail
from console.dispatch.service import enqueue
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.insured.models import InsuredAccount
from console.jobs.worker import Line

log = logging.getLogger("guichet.access")
SUBJECT = "console.user"
FORGOTTEN = MailTemplate(
    "console.forgotten_password",
    _l("Forgotten password"),
    N_("Choose a new password for the console of %(institution)s"),
    N_(
        "Good day\n\nA new password was asked for your user account in the console of %(institution)s. With this link "
        "you choose one:\n\n%(link)s\n\n"
        "It works once, for one hour. Until then your present password goes on working.\n\n"
        "Did you not ask for it? Then you need do nothing. Do not pass this e-mail on."
    ),
)
RECOVERED = MailTemplate(
    "console.access_recovered",
    _l("Emergency access"),
    N_("An administrator was let in again in the console of %(institution)s"),
    N_(
        "Good day\n\nWhoever runs the console has let an administrator of %(institution)s in again: her second factors "
        "were removed, and she chooses a new password.\n\nThe journal says who it is and when. Do you not know of it? "
        "Then ask at once whoever runs the console."
    ),
)
PASSWORD_CHANGED = MailTemplate(
    "console.password_changed",
    _l("Password changed"),
    N_("The password of your user account was changed"),
    N_(
        "Good day\n\nThe password of your user account for the console of %(institution)s was changed.\n\n"
        "Was it you? Then you need do nothing. If not, somebody else may have got in: tell your administrator at once."
    ),
)
TEMPLATES = (FORGOTTEN, RECOVERED, PASSWORD_CHANGED)


def line(app: Flask) -> Line:
    """Give the requests for a new password to the worker.

    Nothing wakes it before its time: the page must not be slower for names that are found.
    """
    return Line(run_due, threading.Event(), 1)


def run_due(app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
    """Answer the requests that wait, until the worker ends; give whether there were any."""
    settings: Settings = app.extensions["guichet_settings"]
    with app.app_context():
        found = forgotten.asked(accounts(), settings.secret_key)
        accounts.rollback()
        for one in found:
            if ends():
                break
            _answer(one)
    return bool(found)


def write(
    session: Session, template: MailTemplate, user: User, language: str, words: dict[str, Word], key: str
) -> None:
    """Put an e-mail to a person into the outbox, in her own language, else in `language`.

    An address that no e-mail can reach is noted in the log, and left to the administrators.
    """
    profile = session.get(UserProfile, user.id)
    own = profile.language if profile is not None else None
    spoken = own if own in LANGUAGES else language
    try:
        envelope = mail(
            template, user.email, spoken, words, key=key, subject=SUBJECT, subject_id=user.id, secret=True
        )
    except BadArgument:
        log.warning("user %s has no address that an e-mail could reach", user.id)
        return
    enqueue(session, envelope)


def _answer(one: Asked) -> None:
    """Send a link to whom the request names, if anybody; the request goes in the same transaction."""
    store = accounts()
    user = forgotten.owner(store, one.typed)
    institution = institution_of(user.id) if user is not None else None
    if user is None or institution is None:
        forgotten.taken(store, one.id)
        store.commit()
        return
    key = user.id
    store.rollback()
    with acting(Scope((institution,), purpose="password"), writes=True) as session:
        owner = session.get(User, key)
        if owner is not None and forgotten.taken(session, one.id):
            token = links.offer_reset(session, owner)
            service.note(session, forgotten.EVENT, owner.id)
            link = public_url("AccessView.password", token=token)
            write(
                session,
                FORGOTTEN,
                owner,
                one.language,
                {"link": link},
                f"forgotten.{ids.digest(token)[:40]}",
            )


def institution_of(user_id: int) -> int | None:
    """Give who writes to a person: the first institution she works for, else the one that knows her as insured."""
    mandates = mandates_of(accounts(), user_id)
    bound = accounts().get(InsuredAccount, user_id)
    return mandates[0].tenant.id if mandates else (bound.institution_id if bound is not None else None)
