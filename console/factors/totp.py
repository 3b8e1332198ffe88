"""Codes of an authenticator app (RFC 6238: SHA-1, six figures, thirty seconds, as every app has them)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from hmac import compare_digest

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.orm import Session

from console.accounts.models import User
from console.base import clock, ids
from console.base.errors import BadArgument
from console.base.sealing import Unreadable, seal, unseal
from console.factors import holding
from console.factors.holding import Held
from console.factors.models import Factor, Kind

STEP = 30
AROUND = 1
"""How many steps a telephone's clock may be early or late."""
OFFER_LASTS = timedelta(hours=1)
PURPOSE = "second factor"
_OFFER = "second factor on offer"


@dataclass(frozen=True, slots=True)
class TotpOffer:
    """A secret to put into an app. It counts once its first code was typed."""

    sealed: str = field(repr=False)
    """Goes with the form and comes back to `add_totp`."""
    secret: str = field(repr=False)
    """In groups of four, for an app that cannot see the picture."""
    uri: str = field(repr=False)
    """`otpauth://`, for an app on the same device."""
    svg: str = field(repr=False)
    """The address as a QR code, drawn here: a `data:` address for `<img src>`, so that the secret goes nowhere."""


def begin_totp(secret_key: str, user: User, issuer: str, sealed: str = "") -> TotpOffer:
    """Give a new secret for this person; nothing is stored. `issuer` names the console in the app.

    With the `sealed` of an offer made before, the same secret is offered again: after a wrong code she need not begin
    anew. Raises `BadArgument` when that one is old or another person's.
    """
    import pyotp

    secret = _offered(secret_key, user.id, sealed) if sealed else pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=issuer)
    until = (clock.now() + OFFER_LASTS).timestamp()
    sealed = seal(secret_key, _OFFER, json.dumps([user.id, secret, until]))
    groups = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
    return TotpOffer(sealed, groups, uri, _drawn(uri))


def add_totp(session: Session, secret_key: str, user_id: int, sealed: str, code: str, name: str) -> Held:
    """Add the app whose offer and first code these are.

    Raises `BadArgument` for a wrong code or an offer that is old or another person's, `Conflict` for one added before.
    """
    secret = _offered(secret_key, user_id, sealed)
    step = step_of(secret, code, clock.now().timestamp())
    if step is None:
        raise BadArgument(
            _l(
                "This code is not right. Type the six figures that the app shows now; "
                "check that the clock of your telephone is right."
            ),
            place="code",
        )
    row = Factor(
        user_id=user_id,
        kind=Kind.TOTP,
        name=name,
        sealed=seal(secret_key, PURPOSE, secret),
        mark=ids.digest(secret),
        counter=step,
    )
    return holding.add(session, row)


def check_totp(session: Session, secret_key: str, user_id: int, code: str) -> bool:
    """Say whether this is the present code of one of the person's apps; each code counts once."""
    moment = clock.now()
    for row in holding.rows(session, user_id, Kind.TOTP):
        secret = _secret(secret_key, row)
        step = step_of(secret, code, moment.timestamp()) if secret else None
        if step is None:
            continue
        # The condition stands in the statement: of two processes with the same code one changes the row.
        taken = session.execute(
            update(Factor)
            .where(Factor.id == row.id, Factor.counter < step)
            .values(counter=step, last_used=moment)
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount == 1:  # type: ignore[attr-defined]
            return holding.answered(session, user_id, Kind.TOTP, True)
    return holding.answered(session, user_id, Kind.TOTP, False)


def step_of(secret: str, code: str, moment: float) -> int | None:
    """Give the latest step, at most one away from `moment` (seconds of the epoch), whose code this is."""
    import pyotp

    typed = "".join(code.split())
    if len(typed) != 6 or not (typed.isascii() and typed.isdecimal()):
        return None
    now, app = int(moment // STEP), pyotp.TOTP(secret)
    found = [n for n in range(now - AROUND, now + AROUND + 1) if compare_digest(app.generate_otp(n), typed)]
    return found[-1] if found else None


def _offered(secret_key: str, user_id: int, sealed: str) -> str:
    try:
        owner, secret, until = json.loads(unseal(secret_key, _OFFER, sealed))
    except Unreadable:
        owner, secret, until = None, "", 0.0
    if owner != user_id or until < clock.now().timestamp():
        raise BadArgument(_l("This page is too old. Begin again."), place="code")
    return str(secret)


def _secret(secret_key: str, row: Factor) -> str:
    """Give the secret of an app, empty when it was sealed under an older key of the installation."""
    try:
        return unseal(secret_key, PURPOSE, row.sealed)
    except Unreadable:
        return ""


def _drawn(uri: str) -> str:
    """Draw a QR code with its quiet zone, dark on white whatever the page's colours."""
    import segno

    return segno.make_qr(uri, error="m").svg_data_uri(omitsize=True, border=4, light="#fff")
