"""What contribution calls bring to the console."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, Scheduled, Theme, View, db, mailbox
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.forms.contributions import PAYMENT
from plugins.fr_dsn.part import EVERYBODY, STAFF, Part
from plugins.fr_dsn.views.call_view import CallView
from plugins.fr_dsn.views.contribution_rates import RateView

from . import deadlines, monthly, retention, service, settings
from .models import CallStep, ContributionCall, ContributionRate, InsuredBase, InsuredSum
from .task import CALLS


def _moved(news: mailbox.Moved) -> None:
    """Write down what a company answers to a call."""
    if news.type == PAYMENT.key and news.event == "send" and news.values:
        service.announced(db.session(), news)


PART: Final = Part(
    models=(ContributionRate, InsuredBase, InsuredSum, ContributionCall, CallStep),
    themes=(
        Theme(
            "contributions",
            _l("Contribution calls"),
            _l("What is to be paid for insured contracts, with the lines of each call."),
        ),
    ),
    views=(
        View(CallView, MenuEntry(_l("Contribution calls"), "document"), theme="contributions"),
        View(RateView, MenuEntry(_l("Contribution rates"), "document"), theme="contributions"),
    ),
    rights=(
        Right("call", "read", _l("See contribution calls"), EVERYBODY),
        Right("call", "write", _l("Draw up and send contribution calls, note payments"), STAFF),
        Right("contribution_rate", "read", _l("See contribution rates"), STAFF),
        Right("contribution_rate", "write", _l("Add and edit contribution rates"), STAFF),
        Right("contribution_rate", "delete", _l("Delete contribution rates"), ("administrator",)),
        Right("contribution_rate", "export", _l("Export contribution rates"), STAFF),
        Right("contribution_rate", "import", _l("Import contribution rates"), STAFF),
    ),
    actions=(
        AuditAction("fr_dsn.call.drawn", _l("Contribution call %(name)s drawn up: %(contract)s, %(period)s")),
        AuditAction("fr_dsn.call.sent", _l("Contribution call %(name)s sent: %(contract)s, %(period)s")),
        AuditAction("fr_dsn.call.reminded", _l("Reminded of contribution call %(name)s")),
        AuditAction("fr_dsn.call.paid", _l("Payment of %(amount)s EUR noted for contribution call %(name)s")),
        AuditAction(
            "fr_dsn.call.announced", _l("Payment of contribution call %(name)s announced by the company")
        ),
        AuditAction("fr_dsn.call.contested", _l("Contribution call %(name)s contested by the company")),
        AuditAction("fr_dsn.call.consulted", _l("Contribution call %(name)s consulted")),
        AuditAction("fr_dsn.call.listed", _l("Contribution calls listed: %(count)s")),
    ),
    tasks=(CALLS,),
    settings=settings.SETTINGS,
    jobs=(Scheduled("fr_dsn.calls", timedelta(hours=1), monthly.draw_up),),
    forms=(PAYMENT,),
    deadlines=deadlines.RULES,
    retention=retention.CLASSES,
    export=retention.export,
    erase=retention.erase,
    moved=_moved,
)
