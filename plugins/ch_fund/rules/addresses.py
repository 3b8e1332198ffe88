"""Addresses of members."""

from __future__ import annotations

from console.plugin import ColumnFault
from console.plugin import lazy_gettext as _l

from .emails import usual_email


def read_email(text: str) -> str:
    """Give an e-mail address that could exist; raises `ColumnFault`. Nothing is sent to find out."""
    address = usual_email(text)
    if address is None:
        raise ColumnFault(_l("Type the whole address, like anna.muster@firma.example."))
    return address
