"""What the portfolio of an account brings to the console: establishments, board, profiles, partners."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Resource, Right, View
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.part import ACCOUNT, EVERYBODY, STAFF, Part
from plugins.fr_dsn.views.portfolio_board import BoardView
from plugins.fr_dsn.views.portfolio_establishments import EstablishmentView
from plugins.fr_dsn.views.portfolio_partners import PartnerView
from plugins.fr_dsn.views.portfolio_profiles import ProfileView

from . import duties, tiles
from .models import Establishment, Partner, Profile, ProfileEstablishment, ProfilePerson

_ADMINISTRATOR: Final = ("company_administrator",)
_SHOWN: Final = (
    "id", "siret", "name", "due_day", "state", "priming", "expected_from", "last_month", "removed_at",
)  # fmt: skip

PART: Final = Part(
    models=(Partner, Establishment, Profile, ProfileEstablishment, ProfilePerson),
    tiles=tiles.tiles,
    views=(
        View(EstablishmentView, MenuEntry(_l("Portfolio"), "company"), theme="declarations"),
        View(BoardView, MenuEntry(_l("Board"), "calendar"), theme="declarations"),
        View(ProfileView, MenuEntry(_l("Delegation profiles"), "people"), theme="declarations"),
        View(PartnerView, MenuEntry(_l("Partners"), "people"), theme="declarations"),
    ),
    rights=(
        Right("establishment", "read", _l("See the portfolio"), EVERYBODY),
        Right("establishment", "write", _l("Change what is entrusted of the portfolio"), ACCOUNT),
        Right("establishment", "export", _l("Export the portfolio"), EVERYBODY),
        Right("establishment", "import", _l("Add establishments by a sheet"), _ADMINISTRATOR),
        Right("establishment", "manage", _l("Have the whole portfolio of the account"), _ADMINISTRATOR),
        Right("establishment", "decide", _l("Decide on priming data"), STAFF),
        Right("board", "read", _l("See the board and the due dates"), EVERYBODY),
        Right("profile", "manage", _l("Entrust the portfolio to colleagues"), _ADMINISTRATOR),
        Right("partner", "read", _l("See partners"), EVERYBODY),
        Right("partner", "write", _l("Add and edit partners"), STAFF),
        Right("partner", "export", _l("Export partners"), STAFF),
        Right("partner", "delete", _l("Delete partners"), ("administrator",)),
    ),
    actions=(
        AuditAction("fr_dsn.establishment.came", _l("Establishment added by a deposit: %(name)s")),
        AuditAction("fr_dsn.establishment.added_again", _l("Establishment added again: %(name)s")),
        AuditAction("fr_dsn.establishment.verified", _l("Establishment verified: %(name)s")),
        AuditAction("fr_dsn.establishment.removed", _l("Establishment removed from the portfolio: %(name)s")),
        AuditAction("fr_dsn.establishment.priming_asked", _l("Priming data asked for: %(name)s")),
        AuditAction("fr_dsn.establishment.priming_granted", _l("Priming data granted: %(name)s")),
        AuditAction("fr_dsn.establishment.priming_refused", _l("Priming data refused: %(name)s")),
        AuditAction(
            "fr_dsn.establishment.priming_ended", _l("Authorisation for priming data ended: %(name)s")
        ),
        AuditAction("fr_dsn.profile.added", _l("Delegation profile added: %(name)s (%(people)s people)")),
        AuditAction("fr_dsn.profile.changed", _l("Delegation profile changed: %(name)s (%(people)s people)")),
        AuditAction("fr_dsn.profile.deleted", _l("Delegation profile deleted: %(name)s (%(people)s people)")),
    ),
    duties=(duties.MONTHLY,),
    resources=(
        Resource("establishments", Establishment, _SHOWN, sorts=("name", "siret"), theme="declarations"),
    ),
)
