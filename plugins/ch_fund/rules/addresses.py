"""Addresses of members."""

from __future__ import annotations

from console.plugin import ColumnFault
from console.plugin import lazy_gettext as _l


def read_email(text: str) -> str:
    """Give an e-mail address that could exist; raises `ColumnFault`. Nothing is sent to find out."""
    # Imported here: its tables of letters would cost every start.
    from email_validator import EmailNotValidError, validate_email

    try:
        return str(validate_email(text, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError as fault:
        raise ColumnFault(_l("Type the whole address, like anna.muster@firma.example.")) from fault
