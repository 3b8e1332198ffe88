"""Public functions of webhooks: the only writer of their table.

Words: *news* is one thing that happened, told without anything of a person: what happened and the references by which
the other side asks for more; a *subscription* is an address that is told of some kinds of news, signed with its secret.
News is written into the outbox in the transaction of what happened. Functions flush and never commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from console.accounts.models import ApiKey
from console.audit.service import record
from console.base import clock, ids
from console.base.errors import BadArgument, Conflict, NotFound
from console.base.sealing import seal
from console.base.sheets.phrases import N_
from console.dispatch import service as outbox
from console.dispatch.declarations import Envelope, MailTemplate
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import mail
from console.dispatch.models import DELIVERED, PARKED, WAITING, Dispatch
from console.dispatch.places import Place, Refused, place_of
from console.dispatch.settings import OutwardSettings
from console.dispatch.webhook.models import ACTIVE, PAUSED, WebhookSubscription
from console.dispatch.webhook.signatures import new_secret

KEY: Final = "webhook"
PURPOSE: Final = "webhook"
SUBJECT: Final = "console.webhook"
EVENTS: Final[Mapping[str, Any]] = {
    "message.sent": _l("A message was sent to the institution"),
    "message.asked": _l("The institution asks for something"),
    "message.settled": _l("A message was settled"),
    "dossier.changed": _l("Something changed in a dossier"),
    "dispatch.acknowledged": _l("Another system answered a transmission"),
    "module.news": _l("Something changed in the subject area of a module"),
}
"""The kinds of news, with their titles."""
TEST: Final = "webhook.test"
OVERLAP = timedelta(hours=24)
"""How long the secret before signs too."""
FAILING = timedelta(days=5)
"""How long nothing gets through before a subscription is paused."""
MOST = 50
"""Subscriptions of one company, or of the institution itself."""
STOPPED = MailTemplate(
    "console.webhook_paused",
    _l("Webhooks: a subscription was paused"),
    N_("Your system is not told of news any more"),
    N_(
        "Good day\n\nFor five days your system has not taken what %(institution)s tells it by webhook. The "
        "subscription is paused. Nothing is lost: your system can ask for what it missed.\n\nResume the "
        "subscription once your system works again."
    ),
)
_FAILED = N_("Nothing got through for %(days)s days.")


def subscribe(
    session: Session,
    url: str,
    events: Collection[str],
    *,
    company: int | None = None,
    client: str = "",
    owner: str = "",
    language: str = "en",
) -> tuple[WebhookSubscription, str]:
    """Add a subscription; gives it with its secret, which is shown this once. Raises `BadArgument` or `Conflict`."""
    if not events or not set(events) <= EVENTS.keys():
        raise BadArgument(_l("Choose kinds of news from the list."), place="events")
    _place(url, company)
    if len(subscriptions(session, company)) >= MOST:
        raise Conflict(_l("There are already %(most)s subscriptions. Remove one first.", most=MOST))
    secret, moment = new_secret(), clock.now()
    row = WebhookSubscription(
        reference=ids.reference(),
        company_id=company,
        client=client,
        url=url,
        events=sorted(set(events)),
        sealed=seal(_secret_key(), PURPOSE, secret),
        owner=owner,
        language=language,
        made_at=moment,
        changed_at=moment,
    )
    session.add(row)
    session.flush()
    _journal(session, "subscribed", row, events=", ".join(row.events))
    return row, secret


def subscriptions(session: Session, company: int | None) -> Sequence[WebhookSubscription]:
    """Give the subscriptions of a company, or with none those of the institution itself."""
    asked = select(WebhookSubscription).where(WebhookSubscription.company_id == company)
    return session.scalars(asked.order_by(WebhookSubscription.id)).all()


def of(session: Session, reference: str, company: int | None, *, lock: bool = False) -> WebhookSubscription:
    """Give one of these by its reference; raises `NotFound`, for somebody else's too."""
    asked = select(WebhookSubscription).where(
        WebhookSubscription.reference == reference, WebhookSubscription.company_id == company
    )
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(asked).first()
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def rotate(session: Session, reference: str, company: int | None) -> str:
    """Give a new secret, shown this once; the one before signs too for `OVERLAP`."""
    row = of(session, reference, company, lock=True)
    secret, moment = new_secret(), clock.now()
    row.previous, row.previous_until = row.sealed, moment + OVERLAP
    row.sealed, row.changed_at = seal(_secret_key(), PURPOSE, secret), moment
    session.flush()
    _journal(session, "rotated", row)
    return secret


def unsubscribe(session: Session, reference: str, company: int | None) -> None:
    """Remove a subscription, and give up what is still to leave for it."""
    row = of(session, reference, company, lock=True)
    outbox.withdraw(session, SUBJECT, row.reference)
    _journal(session, "removed", row)
    session.delete(row)
    session.flush()


def pause(session: Session, reference: str, company: int | None) -> None:
    """Tell a subscription nothing new until it is resumed; what was written before still leaves."""
    row = of(session, reference, company, lock=True)
    if row.state == ACTIVE:
        row.state, row.changed_at = PAUSED, clock.now()
        session.flush()
        _journal(session, "paused", row)


def resume(session: Session, reference: str, company: int | None) -> None:
    """Tell a subscription what happens from now on, and try again what did not get through."""
    row = of(session, reference, company, lock=True)
    if row.state == PAUSED:
        row.state, row.why, row.changed_at = ACTIVE, {}, clock.now()
        for late in session.scalars(_open(row.reference)).all():
            outbox.retry(session, late)
        session.flush()
        _journal(session, "resumed", row)


def test(session: Session, reference: str, company: int | None) -> outbox.Posted:
    """Tell a subscription that this is a test, also a paused one."""
    return _write(session, of(session, reference, company), TEST, {})


def publish(
    session: Session, event: str, data: Mapping[str, Any], *, company: int | None = None, about: str = ""
) -> Sequence[outbox.Posted]:
    """Tell everybody who asked for this kind of news; `company` is whose it is, if anybody's.

    `about` is its theme, or its kind, with its plugin: a system whose key opens something else is not told. `data` are
    references and kinds, and nothing of a person: it goes to systems that only we think are theirs.
    """
    mine = WebhookSubscription.company_id
    asked = select(WebhookSubscription).where(
        WebhookSubscription.state == ACTIVE, or_(mine.is_(None), mine == company)
    )
    found = [one for one in session.scalars(asked.order_by(WebhookSubscription.id)) if event in one.events]
    opens = _opens(session, {one.client for one in found if one.client}, about)
    return [_write(session, one, event, data) for one in found if not one.client or one.client in opens]


def tell(session: Session, kind: str, data: Mapping[str, Any], *, company: int | None, theme: str) -> None:
    """Tell of something in the subject area of a module, for its plugin.

    `kind` says what, with its plugin first: `fr_dsn.stoppage.accepted`; `theme` is named with its plugin, too. `data`
    are references and kinds, and nothing of a person.
    """
    publish(session, "module.news", {"kind": kind, "theme": theme, **data}, company=company, about=theme)


def pause_failing(session: Session) -> None:
    """Pause what has taken nothing for `FAILING`, and tell its owner; a line of the schedule."""
    asked = select(WebhookSubscription).where(WebhookSubscription.state == ACTIVE)
    for row in session.scalars(asked.with_for_update()).all():
        if _is_failing(session, row.reference):
            row.state, row.changed_at = PAUSED, clock.now()
            row.why = {"message": _FAILED, "params": {"days": FAILING.days}}
            _journal(session, "paused", row)
            _tell_owner(session, row)
    session.flush()


def outward_for(row_company: int | None, settings: OutwardSettings) -> OutwardSettings:
    """Give where a subscription may lead: a company's never into the own network, whatever hosts lie there."""
    if row_company is None:
        return settings
    return OutwardSettings(frozenset(), settings.ca_file, settings.only, settings.strict)


def _opens(session: Session, clients: Collection[str], about: str) -> frozenset[str]:
    """Give the systems of which a key that counts now opens a theme, or its plugin's share of what has none."""
    if not clients:
        return frozenset()
    asked = select(ApiKey).where(
        ApiKey.client.in_(clients), ApiKey.ended_at.is_(None), ApiKey.expires_at > clock.now()
    )
    plugin, _, theme = about.partition(".")
    return frozenset(
        key.client
        for key in session.scalars(asked)
        if key.plugin == plugin and (key.themes is None or theme in key.themes)
    )


def _is_failing(session: Session, reference: str) -> bool:
    limit = clock.now() - FAILING
    oldest = session.scalar(
        select(func.min(Dispatch.created_at)).where(
            *_about(reference), Dispatch.state.in_((WAITING, PARKED)), Dispatch.attempts > 0
        )
    )
    taken = session.scalar(
        select(Dispatch.id)
        .where(*_about(reference), Dispatch.state == DELIVERED, Dispatch.ended_at > limit)
        .limit(1)
    )
    return oldest is not None and oldest < limit and taken is None


def _tell_owner(session: Session, row: WebhookSubscription) -> None:
    if row.owner and outbox.has_channel(EMAIL):
        key = f"webhook paused {row.reference} {int(row.changed_at.timestamp())}"
        letter = mail(
            STOPPED, row.owner, row.language, {}, key=key, subject=SUBJECT, subject_id=row.reference
        )
        outbox.enqueue(session, letter)


def _write(session: Session, row: WebhookSubscription, event: str, data: Mapping[str, Any]) -> outbox.Posted:
    body = {"type": event, "timestamp": clock.now().isoformat(), "data": dict(data)}
    return outbox.enqueue(
        session,
        Envelope(
            channel=KEY,
            kind=f"console.{event}",
            target=place_of(row.url).authority,
            payload={"subscription": row.reference, "body": body},
            key=f"{event} {row.reference} {ids.token()}",
            priority=6,
            subject=SUBJECT,
            subject_id=row.reference,
        ),
    )


def _open(reference: str) -> Any:
    return select(Dispatch).where(*_about(reference), Dispatch.state.in_((WAITING, PARKED)))


def _about(reference: str) -> tuple[Any, Any, Any]:
    return Dispatch.subject == SUBJECT, Dispatch.subject_id == reference, Dispatch.channel == KEY


def _place(url: str, company: int | None) -> Place:
    """Check the address of a subscription; where its name leads is looked at with each call."""
    settings = outward_for(company, current_app.extensions["guichet_settings"].outward)
    try:
        place = place_of(url)
    except Refused:
        place = None
    is_sound = place is not None and (
        place.scheme == "https" or (place.host in settings.inside and not settings.strict)
    )
    if place is None or not is_sound or len(url) > 254 or not url.isascii() or not url.isprintable():
        raise BadArgument(
            _l("Enter an address that begins with https://, without a password in it."), place="url"
        )
    return place


def _secret_key() -> str:
    key: str = current_app.extensions["guichet_settings"].secret_key
    return key


def _journal(session: Session, act: str, row: WebhookSubscription, **facts: Any) -> None:
    host = place_of(row.url).host
    record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.reference, host=host, **facts)
