"""Mandates for direct debits, which the institution's staff keep: account, reference, day of signature, end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stdnum import bic, iban

from console.plugin import (
    ChoiceColumn,
    ColumnFault,
    Company,
    CrudView,
    DayColumn,
    RelatedFilter,
    Style,
    TextColumn,
    clock,
    gettext,
)
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.service import ZONE
from plugins.fr_dsn.debits.letters import in_part, is_name, is_reference
from plugins.fr_dsn.debits.models import BIC, HOLDER, RUM, DebitMandate
from plugins.fr_dsn.debits.settings import check_bic, check_iban
from plugins.fr_dsn.views.debit_words import BEGINS
from plugins.fr_dsn.views.employer import EMPLOYER

KEPT = ("company", "reference", "holder", "iban", "bic", "signed", "begins")
"""What stays once something was debited under a mandate."""


def read_reference(text: str) -> str:
    """Give the reference of a mandate in capital letters."""
    if not is_reference(text):
        raise ColumnFault(
            _l(
                "Letters without accents, figures and / - ? : ( ) . , + are allowed, without spaces, 35 at most."
            )
        )
    return text.upper()


def read_iban(text: str) -> str:
    """Give an IBAN without gaps."""
    fault = check_iban(text)
    if fault is not None:
        raise ColumnFault(fault)
    return str(iban.compact(text))


def read_bic(text: str) -> str:
    """Give a BIC in capital letters."""
    fault = check_bic(text)
    if fault is not None:
        raise ColumnFault(fault)
    return str(bic.compact(text))


def read_holder(text: str) -> str:
    """Give the name of a holder of which banks can read something."""
    if not is_name(text):
        raise ColumnFault(_l("Write this name with at least one Latin letter."))
    return text


@dataclass(frozen=True, kw_only=True)
class IbanColumn(TextColumn):
    """An IBAN: whole where a mandate is shown, in part in lists and in the history."""

    def brief(self, value: Any, style: Style) -> str:
        """Give country and last signs."""
        return in_part(value or "")

    def recall(self, kept: Any, style: Style, session: Any) -> str:
        """Give country and last signs of what stood there before."""
        return in_part(str(kept or ""))


class MandateView(CrudView):
    """Who may be debited, from which account, since when."""

    key = "debit_mandate"
    model = DebitMandate
    rows = _l("Direct debit mandates")
    row = _l("direct debit mandate")
    lead = _l("Calls of these companies can be collected by SEPA direct debit.")
    columns = (
        EMPLOYER,
        TextColumn(
            key="reference",
            label=_l("Reference of the mandate (RUM)"),
            help=_l("As it stands on the signed mandate."),
            required=True,
            most=RUM,
            check=read_reference,
        ),
        TextColumn(
            key="holder", label=_l("Holder of the account"), required=True, most=HOLDER, check=read_holder
        ),
        IbanColumn(
            key="iban",
            label=_l("IBAN"),
            help=_l("With or without gaps"),
            required=True,
            most=42,
            check=read_iban,
            shown=iban.format,
        ),
        TextColumn(
            key="bic",
            label=_l("BIC"),
            help=_l("May stay empty."),
            most=BIC,
            check=read_bic,
        ),
        DayColumn(key="signed", label=_l("Signed on"), required=True),
        ChoiceColumn(key="begins", label=_l("Used until now"), of=BEGINS, required=True),
        DayColumn(
            key="ended",
            label=_l("Ended on"),
            help=_l("From this day on nothing is debited."),
        ),
        DayColumn(key="used", label=_l("Last debit"), editable=False),
    )
    groups = (
        (_l("Mandate"), ("company", "reference", ("signed", "ended"), "begins", "used")),
        (_l("Account"), ("holder", ("iban", "bic"))),
    )
    listed = ("reference", "company", "iban", "signed", "ended", "used")
    sorts = ("reference", "signed")
    default_sort = "reference"
    joined = ("company",)
    unique = "reference"
    deletable = False
    filters = (
        RelatedFilter(name="company", label=_l("Employer"), column=DebitMandate.company_id, target=Company),
    )

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """No mandate is signed in the future or ends before; one that was used keeps account and reference."""
        sound = True
        if values["signed"] > clock.today(ZONE):
            form.signed.errors = [gettext("This day is still to come. Enter the day of the signature.")]
            sound = False
        if values["ended"] is not None and values["ended"] < values["signed"]:
            form.ended.errors = [gettext("The mandate ends before it is signed. Check both days.")]
            sound = False
        if row is not None and row.used is not None:
            for key in KEPT:
                if values[key] != getattr(row, key):
                    form[key].errors = [
                        gettext(
                            "Something was debited under this mandate already: end it and enter a new one."
                        )
                    ]
                    sound = False
        return sound
