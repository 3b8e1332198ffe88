"""The pages of collections by direct debit: drawn up, their file, executed, withdrawn, single debits that came back."""

from __future__ import annotations

import io
from datetime import date
from typing import ClassVar

from flask import g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from console.plugin import (
    BadArgument,
    Misread,
    NotAllowed,
    PageView,
    db,
    note_consultation,
    pages,
    say_done,
    start_task,
    task_url,
    visitor,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import service as calls
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.debits import drawing, service, task
from plugins.fr_dsn.debits.models import DebitCollection
from plugins.fr_dsn.debits.rule import ItemState
from plugins.fr_dsn.debits.service import SUBJECT
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.views import call_list, call_words, collection_showing, debit_words
from plugins.fr_dsn.views.asking import page_of

PER_PAGE = 50
_FILL_IN = InputRequired(_l("Fill in this field."))
_SHORT = {"data-width": "short"}


class DrawForm(FlaskForm):
    """The day of a collection."""

    day = StringField(
        _l("Day of collection"),
        [_FILL_IN, Length(max=20)],
        description=_l("The day on which the accounts are debited."),
        render_kw=_SHORT,
    )


class BounceForm(FlaskForm):
    """What the bank says of one debit."""

    kind = SelectField(_l("What came back"), [_FILL_IN])
    reason = SelectField(_l("Reason of the bank"), [_FILL_IN])
    day = StringField(_l("On which day"), [_FILL_IN, Length(max=20)], render_kw=_SHORT)


class CollectionView(PageView):
    """Collections, for the institution's staff."""

    key = "collection"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "file": "write",
        "draw": "write",
        "execute": "write",
        "withdraw": "write",
        "bounce": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the collections, the last day first."""
        page = page_of(request.args)
        asked = select(DebitCollection).order_by(DebitCollection.day.desc(), DebitCollection.id.desc())
        found = list(db.session.scalars(asked.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)))
        pager = pages.Pager(
            "",
            url_for(".index", page=page - 1) if page > 1 else None,
            url_for(".index", page=page + 1) if len(found) > PER_PAGE else None,
        )
        shown = collection_showing.list_page(found[:PER_PAGE], pager, may_write=self._may_write())
        return render_template("guichet/list.html", page=shown)

    @expose("/draw", methods=("GET", "POST"))
    @has_access
    def draw(self) -> ResponseReturnValue:
        """Ask for a day, and let a worker draw up the collection."""
        by, session = _caller(), db.session()
        first = drawing.first_day(session)
        form = DrawForm(data={"day": g.style.show_day(first)})
        found = drawing.overview(session, first)
        day = _day(form) if form.is_submitted() and form.validate() else None
        if day is not None:
            found = drawing.overview(session, day)
            try:
                if not found.ready:
                    raise BadArgument(_l("No call can be collected on this day."), place="day")
                collection = drawing.begin(session, day, by)
            except BadArgument as fault:
                form.day.errors = [str(fault)]
            else:
                return _start(task.DRAW, collection, by)
        page = pages.FormPage(
            title=_("Draw up a collection"),
            form=form,
            fieldsets=(pages.Fieldset(None, ("day",)),),
            submit=_("Draw up"),
            cancel_url=url_for(".index"),
            crumbs=(pages.Crumb(str(collection_showing.TITLE), url_for(".index")),),
            lead=_("Each company is told at once on which day how much is debited from which account."),
            note=collection_showing.told(found),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show a collection with its debits."""
        session = db.session()
        one = service.find(session, reference)
        _note(one, "consulted")
        items = service.items(session, one, collection_showing.MOST_ITEMS)
        page = collection_showing.show_page(one, items, may_write=self._may_write())
        return render_template("guichet/show.html", page=page)

    @expose("/<reference>/pain008.xml")
    @has_access
    def file(self, reference: str) -> ResponseReturnValue:
        """Give the file for the bank as it was made; who takes it stands in the journal."""
        _caller()
        session = db.session()
        one = service.find(session, reference)
        content = service.content_of(session, one)
        _note(one, "downloaded")
        name = f"pain008-{one.reference}.xml"
        return send_file(io.BytesIO(content), "application/xml", as_attachment=True, download_name=name)

    @expose("/<reference>/execute", methods=("GET", "POST"))
    @has_access
    def execute(self, reference: str) -> ResponseReturnValue:
        """Note that the bank executed a collection; asks first."""
        by, one = _caller(), service.find(db.session(), reference, lock=request.method == "POST")
        service.ask_execute(one)
        if request.method != "POST":
            return render_template("guichet/confirm.html", page=collection_showing.execute_page(one))
        return _start(task.EXECUTE, one, by)

    @expose("/<reference>/withdraw", methods=("GET", "POST"))
    @has_access
    def withdraw(self, reference: str) -> ResponseReturnValue:
        """Withdraw a collection that the bank never had; asks first."""
        by, one = _caller(), service.find(db.session(), reference, lock=request.method == "POST")
        service.ask_withdraw(db.session(), one)
        if request.method != "POST":
            return render_template("guichet/confirm.html", page=collection_showing.withdraw_page(one))
        return _start(task.WITHDRAW, one, by)

    @expose("/call/<reference>/bounce", methods=("GET", "POST"))
    @has_access
    def bounce(self, reference: str) -> ResponseReturnValue:
        """Note that the debit of a call was rejected or returned."""
        by, form, session = _caller(), _bounce_form(), db.session()
        call = calls.find(session, reference, ContributionCall.sent_at.is_not(None))
        item = service.demand_item(session, call)
        day = _day(form) if form.is_submitted() and form.validate() else None
        if day is not None:
            try:
                service.bounce(session, call, form.kind.data, form.reason.data, day, by)
            except BadArgument as fault:
                form[fault.place].errors = [str(fault)]
            else:
                say_done(_("The call is due again."))
                return _to_call(call)
        page = pages.FormPage(
            title=_("Rejected or returned debit"),
            form=form,
            fieldsets=(pages.Fieldset(None, ("kind", "reason", "day")),),
            submit=_("Note"),
            cancel_url=url_for("fr_dsn__CallView.show", reference=reference),
            crumbs=(
                pages.Crumb(str(call_list.TITLE), url_for("fr_dsn__CallView.index")),
                pages.Crumb(call.contract, url_for("fr_dsn__CallView.show", reference=reference)),
            ),
            lead=_("The call is due again, and the next collection may take it."),
            note=f"{item.mandate}, {call_words.euros(item.amount)}",
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    def _may_write(self) -> bool:
        return sight.is_staff() and bool(
            self.appbuilder.sm.has_access("can_write", self.class_permission_name)
        )


def _caller() -> str:
    """Give who acts; raises `NotAllowed` for who is not of one institution."""
    if not sight.is_staff() or visitor().everywhere:
        raise NotAllowed(_l("Collections are made by the institution. Change to its mandate first."))
    return str(visitor().name)


def _start(kind: str, collection: DebitCollection, by: str) -> Response:
    started = start_task(db.session(), kind, {"reference": collection.reference, "name": by})
    return redirect(task_url(started), 303)


def _to_call(call: ContributionCall) -> Response:
    return redirect(url_for("fr_dsn__CallView.show", reference=call.reference), 303)


def _note(collection: DebitCollection, act: str) -> None:
    note_consultation(
        SUBJECT,
        act=act,
        subject_id=collection.reference,
        institution=collection.institution_id,
        name=collection.reference,
    )


def _bounce_form() -> BounceForm:
    form = BounceForm()
    form.kind.choices = [
        SelectChoice(str(kind), str(debit_words.ITEMS[kind][0]))
        for kind in (ItemState.REJECTED, ItemState.RETURNED)
    ]
    form.reason.choices = [SelectChoice(code, debit_words.reason(code)) for code in debit_words.REASONS]
    return form


def _day(form: DrawForm | BounceForm) -> date | None:
    """Give the day typed, or say what is wrong with it."""
    try:
        found: date = g.style.read_day(form.day.data)
    except Misread:
        said = _(
            "“%(text)s” is no day. Write it like %(example)s.", text=form.day.data, example=g.style.day_hint
        )
        form.day.errors = [said]
        return None
    return found
