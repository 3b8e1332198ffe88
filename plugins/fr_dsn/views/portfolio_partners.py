"""The protection bodies that work with the institution; its staff keep the list."""

from __future__ import annotations

import re

from console.plugin import ChoiceColumn, ColumnFault, CrudView, TextColumn
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio.extras import EXTRAS
from plugins.fr_dsn.portfolio.models import Partner

_CODE = re.compile(r"P\d{4}|A[0-9A-Z]{5}|\d{9}")


def read_code(text: str) -> str:
    """Give the code of an organisation as a DSN writes it; raises `ColumnFault`."""
    plain = "".join(text.split()).upper()
    if not _CODE.fullmatch(plain):
        raise ColumnFault(_l("The code of an organisation is P and 4 figures, A and 5 signs, or 9 figures."))
    return plain


class PartnerView(CrudView):
    """Partners, with the controls that are made for them besides those of the norm."""

    key = "partner"
    model = Partner
    rows = _l("Partners")
    row = _l("partner")
    lead = _l("Protection bodies that work with the institution, and what is further controlled for them.")
    columns = (
        TextColumn(
            key="code",
            label=_l("Code"),
            help=_l("As organisation in a DSN (S21.G00.15.002): P0942"),
            required=True,
            most=9,
            check=read_code,
        ),
        TextColumn(key="name", label=_l("Name"), required=True),
        ChoiceColumn(
            key="extras",
            label=_l("Further controls"),
            of=tuple((key, words) for key, (words, _control) in EXTRAS.items()),
        ),
    )
    groups = ((_l("Partner"), ("code", "name", "extras")),)
    listed = ("code", "name", "extras")
    sorts = ("name", "code")
    default_sort = "name"
    unique = "code"
