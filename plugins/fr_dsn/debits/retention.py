"""How long mandates and collections are kept: they name accounts and their holders."""

from __future__ import annotations

from typing import Final

from console.plugin import RetentionClass
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.debits.models import DebitCollection, DebitMandate

MANDATES: Final = RetentionClass(
    "fr_dsn.debit_mandates",
    _l("Mandates for direct debits"),
    _l("Which company signed that its account may be debited: IBAN, holder, reference."),
    _l("the end of the mandate"),
    DebitMandate,
    since="ended",
)
COLLECTIONS: Final = RetentionClass(
    "fr_dsn.collections",
    _l("Collections by direct debit"),
    _l("The files handed to the bank, with accounts and amounts, and what became of each debit."),
    _l("the day on which the collection is executed or withdrawn"),
    DebitCollection,
    since="settled_at",
)
CLASSES: Final = (MANDATES, COLLECTIONS)
"""Without months: no source at hand says how long, so that each institution confirms its own."""
