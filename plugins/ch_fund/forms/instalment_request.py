"""Instalment request: contributions due are paid in parts (RAVS art. 34b)."""

from console.plugin import N_ as _
from console.plugin import forms as f

INSTALMENT_REQUEST = f.Form(
    key="ch_fund.instalment_request",
    title=_("Instalment request"),
    theme="accounting",
    sections=(
        f.section(
            "debt",
            _("Amount due"),
            f.Text("invoice", _("Invoice or reminder number"), max=30, required=True),
            f.Money("due", _("Amount due"), min="0.05", required=True),
            f.LongText("reason", _("Reason for the request"), max=2000, required=True),
        ),
        f.section(
            "plan",
            _("Proposed instalments"),
            f.Note("interest", _("Interest on arrears runs until everything is paid (RAVS art. 41bis).")),
            f.Group(
                "instalments",
                _("Instalments"),
                entry=_("Instalment"),
                min=2,
                max=24,
                fields=(
                    f.Day("day", _("Day of payment"), earliest="today", required=True),
                    f.Money("amount", _("Amount"), min="0.05", step="0.05", required=True),
                ),
            ),
            f.Computed(
                "total", _("Sum of the instalments"), currency="CHF", value=f.Sum(("instalments.amount",))
            ),
            f.Computed("rest", _("Not yet covered"), currency="CHF", value=f.Difference("due", "total")),
        ),
        f.section(
            "contact",
            _("Contact"),
            f.Text("contact", _("Contact person"), max=80, required=True, personal=True),
            f.Phone("phone", _("Telephone"), personal=True),
            f.Email("email", _("E-mail"), required=True, personal=True),
        ),
    ),
    rules=("ch_fund.instalments_cover@1",),
)
