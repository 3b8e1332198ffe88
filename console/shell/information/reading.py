"""What people read: the list by theme, one page, and the contacts."""

from __future__ import annotations

from urllib.parse import quote

from flask import g, url_for
from flask_babel import gettext as _

from config import LANGUAGES
from console.accounts.visits import Visit
from console.base.errors import NotAllowed, NotFound
from console.information import queries
from console.information.markup import html_of
from console.information.models import LEAFLET
from console.information.queries import Reached, Reading, Said
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.shell import contact, gate, policies
from console.shell.information.page_data import ContactPage, Entry, Group, IndexPage, TextPage, Version, Way
from console.shell.mailbox.actors import theme_title
from console.shell.pages import Action, Crumb, Empty
from console.shell.users.themes import themes_in_use


def reader_of(visit: Visit) -> tuple[Tenant, bool]:
    """Give whose pages a person reads, and whether as a company; raises `NotAllowed` over many mandates."""
    mandate = visit.mandate
    if mandate is None or visit.everywhere:
        raise NotAllowed(_("These pages are an institution's own. Change to one mandate first."))
    return mandate.tenant, mandate.company is not None


def open_themes() -> tuple[str, ...]:
    """Give the themes that are open at the institution at hand, in the order of their plugins."""
    return tuple(one.code for one in themes_in_use() if one.is_open)


def index_page(visit: Visit) -> IndexPage:
    """Give everything a person may read, by theme; what belongs to none comes first."""
    tenant, for_company = reader_of(visit)
    found = queries.readable(db.session(), for_company=for_company)
    groups = [(theme, [one for one in found if one.page.theme == theme]) for theme in ("", *open_themes())]
    return IndexPage(
        title=_("Information"),
        lead=_("Information pages and leaflets of %(institution)s.", institution=tenant.name),
        groups=tuple(
            Group(theme_title(theme) if theme else _("General"), tuple(_entry(one, tenant) for one in inside))
            for theme, inside in groups
            if inside
        ),
        empty=Empty(
            _("Nothing to read yet"), _("Information pages and leaflets stand here once they are published.")
        ),
        actions=(*_terms(visit), *_manage(visit, "InformationManageView.index")),
    )


def readable(visit: Visit, slug: str) -> tuple[Reading, Tenant]:
    """Give a page that a person may read, of a theme that is open; raises `NotFound`."""
    tenant, for_company = reader_of(visit)
    found = queries.readable_one(db.session(), slug, for_company=for_company)
    if found is None or (found.page.theme and found.page.theme not in open_themes()):
        raise NotFound(_("There is nothing at this address."))
    return found, tenant


def text_page(found: Reading, tenant: Tenant) -> TextPage:
    """Give one page in the language that suits the reader best, and say so when it is not her own."""
    said = _said(found, tenant)
    is_foreign = said.language != g.language
    own, shown = LANGUAGES.get(g.language, g.language), LANGUAGES.get(said.language, said.language)
    note = _("This text is not there in %(own)s: you read it in %(shown)s.", own=own, shown=shown)
    return TextPage(
        title=said.title,
        versions=(version_of(said, _file_url(found, said)),),
        crumbs=(Crumb(_("Information"), url_for("InformationView.index")),),
        notes=(note,) if is_foreign else (),
        changed=_(
            "As of %(day)s", day=g.style.show_day(found.page.changed_at.astimezone(g.style.zone).date())
        ),
        lang=said.language if is_foreign else "",
    )


def version_of(said: Said, file_url: str | None, *, titled: bool = False) -> Version:
    """Give a text ready to be read, with the PDF of a leaflet; with `titled` its language and title stand above."""
    language = LANGUAGES.get(said.language, said.language)
    return Version(
        html_of(said.text),
        lang=said.language if titled or said.language != g.language else "",
        heading=language if titled else "",
        title=said.title if titled else "",
        file_url=file_url if said.file else None,
        file_label=_("Leaflet as PDF (%(language)s)", language=language),
    )


def contact_page(visit: Visit, theme: str, typed: str) -> ContactPage:
    """Give how the institutions at hand are reached for a theme; one that is not open counts as none."""
    theme = theme if theme in open_themes() else ""
    reference = contact.reference_in(typed)
    tenants = {one.tenant.id: one.tenant for one in visit.active}
    spoken = {key: tenant.languages for key, tenant in tenants.items()}
    found = queries.reached(db.session(), tenants, theme, g.language, spoken) if tenants else {}
    key = contact.question_form(visit, theme) if _may_ask(visit) else None
    told = _("State the reference %(reference)s, so that we find it at once.", reference=reference)
    return ContactPage(
        title=_("Contact: %(theme)s", theme=theme_title(theme)) if theme else _("Contact"),
        lead=told if reference else "",
        reference=reference,
        ways=tuple(_way(tenant, found[key], reference) for key, tenant in tenants.items() if key in found),
        empty=Empty(_("No contact is entered yet"), _no_contact(asks=key is not None)),
        ask_url=url_for("FormsView.new", key=key) if key else None,
        actions=_manage(visit, "InformationManageView.contacts"),
    )


def _entry(one: Reading, tenant: Tenant) -> Entry:
    said, is_leaflet = _said(one, tenant), one.page.kind == LEAFLET
    return Entry(
        said.title,
        url_for("InformationView.read", slug=one.page.slug),
        "export" if is_leaflet else "document",
        _("Leaflet, PDF") if is_leaflet else "",
        "" if said.language == g.language else said.language,
    )


def _file_url(found: Reading, said: Said) -> str:
    return url_for("InformationView.leaflet", slug=found.page.slug, language=said.language)


def _said(one: Reading, tenant: Tenant) -> Said:
    said = queries.in_best_language(one.texts, g.language, tenant.languages)
    assert said is not None  # noqa: S101 - the service keeps no page without a text
    return said


def _way(tenant: Tenant, reached: Reached, reference: str) -> Way:
    subject = f"?subject={quote(_('Reference %(reference)s', reference=reference))}" if reference else ""
    dialled = "".join(sign for sign in reached.phone if sign in "+0123456789")
    return Way(
        institution=tenant.name,
        phone=reached.phone,
        phone_url=f"tel:{dialled}",
        email=reached.email,
        email_url=f"mailto:{reached.email}{subject}",
        hours=reached.hours,
    )


def _may_ask(visit: Visit) -> bool:
    works = not visit.everywhere and not policies.owes(visit)
    return works and visit.mandate is not None and visit.mandate.company is not None


def _no_contact(*, asks: bool) -> str:
    if asks:
        return str(_("Ask in writing: your question reaches the institution at once."))
    return str(_("The institution's administrator enters telephone, e-mail and hours under Information."))


def _terms(visit: Visit) -> tuple[Action, ...]:
    if visit.mandate is None or not visit.mandate.terms:
        return ()
    return (Action(_("Terms of use"), url_for("TermsView.show"), icon="document"),)


def _manage(visit: Visit, endpoint: str) -> tuple[Action, ...]:
    if visit.everywhere or not gate.allows(visit, "can_write", "console.information"):
        return ()
    return (Action(_("Edit"), url_for(endpoint), icon="settings"),)
