"""How a person may show who she is: pure rules.

Her e-mail address was typed by somebody of the company, mistyped or even his own: a code sent there proves only that
its reader got the link. So it opens nothing without something that the institution itself knows of her.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from console.base.figures import Misread
from console.forms.declarations import Form, Section
from console.forms.fields import Day, Phone
from console.forms.fields.numbers import OfficialNumber
from console.forms.tongue import Tongue


class Way(StrEnum):
    """A way to identify oneself; the institution is told which one was taken."""

    CODE_SMS = "code_sms"
    """A code sent to a number that the institution knows."""
    BIRTH_NUMBER = "birth_number"
    """Official number and date of birth."""
    CODE_EMAIL = "code_email"
    """A code sent to the address the link went to, and the official number."""
    ACCOUNT = "account"
    """Her own user account, bound to her official number; it leads to no link."""


BY_CODE = (Way.CODE_SMS, Way.CODE_EMAIL)


@dataclass(frozen=True)
class Known:
    """What the institution knows of a person; what is empty, it does not."""

    number: str = ""
    birth: date | None = None
    phone: str = ""
    is_same: bool = True
    """The birth is that of the person with the number, not of a child whom the message is about."""


@dataclass(frozen=True)
class Shown:
    """What somebody at the door gives."""

    number: str = ""
    birth: date | None = None
    code: str = ""


def ways_of(known: Known, *, sends_email: bool = True, sends_sms: bool = True) -> tuple[Way, ...]:
    """Give the ways that lead in, the easiest first; none when the institution knows nothing of the person."""
    found = []
    if known.phone and sends_sms:
        found.append(Way.CODE_SMS)
    if known.number and known.birth:
        found.append(Way.BIRTH_NUMBER)
    if known.number and sends_email:
        found.append(Way.CODE_EMAIL)
    return tuple(found)


def known_of(form: Form, prefill: Mapping[str, Any], number: str, tongue: Tongue) -> Known:
    """Give what a message holds: the number of its person, and what the institution filled in beforehand.

    A confirmation about a child holds the child's number and date of birth: those count as what only a parent knows,
    but a telephone only where it stands beside the person's own number.
    """
    numbered = [one for one in form.sections if _numbers_in(one, prefill)]
    own = next((one for one in numbered if compact(number) in _numbers_in(one, prefill)), None)
    asked = own or next(iter(numbered), None)
    birth = _first(asked, lambda field: isinstance(field, Day) and field.key.startswith("birth"))
    phone = _first(own, lambda field: isinstance(field, Phone))
    return Known(
        number=compact(number),
        birth=_read(birth, prefill, tongue),
        phone=str(_read(phone, prefill, tongue) or ""),
        is_same=own is not None,
    )


def is_right(way: Way, known: Known, shown: Shown, *, code_fits: bool) -> bool:
    """Say whether what was shown opens this way; looks at everything, so that the time does not tell what was wrong."""
    number = bool(known.number) & _same(compact(shown.number), known.number)
    birth = (known.birth is not None) & _same(str(shown.birth), str(known.birth))
    return {
        Way.CODE_SMS: bool(known.phone) & code_fits,
        Way.BIRTH_NUMBER: number & birth,
        Way.CODE_EMAIL: number & code_fits,
        Way.ACCOUNT: False,
    }[way]


def compact(number: str) -> str:
    """Give an official number without the signs between its figures."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


def _numbers_in(section: Section, prefill: Mapping[str, Any]) -> set[str]:
    """Give the official numbers of persons that stand in a section."""
    given = (
        prefill.get(one.key) for one in section.fields if isinstance(one, OfficialNumber) and one.personal
    )
    return {compact(one) for one in given if isinstance(one, str) and one.strip()}


def _first(section: Section | None, fits: Callable[[Any], bool]) -> Any:
    return next((one for one in section.fields if fits(one)), None) if section is not None else None


def _read(field: Any, prefill: Mapping[str, Any], tongue: Tongue) -> Any:
    text = prefill.get(field.key) if field is not None else None
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        return field.reader(tongue)(text.strip())
    except Misread:
        return None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
