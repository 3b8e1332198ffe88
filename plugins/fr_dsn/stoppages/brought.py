"""What work stoppages bring to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, Theme, View
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.forms import FORMS
from plugins.fr_dsn.forms.stoppages import RULES
from plugins.fr_dsn.gateways import (
    health_insurance,
    health_insurance_simulator,
    insurer,
    insurer_simulator,
)
from plugins.fr_dsn.part import EVERYBODY, STAFF, Part
from plugins.fr_dsn.views.stoppage_terms import TermsView
from plugins.fr_dsn.views.stoppage_view import StoppageView

from . import answers, api, by_hand, deadlines, retention, settings, tiles
from .models import InsuredTerms, Stoppage, StoppageStep, StoppageVersion

PART: Final = Part(
    models=(Stoppage, StoppageVersion, StoppageStep, InsuredTerms),
    themes=(
        Theme(
            "stoppages",
            _l("Work stoppages"),
            _l("Stoppages of work, declared once to the health insurance and to the insurer."),
        ),
    ),
    tiles=tiles.tiles,
    views=(
        View(StoppageView, MenuEntry(_l("Work stoppages"), "people"), theme="stoppages"),
        View(TermsView, MenuEntry(_l("Insured contracts"), "document"), theme="stoppages"),
    ),
    rights=(
        Right("stoppage", "read", _l("See work stoppages"), EVERYBODY),
        Right("stoppage", "write", _l("Send and cancel work stoppages"), EVERYBODY),
        Right("insured_terms", "read", _l("See terms of insured contracts"), EVERYBODY),
        Right("insured_terms", "write", _l("Add and edit terms of insured contracts"), STAFF),
        Right("insured_terms", "delete", _l("Delete terms of insured contracts"), ("administrator",)),
        Right("insured_terms", "export", _l("Export terms of insured contracts"), STAFF),
    ),
    channels=(health_insurance.CHANNEL, insurer.CHANNEL),
    simulators=(health_insurance_simulator.SIMULATOR, insurer_simulator.SIMULATOR),
    actions=(
        AuditAction("fr_dsn.stoppage.create", _l("Work stoppage %(name)s declared")),
        AuditAction("fr_dsn.stoppage.modify", _l("Work stoppage %(name)s changed")),
        AuditAction("fr_dsn.stoppage.close", _l("Work stoppage %(name)s closed")),
        AuditAction("fr_dsn.stoppage.cancel", _l("Work stoppage %(name)s cancelled")),
        AuditAction("fr_dsn.stoppage.acknowledge", _l("Health insurance: work stoppage %(name)s received")),
        AuditAction(
            "fr_dsn.stoppage.refuse", _l("Health insurance: work stoppage %(name)s refused by its machine")
        ),
        AuditAction("fr_dsn.stoppage.accept", _l("Health insurance: work stoppage %(name)s accepted")),
        AuditAction("fr_dsn.stoppage.reject", _l("Health insurance: work stoppage %(name)s rejected")),
        AuditAction(
            "fr_dsn.stoppage.ask_documents",
            _l("Health insurance: documents requested about work stoppage %(name)s"),
        ),
        AuditAction("fr_dsn.stoppage.hand_in", _l("Documents about work stoppage %(name)s handed in")),
        AuditAction("fr_dsn.stoppage.guarantee", _l("Insurer: guarantee of work stoppage %(name)s opened")),
        AuditAction("fr_dsn.stoppage.consulted", _l("Work stoppage %(name)s consulted")),
        AuditAction("fr_dsn.stoppage.listed", _l("Work stoppages listed: %(count)s")),
    ),
    settings=settings.SETTINGS,
    health=settings.health,
    acts=api.ACTS,
    forms=FORMS,
    rules=RULES,
    deadlines=deadlines.RULES,
    retention=(retention.STOPPAGES,),
    export=retention.export,
    erase=retention.erase,
    heard=answers.heard,
    moved=by_hand.moved,
)
