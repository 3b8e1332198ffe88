"""The portfolio: establishments of an account, added by hand or by a sheet, verified, removed; the staff read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access

from console.plugin import (
    BadArgument,
    ChoiceColumn,
    ChoiceFilter,
    Company,
    CrudView,
    NotAllowed,
    RelatedColumn,
    RelatedFilter,
    TextColumn,
    db,
    pages,
    say_done,
    visitor,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import service, sight
from plugins.fr_dsn.portfolio.models import BY_SHEET, TO_VERIFY, Establishment, Partner
from plugins.fr_dsn.portfolio.service import STEPS, Step
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.portfolio_columns import CAME, DUE_DAYS, PRIMING, STATES, new_siret
from plugins.fr_dsn.views.portfolio_showing import remove_page, show_page

PARTNER = RelatedColumn(
    key="partner",
    label=_l("Partner"),
    help=_l(
        "The protection body of the establishment; its own controls are then made too. Type code or name."
    ),
    target=Partner,
    foreign="partner_id",
    by="code",
)


class EstablishmentView(CrudView):
    """Establishments that the visitor may see."""

    key = "establishment"
    model = Establishment
    only = (Establishment.removed_at.is_(None), sight.VISIBLE)
    rows = _l("Portfolio")
    row = _l("establishment")
    lead = _l("The establishments for which this account deposits declarations.")
    columns = (
        new_siret("siret"),
        TextColumn(key="name", label=_l("Name"), required=True),
        PARTNER,
        ChoiceColumn(
            key="due_day",
            label=_l("Due day"),
            help=_l("The day of the following month until which its monthly DSN is deposited."),
            of=DUE_DAYS,
            required=True,
        ),
        ChoiceColumn(key="state", label=_l("State"), of=STATES, editable=False),
        ChoiceColumn(key="came", label=_l("How it came"), of=CAME, editable=False),
        ChoiceColumn(key="priming", label=_l("Priming data"), of=PRIMING, editable=False),
        RelatedColumn(
            key="company", label=_l("Account"), target=Company, foreign="company_id", editable=False
        ),
    )
    groups = ((_l("Establishment"), ("siret", "name", ("partner", "due_day"))),)
    listed = ("siret", "name", "partner", "due_day", "state", "priming")
    beneath: ClassVar[Mapping[str, str]] = {"name": "company"}
    sorts = ("name", "siret")
    default_sort = "name"
    unique = "siret"
    import_key = ("siret",)
    joined = ("partner", "company")
    suggested_from = {"partner": "fr_dsn__PartnerView"}
    deletable = False
    filters = (
        ChoiceFilter(name="state", label=_l("State"), column=Establishment.state, of=STATES[:2]),
        ChoiceFilter(name="due", label=_l("Due day"), column=Establishment.due_day, of=DUE_DAYS),
        ChoiceFilter(name="priming", label=_l("Priming data"), column=Establishment.priming, of=PRIMING[1:]),
        RelatedFilter(
            name="partner", label=_l("Partner"), column=Establishment.partner_id, target=Partner, by="code"
        ),
        RelatedFilter(name="company", label=_l("Account"), column=Establishment.company_id, target=Company),
    )
    method_permission_name: ClassVar[dict[str, str]] = {
        **CrudView.method_permission_name,
        "verify": "write",
        "remove": "write",
        "prime": "read",
    }

    def may(self, act: str) -> bool:
        """Say whether the visitor may do something somewhere here; a sheet is for who manages everything."""
        if act == "write":
            return super().may(act) and sight.may_somewhere(db.session(), "manage")
        if act == "import":
            return super().may(act) and sight.sees_all()
        return super().may(act)

    def get(self, pk: int, *, lock: bool = False) -> Any:
        """Give an establishment; to be changed, it must be entrusted to the visitor."""
        row = super().get(pk, lock=lock)
        if lock or request.endpoint in (f"{self.endpoint}.edit", f"{self.endpoint}.remove"):
            sight.demand(db.session(), "manage", row.id)
        return row

    def name_of(self, row: Any) -> str:
        """Give the name of an establishment, or its SIRET as it is read aloud."""
        return words.siret(str(row))

    @expose("/add", methods=("GET", "POST"))
    @has_access
    def add(self) -> ResponseReturnValue:
        """Ask for an establishment; one that was removed before comes back with what is known of it."""
        if not sight.may_everywhere(db.session(), "manage"):
            raise NotAllowed(_l("Only who manages the whole portfolio adds establishments to it."))
        form = self.form()
        if form.is_submitted():
            row = self._removed_before(form.siret.data or "") or Establishment()
            if self._store(form, row, "added"):
                return redirect(url_for(".show", pk=row.id), 303)
            return self._asked(form, 422)
        return self._asked(form, 200)

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show an establishment with what may be done about it."""
        return render_template("guichet/show.html", page=show_page(self, self.get(pk)))

    @expose("/verify/<int:pk>", methods=("POST",))
    @has_access
    def verify(self, pk: int) -> ResponseReturnValue:
        """Note that what is known of it is right."""
        row = self.get(pk, lock=True)
        service.verify(db.session(), row)
        say_done(_("%(name)s is verified.", name=self.name_of(row)))
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/remove/<int:pk>", methods=("GET", "POST"))
    @has_access
    def remove(self, pk: int) -> ResponseReturnValue:
        """Ask, then take an establishment out of the portfolio."""
        row = self.get(pk, lock=request.method == "POST")
        if request.method != "POST":
            return render_template("guichet/confirm.html", page=remove_page(self, row))
        service.remove(db.session(), row)
        say_done(_("%(name)s is removed from the portfolio.", name=self.name_of(row)))
        return redirect(url_for(".index"), 303)

    @expose("/priming/<int:pk>", methods=("POST",))
    @has_access
    def prime(self, pk: int) -> ResponseReturnValue:
        """Move the authorisation for priming data: the account asks, the institution decides, both may end it."""
        row, act = super().get(pk, lock=True), _step(request.args.get("act", ""))
        if sight.is_staff() and (act == "ask" or not self.may("decide")):
            raise NotAllowed(_l("The account asks for priming data itself."))
        if not sight.is_staff():
            sight.demand(db.session(), "manage", row.id)
            if act in ("grant", "refuse"):
                raise NotAllowed(_l("The institution decides on priming data."))
        service.prime(db.session(), row, act)
        say_done(_("The authorisation for priming data is noted."))
        return redirect(url_for(".show", pk=pk), 303)

    def steps_of(self, row: Establishment) -> tuple[Step, ...]:
        """Give what the visitor may do about the authorisation for priming data."""
        if sight.is_staff():
            mine: tuple[Step, ...] = ("grant", "refuse", "end") if self.may("decide") else ()
        else:
            mine = ("ask", "end") if sight.may(db.session(), "manage", row.id) else ()
        return tuple(step for step in mine if row.priming in STEPS[step][0])

    def saved(self, row: Any, changes: dict[str, list[Any]]) -> None:
        """Note how a new one came, and that who types all of it has verified it."""
        if str(request.endpoint).endswith(".import_preview") and "siret" in changes:
            row.came = BY_SHEET
        if row.state == TO_VERIFY and row.name and row.due_day and "due_day" in changes:
            service.verify(db.session(), row)
        db.session.flush()

    def _removed_before(self, typed: str) -> Establishment | None:
        siret = "".join(typed.split()).replace(".", "")
        mandate = visitor().mandate
        if mandate is None or mandate.company is None:
            return None
        row = service.with_sirets(db.session(), mandate.company, [siret]).get(siret)
        if row is None or row.removed_at is None:
            return None
        service.add_again(db.session(), row, row.expected_from)
        return row

    def _asked(self, form: Any, status: int) -> ResponseReturnValue:
        page = pages.FormPage(
            title=_("Add: %(kind)s", kind=self.row),
            form=form,
            fieldsets=(pages.Fieldset(str(self.groups[0][0]), self.groups[0][1]),),
            submit=_("Save"),
            cancel_url=url_for(".index"),
            crumbs=(pages.Crumb(str(self.rows), url_for(".index")),),
        )
        return render_template("guichet/form.html", page=page), status


def _step(text: str) -> Step:
    found = next((step for step in STEPS if step == text), None)
    if found is None:
        raise BadArgument(_l("There is nothing at this address."), place="act")
    return found
