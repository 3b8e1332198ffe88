"""The pages of contribution calls: the list, one call with its acts, its PDF, and drawing up those of a month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, Regexp

from console.plugin import (
    BadArgument,
    Company,
    Misread,
    NotAllowed,
    PageView,
    db,
    note_consultation,
    pages,
    papers,
    say_done,
    start_task,
    task_url,
    visitor,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import service
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.service import SUBJECT
from plugins.fr_dsn.contributions.task import KIND
from plugins.fr_dsn.debits.service import item_of
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.views import call_list, call_showing, words

_FILL_IN = InputRequired(_l("Fill in this field."))
_SHORT = {"data-width": "short", "inputmode": "decimal"}


class DrawForm(FlaskForm):
    """The month after which calls are drawn up."""

    month = SelectField(
        _l("Month"),
        [_FILL_IN],
        description=_l("Contracts called quarterly are called after the last month of the quarter."),
    )


class PayForm(FlaskForm):
    """A payment as it is typed."""

    amount = StringField(
        _l("Amount"),
        [_FILL_IN, Length(max=30)],
        description=_l("With a minus sign it takes back what was noted too much."),
        render_kw=_SHORT,
    )
    day = StringField(_l("Paid on"), [_FILL_IN, Length(max=20)], render_kw={"data-width": "short"})
    remark = StringField(_l("Remark"), [Length(max=200, message=_l("Shorten this text."))])
    after = HiddenField(validators=[Optional(), Regexp(r"^[0-9]{1,10}\Z")])
    """The last line of the history when the form was shown: a second press of the button notes nothing."""


class CallView(PageView):
    """Calls of the institution, or the sent ones of one of its companies for her people."""

    key = "call"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "paper": "read",
        "draw": "write",
        "redraw": "write",
        "send": "write",
        "remind": "write",
        "pay": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List calls, the newest period first."""
        wanted = call_list.asked(request.args)
        page, count = call_list.list_page(db.session(), wanted, staff=_is_staff(), may_draw=self._may_write())
        if count:
            note_consultation(SUBJECT, act="listed", count=count)
        return render_template("guichet/list.html", page=page)

    @expose("/draw", methods=("GET", "POST"))
    @has_access
    def draw(self) -> ResponseReturnValue:
        """Ask for a month, and let a worker draw up its calls."""
        by, form = _caller(), DrawForm()
        form.month.choices = [
            SelectChoice(f"{one:%Y-%m}", words.month(one.isoformat())) for one in call_list.months()
        ]
        if form.is_submitted() and form.validate():
            task = start_task(db.session(), KIND, {"month": form.month.data, "name": by})
            return redirect(task_url(task), 303)
        page = pages.FormPage(
            title=_("Draw up calls"),
            form=form,
            fieldsets=(pages.Fieldset(None, ("month",)),),
            submit=_("Draw up"),
            cancel_url=url_for(".index"),
            crumbs=(pages.Crumb(str(call_list.TITLE), url_for(".index")),),
            lead=_("A call that was sent already stays as it is; one that was not is drawn up again."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show one call."""
        call = _found(reference)
        _note(call, "consulted")
        steps = service.history(db.session(), call)
        page = call_showing.show_page(
            call,
            _company(call),
            steps,
            item_of(db.session(), call),
            staff=_is_staff(),
            may_write=self._may_write(),
        )
        return render_template("guichet/show.html", page=page)

    @expose("/<reference>/call.pdf")
    @has_access
    def paper(self, reference: str) -> ResponseReturnValue:
        """Give a call as a PDF."""
        call = _found(reference)
        _note(call, "consulted")
        content = call_showing.paper(call, _company(call), item_of(db.session(), call))
        return papers.answer(content, f"{call.contract}-{call.period}.pdf")

    @expose("/<reference>/redraw", methods=("POST",))
    @has_access
    def redraw(self, reference: str) -> ResponseReturnValue:
        """Draw up a call again that was not sent yet."""
        by, call = _caller(), _found(reference, lock=True)
        service.redraw(db.session(), call, by)
        say_done(_("The call is drawn up as declarations and rates are now."))
        return _back(reference)

    @expose("/<reference>/send", methods=("GET", "POST"))
    @has_access
    def send(self, reference: str) -> ResponseReturnValue:
        """Send a call; asks first."""
        by, call = _caller(), _found(reference, lock=request.method == "POST")
        if request.method != "POST":
            return render_template("guichet/confirm.html", page=call_showing.send_page(call))
        outcome = service.send(db.session(), call, by)
        if outcome == "sent":
            say_done(_("The call is sent."))
        elif outcome == "changed":
            say_done(
                _(
                    "Not sent: declarations or rates have changed, and so has the call. Look at it, then send it."
                )
            )
        else:
            say_done(_("Not sent: some bases have no rate. Complete the rates, then draw it up again."))
        return _back(reference)

    @expose("/<reference>/remind", methods=("POST",))
    @has_access
    def remind(self, reference: str) -> ResponseReturnValue:
        """Remind the company of a late call."""
        by, call = _caller(), _found(reference, lock=True)
        service.remind(db.session(), call, by)
        say_done(_("The reminder is noted, and sent where the company receives messages here."))
        return _back(reference)

    @expose("/<reference>/pay", methods=("GET", "POST"))
    @has_access
    def pay(self, reference: str) -> ResponseReturnValue:
        """Ask for a payment that came, and note it."""
        by, call = _caller(), _found(reference, lock=request.method == "POST")
        seen = service.noted(db.session(), call)
        form = PayForm(data=None if request.method == "POST" else {"after": seen})
        if form.is_submitted() and form.validate() and (read := _read(form)) is not None:
            remark, after = (
                (form.remark.data or "").strip(),
                int(form.after.data) if form.after.data else None,
            )
            try:
                service.pay(db.session(), call, *read, remark, by, after=after)
            except BadArgument as fault:
                form[fault.place].errors = [str(fault)]
                form.after.data = seen
            else:
                say_done(_("The payment is noted."))
                return _back(reference)
        page = pages.FormPage(
            title=_("Note a payment"),
            form=form,
            fieldsets=(pages.Fieldset(None, (("amount", "day"), "remark")),),
            submit=_("Note the payment"),
            cancel_url=url_for(".show", reference=reference),
            crumbs=call_showing.crumbs(call),
            lead=_("Payments that stand in accepted declarations (DSN) are noted by themselves."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    def _may_write(self) -> bool:
        return _is_staff() and bool(self.appbuilder.sm.has_access("can_write", self.class_permission_name))


def _is_staff() -> bool:
    return sight.is_staff() and not visitor().everywhere


def _caller() -> str:
    """Give who acts; raises `NotAllowed` for who is not of the institution."""
    if not _is_staff():
        raise NotAllowed(_l("Calls are drawn up and sent by the institution. Change to its mandate first."))
    return str(visitor().name)


def _found(reference: str, *, lock: bool = False) -> ContributionCall:
    return service.find(db.session(), reference, *call_list.shown_to(staff=_is_staff()), lock=lock)


def _company(call: ContributionCall) -> Company:
    found: Company = db.session.get_one(Company, call.company_id)
    return found


def _note(call: ContributionCall, act: str) -> None:
    note_consultation(
        SUBJECT, act=act, subject_id=call.reference, institution=call.institution_id, name=call.reference
    )


def _back(reference: str) -> Response:
    return redirect(url_for(".show", reference=reference), 303)


def _read(form: PayForm) -> tuple[Decimal, date] | None:
    """Give amount and day, or put on their fields what is wrong with them."""
    amount = day = None
    try:
        amount = g.style.read_amount(form.amount.data, "EUR")
    except Misread:
        form.amount.errors = [_("Type an amount in euros and cents that is not zero.")]
    try:
        day = g.style.read_day(form.day.data)
    except Misread:
        said = _(
            "“%(text)s” is no day. Write it like %(example)s.", text=form.day.data, example=g.style.day_hint
        )
        form.day.errors = [said]
    return None if amount is None or day is None else (amount, day)
