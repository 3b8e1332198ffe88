"""One person in an institution: facts, rights, history, and the link she is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from config import LANGUAGES
from console.accounts.granting import Granter
from console.accounts.links import LINK_LASTS
from console.accounts.models import Membership
from console.accounts.roles import title_of
from console.audit.models import AuditEntry
from console.base import clock
from console.hooks.declarations import Level
from console.shell import pages as page
from console.shell.users.matrix import is_invited, last_sign_in, name_of, state_of
from console.shell.users.themes import ThemeColumn, word_of

ACTIONS = {
    "added": lambda: _("Added"),
    "changed": lambda: _("Changed"),
    "link_made": lambda: _("New link made"),
    "link_sent": lambda: _("Link sent by e-mail"),
    "signed_out": lambda: _("Signed out everywhere"),
}


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A one-time link, shown once; `text` is what the administrator passes on."""

    title: str
    lead: str
    label: str
    text: str
    notes: tuple[str, ...]
    actions: tuple[page.Action, ...]
    crumbs: tuple[page.Crumb, ...] = ()


def show_page(
    row: Membership,
    themes: Sequence[ThemeColumn],
    history: Sequence[AuditEntry],
    *,
    may_write: bool,
    may_link: bool,
) -> page.ShowPage:
    """Give the page of one membership, with the buttons the reader may press."""
    actions: tuple[page.Action, ...] = ()
    if may_write:
        link = page.Action(_("Make a new link"), url_for(".link", pk=row.id))
        actions = (
            page.Action(_("Edit"), url_for(".edit", pk=row.id), kind="main"),
            *((link,) if may_link else ()),
            *(
                ()
                if is_invited(row)
                else (page.Action(_("Sign this person out"), url_for(".sign_out", pk=row.id)),)
            ),
            page.Action(_("Remove"), url_for(".remove", pk=row.id), kind="danger"),
        )
    state, tone = state_of(row)
    return page.ShowPage(
        title=name_of(row),
        groups=(
            page.FactGroup(
                None,
                (
                    *(() if is_invited(row) else (page.Fact(_("User name"), row.user.username),)),
                    page.Fact(_("E-mail"), row.user.email),
                    page.Fact(_("Works for"), row.company_name or _("Staff")),
                    page.Fact(_("Roles"), ", ".join(title_of(role.name) for role in row.roles)),
                    page.Fact(_("Last sign-in"), last_sign_in(row), "day"),
                ),
            ),
            *_rights(row, themes),
        ),
        crumbs=crumbs(),
        tags=(page.Tag(state, tone),),
        actions=actions,
        timeline=tuple(_event(entry, themes) for entry in history),
    )


def sign_out_page(row: Membership, *, ours: bool) -> page.ConfirmPage:
    """Give the page that asks before the browsers of a person are signed out; all of them when she is `ours` alone."""
    return page.ConfirmPage(
        title=_("Sign out %(name)s?", name=name_of(row)),
        consequences=(
            _("All her browsers are signed out at once, and are asked for the second factor again.")
            if ours
            else _(
                "She works elsewhere too: the browsers in which she works in this mandate are signed out at once."
            ),
            _("She keeps her rights and can sign in again. What she is typing is kept for her."),
        ),
        submit=_("Sign this person out"),
        cancel_url=url_for(".show", pk=row.id),
        crumbs=crumbs(row),
    )


def link_page(name: str, token: str, *, fresh: bool) -> LinkPage:
    """Give the page with a one-time link; `fresh` for a person just added."""
    until = (clock.now() + LINK_LASTS).astimezone(g.style.zone).date()
    address = url_for("AccessView.password", token=token, _external=True)
    text = _(
        "Good day\n\nYou are invited to work in the console of %(institution)s. Open this link:\n%(address)s\n\n"
        "It works once, until %(day)s. If you are new here, you choose a password. If you already have a user "
        "account, you sign in with it and accept.",
        institution=g.visit.mandate.tenant.name,
        address=address,
        day=g.style.show_long_day(until),
    )
    return LinkPage(
        title=link_title(name, fresh=fresh),
        lead=_("Pass this text on to the person yourself, for example by e-mail."),
        label=_("Text with the link"),
        text=text,
        notes=(
            _("The link is shown only now. If it is lost, make a new one on the person's page."),
            _("It works once, until %(day)s.", day=g.style.show_day(until)),
            _("The person chooses the password; nobody else ever knows it."),
            _("Who already has a user account keeps it, with name and password, and accepts by the link."),
        ),
        actions=(page.Action(_("Back to the list"), url_for(".index"), kind="main"),),
        crumbs=crumbs(),
    )


def link_title(name: str, *, fresh: bool) -> str:
    """Give the title of the page about a new link."""
    return str(_("%(name)s is added", name=name) if fresh else _("New link for %(name)s", name=name))


def crumbs(row: Membership | None = None) -> tuple[page.Crumb, ...]:
    """Give the way back to the list, and to the person."""
    found = [page.Crumb(_("Users and rights"), url_for(".index"))]
    if row is not None:
        found.append(page.Crumb(name_of(row), url_for(".show", pk=row.id)))
    return tuple(found)


def lead_of(row: Membership, granter: Granter) -> str:
    """Give the sentence over the form of a membership."""
    if row.user_id == granter.user_id:
        return str(_("These are your own rights: you can give them up, but not extend them."))
    if row.company_id is not None:
        return str(_("Works for %(company)s.", company=row.company_name))
    return str(_("Works on the institution's side."))


def language_choices() -> list[SelectChoice]:
    """Give the languages with those of the institution first."""
    first = [code for code in g.visit.mandate.tenant.languages if code in LANGUAGES]
    return [
        SelectChoice(code, LANGUAGES[code]) for code in (*first, *(c for c in LANGUAGES if c not in first))
    ]


def _rights(row: Membership, themes: Sequence[ThemeColumn]) -> tuple[page.FactGroup, ...]:
    held = {(right.plugin, right.theme): right.level for right in row.theme_rights}
    plugins = {theme.key[0]: theme.plugin for theme in themes}
    return tuple(
        page.FactGroup(
            _("Rights in %(module)s", module=title),
            tuple(
                page.Fact(str(theme.title), word_of(held.get(theme.key)) or _("no access"))
                for theme in themes
                if theme.key[0] == plugin
            ),
        )
        for plugin, title in plugins.items()
    )


def _event(entry: AuditEntry, themes: Sequence[ThemeColumn]) -> page.TimelineEntry:
    act = ACTIONS.get(entry.action.rsplit(".", 1)[-1])
    return page.TimelineEntry(
        when=g.style.show_moment(entry.at),
        moment=entry.at.isoformat(),
        title=act() if act else entry.action,
        who=entry.actor_name,
        changes=changes_told(entry.facts.get("changes", {}), themes),
    )


def changes_told(
    changes: Mapping[str, Sequence[object]], themes: Sequence[ThemeColumn]
) -> tuple[page.FieldChange, ...]:
    """Give the changes of a membership that a line of the journal keeps, in the reader's words."""
    labels = {"active": _("State"), "roles": _("Roles")} | {t.code: str(t.title) for t in themes}
    return tuple(
        page.FieldChange(labels.get(key, key), _in_words(key, old), _in_words(key, new))
        for key, (old, new) in changes.items()
    )


def _in_words(key: str, value: object) -> str | None:
    """Give a journalled value in the reader's language; nothing where there was none."""
    if value is None:
        return None
    if key == "active":
        return str(_("active") if value else _("inactive"))
    if key == "roles":
        return ", ".join(title_of(name) for name in str(value).split(", "))
    return word_of(Level[str(value).upper()])
