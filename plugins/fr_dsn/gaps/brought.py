"""What gaps bring to the console."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, Scheduled, View
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.part import ACCOUNT, EVERYBODY, STAFF, Part
from plugins.fr_dsn.views.gaps_view import GapView

from . import finding, retention, settings, tiles, wordings
from .models import DeclaredInsured, Gap, GapStep

PART: Final = Part(
    models=(DeclaredInsured, Gap, GapStep),
    views=(View(GapView, MenuEntry(_l("Gaps"), "search"), theme="declarations"),),
    rights=(
        Right("gap", "read", _l("See gaps"), EVERYBODY),
        Right("gap", "follow", _l("Follow up gaps: write to companies, note answers, close"), STAFF),
        Right("gap", "answer", _l("Answer gaps"), ACCOUNT),
        Right("gap", "export", _l("Export gaps"), EVERYBODY),
    ),
    actions=(
        AuditAction("fr_dsn.gap.found", _l("Gaps opened: %(count)s")),
        AuditAction("fr_dsn.gap.written", _l("Company written to about gap %(name)s")),
        AuditAction("fr_dsn.gap.answered", _l("Answer noted to gap %(name)s")),
        AuditAction("fr_dsn.gap.followed", _l("Day set on which gap %(name)s is looked at again")),
        AuditAction("fr_dsn.gap.closed", _l("Gap %(name)s closed")),
        AuditAction("fr_dsn.gap.reopened", _l("Gap %(name)s opened again")),
    ),
    settings=settings.SETTINGS,
    jobs=(Scheduled("fr_dsn.gaps", timedelta(days=1), finding.look_onward),),
    wordings=wordings.ALL,
    tiles=tiles.tiles,
    retention=retention.CLASSES,
    export=retention.export,
    erase=retention.erase,
)
