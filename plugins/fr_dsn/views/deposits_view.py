"""Depositing files, and what became of them."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from sqlalchemy import ColumnElement, Integer, bindparam, or_, select

from console.plugin import NotAllowed, NotFound, PageView, db, note_consultation, say_done, visitor
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.lists import to_check_with
from plugins.fr_dsn.deposits.models import CHECKING, REFUSED_HERE, Deposit
from plugins.fr_dsn.deposits.service import SUBJECT
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.views import deposits_entering as entering
from plugins.fr_dsn.views.asking import page_of
from plugins.fr_dsn.views.deposits_showing import show_page, start_page

PER_PAGE = 50


class DepositView(PageView):
    """A whole file is seen by who brought it, and by who sees the whole portfolio."""

    key = "deposit"
    default_view = "index"
    files_mb = entering.FILES_MB
    method_permission_name: ClassVar[dict[str, str]] = {"index": "read", "show": "read", "upload": "write"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Ask for files, and list what was deposited."""
        return self._start(entering.DepositForm(), 200)

    @expose("/files", methods=("POST",))
    @has_access
    def upload(self) -> ResponseReturnValue:
        """Take files: each is checked, and goes to the hub or says why not."""
        form = entering.DepositForm()
        files = entering.brought(form)
        if files is None:
            return self._start(form, 422)
        lists = to_check_with(db.session())
        # Nothing is begun any more: while the files are read, others write.
        db.session.rollback()
        read = entering.read_at_once(files, lists)
        by = entering.depositor(db.session())
        taken = [
            entering.take(db.session(), by, name, content, one)
            for (name, content), one in zip(files, read, strict=True)
        ]
        for deposit, is_new in taken:
            if not is_new:
                say_done(_("%(name)s was deposited before; nothing is sent again.", name=deposit.name))
        if len(taken) > 1:
            refused = sum(deposit.state == REFUSED_HERE for deposit, _is_new in taken)
            say_done(
                _(
                    "Files taken: %(count)s. Of these not sent: %(refused)s.",
                    count=len(taken),
                    refused=refused,
                )
            )
            return redirect(url_for(".index"), 303)
        return redirect(url_for(".show", reference=taken[0][0].reference), 303)

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show what became of a deposit; while it is being checked, lead to the work on it."""
        asked = select(Deposit).where(Deposit.reference == reference, _seen())
        deposit = db.session.scalars(asked).first()
        if deposit is None:
            raise NotFound(_l("There is no such deposit."))
        if deposit.state == CHECKING and deposit.task:
            return redirect(deposit.task, 303)
        note_consultation(
            SUBJECT,
            act="consulted",
            subject_id=deposit.reference,
            institution=deposit.institution_id,
            name=deposit.reference,
            file=deposit.name,
        )
        return render_template("guichet/show.html", page=show_page(db.session(), deposit))

    def _start(self, form: entering.DepositForm, status: int) -> ResponseReturnValue:
        page = page_of(request.args)
        asked = select(Deposit).where(_seen()).order_by(Deposit.created_at.desc(), Deposit.id.desc())
        found = list(db.session.scalars(asked.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)))
        more = url_for(".index", page=page + 1) if len(found) > PER_PAGE else None
        shown = start_page(form if self._may_deposit() else None, found[:PER_PAGE], more)
        return render_template("fr_dsn/deposits.html", page=shown), status

    def _may_deposit(self) -> bool:
        try:
            entering.depositor(db.session())
        except NotAllowed:
            return False
        return bool(self.appbuilder.sm.has_access("can_write", self.class_permission_name))


def _seen() -> ColumnElement[bool]:
    return or_(
        bindparam("all_files", int(sight.sees_all()), type_=Integer) == 1,
        Deposit.user_id == visitor().user_id,
    )
