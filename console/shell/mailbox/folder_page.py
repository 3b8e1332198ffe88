"""Makes the page of a folder: its parts with their numbers, and the newest of its messages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from console.institutions.sessions import db
from console.mailbox import queries
from console.mailbox.queries import Count, Row
from console.mailbox.states import Actor, Role, State
from console.shell.mailbox import wording
from console.shell.mailbox.actors import counts_here, folder_title, theme_title, type_title
from console.shell.mailbox.arguments import Asked, token_of
from console.shell.mailbox.navigation import slug_of
from console.shell.mailbox.page_data import Chip, Chips, FolderPage
from console.shell.mailbox.rows import table_of
from console.shell.pages import Action, Empty, Pager


def folder_page(actor: Actor, folder: State, asked: Asked, actions: tuple[Action, ...] = ()) -> FolderPage:
    """Give the page of a folder as an address asks for it: one statement for its rows, one for what is beside them."""
    rows, older, newer = _page(actor, folder, asked)
    by_fund, number = actor.role is Role.FUND, asked.wanted.person_number
    counts = [count for count in counts_here() if count.folder is folder]
    here = _total(counts, asked.wanted.theme, asked.wanted.type)
    return FolderPage(
        title=folder_title(folder, by_fund=by_fund),
        note="" if number else _number(here),
        chips=tuple(_chips(counts, folder, asked)),
        table=table_of([(folder, row) for row in rows], folder, by_fund=by_fund),
        empty=_empty(actor, folder, asked),
        pager=Pager(
            "",
            _url(folder, asked, before=token_of(rows[0].place)) if rows and newer else None,
            _url(folder, asked, after=token_of(rows[-1].place)) if rows and older else None,
        ),
        actions=actions,
        narrowed=wording.number(number),
        whole_url=_url(folder, asked, person=None) if number else "",
    )


def _page(actor: Actor, folder: State, asked: Asked) -> tuple[Sequence[Row], bool, bool]:
    """Give the rows, and whether there are older and newer ones."""
    session, size = db.session(), queries.PAGE
    if asked.before is not None:
        rows = queries.newer(session, actor, folder, asked.wanted, before=asked.before, size=size + 1)
        return rows[-size:], True, len(rows) > size
    rows = queries.newest(session, actor, folder, asked.wanted, after=asked.after, size=size + 1)
    return rows[:size], len(rows) > size, asked.after is not None


def _chips(counts: Sequence[Count], folder: State, asked: Asked) -> Iterable[Chips]:
    """Give the themes of a folder, and the types of the chosen or only one where it has several."""
    theme, type_ = asked.wanted.theme, asked.wanted.type
    themes = list(dict.fromkeys((*(count.theme for count in counts), *filter(None, (theme,)))))
    if len(themes) > 1 or theme:
        whole = Chip(_("All themes"), _shown(_total(counts)), _url(folder), not theme)
        parts = (
            Chip(theme_title(one), _shown(_total(counts, one)), _url(folder, theme=one), one == theme)
            for one in themes
        )
        yield Chips(_("Themes"), (whole, *parts))
    chosen = theme or (themes[0] if len(themes) == 1 else "")
    types = [count.type for count in counts if count.theme == chosen]
    types = list(dict.fromkeys((*types, *filter(None, (type_,)))))
    if len(types) > 1 or type_:
        whole = Chip(
            _("All types"), _shown(_total(counts, theme)), _url(folder, theme=theme or None), not type_
        )
        parts = (
            Chip(
                type_title(one),
                _shown(_total(counts, theme, one)),
                _url(folder, theme=theme or None, type=one),
                one == type_,
            )
            for one in types
        )
        yield Chips(_("Types"), (whole, *parts))


def _total(counts: Iterable[Count], theme: str = "", type_: str = "") -> int:
    return sum(count.number for count in counts if theme in ("", count.theme) and type_ in ("", count.type))


def _shown(number: int) -> str:
    return str(g.style.show_number(number))


def _number(number: int) -> str:
    return str(ngettext("%(count)s message", "%(count)s messages", number, count=_shown(number)))


def _url(folder: State, asked: Asked | None = None, **changed: str | None) -> str:
    """Give the address of a folder, with what it is narrowed to now unless that is changed; from its first page."""
    kept: dict[str, str | None] = {}
    if asked is not None:
        wanted = asked.wanted
        kept = {"theme": wanted.theme, "type": wanted.type, "person": wanted.person_number}
    found = {name: value for name, value in {**kept, **changed}.items() if value}
    return url_for("MailboxView.folder", **{"folder": slug_of(folder), **found})  # type: ignore[arg-type]


def _empty(actor: Actor, folder: State, asked: Asked) -> Empty:
    if not actor.themes:
        return Empty(
            _("No theme is open to you"),
            _("Messages appear here once your administrator gives you a right in a theme."),
        )
    if asked.after or asked.before or asked.wanted != queries.Wanted():
        return Empty(_("Nothing is found"), _("Choose another theme, or all of them."))
    if actor.role is Role.FUND:
        return {
            State.SENT: Empty(_("Nothing to settle"), _("What companies send you appears here.")),
            State.INBOX: Empty(
                _("No open request"), _("Requests that companies have not answered yet appear here.")
            ),
            State.DELEGATED: Empty(
                _("Nothing is delegated"), _("Requests that a person answers herself appear here.")
            ),
        }.get(folder, Empty(_("Nothing is settled yet"), _("What you settle appears here.")))
    return {
        State.INBOX: Empty(
            _("Nothing to answer"), _("Requests and questions of your institution appear here.")
        ),
        State.DRAFT: Empty(
            _("No draft"), _("What you or a colleague saved without sending it appears here.")
        ),
        State.DELEGATED: Empty(
            _("Nothing is delegated"), _("What you let a person answer herself appears here.")
        ),
        State.SENT: Empty(
            _("Nothing is under way"), _("What you sent stays here until your institution has settled it.")
        ),
    }.get(folder, Empty(_("Nothing is settled yet"), _("What your institution has settled appears here.")))
