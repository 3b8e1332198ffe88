"""A one-time link on its way to its person: by e-mail where e-mails leave, else on the page for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from config import LANGUAGES
from console.accounts.links import LINK_LASTS
from console.accounts.models import Membership, UserProfile
from console.audit.service import record
from console.base import clock, ids
from console.base.addresses import public_url
from console.base.sheets.phrases import N_
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import mail
from console.dispatch.service import Posted, enqueue, has_channel, withdraw
from console.institutions.sessions import db
from console.shell import gate
from console.shell import pages as page
from console.shell.users import person

SUBJECT = "console.user"
INVITATION = MailTemplate(
    "console.invitation",
    _l("Invitation"),
    N_("Invitation to the console of %(institution)s"),
    N_(
        "Good day\n\nYou are invited to work in the console of %(institution)s. Open this link:\n\n%(link)s\n\n"
        "It works once, until %(day)s. If you are new here, you choose a password. If you already have a user "
        "account, you sign in with it and accept.\n\n"
        "The link is for you alone. Do not pass this e-mail on."
    ),
)
NEW_PASSWORD = MailTemplate(
    "console.new_password",
    _l("New password"),
    N_("Choose a new password for the console of %(institution)s"),
    N_(
        "Good day\n\nWith this link you choose a new password for the console of %(institution)s:\n\n%(link)s\n\n"
        "It works once, until %(day)s. Until then your present password goes on working.\n\n"
        "The link is for you alone. Do not pass this e-mail on."
    ),
)
TEMPLATES = (INVITATION, NEW_PASSWORD)


@dataclass(frozen=True)
class Link:
    """A one-time link to pass on: whose, and what the e-mail with it says; `fresh` for a person just added."""

    row: Membership
    name: str
    token: str
    template: MailTemplate
    fresh: bool = False


def passed_on(link: Link, *, by_hand: bool = False, may_link: bool = True) -> ResponseReturnValue:
    """Send a link to its person, or show it where no e-mails leave or when the administrator passes it on herself.

    An e-mail with an older link, which is dead now, does not leave any more. `may_link` offers to make another one.
    """
    session = db.session()
    withdraw(session, SUBJECT, link.row.id)
    if by_hand or not has_channel(EMAIL):
        shown = person.link_page(link.name, link.token, fresh=link.fresh)
        return render_template("guichet/user_link.html", page=shown)
    sent = _send(session, link)
    return render_template("guichet/message.html", page=_sent_page(link, sent, may_link=may_link))


def _send(session: Session, link: Link) -> Posted:
    envelope = mail(
        link.template,
        link.row.user.email,
        _language(session, link.row),
        {"link": public_url("AccessView.password", token=link.token), "day": _last_day()},
        key=f"link.{ids.digest(link.token)[:40]}",
        subject=SUBJECT,
        subject_id=link.row.id,
        secret=True,
    )
    record(
        session,
        "console.user.link_sent",
        subject=SUBJECT,
        subject_id=link.row.id,
        name=link.name,
        username=link.row.user.email,
    )
    return enqueue(session, envelope)


def _sent_page(link: Link, sent: Posted, *, may_link: bool) -> page.MessagePage:
    """Say that the link is on its way, and what to do when it does not arrive."""
    actions = [page.Action(_("Back to the list"), url_for(".index"), kind="main")]
    if gate.allows(g.visit, "can_read", "console.dispatch"):
        actions.append(
            page.Action(_("See the transmission"), url_for("DispatchView.show", reference=sent.public_id))
        )
    if may_link:
        by_hand = url_for(".link", pk=link.row.id, by="hand")
        actions.append(page.Action(_("Pass on a link yourself"), by_hand))
    return page.MessagePage(
        title=person.link_title(link.name, fresh=link.fresh),
        text=_(
            "An e-mail with a link goes to %(address)s. The link works once, until %(day)s.",
            address=sent.target,
            day=g.style.show_day(_last_day()),
        ),
        tone="ok",
        actions=tuple(actions),
    )


def _last_day() -> date:
    return (clock.now() + LINK_LASTS).astimezone(g.style.zone).date()


def _language(session: Session, row: Membership) -> str:
    """Give the language of the reader: her own, else the first of the institution."""
    profile = session.get(UserProfile, row.user_id)
    own = profile.language if profile is not None else None
    return own if own in LANGUAGES else str(g.visit.mandate.tenant.languages[0])
