"""The terms as one person reads them: how they stand for her company, and whether she is the one who accepts."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from console.accounts import terms
from console.accounts.models import PROVIDER
from console.accounts.queries import administrators
from console.accounts.terms import Terms, TermsAcceptance
from console.accounts.visits import Mandate, Visit
from console.base.errors import NotFound
from console.information.markup import html_of
from console.institutions.sessions import db
from console.shell.pages import Action, Fact, Tone
from console.shell.terms.forms import AcceptForm
from console.shell.terms.page_data import TermsPage


def mandate_of(visit: Visit) -> Mandate:
    """Give the mandate whose terms a person reads: one that owes their acceptance, else the one at hand."""
    found = next((mandate for mandate in visit.active if mandate.owes_terms), visit.mandate)
    if found is None or not found.terms:
        raise NotFound(_l("There are no terms of use to read here."))
    return found


def accepts(visit: Visit, mandate: Mandate) -> bool:
    """Say whether this person accepts the terms for the company: who gives its people rights, or is a provider."""
    looks_after = ("can_write", "console.user") in visit.rights or visit.kind == PROVIDER
    return mandate.company is not None and not visit.everywhere and looks_after


def language_of(found: Terms, mandate: Mandate) -> str:
    """Give the language in which a person reads: her own, else the institution's, in the order it prefers them."""
    order: tuple[str, ...] = (g.language, *mandate.tenant.languages, *sorted(found.texts))
    return next(code for code in order if code in found.texts)


def terms_page(visit: Visit, mandate: Mandate, found: Terms, form: AcceptForm) -> TermsPage:
    """Give the page with the terms in force; `form` is left out for whoever does not accept them."""
    language = language_of(found, mandate)
    company = mandate.company
    line = terms.acceptance(db.session(), mandate.tenant.id, company, found.version) if company else None
    asks = line is None and accepts(visit, mandate)
    note, tone = _standing(visit, mandate, line, asks=asks)
    return TermsPage(
        title=_("Terms of use"),
        lead=_(
            "Of %(institution)s, for all companies that work with it here.", institution=mandate.tenant.name
        ),
        text=html_of(found.texts[language]),
        lang="" if language == g.language else language,
        facts=_facts(found, language),
        note=note,
        tone=tone,
        form=form if asks else None,
        question=_("Accept for %(company)s", company=mandate.label),
        actions=(Action(_("Contact"), url_for("InformationView.contact"), icon="help"),) if company else (),
    )


def _facts(found: Terms, language: str) -> tuple[Fact, ...]:
    return (
        Fact(_("Version"), g.style.show_number(found.version)),
        Fact(_("Published"), g.style.show_moment(found.published_at), "day"),
        Fact(_("Language"), LANGUAGES.get(language, language)),
        Fact(_("Digest of the text (SHA-256)"), in_blocks(found.digests[language])),
    )


def in_blocks(digest: str) -> str:
    """Give a digest in blocks of eight signs, which people can compare and lines can break."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _standing(
    visit: Visit, mandate: Mandate, line: TermsAcceptance | None, *, asks: bool
) -> tuple[str, Tone]:
    if mandate.company is None:
        return "", "info"
    if line is not None:
        when = g.style.show_moment(line.at)
        return _("Accepted by %(name)s on %(when)s.", name=line.name, when=when), "ok"
    if asks:
        text = _("Before anyone works for %(company)s here, you accept these terms.", company=mandate.label)
        return text, "info"
    if visit.everywhere and ("can_read", "console.user") in visit.rights:
        return _("Change to %(company)s at the top of the page to accept.", company=mandate.label), "warn"
    names = ", ".join(administrators(db.session(), mandate.tenant.id, mandate.company))
    if not names:
        return _("Nobody of your company may accept them yet. Ask the institution."), "warn"
    text = _(
        "Before you can work for %(company)s here, one of these people accepts the terms: %(names)s.",
        company=mandate.label,
        names=names,
    )
    return text, "warn"
