"""Makes the pages over several folders: what was found for some words, and the folders of all companies."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.accounts.visits import Visit
from console.institutions.sessions import db
from console.mailbox.finding import counts_of_each, found
from console.mailbox.queries import PAGE, Row
from console.mailbox.states import Actor, Role, State
from console.shell.mailbox.actors import actors_of, folder_title
from console.shell.mailbox.navigation import SLUGS
from console.shell.mailbox.page_data import CompanyFolders, EverywherePage, SearchPage
from console.shell.mailbox.rows import table_of
from console.shell.pages import Empty

Hits = Sequence[tuple[State, Row]]


def hits_of(actor: Actor, typed: str) -> Hits:
    """Give the newest messages that are found, one more than a page shows when there are more."""
    return found(db.session(), actor, typed, size=PAGE + 1) if typed else ()


def search_page(actor: Actor, typed: str, hits: Hits) -> SearchPage:
    """Give the page of what was found."""
    more, shown = len(hits) > PAGE, hits[:PAGE]
    number = _("more than %(count)s messages", count=PAGE) if more else _number(len(shown))
    return SearchPage(
        title=_("Search the mailbox"),
        typed=typed,
        note=number if typed else "",
        table=table_of(shown, None, by_fund=actor.role is Role.FUND),
        empty=_empty(typed),
    )


def everywhere_page(visit: Visit) -> EverywherePage:
    """Give the folders of all companies of a visitor, in one statement."""
    tallies = counts_of_each(db.session(), actors_of(visit))
    folders = tuple(SLUGS.values())
    return EverywherePage(
        title=pgettext("folders", "Mailbox"),
        lead=_("All companies at once can only be read. Choose one to work in its mailbox."),
        folders=tuple(folder_title(folder, by_fund=False) for folder in folders),
        companies=tuple(
            CompanyFolders(
                mandate.id,
                mandate.label,
                mandate.tenant.name,
                tuple(g.style.show_number(tally[folder]) for folder in folders),
                tally[State.INBOX] > 0,
            )
            for mandate, tally in zip(visit.active, tallies, strict=True)
        ),
        empty=Empty(_("No company"), _("Your companies appear here once you have more than one.")),
    )


def _number(number: int) -> str:
    return str(ngettext("%(count)s message", "%(count)s messages", number, count=g.style.show_number(number)))


def _empty(typed: str) -> Empty:
    if not typed:
        return Empty(
            _("What are you looking for?"),
            _("Enter words of the subject, a name, a company, an official number or a reference."),
        )
    return Empty(
        _("Nothing is found"),
        _("Check the spelling, or enter only the beginning of a word. Words of the texts are not searched."),
    )
