"""The page of the report of work stoppages, and its sheet."""

from __future__ import annotations

from io import BytesIO
from typing import ClassVar

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import PageView, db, note_consultation
from console.plugin import gettext as _
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.reporting import figures
from plugins.fr_dsn.views import report_asking, report_sheet, report_showing

SUBJECT = "fr_dsn.stoppage_report"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReportView(PageView):
    """Work stoppages counted, of the institution, or of one of its companies for her people."""

    key = "stoppage_report"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {"index": "read", "sheet": "read"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show the report."""
        asked = report_asking.asked(request.args)
        found = figures.report(db.session(), asked.wanted)
        page = report_showing.report_page(asked, found, is_staff=sight.is_staff())
        return render_template("fr_dsn/report.html", page=page)

    @expose("/sheet")
    @has_access
    def sheet(self) -> ResponseReturnValue:
        """Hand out the report, by month and establishment too."""
        asked, session = report_asking.asked(request.args), db.session()
        found = figures.report(session, asked.wanted)
        lines = figures.rows(session, asked.wanted)
        content, count = report_sheet.workbook(asked, found, lines, is_staff=sight.is_staff())
        note_consultation(SUBJECT, act="exported", count=count)
        name = _("work-stoppages")
        file = f"{name}-{asked.first}-{asked.last}.xlsx"
        return send_file(BytesIO(content), XLSX, as_attachment=True, download_name=file)
