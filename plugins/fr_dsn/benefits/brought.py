"""What slips of daily benefits bring to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Resource, Right, View, db, dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gateways import slip_service, slip_service_simulator
from plugins.fr_dsn.part import EVERYBODY, STAFF, Part
from plugins.fr_dsn.stoppages import news as stoppages
from plugins.fr_dsn.views.benefit_view import BenefitView
from plugins.fr_dsn.views.slip_view import SlipView

from . import forwarding, matching, retention, service, settings
from .models import Benefit, KeptSlip
from .shapes import LINES

_SHOWN: Final = (
    "id", "reference", "stoppage", "state", "siret", "person", "fund", "nature", "booked_on", "first", "until", "kind",
    "days", "gross", "deductions", "net", "paid_to", "lines", "reverses", "reversed_by", "came_at",
)  # fmt: skip


def _heard(news: dispatch.Acknowledged) -> None:
    """Note that the insurer has a benefit."""
    if news.subject == forwarding.SUBJECT and news.is_news and news.verdict == "received":
        session = db.session()
        forwarding.insurer_has_it(session, service.by_reference(session, news.subject_id, lock=True))


stoppages.stands.connect(matching.look_again)

PART: Final = Part(
    models=(KeptSlip, Benefit),
    views=(
        View(BenefitView, MenuEntry(_l("Daily benefits"), "list"), theme="stoppages"),
        View(SlipView, MenuEntry(_l("Slips (BPIJ)"), "inbox"), theme="stoppages"),
    ),
    rights=(
        Right("benefit", "read", _l("See daily benefits"), EVERYBODY),
        Right("benefit", "write", _l("Join daily benefits to stoppages by hand"), STAFF),
        Right("slip", "read", _l("See slips of daily benefits"), STAFF),
        Right("slip", "write", _l("Bring slips of daily benefits"), STAFF),
    ),
    actions=(
        AuditAction("fr_dsn.slip.received", _l("Slip of daily benefits %(name)s taken")),
        AuditAction("fr_dsn.slip.refused", _l("Slip of daily benefits %(name)s refused")),
        AuditAction("fr_dsn.slip.consulted", _l("Slip of daily benefits %(name)s consulted")),
        AuditAction(
            "fr_dsn.benefit.matched", _l("Daily benefit %(name)s joined by hand to stoppage %(stoppage)s")
        ),
        AuditAction("fr_dsn.benefit.consulted", _l("Daily benefit %(name)s consulted")),
        AuditAction("fr_dsn.benefit.listed", _l("Daily benefits listed: %(count)s")),
    ),
    channels=(slip_service.CHANNEL_OF_SLIPS,),
    simulators=(slip_service_simulator.SIMULATOR,),
    settings=settings.SETTINGS,
    health=settings.health,
    resources=(Resource("benefits", Benefit, _SHOWN, theme="stoppages", shapes={"lines": LINES}),),
    retention=retention.CLASSES,
    export=retention.export,
    erase=retention.erase,
    heard=_heard,
)
