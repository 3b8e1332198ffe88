"""What the check of DSN files and its reference lists bring to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, Theme, View
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn import retention
from plugins.fr_dsn.models import Check, CheckLine, CheckPiece, CodeList
from plugins.fr_dsn.part import EVERYBODY, STAFF, Part
from plugins.fr_dsn.views.check_view import CheckView
from plugins.fr_dsn.views.lists_view import ListsView

from .task import CHECK

PART: Final = Part(
    models=(Check, CheckLine, CheckPiece, CodeList),
    themes=(
        Theme(
            "declarations", _l("Declarations (DSN)"), _l("Nominative social declarations: files and checks.")
        ),
    ),
    views=(
        View(CheckView, MenuEntry(_l("Check DSN files"), "document"), theme="declarations"),
        View(ListsView, MenuEntry(_l("Reference lists"), "folder"), theme="declarations"),
    ),
    rights=(
        Right("check", "read", _l("See checks of DSN files that were kept"), EVERYBODY),
        Right("check", "write", _l("Check DSN files, keep and forget what was found"), EVERYBODY),
        Right("code_list", "read", _l("See the reference lists of the DSN"), STAFF),
        Right("code_list", "write", _l("Import and remove reference lists of the DSN"), ("administrator",)),
    ),
    actions=(
        AuditAction("fr_dsn.check.kept", _l("Check of DSN files kept: %(name)s (%(files)s)")),
        AuditAction("fr_dsn.check.forgotten", _l("Kept check of DSN files forgotten: %(name)s (%(files)s)")),
        AuditAction("fr_dsn.check.consulted", _l("Kept check of DSN files consulted: %(name)s (%(files)s)")),
        AuditAction(
            "fr_dsn.check.exported",
            _l("Findings of a check of DSN files exported: %(name)s (%(files)s), findings: %(count)s"),
        ),
        AuditAction(
            "fr_dsn.code_list.imported",
            _l("Reference list %(name)s imported: edition %(edition)s, codes: %(count)s"),
        ),
        AuditAction(
            "fr_dsn.code_list.replaced",
            _l(
                "Reference list %(name)s imported: edition %(edition)s in place of %(before)s, codes: %(count)s"
            ),
        ),
        AuditAction(
            "fr_dsn.code_list.removed",
            _l("Reference list %(name)s removed: edition %(edition)s, codes: %(count)s"),
        ),
    ),
    tasks=(CHECK,),
    retention=(retention.CHECKS,),
    export=retention.export,
    erase=retention.erase,
)
