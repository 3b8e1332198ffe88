"""What the report of work stoppages brings to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, View
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.part import EVERYBODY, Part
from plugins.fr_dsn.views.report_view import ReportView

PART: Final = Part(
    views=(View(ReportView, MenuEntry(_l("Report of work stoppages"), "document"), theme="stoppages"),),
    rights=(Right("stoppage_report", "read", _l("See the report of work stoppages"), EVERYBODY),),
    actions=(
        AuditAction(
            "fr_dsn.stoppage_report.exported", _l("Report of work stoppages exported: %(count)s rows")
        ),
    ),
)
