"""Trying DSN files: bringing them, looking at what was found, keeping or forgetting it."""

from __future__ import annotations

import io
from typing import Any, ClassVar

from flask import redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import ConsoleError, NotAllowed, PageView, db, note_consultation, say_done, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking import checks
from plugins.fr_dsn.checking.checks import SUBJECT, Owner
from plugins.fr_dsn.checking.lists import to_check_with
from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.models import CHECKED, Check
from plugins.fr_dsn.views import entering, showing
from plugins.fr_dsn.views.asking import asked, page_of
from plugins.fr_dsn.views.findings import sheet_of
from plugins.fr_dsn.views.tables import PARTS

LISTED = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CheckView(PageView):
    """Results are seen by whoever brought the files; kept ones by everybody with the right."""

    key = "check"
    default_view = "index"
    files_mb = entering.FILES_MB
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "part": "read",
        "sheet": "read",
        "upload": "write",
        "keep": "write",
        "forget": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Ask for files, and list the checks that can be looked at."""
        return self._start(entering.FilesForm(), 200)

    @expose("/files", methods=("POST",))
    @has_access
    def upload(self) -> ResponseReturnValue:
        """Check files at once, or start the check of large ones; neither stores what it refuses."""
        owner, form = _owner(), entering.FilesForm()
        files = entering.brought(form)
        if files is None:
            return self._start(form, 422)
        profile: Profile = "received" if form.profile.data == "received" else "file"
        try:
            if files.size > entering.AT_ONCE:
                return redirect(entering.put_aside(db.session(), owner, files, profile), 303)
            lists = to_check_with(db.session())
            # Nothing is begun any more: while the files are read, others write.
            db.session.rollback()
            outcome = entering.checked(files, profile, lists)
        except ConsoleError as fault:
            db.session.rollback()
            entering.fault_of(form, fault)
            return self._start(form, 422)
        check = entering.stored(db.session(), owner, files, profile, outcome)
        return redirect(url_for(".show", reference=check.reference), 303)

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show what came of a check; while it is being made, lead to the work on it."""
        wanted = asked(request.args)
        check = _found(reference)
        if check.state != CHECKED:
            return redirect(check.result.get("task") or url_for(".index"), 303)
        _note(check, "consulted")
        page = showing.check_page(db.session(), check, wanted, may_write=self._may("can_write"))
        return render_template("fr_dsn/check.html", page=page)

    @expose(f"/<reference>/<any({', '.join(PARTS)}):part>")
    @has_access
    def part(self, reference: str, part: str) -> ResponseReturnValue:
        """Show one table of a check as a whole."""
        page = page_of(request.args)
        check = _checked(reference)
        _note(check, "consulted")
        return render_template("guichet/list.html", page=showing.part_page(db.session(), check, part, page))

    @expose("/<reference>/findings.xlsx")
    @has_access
    def sheet(self, reference: str) -> ResponseReturnValue:
        """Give the findings that are asked for as a sheet."""
        wanted = asked(request.args)
        check = _checked(reference)
        content, count = sheet_of(db.session(), check, wanted)
        _note(check, "exported", always=True, count=count)
        name = f"{_('Findings')} {check.reference}.xlsx"
        return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)

    @expose("/<reference>/keep", methods=("POST",))
    @has_access
    def keep(self, reference: str) -> ResponseReturnValue:
        """Keep a result for everybody with the right."""
        by = _owner().name
        checks.keep(db.session(), _checked(reference), by)
        say_done(_("The result is kept."))
        return redirect(url_for(".show", reference=reference), 303)

    @expose("/<reference>/forget", methods=("GET", "POST"))
    @has_access
    def forget(self, reference: str) -> ResponseReturnValue:
        """Erase a check; asks first when it was kept."""
        _owner()
        check = _found(reference)
        if request.method != "POST":
            return render_template("guichet/confirm.html", page=showing.forget_page(check))
        checks.forget(db.session(), check)
        say_done(_("The check is forgotten."))
        return redirect(url_for(".index"), 303)

    def _start(self, form: entering.FilesForm, status: int) -> ResponseReturnValue:
        found = checks.listed(db.session(), visitor().user_id, LISTED)
        may_write = self._may("can_write") and not visitor().everywhere
        page = showing.start_page(form if may_write else None, found)
        return render_template("fr_dsn/start.html", page=page), status

    def _may(self, act: str) -> bool:
        return bool(self.appbuilder.sm.has_access(act, self.class_permission_name))


def _found(reference: str) -> Check:
    return checks.find(db.session(), reference, visitor().user_id)


def _checked(reference: str) -> Check:
    """Give a check that was made; raises `Conflict` while it is being made."""
    return checks.made(_found(reference))


def _owner() -> Owner:
    """Give for whom the visitor acts; raises `NotAllowed` where she reads all her companies at once."""
    who = visitor()
    if who.everywhere or who.mandate is None:
        raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
    return Owner(who.user_id, who.name, who.mandate.company)


def _note(check: Check, act: str, *, always: bool = False, **facts: Any) -> None:
    """Note that somebody looks at what was kept, or takes it out; her own unkept result only she has seen."""
    if always or check.kept_at is not None:
        note_consultation(
            SUBJECT,
            act=act,
            subject_id=check.reference,
            institution=check.institution_id,
            name=check.reference,
            files=", ".join(check.names[:5]),
            **facts,
        )
