"""Writing a page: the form, its PDFs, the preview with what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO, cast

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from config import LANGUAGES
from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.documents import service as documents
from console.documents.refusals import FileRefused
from console.documents.service import Received
from console.information import queries, service
from console.information.models import LEAFLET, OUTAGE, PAGE, InfoPage
from console.information.queries import Reading
from console.institutions.queries import Tenant
from console.institutions.sessions import acting, db, scope_of
from console.shell.boundary import say_done
from console.shell.information.forms import (
    AUDIENCES,
    LEAFLETS,
    InfoForm,
    fieldsets_of,
    fill_themes,
    form_class,
    typed_of,
    wanted_of,
)
from console.shell.information.page_data import TextPage
from console.shell.information.reading import open_themes, version_of
from console.shell.mailbox.actors import theme_title
from console.shell.page_view import visitor
from console.shell.pages import Action, Crumb, Fact, FormPage, Tag


def kind_title(kind: str) -> str:
    """Give the name of a kind."""
    titles = {PAGE: _("Information page"), LEAFLET: _("Leaflet"), OUTAGE: _("Outage notice")}
    return str(titles[kind])


def crumbs() -> tuple[Crumb, ...]:
    """Give the way back to everything that is kept."""
    return (Crumb(_("Information and contacts"), url_for("InformationManageView.index")),)


def add(tenant: Tenant, kind: str) -> ResponseReturnValue:
    """Answer with an empty form, or keep what it brings and lead to its preview."""
    form = form_class(kind, tenant.languages)()
    fill_themes(form, open_themes())
    received = _received(form, tenant) if form.validate_on_submit() else None
    if received is not None and (row := _kept(form, tenant, kind, received, None)) is not None:
        return _to(row)
    return _page(form, tenant, kind, None)


def change(tenant: Tenant, key: int) -> ResponseReturnValue:
    """Answer with the form of a page, or keep what it brings; what somebody else changed is not overwritten."""
    found = _stored(key)
    form = form_class(found.page.kind, tenant.languages)(data=typed_of(found))
    fill_themes(form, dict.fromkeys((*open_themes(), *filter(None, (found.page.theme,)))))
    received = _received(form, tenant) if form.validate_on_submit() else None
    if form.is_submitted():
        row = service.page_of(db.session(), key, lock=True)
        if form.version.data != str(row.version) or row.version != found.page.version:
            raise Conflict(_("Somebody changed this entry meanwhile. Nothing of theirs was overwritten."))
        if received is not None and _kept(form, tenant, row.kind, received, Reading(row, found.texts)):
            return _to(row)
    return _page(form, tenant, found.page.kind, found)


def preview(tenant: Tenant, key: int) -> TextPage:
    """Give all languages of a page below each other, with what is missing and what can be done."""
    found = _reading(db.session(), key)
    row = found.page
    name = said_name(found, tenant)
    spoken = {code: found.texts[code] for code in (*tenant.languages, *found.texts) if code in found.texts}
    return TextPage(
        title=name,
        versions=tuple(
            version_of(said, url_for(".file", pk=key, language=code), titled=True)
            for code, said in spoken.items()
        ),
        crumbs=crumbs(),
        notes=_notes(found, tenant),
        tags=(state_of(row),),
        actions=(
            Action(_("Edit"), url_for(".edit", pk=key)),
            Action(_("Withdraw"), url_for(".withdraw", pk=key), post=True)
            if row.published
            else Action(_("Publish"), url_for(".publish", pk=key), "main", post=True),
            Action(_("Delete"), url_for(".delete", pk=key), "danger", "delete"),
        ),
        facts=_facts(row),
    )


def said_name(found: Reading, tenant: Tenant) -> str:
    """Give the title of a page in the reader's language, or the next best."""
    said = queries.in_best_language(found.texts, g.language, tenant.languages)
    return said.title if said else found.page.slug


def missing(found: Reading, tenant: Tenant) -> str:
    """Name the languages of the institution in which a page has no text; empty when it has them all."""
    return ", ".join(LANGUAGES.get(code, code) for code in tenant.languages if code not in found.texts)


def state_of(row: InfoPage) -> Tag:
    """Say whether a page is read: an outage notice is, while it lasts."""
    if not row.published:
        return Tag(_("Not published"))
    if row.ends_at is not None and row.ends_at <= clock.now():
        return Tag(_("Over"))
    if row.starts_at is not None and row.starts_at > clock.now():
        return Tag(_("Published for later"), "info")
    return Tag(_("Published"), "ok")


def reading_of(key: int) -> Reading:
    """Give a page with its texts; raises `NotFound`."""
    return _reading(db.session(), key)


def _reading(session: Session, key: int) -> Reading:
    return queries.with_texts(session, [service.page_of(session, key)])[0]


def _stored(key: int) -> Reading:
    """Read a page; before something is written in a session of its own, so that files can be checked first."""
    if request.method != "POST":
        return reading_of(key)
    with acting(scope_of(db.session())) as session:
        return _reading(session, key)


def _received(form: InfoForm, tenant: Tenant) -> dict[str, Received] | None:
    """Check and store the PDFs that came, by language; nothing when one is refused, which its field then says.

    Comes before the first statement of the writing session: others would wait for the checks.
    """
    found: dict[str, Received] = {}
    for code in tenant.languages:
        upload: FileStorage | None = form[f"file_{code}"].data if f"file_{code}" in form else None
        if not upload:
            continue
        try:
            stream = cast(BinaryIO, upload.stream)
            found[code] = documents.receive(db.session(), stream, upload.filename or "", LEAFLETS)
        except FileRefused as refused:
            form[f"file_{code}"].errors = [str(refused)]
    return None if form.errors else found


def _kept(
    form: InfoForm, tenant: Tenant, kind: str, received: dict[str, Received], stored: Reading | None
) -> InfoPage | None:
    """Keep a page; gives nothing when that is refused, with the fault on its field."""
    session, who = db.session(), visitor()
    wanted = wanted_of(form, kind, tenant.languages, received, stored)
    if wanted is None:
        return None
    try:
        files = {
            code: documents.add(session, one, user_id=who.user_id, company_id=None).reference
            for code, one in received.items()
        }
        wanted = replace(
            wanted, texts={c: replace(s, file=files.get(c, s.file)) for c, s in wanted.texts.items()}
        )
        if stored is None:
            return service.add(session, wanted)
        service.change(session, stored.page, wanted)
    except BadArgument as fault:
        place = fault.place if fault.place in form else f"title_{tenant.languages[0]}"
        form[place].errors = [str(fault)]
        return None
    return stored.page


def _to(row: InfoPage) -> ResponseReturnValue:
    say_done(_("The entry is saved."))
    return redirect(url_for(".show", pk=row.id), 303)


def _page(form: InfoForm, tenant: Tenant, kind: str, stored: Reading | None) -> ResponseReturnValue:
    is_seen = stored is not None and stored.page.published
    page = FormPage(
        title=said_name(stored, tenant) if stored else kind_title(kind),
        form=form,
        fieldsets=fieldsets_of(kind, tenant.languages, stored),
        submit=_("Save"),
        cancel_url=url_for(".show", pk=stored.page.id) if stored else url_for(".index"),
        crumbs=crumbs(),
        lead=_("Fill in at least one language. Who reads another one finds the first of these that is there.")
        if len(tenant.languages) > 1
        else "",
        note=_("It is seen at once.") if is_seen else _("Nobody sees it before you publish it."),
    )
    return render_template("guichet/form.html", page=page), 422 if form.errors else 200


def _notes(found: Reading, tenant: Tenant) -> tuple[str, ...]:
    lacking = missing(found, tenant)
    return (_("Missing languages: %(languages)s", languages=lacking),) if lacking else ()


def _facts(row: InfoPage) -> tuple[Fact, ...]:
    found = [
        Fact(_("Kind"), kind_title(row.kind)),
        Fact(_("For"), str(AUDIENCES[row.audience])),
    ]
    if row.kind != OUTAGE:
        found.insert(1, Fact(_("Theme"), theme_title(row.theme) if row.theme else _("General")))
        return tuple(found)
    for label, moment in ((_("Shown from"), row.starts_at), (_("Shown until"), row.ends_at)):
        found.append(Fact(label, g.style.show_moment(moment) if moment else "", "day"))
    found.append(Fact(_("On the sign-in page"), _("yes") if row.at_sign_in else _("no")))
    return tuple(found)
