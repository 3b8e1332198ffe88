"""The work list of gaps: the institution's staff follow them up, an account sees and answers its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from sqlalchemy import and_, or_, select
from wtforms.fields.choices import SelectChoice

from console.plugin import (
    BadArgument,
    ChoiceColumn,
    ChoiceFilter,
    Company,
    CrudView,
    DayColumn,
    Personal,
    RelatedColumn,
    RelatedFilter,
    TextColumn,
    db,
    ngettext,
    pages,
    say_done,
    visitor,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gaps import service
from plugins.fr_dsn.gaps.models import UNSETTLED, Gap
from plugins.fr_dsn.gaps.tiles import SEEN
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.portfolio.models import Establishment
from plugins.fr_dsn.views import gaps_entering, gaps_showing, gaps_words
from plugins.fr_dsn.views.gaps_columns import MonthColumn, MonthFilter, PlaceColumn, SaidColumn, SettledFilter
from plugins.fr_dsn.views.gaps_entering import AnswerForm, BulkForm, CloseForm, DayForm


class GapView(CrudView):
    """Gaps of establishments that the visitor sees."""

    key = "gap"
    model = Gap
    only = (SEEN,)
    personal = Personal(number="person")
    rows = _l("Gaps")
    row = _l("gap")
    lead = _l(
        "What is missing in the declarations of the portfolio. What is to be looked at soonest stands first."
    )
    columns = (
        ChoiceColumn(key="kind", label=_l("Kind"), of=gaps_words.KINDS, editable=False),
        PlaceColumn(
            key="establishment",
            label=_l("Establishment"),
            target=Establishment,
            foreign="establishment_id",
            by="siret",
            editable=False,
        ),
        MonthColumn(key="month", label=_l("Month")),
        SaidColumn(key="subject", label=_l("Person or contract")),
        SaidColumn(key="facts", label=_l("What is missing")),
        ChoiceColumn(key="state", label=_l("State"), of=gaps_words.STATES, editable=False),
        DayColumn(key="follow_up", label=_l("Look at it on"), editable=False),
        RelatedColumn(
            key="company", label=_l("Account"), target=Company, foreign="company_id", editable=False
        ),
        TextColumn(key="reference", label=_l("Reference"), editable=False, shown=str),
    )
    groups = ((_l("Gap"), ("kind",)),)
    listed = ("kind", "establishment", "month", "facts", "state", "follow_up")
    beneath: ClassVar[Mapping[str, str]] = {"facts": "subject", "establishment": "company"}
    sorts = ("follow_up", "month", "kind", "state")
    default_sort = "follow_up"
    joined = ("establishment", "company")
    suggested_from = {"establishment": "fr_dsn__EstablishmentView"}
    deletable = False
    filters = (
        SettledFilter(name="standing", label=_l("Follow-up")),
        ChoiceFilter(name="kind", label=_l("Kind"), column=Gap.kind, of=gaps_words.KINDS),
        MonthFilter(name="month", label=_l("Month")),
        RelatedFilter(
            name="establishment",
            label=_l("Establishment"),
            column=Gap.establishment_id,
            target=Establishment,
            by="siret",
        ),
        RelatedFilter(name="company", label=_l("Account"), column=Gap.company_id, target=Company),
        ChoiceFilter(name="state", label=_l("State"), column=Gap.state, of=gaps_words.STATES),
    )
    method_permission_name: ClassVar[dict[str, str]] = {
        **CrudView.method_permission_name,
        "onward": "read",
        "write": "follow",
        "note": "follow",
        "later": "follow",
        "close": "follow",
        "reopen": "follow",
        "bulk": "follow",
        "answer": "answer",
    }

    def name_of(self, row: Any) -> str:
        """Give what a gap is called in the journal: its reference, nothing about a person."""
        return str(row.reference)

    def may_follow(self) -> bool:
        """Say whether the visitor follows up gaps."""
        return sight.is_staff() and self.may("follow")

    def list_actions(self) -> tuple[pages.Action, ...]:
        """Offer to do something with all gaps of the page."""
        if not self.may_follow():
            return ()
        return (pages.Action(_("Several at once"), url_for(".bulk", **_here())),)

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show a gap with its history."""
        gap = self.get(pk)
        self.consult(gap)
        steps = service.history(db.session(), gap)
        page = gaps_showing.show_page(self, gap, steps, may_answer=self._may_answer(gap))
        return render_template("guichet/show.html", page=page)

    @expose("/history/<int:pk>")
    @has_access
    def history(self, pk: int) -> ResponseReturnValue:
        """Lead to the page of a gap, which has its whole history."""
        return redirect(url_for(".show", pk=self.get(pk).id))

    @expose("/onward/<int:pk>")
    @has_access
    def onward(self, pk: int) -> ResponseReturnValue:
        """Lead to the gap that is to be looked at after this one, or back to the list."""
        gap = self.get(pk)
        conditions = [SEEN, Gap.state.in_(UNSETTLED), Gap.id != gap.id]
        if gap.follow_up is not None:
            later = and_(Gap.follow_up == gap.follow_up, Gap.id > gap.id)
            conditions.append(or_(Gap.follow_up > gap.follow_up, later))
        asked = select(Gap.id).where(*conditions).order_by(Gap.follow_up, Gap.id).limit(1)
        found = db.session.scalars(asked).first()
        if found is None:
            say_done(_("This was the last gap to look at."))
            return redirect(url_for(".index"), 303)
        return redirect(url_for(".show", pk=found), 303)

    @expose("/write/<int:pk>", methods=("GET", "POST"))
    @has_access
    def write(self, pk: int) -> ResponseReturnValue:
        """Write to the company about a gap, and ask for an answer by a day."""
        form = DayForm(data=None if request.method == "POST" else {"day": gaps_entering.usual_day()})
        form.day.label.text = _("Answer by")

        def act(gap: Gap) -> str:
            written = service.write(db.session(), [gap], gaps_entering.day_in(form.day), visitor().name)
            return _reached(written)

        lead = _("The e-mail has no details: it leads to this gap, and is read after signing in.")
        texts = (_("Write to the company"), _("Send"), lead)
        return self._asked(pk, form, texts, act)

    @expose("/note/<int:pk>", methods=("GET", "POST"))
    @has_access
    def note(self, pk: int) -> ResponseReturnValue:
        """Note what a company said by other ways."""
        return self._answered(pk, _("Note an answer"))

    @expose("/answer/<int:pk>", methods=("GET", "POST"))
    @has_access
    def answer(self, pk: int) -> ResponseReturnValue:
        """Let an account answer itself."""
        sight.demand(db.session(), "returns", self.get(pk).establishment_id)
        return self._answered(pk, _("Answer"))

    @expose("/later/<int:pk>", methods=("GET", "POST"))
    @has_access
    def later(self, pk: int) -> ResponseReturnValue:
        """Choose the day on which a gap is looked at again."""
        form = DayForm(data=None if request.method == "POST" else {"day": gaps_entering.usual_day()})

        def act(gap: Gap) -> str:
            service.look_again(db.session(), [gap], gaps_entering.day_in(form.day), visitor().name)
            return str(_("The day is noted."))

        return self._asked(pk, form, (_("Look again later"), _("Save"), ""), act)

    @expose("/close/<int:pk>", methods=("GET", "POST"))
    @has_access
    def close(self, pk: int) -> ResponseReturnValue:
        """Close a gap with a reason."""
        form = CloseForm()

        def act(gap: Gap) -> str:
            service.close(db.session(), [gap], form.reason.data, form.text.data or "", visitor().name)
            return str(_("The gap is closed."))

        lead = _("It is not opened again by itself.")
        return self._asked(pk, form, (_("Close the gap"), _("Close the gap"), lead), act)

    @expose("/reopen/<int:pk>", methods=("POST",))
    @has_access
    def reopen(self, pk: int) -> ResponseReturnValue:
        """Open a settled gap again."""
        (gap,) = service.locked(db.session(), [pk], SEEN)
        service.reopen(db.session(), gap, visitor().name)
        say_done(_("The gap is open again."))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/bulk", methods=("GET", "POST"))
    @has_access
    def bulk(self) -> ResponseReturnValue:
        """Do something with several gaps of a page of the list."""
        page = self.listing.page(db.session(), self.listing.asked(request.args), g.style, counted=False)
        rows = [one for one in page.rows if one.state in UNSETTLED]
        keys = [one.id for one in rows]
        first = {"gaps": keys, "act": "follow", "day": gaps_entering.usual_day()}
        form = BulkForm(data=None if request.method == "POST" else first)
        form.gaps.choices = [SelectChoice(one.id, gaps_showing.line_of(one)) for one in rows]
        if form.validate_on_submit():
            gaps = service.locked(db.session(), form.gaps.data, SEEN)
            told = _tried(form, lambda: _done(form, gaps))
            if told is not None:
                say_done(told)
                return redirect(url_for(".index", **_here()), 303)
        status = 422 if form.is_submitted() else 200
        return render_template("guichet/form.html", page=gaps_showing.bulk_page(self, form)), status

    def _answered(self, pk: int, title: str) -> ResponseReturnValue:
        form = AnswerForm()

        def act(gap: Gap) -> str:
            service.answer(db.session(), gap, form.text.data, visitor().name)
            return str(_("The answer is noted."))

        return self._asked(pk, form, (title, _("Save"), ""), act)

    def _asked(
        self, pk: int, form: Any, texts: tuple[str, str, str], act: Callable[[Gap], str]
    ) -> ResponseReturnValue:
        """Ask with a form about a gap, and act on what was typed; `texts` are title, button and lead."""
        gap = self.get(pk)
        if form.validate_on_submit():
            (gap,) = service.locked(db.session(), [pk], SEEN)
            told = _tried(form, lambda: act(gap))
            if told is not None:
                say_done(told)
                return redirect(url_for(".show", pk=pk), 303)
        title, submit, lead = texts
        names = tuple(name for name in form.data if name != "csrf_token")
        page = gaps_showing.form_page(self, gap, form, title, names, submit, lead)
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    def _may_answer(self, gap: Gap) -> bool:
        return self.may("answer") and sight.may(db.session(), "returns", gap.establishment_id)


def _here() -> dict[str, Any]:
    """Give what the address asks of the list."""
    return dict(request.args)


def _tried(form: Any, act: Callable[[], str]) -> str | None:
    """Do what was asked for; what is wrong with a value is put on its field, and nothing is given."""
    try:
        return act()
    except BadArgument as fault:
        if fault.place not in form.data:
            raise
        form[fault.place].errors = [str(fault)]
        return None


def _done(form: BulkForm, gaps: Sequence[Gap]) -> str:
    session, by = db.session(), visitor().name
    if form.act.data == "close":
        service.close(session, gaps, form.reason.data, form.text.data or "", by)
    elif form.act.data == "follow":
        service.look_again(session, gaps, gaps_entering.day_in(form.day), by)
    else:
        return _reached(service.write(session, gaps, gaps_entering.day_in(form.day), by))
    return str(ngettext("%(num)s gap is done.", "%(num)s gaps are done.", len(gaps)))


def _reached(written: service.Written) -> str:
    told = ngettext(
        "E-mail to %(num)s person is on its way.",
        "E-mails to %(num)s people are on their way.",
        written.people,
    )
    if written.unreached:
        told += " " + ngettext(
            "%(num)s account could not be reached: nobody of it may read this, or has an address.",
            "%(num)s accounts could not be reached: nobody of them may read this, or has an address.",
            written.unreached,
        )
    return str(told)
