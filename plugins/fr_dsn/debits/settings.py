"""What an administrator sets about direct debits: who collects, and how long before the company must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stdnum import bic, iban
from stdnum.eu import at_02

from console.plugin import Setting
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.debits.letters import is_name, latin
from plugins.fr_dsn.debits.models import HOLDER
from plugins.fr_dsn.formats.pain008 import Creditor

ICS, NAME, IBAN, BIC, NOTICE, LEAD = (
    "sepa_ics",
    "sepa_name",
    "sepa_iban",
    "sepa_bic",
    "sepa_notice_days",
    "sepa_lead_days",
)
LONGEST_NOTICE: Final = 60
LONGEST_LEAD: Final = 10


@dataclass(frozen=True)
class Terms:
    """Who collects, and under which terms."""

    creditor: Creditor
    notice: int
    """Calendar days between telling a company and debiting it."""
    lead: int
    """TARGET days that the bank needs."""


def check_identifier(value: str) -> Any:
    """Say what is wrong with a creditor identifier."""
    if at_02.is_valid(value):
        return None
    return _l(
        "The check digits of this creditor identifier do not fit. Copy it from the letter of your bank."
    )


def check_iban(value: str) -> Any:
    """Say what is wrong with an IBAN."""
    if iban.is_valid(value):
        return None
    return _l("The IBAN is wrong: its check digits do not fit.")


def check_bic(value: str) -> Any:
    """Say what is wrong with a BIC."""
    if bic.is_valid(value):
        return None
    return _l("A BIC has 8 or 11 signs: bank, country, place, branch.")


def check_name(value: str) -> Any:
    """Say what is wrong with the name of who collects."""
    if is_name(value):
        return None
    return _l("Write this name with at least one Latin letter.")


def check_notice(value: str) -> Any:
    """Say what is wrong with a number of days between telling and debiting."""
    return _check_days(value, 0, LONGEST_NOTICE)


def check_lead(value: str) -> Any:
    """Say what is wrong with a number of days that the bank needs."""
    return _check_days(value, 1, LONGEST_LEAD)


def _check_days(value: str, least: int, most: int) -> Any:
    if value.isascii() and value.isdecimal() and least <= int(value[:4]) <= most:
        return None
    return _l("Type a number of days from %(least)s to %(most)s.", least=least, most=most)


SETTINGS: Final = (
    Setting(
        ICS,
        _l("Direct debits: creditor identifier (ICS)"),
        _l("While it is empty nothing is collected by direct debit."),
        check=check_identifier,
    ),
    Setting(NAME, _l("Direct debits: name of who collects"), check=check_name),
    Setting(IBAN, _l("Direct debits: IBAN on which money comes in"), check=check_iban),
    Setting(
        BIC,
        _l("Direct debits: BIC of this account"),
        _l("May stay empty for a French account."),
        check=check_bic,
    ),
    Setting(
        NOTICE,
        _l("Direct debits: days between telling a company and debiting it"),
        _l(
            "The scheme says 14 calendar days unless you agreed otherwise with your companies: enter what your "
            "contracts say. Empty: it is not confirmed, and nothing is collected."
        ),
        check=check_notice,
    ),
    Setting(
        LEAD,
        _l("Direct debits: bank working days before the day of collection"),
        _l(
            "The scheme says one; your bank may need the file earlier. Enter what your bank says. Empty: it is not "
            "confirmed, and nothing is collected."
        ),
        check=check_lead,
    ),
)
NEEDED: Final = tuple(one for one in SETTINGS if one.key != BIC)


def missing(values: Mapping[str, str]) -> list[Setting]:
    """Give the settings without which nothing can be collected."""
    return [
        one
        for one in NEEDED
        if not values.get(one.key) or (one.check and one.check(values[one.key]) is not None)
    ]


def terms(values: Mapping[str, str]) -> Terms | None:
    """Give who collects and under which terms; nothing while something is missing."""
    if missing(values):
        return None
    creditor = Creditor(
        latin(values[NAME], HOLDER),
        at_02.compact(values[ICS]),
        iban.compact(values[IBAN]),
        bic.compact(values[BIC]) if values.get(BIC) else "",
    )
    return Terms(creditor, int(values[NOTICE]), int(values[LEAD]))
