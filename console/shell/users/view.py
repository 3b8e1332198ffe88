"""Users and rights: who looks after whom is decided here, for every page alike.

An administrator of the institution reaches all its memberships, one of a company those of the company; anything beyond
answers like something that does not exist.
"""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.accounts import links, memberships, queries, service
from console.accounts.granting import Granter, Grants, grantable, refusals, within
from console.accounts.models import Membership
from console.accounts.queries import Reach
from console.audit import service as audit
from console.base.errors import BadArgument, Conflict, NotFound
from console.institutions.search import matching
from console.institutions.sessions import db
from console.parties.models import PROVIDER, Company
from console.shell import confirming, gate
from console.shell.boundary import say_done
from console.shell.crud.columns import ColumnFault
from console.shell.page_view import PageView
from console.shell.pages import Action, ConfirmPage, Fieldset, FormPage, MessagePage
from console.shell.users import forms, invitations, leaving, person
from console.shell.users.matrix import COMPANY, Matrix, is_invited, name_of
from console.shell.users.themes import themes_in_use, word_of
from console.shell.users.warnings import warnings_for


class UsersView(PageView):
    """The people of an institution or a company, and what they may do."""

    key = "user"
    route_base = "/users"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "companies": "read",
        "add": "write",
        "edit": "write",
        "link": "write",
        "sign_out": "write",
        "remove": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show who may do what."""
        session, themes, reach = db.session(), themes_in_use(), _reach()
        one_company = all(one.company is not None for one in reach)
        names = queries.role_names(session)
        matrix = Matrix(themes, grantable(names, 1) if one_company else names, one_company=one_company)
        asked = matrix.asked(request.args)
        found = queries.memberships(session, reach, asked.wanted, page=asked.page, size=asked.size)
        page = matrix.shown(asked, found, may_write=_may_write(), warnings=warnings_for(g.visit))
        return render_template("guichet/users.html", page=page)

    @expose("/companies")
    @has_access
    def companies(self) -> ResponseReturnValue:
        """Give up to ten companies that the typed words find."""
        typed = request.args.get("q", "")[:200]
        rows = db.session.scalars(
            select(Company).where(*matching(Company, Company.id, typed)).order_by(Company.number).limit(10)
        )
        names = [COMPANY.show(row, g.style) for row in rows]
        return [{"value": name, "label": name} for name in names]

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show one person with her rights and their history."""
        row = _membership(pk)
        history = audit.history_of(db.session(), "console.user", row.id)
        may_write = _may_write()
        may_link = may_write and not _why_no_link(row)
        page = person.show_page(row, themes_in_use(), history, may_write=may_write, may_link=may_link)
        return render_template("guichet/show.html", page=page)

    @expose("/add", methods=("GET", "POST"))
    @has_access
    def add(self) -> ResponseReturnValue:
        """Ask for a new person and make her a member; show her link this one time."""
        granter, themes = _granter(), themes_in_use()
        form = forms.form_class(forms.NewUserForm, themes, granter, {})()
        form.language.choices = person.language_choices()
        names = queries.role_names(db.session())
        offered = names if granter.company is None else grantable(names, granter.company)
        form.roles.choices = forms.role_choices(offered)
        if granter.company is not None:
            del form.company
        elif "company" in form:
            form.company.render_kw = {"data-suggest": url_for(".companies")}
        if form.is_submitted():
            confirming.require(g.visit)
        if form.validate_on_submit() and (admission := _admit(form, form.grants(themes), granter)):
            name = f"{form.first_name.data} {form.last_name.data}"
            made = admission.membership
            link = invitations.Link(made, name, admission.token, invitations.INVITATION, fresh=True)
            return invitations.passed_on(link, may_link=not _why_no_link(made))
        who: tuple[str | tuple[str, ...], ...] = (
            ("first_name", "last_name"),
            "email",
            "username",
            "language",
        )
        page = FormPage(
            title=_("Add a person"),
            lead=_(
                "The person gets a link with which she chooses her password. Who already has a user account keeps it, "
                "with name, user name and password, and only gets the new rights."
            ),
            form=form,
            fieldsets=(
                Fieldset(_("Person"), who),
                Fieldset(_("Work"), ("company", "roles") if "company" in form else ("roles",)),
                *forms.theme_fieldsets(themes),
            ),
            submit=_("Add"),
            cancel_url=url_for(".index"),
            crumbs=person.crumbs(),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Ask for changes to roles, levels and state; a stale edit overwrites nothing."""
        row = _membership(pk, lock=request.method == "POST")
        if request.method == "POST":
            confirming.require(g.visit)
        granter, themes, present = _granter(), themes_in_use(), memberships.grants_of(row)
        own = row.user_id == granter.user_id
        made = forms.form_class(forms.MembershipForm, themes, granter, present.levels, only_lower=own)
        form = made(version=str(row.version), active=row.active, roles=sorted(present.roles))
        provider = _is_provider(row.company_id)
        offered = grantable(queries.role_names(db.session()), row.company_id, provider=provider)
        form.roles.choices = forms.role_choices(
            [name for name in offered if name in present.roles or not own]
        )
        status = 422 if form.is_submitted() else 200
        if form.is_submitted() and form.version.data != str(row.version):
            _show_newer(form, row)
            status = 409
        elif form.validate_on_submit():
            kept = Grants(
                present.roles - set(offered),
                {k: v for k, v in present.levels.items() if k not in {theme.key for theme in themes}},
            )
            chosen = form.grants(themes)
            after = Grants(kept.roles | chosen.roles, {**kept.levels, **chosen.levels})
            if _change(form, row, after, granter):
                return redirect(url_for("HomeView.home") if own else url_for(".show", pk=pk), 303)
        page = FormPage(
            title=_("Rights of %(name)s", name=name_of(row)),
            lead=person.lead_of(row, granter),
            form=form,
            fieldsets=(Fieldset(None, ("roles", "active")), *forms.theme_fieldsets(themes)),
            submit=_("Save"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=person.crumbs(row),
        )
        return render_template("guichet/form.html", page=page), status

    @expose("/<int:pk>/link", methods=("GET", "POST"))
    @has_access
    def link(self, pk: int) -> ResponseReturnValue:
        """Ask, then make a new one-time link for a person who works nowhere else, and send it or show it once."""
        row = _membership(pk, lock=request.method == "POST")
        if refusal := _why_no_link(row):
            return _refused(_("No new link for %(name)s", name=name_of(row)), refusal, row)
        if request.method == "POST":
            confirming.require(g.visit)
            session = db.session()
            token = links.offer_mandate(session, row) if row.pending else links.offer_link(session, row.user)
            _journal("link_made", row)
            template = invitations.INVITATION if is_invited(row) else invitations.NEW_PASSWORD
            link = invitations.Link(row, name_of(row), token, template)
            return invitations.passed_on(link, by_hand=request.args.get("by") == "hand")
        question = ConfirmPage(
            title=_("Make a new link for %(name)s?", name=name_of(row)),
            consequences=(
                _("The person can choose a new password with it, once and within 14 days."),
                _("Links made before no longer work. The present password works until a new one is chosen."),
            ),
            submit=_("Make a new link"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=person.crumbs(row),
        )
        return render_template("guichet/confirm.html", page=question)

    @expose("/<int:pk>/sign-out", methods=("GET", "POST"))
    @has_access
    def sign_out(self, pk: int) -> ResponseReturnValue:
        """Ask, then end the sign-ins of a person, as when one of her devices is lost."""
        row = _membership(pk, lock=request.method == "POST")
        if row.pending:
            raise NotFound(_l("There is nothing at this address."))
        if request.method == "POST":
            confirming.require(g.visit)
            leaving.sign_out(row)
            _journal("signed_out", row)
            say_done(_("%(name)s is signed out.", name=name_of(row)))
            return redirect(url_for(".show", pk=pk), 303)
        shown = person.sign_out_page(row, ours=leaving.is_ours(row))
        return render_template("guichet/confirm.html", page=shown)

    @expose("/<int:pk>/remove", methods=("GET", "POST"))
    @has_access
    def remove(self, pk: int) -> ResponseReturnValue:
        """Ask, then take a person out of the institution or company."""
        row = _membership(pk, lock=request.method == "POST")
        name, own = name_of(row), row.user_id == g.visit.user_id
        if request.method == "POST":
            confirming.require(g.visit)
            try:
                memberships.refuse_last(db.session(), row)
            except Conflict as fault:
                return _refused(_("%(name)s stays", name=name), str(fault), row)
            changes = {k: [v, None] for k, v in memberships.state_of(row).items()}
            _journal("removed", row, changes=changes, released=leaving.leave(row))
            memberships.remove(db.session(), row)
            say_done(_("%(name)s is removed.", name=name))
            return redirect(url_for("HomeView.home") if own else url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Remove %(name)s?", name=name),
            consequences=leaving.consequences(row),
            submit=_("Remove"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=person.crumbs(row),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _reach() -> tuple[Reach, ...]:
    return tuple(Reach(mandate.tenant.id, mandate.company) for mandate in g.visit.active)


def _membership(pk: int, *, lock: bool = False) -> Membership:
    """Give a membership within reach; raises `NotFound` for any other, known or not."""
    row = queries.membership(db.session(), _reach(), pk, lock=lock) if pk < 2**31 else None
    if row is None:
        raise NotFound(_l("There is no such person in your institution."))
    return row


def _granter() -> Granter:
    mandate = g.visit.mandate
    levels = {(p, t): level for (key, p, t), level in g.visit.levels.items() if key == mandate.id}
    return Granter(g.visit.user_id, mandate.company, levels)


def _may_write() -> bool:
    return gate.allows(g.visit, "can_write", "console.user")


def _admit(form: Any, grants: Grants, granter: Granter) -> memberships.Admission | None:
    """Make the person a member, with the token of her link; nothing when a field has a fault."""
    session, mandate = db.session(), g.visit.mandate
    try:
        company = _company_of(form, mandate.company)
        key = company.id if company is not None else None
        known = queries.person_with(session, form.email.data)
        provider = company is not None and company.kind == PROVIDER
        user_id = known.id if known else None
        if refused := list(refusals(granter, user_id, key, Grants(), grants, provider=provider)):
            form.refuse(refused)
            return None
        typed = service.Person(
            form.username.data, form.first_name.data, form.last_name.data, form.email.data, form.language.data
        )
        admission = memberships.admit(
            session,
            typed,
            mandate.tenant.id,
            grants,
            (company.id, company.name) if company else None,
            provider=provider,
        )
    except ColumnFault as fault:
        forms.add_fault(form.company, str(fault))
        return None
    except (Conflict, BadArgument) as fault:
        forms.add_fault(form[fault.place or "email"], str(fault))
        return None
    made = admission.membership
    changes = {key: [None, value] for key, value in memberships.state_of(made).items()}
    _journal("added", made, company=made.company_name, changes=changes)
    return admission


def _company_of(form: Any, own: int | None) -> Company | None:
    """Give the company the person shall work for: the granter's own, the typed one, or none."""
    if own is not None:
        mine: Company = db.session.scalars(select(Company).where(Company.id == own)).one()
        return mine
    typed = (form.company.data or "").strip()
    found: Company | None = COMPANY.read(typed, g.style, db.session()) if typed else None
    return found


def _is_provider(company: int | None) -> bool:
    """Say whether people work for a provider."""
    found = db.session.scalar(select(Company.kind).where(Company.id == company))
    return company is not None and found == PROVIDER


def _change(form: Any, row: Membership, after: Grants, granter: Granter) -> bool:
    """Store the changes of a sound form; gives whether they were stored."""
    before = memberships.grants_of(row)
    provider = _is_provider(row.company_id)
    if refused := list(refusals(granter, row.user_id, row.company_id, before, after, provider=provider)):
        form.refuse(refused)
        return False
    try:
        changes = memberships.change(db.session(), row, after, active=form.active.data)
    except Conflict as fault:
        form.form_errors.append(str(fault))
        return False
    if changes:
        if "active" in changes and not row.active:
            leaving.leave(row)
        _journal("changed", row, changes=changes)
        say_done(_("The rights of %(name)s are saved.", name=name_of(row)))
    return True


def _show_newer(form: Any, row: Membership) -> None:
    """Keep what was chosen and say what stands there now; saving again overwrites knowingly."""
    form.validate()
    now = {forms.field_of((r.plugin, r.theme)): r.level for r in row.theme_rights}
    for field in form:
        stored = now.get(field.name, 0)
        if field.name.startswith("level-") and field.data != str(stored):
            forms.add_fault(
                field,
                _("Changed meanwhile by somebody else to: %(now)s", now=word_of(stored) or _("no access")),
            )
    form.form_errors.append(
        _("Somebody changed this entry while you were working on it. Compare, then save again.")
    )
    form.version.process_data(str(row.version))
    form.version.raw_data = None


def _why_no_link(row: Membership) -> str:
    """Say why this person gets no new link from here; empty when she may have one."""
    granter = _granter()
    if row.user_id == granter.user_id:
        return str(_("You change your own password on your profile."))
    if not (row.active and (row.pending or row.user.active)):
        return str(_("The person is not active. Make her active first."))
    if row.pending:
        return ""
    alone = queries.is_alone_in(db.session(), row.user_id, _reach()[0])
    if not alone or not _outranks(granter, row):
        return str(
            _(
                "The account of this person also opens what you do not look after yourself. "
                "Ask the administrator of the institution, or the operator of the console."
            )
        )
    return ""


def _outranks(granter: Granter, row: Membership) -> bool:
    """Whoever holds a link can act as the person: a company's administrator must have all her rights."""
    return granter.company is None or within(granter, memberships.grants_of(row))


def _refused(title: str, text: str, row: Membership) -> ResponseReturnValue:
    back = Action(_("Back"), url_for(".show", pk=row.id), kind="main")
    page = MessagePage(title, text, "warn", (back,))
    return render_template("guichet/message.html", page=page), 409


def _journal(act: str, row: Membership, **facts: Any) -> None:
    audit.record(
        db.session(),
        f"console.user.{act}",
        subject="console.user",
        subject_id=row.id,
        name=name_of(row),
        username=row.user.email if is_invited(row) else row.user.username,
        **facts,
    )
