"""Work stoppages by hand, for companies without HR software that speaks: declared, closed, documents handed in."""

from __future__ import annotations

from datetime import date

from console.plugin import N_ as _
from console.plugin import forms as f
from plugins.fr_dsn.stoppages.declaration import ACCIDENTS, KINDS, REASONS, RESUMPTIONS

_REASONS = f.options(REASONS.items())
_KINDS = f.options((str(key), text) for key, text in KINDS.items())
_HAS_ACCIDENT = f.any_of("reason", *sorted(ACCIDENTS))
_SUBROGATED = f.equals("subrogated", True)

DECLARATION = f.Form(
    key="fr_dsn.work_stoppage",
    title=_("Work stoppage"),
    theme="stoppages",
    help=_("Declared once: the health insurance and the insurer are told at the same time."),
    sections=(
        f.section(
            "person",
            _("Person"),
            f.Nir("nir", _("NIR"), required=True),
            f.Text("family_name", _("Family name"), max=80, required=True, personal=True),
            f.Text("given_name", _("First name"), max=80, required=True, personal=True),
            f.Siret("siret", _("SIRET of the establishment"), required=True),
            f.Text("contract", _("Number of the employment contract"), max=20, required=True),
            f.Text("insured", _("Reference of the insured contract"), max=30),
        ),
        f.section(
            "stoppage",
            _("Stoppage"),
            f.Choice("kind", _("Kind"), of=_KINDS, required=True),
            f.Choice("reason", _("Reason"), of=_REASONS, required=True, personal=True),
            f.Day("accident_on", _("Day of the accident"), latest="today", required=True, when=_HAS_ACCIDENT),
            f.Day("last_day_worked", _("Last day worked"), required=True),
            f.Day("planned_end", _("Planned end"), required=True),
        ),
        f.section(
            "subrogation",
            _("Subrogation"),
            f.YesNo("subrogated", _("Does the employer go on paying the wage?"), required=True),
            f.Period("subrogation", _("Subrogation"), closed=True, required=True, when=_SUBROGATED),
            f.Iban("iban", _("IBAN of the employer"), required=True, when=_SUBROGATED),
        ),
        f.section(
            "wages",
            _("Wages"),
            f.Group(
                "wages",
                _("Wages before the stoppage"),
                entry=_("Month"),
                max=24,
                help=_("Twelve months, unless they stand in declarations (DSN) that were deposited here."),
                fields=(
                    f.Day("month", _("A day of the month"), required=True),
                    f.Money("gross", _("Gross wage"), min="0", currency="EUR", required=True, personal=True),
                ),
            ),
        ),
    ),
    rules=("fr_dsn.stoppage_days@1",),
)
CLOSING = f.Form(
    key="fr_dsn.work_stoppage_closing",
    title=_("End of a work stoppage"),
    theme="stoppages",
    sections=(
        f.section(
            "closing",
            _("End of the stoppage"),
            f.Text(
                "stoppage",
                _("Reference of the stoppage"),
                help=_("It stands on the page of the stoppage, such as K7QF-2MXR."),
                max=14,
                required=True,
            ),
            f.Day("resumed_on", _("Work resumed on"), required=True),
            f.Choice("resumption", _("Resumption"), of=f.options(RESUMPTIONS.items()), required=True),
        ),
    ),
)
DOCUMENTS = f.Form(
    key="fr_dsn.work_stoppage_documents",
    title=_("Documents about a work stoppage"),
    theme="stoppages",
    sections=(
        f.section(
            "documents",
            _("Documents"),
            f.File("documents", _("Documents"), required=True, most=10),
            f.LongText("note", _("Note for the health insurance"), max=1000),
        ),
    ),
)


def stoppage_days(last_day_worked: date, planned_end: date) -> f.Complaint | None:
    """Nobody is back before being away."""
    return ("planned_end", f.Fault("stoppage_backwards")) if planned_end < last_day_worked else None


RULES = (
    f.Rule(
        "fr_dsn.stoppage_days@1",
        stoppage_days,
        {"stoppage_backwards": _("The planned end lies before the last day worked. Check both days.")},
    ),
)
