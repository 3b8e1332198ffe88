"""The answer of a company to a contribution call."""

from __future__ import annotations

from console.plugin import N_ as _
from console.plugin import forms as f

_PAID = f.equals("answer", "paid")

PAYMENT = f.Form(
    key="fr_dsn.contribution_payment",
    title=_("Contribution call"),
    theme="contributions",
    help=_("The call with its lines, also as a PDF, stands under Contribution calls."),
    sections=(
        f.section(
            "payment",
            _("Your answer"),
            f.Choice(
                "answer",
                _("Your answer"),
                of=f.options((("paid", _("We have paid")), ("contested", _("We do not agree")))),
                required=True,
            ),
            f.Day("paid_on", _("Paid on"), latest="today", required=True, when=_PAID),
            f.Money("amount", _("Amount"), min="0", currency="EUR", required=True, when=_PAID),
            f.LongText("remark", _("Remark"), max=1000),
        ),
    ),
)
