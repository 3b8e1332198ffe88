"""Codes by SMS: six figures, ten minutes, once, for the very sign-in that asked for them (ASVS 5.0, 6.6)."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from console.accounts import throttles
from console.accounts.models import Membership, UserProfile
from console.accounts.service import note
from console.accounts.throttles import Limit
from console.base import clock, ids
from console.base.errors import BadArgument, NotFound, Unavailable
from console.base.sealing import Unreadable, seal, unseal
from console.base.sheets.phrases import N_
from console.dispatch.declarations import MailTemplate
from console.dispatch.service import enqueue, has_channel, withdraw
from console.dispatch.sms import KEY, sms
from console.factors import holding
from console.factors.holding import Held
from console.factors.models import Factor, Kind, SmsCode
from console.factors.totp import PURPOSE
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import acting

CODE_LASTS: Final = timedelta(minutes=10)
TRIES: Final = 5
SENDING: Final = Limit("sms", 5, timedelta(hours=1), timedelta(minutes=15), timedelta(hours=4))
"""How many codes a person can have sent."""
SUBJECT: Final = "console.factor"
TEMPLATE: Final = MailTemplate(
    "console.factor_code",
    _l("Code of the second factor, by SMS"),
    "",
    N_(
        "%(code)s is your code for the console of %(institution)s. It works once, for ten minutes. Do not pass it on."
    ),
)
_NO_NUMBER = _l(
    "Type the number of a mobile telephone, with its country code if it is a foreign one: +41 79 123 45 67."
)


def sends_sms() -> bool:
    """Say whether SMS leave from this installation."""
    return has_channel(KEY)


def add_sms(
    session: Session, secret_key: str, user_id: int, number: str, name: str, country: str = ""
) -> Held:
    """Note a mobile number, which counts once `prove_sms` has seen its first code.

    Numbers without country code are those of `country` (`CH`). Raises `BadArgument` for what is no mobile number.
    """
    found = _mobile(number, country)
    if found is None:
        raise BadArgument(_NO_NUMBER, place="number")
    unproved = (Factor.user_id == user_id, Factor.kind == Kind.SMS, Factor.proved.is_(False))
    session.execute(delete(Factor).where(*unproved))
    row = Factor(
        user_id=user_id,
        kind=Kind.SMS,
        name=name,
        hint=found[-2:],
        sealed=seal(secret_key, PURPOSE, found),
        mark=ids.keyed_digest(secret_key, "sms number", str(user_id), found),
        proved=False,
    )
    return holding.add(session, row)


def send_code(
    session: Session,
    secret_key: str,
    user_id: int,
    factor_id: int,
    bound_to: str,
    *,
    institution: int | None = None,
) -> None:
    """Send a code to a number of this person, good only with the same `bound_to` (the pending sign-in).

    It leaves through the outbox of `institution`, or of the first one the person belongs to. **Commits** the accounts
    session, since the outbox is written by a second one; the page's own session must not have written before.

    Raises `NotFound` for a number that is not hers, `TooManyTries` after five within an hour, `Unavailable` where no
    SMS leave.
    """
    row = holding.owned(session, user_id, factor_id)
    if row is None or row.kind != Kind.SMS:
        raise NotFound(_l("There is nothing at this address."))
    sender, number = institution or _institution(session, user_id), _number(secret_key, row)
    if sender is None or not number or not sends_sms():
        raise Unavailable(_l("No SMS can be sent now. Choose another way, or ask your administrator."))
    throttles.count(session, secret_key, SENDING, str(user_id))
    code = f"{secrets.randbelow(1_000_000):06}"
    language = _language(session, user_id, sender)
    _keep(session, secret_key, factor_id, bound_to, code)
    note(session, "code_sent", user_id, factor=Kind.SMS)
    session.commit()
    _hand_over(sender, number, language, code, factor_id)


def check_sms(
    session: Session, secret_key: str, user_id: int, factor_id: int, code: str, bound_to: str
) -> bool:
    """Say whether this code was sent to this proved number for the same `bound_to`; once, and not after five tries.

    Commit whatever comes of it: the try is counted here.
    """
    row = holding.owned(session, user_id, factor_id)
    right = row is not None and row.proved and _spend(session, secret_key, factor_id, code, bound_to)
    if row is not None and right:
        row.last_used = clock.now()
        session.flush()
    return holding.answered(session, user_id, Kind.SMS, right)


def prove_sms(
    session: Session, secret_key: str, user_id: int, factor_id: int, code: str, bound_to: str
) -> bool:
    """Say whether this is the first code sent to a number just added, which counts from then on.

    For a person who is signed in: a number of which nobody knows yet whose it is never opens anything by itself.
    """
    row = holding.owned(session, user_id, factor_id)
    if row is None or row.proved or not _spend(session, secret_key, factor_id, code, bound_to):
        return holding.answered(session, user_id, Kind.SMS, False)
    row.proved = True
    session.flush()
    note(session, "factor_added", user_id, factor=Kind.SMS)
    return True


def _hand_over(institution: int, number: str, language: str, code: str, factor_id: int) -> None:
    """Put the SMS into the outbox, encrypted; one on its way before it does not leave any more."""
    with acting(Scope((institution,), purpose="second factor"), writes=True) as session:
        withdraw(session, SUBJECT, factor_id)
        envelope = sms(
            TEMPLATE,
            number,
            language,
            {"code": code},
            key=f"factor.{ids.token()}",
            subject=SUBJECT,
            subject_id=factor_id,
            secret=True,
        )
        enqueue(session, envelope)


def _keep(session: Session, secret_key: str, factor_id: int, bound_to: str, code: str) -> None:
    """Store a code in the place of an older one."""
    mine = _mine(factor_id, bound_to)
    session.execute(delete(SmsCode).where(*mine))
    session.add(
        SmsCode(
            factor_id=factor_id,
            bound_to=ids.digest(bound_to),
            digest=ids.keyed_digest(secret_key, "sms code", bound_to, code),
            tries=0,
            expires_at=clock.now() + CODE_LASTS,
        )
    )
    session.flush()


def _spend(session: Session, secret_key: str, factor_id: int, code: str, bound_to: str) -> bool:
    """Count the try, then delete the code by what was typed: of two processes one deletes it."""
    mine, typed = _mine(factor_id, bound_to), "".join(code.split())
    session.execute(
        update(SmsCode)
        .where(*mine)
        .values(tries=SmsCode.tries + 1)
        .execution_options(synchronize_session=False)
    )
    if not (typed.isascii() and typed.isdecimal()):
        return False
    spent = session.execute(
        delete(SmsCode)
        .where(
            *mine,
            SmsCode.tries <= TRIES,
            SmsCode.expires_at > clock.now(),
            SmsCode.digest == ids.keyed_digest(secret_key, "sms code", bound_to, typed),
        )
        .execution_options(synchronize_session=False)
    )
    return bool(spent.rowcount == 1)  # type: ignore[attr-defined]


def _mine(factor_id: int, bound_to: str) -> tuple[ColumnElement[bool], ...]:
    return SmsCode.factor_id == factor_id, SmsCode.bound_to == ids.digest(bound_to)


def _mobile(text: str, country: str) -> str | None:
    """Give a mobile number in international form: numbers that cost the sender dearly are none."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    try:
        number = phonenumbers.parse(text[:60], country or None)
    except phonenumbers.NumberParseException:
        return None
    mobile = (Type.MOBILE, Type.FIXED_LINE_OR_MOBILE)
    if number.extension or phonenumbers.number_type(number) not in mobile:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _number(secret_key: str, row: Factor) -> str:
    """Give the number; one sealed under an older key of the installation cannot be read any more."""
    try:
        return unseal(secret_key, PURPOSE, row.sealed)
    except Unreadable:
        return ""


def _institution(session: Session, user_id: int) -> int | None:
    asked = select(Membership.institution_id).where(Membership.user_id == user_id, Membership.active)
    return session.scalars(asked.order_by(Membership.pending, Membership.id).limit(1)).first()


def _language(session: Session, user_id: int, institution: int) -> str:
    """Give the language of the reader: her own, else the first of the institution."""
    profile = session.get(UserProfile, user_id)
    own = profile.language if profile is not None else None
    return own or session.get_one(Institution, institution).languages.split(",")[0]
