"""The lists of companies and insured persons enrolled with Prest'IJ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import (
    BadArgument,
    ChoiceColumn,
    ChoiceFilter,
    Conflict,
    CrudView,
    DayColumn,
    Personal,
    RelatedColumn,
    RelatedFilter,
    TextColumn,
    clock,
    db,
    dispatch,
    say_done,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.enrolments import service
from plugins.fr_dsn.enrolments.machine import EDITABLE, Event, State
from plugins.fr_dsn.enrolments.models import COVER, IN, NAME, OUT, EnrolledCompany, EnrolledPerson
from plugins.fr_dsn.enrolments.settings import days_back
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.enrolled_showing import STEPS, show_page
from plugins.fr_dsn.views.enrolled_words import STATES, read_nir, read_number, show_number

_STATE = ChoiceColumn(key="state", label=_l("State"), of=STATES, editable=False)
_WHY = TextColumn(key="why", label=_l("Reason of the refusal"), editable=False)


class EnrolledView(CrudView):
    """What both lists share: what was asked for stays as it was asked, and moves by steps."""

    method_permission_name: ClassVar[dict[str, str]] = {**CrudView.method_permission_name, "step": "write"}

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show an entry with what was asked about it, and what was answered."""
        row = self.get(pk)
        if (question := self.consult(row)) is not None:
            return question
        return render_template("guichet/show.html", page=show_page(self, row))

    @expose("/step/<int:pk>", methods=("POST",))
    @has_access
    def step(self, pk: int) -> ResponseReturnValue:
        """Let the next file remove an entry, take that back, or let it ask once more."""
        row, act = self.get(pk, lock=True), request.args.get("act", "")
        if act not in STEPS:
            raise BadArgument(_l("There is nothing at this address."), place="act")
        if act == Event.REMOVE:
            service.remove(db.session(), row)
        else:
            service.demand(row, Event(act))
        self.journal(act, row)
        say_done(_("%(name)s is noted for the next file.", name=self.name_of(row)))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/delete/<int:pk>", methods=("GET", "POST"))
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        """Delete an entry about which nothing is asked."""
        if State(self.get(pk).state) not in EDITABLE:
            raise Conflict(_l("It is enrolled, or its enrolment is asked for. Let it be removed first."))
        answer: ResponseReturnValue = super().delete(pk)
        return answer

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """Refuse to change what was asked for."""
        if row is None or row.id is None or State(row.state) in EDITABLE:
            return True
        field = form[self.unique or "nir"]
        said = _("It is enrolled, or its enrolment is asked for. Let it be removed, then enrol it anew.")
        field.errors = [*field.errors, said]
        return False

    def saved(self, row: Any, changes: dict[str, list[Any]]) -> None:
        """Let what was refused or removed be asked for once more with its new data."""
        if State(row.state) in (State.REFUSED, State.REMOVED):
            service.enter(row)
        db.session.flush()


class EnrolledCompanyView(EnrolledView):
    """Companies."""

    key = "enrolled_company"
    model = EnrolledCompany
    rows = _l("Companies at Prest’IJ")
    row = _l("company at Prest’IJ")
    lead = _l("Slips come for the insured persons of these companies.")
    columns = (
        TextColumn(
            key="number",
            label=_l("SIREN or SIRET"),
            help=_l("With or without gaps"),
            required=True,
            most=30,
            check=read_number,
            shown=show_number,
        ),
        TextColumn(key="name", label=_l("Name"), required=True, most=NAME),
        _STATE,
        _WHY,
    )
    groups = ((_l("Company"), ("number", "name")),)
    listed = ("name", "number", "state")
    beneath: ClassVar[Mapping[str, str]] = {"state": "why"}
    sorts = ("name", "number")
    default_sort = "name"
    unique = "number"
    import_key = ("number",)
    filters = (ChoiceFilter(name="state", label=_l("State"), column=EnrolledCompany.state, of=STATES),)


class EnrolledPersonView(EnrolledView):
    """Insured persons; who is not enrolled or was refused is found by the filters."""

    key = "enrolled_person"
    model = EnrolledPerson
    rows = _l("Insured persons at Prest’IJ")
    row = _l("insured person at Prest’IJ")
    lead = _l("Slips come for these persons while they are enrolled. The next file asks for what is new.")
    personal = Personal(number="nir")
    columns = (
        RelatedColumn(
            key="company",
            label=_l("Company"),
            help=_l("Type the SIREN, the SIRET or the beginning of the name."),
            target=EnrolledCompany,
            foreign="company_key",
            by="number",
            required=True,
        ),
        TextColumn(
            key="nir",
            label=_l("NIR"),
            help=_l("With or without its key"),
            required=True,
            most=30,
            check=read_nir,
            shown=words.nir,
        ),
        TextColumn(key="name", label=_l("Name"), required=True, most=80),
        TextColumn(key="given_name", label=_l("Given name"), required=True, most=80),
        TextColumn(
            key="cover",
            label=_l("Cover"),
            help=_l("What the insurer calls it"),
            required=True,
            most=COVER,
        ),
        DayColumn(key="first", label=_l("Covered from"), required=True),
        DayColumn(key="until", label=_l("Covered until")),
        DayColumn(
            key="back_to", label=_l("Slips from"), help=_l("A day of the past. Empty: only slips to come.")
        ),
        _STATE,
        _WHY,
    )
    groups = (
        (_l("Person"), ("company", "nir", ("name", "given_name"))),
        (_l("Cover"), ("cover", ("first", "until"), "back_to")),
    )
    listed = ("name", "nir", "company", "first", "until", "state")
    beneath: ClassVar[Mapping[str, str]] = {"name": "given_name", "company": "cover", "state": "why"}
    sorts = ("name", "nir")
    default_sort = "name"
    joined = ("company",)
    unique = "cover"
    import_key = ("company", "nir", "cover")
    suggested_from = {"company": "fr_dsn__EnrolledCompanyView"}
    filters = (
        ChoiceFilter(
            name="enrolled",
            label=_l("Enrolled"),
            column=EnrolledPerson.side,
            of=((IN, _l("Enrolled")), (OUT, _l("Not enrolled, or refused"))),
        ),
        ChoiceFilter(name="state", label=_l("State"), column=EnrolledPerson.state, of=STATES),
        RelatedFilter(
            name="company",
            label=_l("Company"),
            column=EnrolledPerson.company_key,
            target=EnrolledCompany,
            by="number",
        ),
    )

    def check(self, values: dict[str, Any], form: Any, row: Any | None) -> bool:
        """A cover ends after it begins, and reaches back no farther than the institution confirmed."""
        sound = super().check(values, form, row)
        first, until, back_to = (values[key] for key in ("first", "until", "back_to"))
        if until is not None and until < first:
            form.until.errors = [_("The cover ends before it begins. Check both days.")]
            sound = False
        fault = self._fault_of(back_to)
        if fault:
            form.back_to.errors = [fault]
            sound = False
        return sound

    def _fault_of(self, back_to: Any) -> str:
        if back_to is None:
            return ""
        today = clock.today("Europe/Paris")
        most = days_back(dict(dispatch.settings_of(db.session(), "fr_dsn")))
        if most is None:
            return str(
                _(
                    "How far back a cover may reach is not confirmed. An administrator enters it in the settings of "
                    "the module; until then leave this empty."
                )
            )
        if back_to > today:
            return str(_("This day is still to come. Slips to come need no day here."))
        if back_to < today - timedelta(days=most):
            return str(_("Slips may be asked for %(days)s days back at most.", days=words.number(most)))
        return ""
