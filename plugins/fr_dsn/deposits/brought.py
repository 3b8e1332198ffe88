"""What deposits and their returns bring to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Resource, Right, View, db, dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gateways import hub, hub_simulator
from plugins.fr_dsn.part import ACCOUNT, EVERYBODY, Part
from plugins.fr_dsn.views.deposits_returns import ReturnView
from plugins.fr_dsn.views.deposits_view import DepositView

from . import api, retention, returns, settings
from .models import DeclaredWage, Deposit, DepositDeclaration, DepositFile, HubReturn, Month, ReturnLine
from .task import DEPOSIT

_SHOWN: Final = (
    "id", "reference", "name", "digest", "size", "state", "verdict", "flow", "findings", "created_at",
)  # fmt: skip


def _heard(news: dispatch.Acknowledged) -> None:
    """Write down for its account what the hub says about a deposit."""
    returns.heard(db.session(), news)


PART: Final = Part(
    models=(Deposit, DepositFile, DepositDeclaration, DeclaredWage, HubReturn, ReturnLine, Month),
    views=(
        View(DepositView, MenuEntry(_l("Deposits"), "sent"), theme="declarations"),
        View(ReturnView, MenuEntry(_l("Returns"), "inbox"), theme="declarations"),
    ),
    rights=(
        Right("deposit", "read", _l("See deposits"), EVERYBODY),
        Right("deposit", "write", _l("Deposit DSN files"), ACCOUNT),
        Right("return", "read", _l("See returns"), EVERYBODY),
        Right("return", "write", _l("Note that returns are handled"), ACCOUNT),
    ),
    actions=(
        AuditAction("fr_dsn.deposit.sent", _l("Deposit %(name)s handed to the hub: %(file)s")),
        AuditAction(
            "fr_dsn.deposit.refused", _l("Deposit %(name)s refused by the controls and not sent: %(file)s")
        ),
        AuditAction("fr_dsn.deposit.consulted", _l("Deposit %(name)s consulted: %(file)s")),
        AuditAction("fr_dsn.return.handled", _l("Return handled for %(name)s")),
        AuditAction("fr_dsn.return.consulted", _l("Return consulted for %(name)s")),
        AuditAction("fr_dsn.return.listed", _l("Returns read by a system: %(count)s")),
        AuditAction("fr_dsn.return.exported", _l("Documents of returns taken along: %(count)s")),
    ),
    tasks=(DEPOSIT,),
    channels=(hub.HUB,),
    simulators=(hub_simulator.SIMULATOR,),
    settings=settings.SETTINGS,
    health=settings.health,
    resources=(
        Resource("deposits", Deposit, _SHOWN, theme="declarations"),
        Resource(
            "months", Month, ("id", "establishment_id", "month", "state", "to_handle"), theme="declarations"
        ),
    ),
    acts=api.ACTS,
    retention=retention.CLASSES,
    export=retention.export,
    erase=retention.erase,
    heard=_heard,
)
