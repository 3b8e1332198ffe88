"""Passkeys (WebAuthn), as the second factor or instead of the password."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.accounts.models import User
from console.base import clock, ids
from console.base.errors import BadArgument
from console.base.sealing import Unreadable, seal, unseal
from console.factors import holding
from console.factors.holding import Held
from console.factors.models import Factor, Kind, UsedChallenge

if TYPE_CHECKING:
    from webauthn.helpers.structs import AuthenticationCredential, PublicKeyCredentialDescriptor

OFFER_LASTS = timedelta(minutes=10)
LONGEST = 20_000
"""Characters of an answer; a usual one has under two thousand."""
_REGISTER, _REQUEST = "passkey to add", "passkey to show"


@dataclass(frozen=True, slots=True)
class Site:
    """To whom a browser shows its passkeys."""

    origin: str
    """`https://console.fund.example`, as the browser says where it stands."""
    id: str
    """The host: passkeys belong to it."""
    name: str


@dataclass(frozen=True, slots=True)
class PasskeyOffer:
    """What a page hands to the browser."""

    options: str
    """JSON for `parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`."""
    sealed: str = field(repr=False)
    """Goes with the form and comes back with the answer; nothing is stored before."""


def site_of(address: str, name: str = "Guichet") -> Site:
    """Give the site of a public address: the one in the settings, else that of a request on a trusted host."""
    parts = urlsplit(address)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    port = "" if parts.port in (None, usual) else f":{parts.port}"
    host = (parts.hostname or "").lower()
    return Site(f"{parts.scheme}://{host}{port}", host, name)


def registration_options(session: Session, secret_key: str, site: Site, user: User) -> PasskeyOffer:
    """Give what a browser needs to make a passkey for this person, who must show the device that it is she."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=site.name,
        user_id=_handle(user.id),
        user_name=user.username,
        user_display_name=f"{user.first_name} {user.last_name}".strip() or user.username,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_known(session, user.id),
        timeout=int(OFFER_LASTS.total_seconds() * 1000),
    )
    sealed = _seal(secret_key, _REGISTER, options.challenge, user.id, "")
    return PasskeyOffer(webauthn.options_to_json(options), sealed)


def add_passkey(
    session: Session, secret_key: str, site: Site, user_id: int, sealed: str, answer: str, name: str
) -> Held:
    """Add the passkey that the browser made (`answer` is its JSON).

    Raises `BadArgument` when it does not answer this offer, `Conflict` when an account has it already.
    """
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    challenge = _challenge(secret_key, _REGISTER, sealed, user_id, "")
    try:
        if challenge is None or len(answer) > LONGEST:
            raise ValueError
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except Exception:  # What the library raises over bytes of strangers is not listed anywhere.
        raise BadArgument(
            _l(
                "The passkey could not be added. Begin again, and confirm on your device when it asks you to."
            ),
            place="passkey",
        ) from None
    row = Factor(
        user_id=user_id,
        kind=Kind.PASSKEY,
        name=name,
        mark=_mark(made.credential_id),
        material={
            "id": bytes_to_base64url(made.credential_id),
            "key": bytes_to_base64url(made.credential_public_key),
        },
        counter=made.sign_count,
    )
    return holding.add(session, row)


def request_options(
    session: Session, secret_key: str, site: Site, bound_to: str, user_id: int | None = None
) -> PasskeyOffer:
    """Give what a browser needs to show a passkey: one of this person, or (without) any it has for the console.

    `bound_to` is a random value of the browser's cookie: the answer counts only beside the same one.
    """
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement

    options = webauthn.generate_authentication_options(
        rp_id=site.id,
        allow_credentials=_known(session, user_id) if user_id is not None else [],
        user_verification=UserVerificationRequirement.REQUIRED,
        timeout=int(OFFER_LASTS.total_seconds() * 1000),
    )
    sealed = _seal(secret_key, _REQUEST, options.challenge, user_id, bound_to)
    return PasskeyOffer(webauthn.options_to_json(options), sealed)


def check_passkey(
    session: Session, secret_key: str, site: Site, user_id: int, sealed: str, answer: str, bound_to: str
) -> bool:
    """Say whether a passkey of this person gave this answer to the offer; each answer counts once."""
    challenge = _challenge(secret_key, _REQUEST, sealed, user_id, bound_to)
    row = _verified(session, site, challenge, answer, user_id)
    return holding.answered(session, user_id, Kind.PASSKEY, row is not None)


def find_by_passkey(
    session: Session, secret_key: str, site: Site, sealed: str, answer: str, bound_to: str
) -> User | None:
    """Give the active person whose passkey gave this answer to an offer made for nobody; each answer counts once."""
    challenge = _challenge(secret_key, _REQUEST, sealed, None, bound_to)
    row = _verified(session, site, challenge, answer, None)
    if row is None:
        return None
    holding.answered(session, row.user_id, Kind.PASSKEY, True)
    return session.get_one(User, row.user_id)


def _verified(
    session: Session, site: Site, challenge: bytes | None, answer: str, user_id: int | None
) -> Factor | None:
    """Give the passkey that gave the answer, once."""
    import webauthn
    from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json

    if challenge is None or len(answer) > LONGEST:
        return None
    try:
        shown = parse_authentication_credential_json(answer)
        row = _shown(session, shown, user_id)
        if row is None:
            return None
        checked = webauthn.verify_authentication_response(
            credential=shown,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(row.material["key"]),
            credential_current_sign_count=row.counter,
            require_user_verification=True,
        )
    except Exception:  # What the library raises over bytes of strangers is not listed anywhere.
        return None
    return row if _spend(session, row, challenge, checked.new_sign_count) else None


def _shown(session: Session, shown: AuthenticationCredential, user_id: int | None) -> Factor | None:
    """Give the row of a shown passkey; one that tells who she is must tell the truth, and without a name it must."""
    asked = (
        select(Factor)
        .join(User, User.id == Factor.user_id)
        .where(Factor.kind == Kind.PASSKEY, Factor.mark == _mark(shown.raw_id), User.active)
    )
    row = session.scalars(asked.execution_options(populate_existing=True)).first()
    if row is None or (user_id is not None and row.user_id != user_id):
        return None
    told = shown.response.user_handle
    may = told == _handle(row.user_id) or (told is None and user_id is not None)
    return row if may else None


def _spend(session: Session, row: Factor, challenge: bytes, counter: int) -> bool:
    """Let this answer count once, whichever process comes first."""
    moment = clock.now()
    try:
        with session.begin_nested():
            session.add(UsedChallenge(digest=_mark(challenge), expires_at=moment + OFFER_LASTS))
    except IntegrityError:
        return False
    # Synced passkeys do not count and stay at zero.
    grows = Factor.counter < counter if counter else Factor.counter == 0
    taken = session.execute(
        update(Factor)
        .where(Factor.id == row.id, grows)
        .values(counter=counter, last_used=moment)
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def _known(session: Session, user_id: int) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(row.material["id"]))
        for row in holding.rows(session, user_id, Kind.PASSKEY)
    ]


def _seal(secret_key: str, purpose: str, challenge: bytes, user_id: int | None, bound_to: str) -> str:
    until = (clock.now() + OFFER_LASTS).timestamp()
    return seal(secret_key, purpose, json.dumps([challenge.hex(), user_id, ids.digest(bound_to), until]))


def _challenge(
    secret_key: str, purpose: str, sealed: str, user_id: int | None, bound_to: str
) -> bytes | None:
    """Give the challenge of an offer that was made for this person and browser and still counts."""
    try:
        found: list[Any] = json.loads(unseal(secret_key, purpose, sealed))
    except Unreadable:
        return None
    challenge, owner, bound, until = found
    if owner != user_id or bound != ids.digest(bound_to) or until < clock.now().timestamp():
        return None
    return bytes.fromhex(challenge)


def _handle(user_id: int) -> bytes:
    """Give what a passkey keeps of its owner: the number of her account, which says nothing of her."""
    return str(user_id).encode()


def _mark(raw: bytes) -> str:
    return ids.digest(raw.hex())
