"""The mailbox in the frame of every page: its folders with their numbers, and the field for searching it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.accounts.visits import Visit
from console.mailbox.states import Actor, Role, State
from console.shell import gate
from console.shell.mailbox.actors import actor_of, actors_of, counts_here, folder_title
from console.shell.pages import NavEntry, NavSection

SLUGS: Final[Mapping[str, State]] = MappingProxyType(
    {
        "inbox": State.INBOX,
        "drafts": State.DRAFT,
        "delegated": State.DELEGATED,
        "sent": State.SENT,
        "done": State.DONE,
    }
)
"""Folders as addresses name them."""
ICONS: Final[Mapping[State, str]] = MappingProxyType(
    {
        State.INBOX: "inbox",
        State.DRAFT: "draft",
        State.DELEGATED: "delegated",
        State.SENT: "sent",
        State.DONE: "done",
    }
)
_OF_FUND = (State.SENT, State.INBOX, State.DELEGATED, State.DONE)


def folders_of(actor: Actor) -> tuple[State, ...]:
    """Give the folders a side has, the one that waits for it first."""
    return _OF_FUND if actor.role is Role.FUND else tuple(SLUGS.values())


def slug_of(folder: State) -> str:
    """Give how addresses name a folder."""
    return next(slug for slug, found in SLUGS.items() if found is folder)


def has_mailbox(visit: Visit) -> bool:
    """Say whether a person has a mailbox at hand: the right to read messages, and a theme to find them in."""
    return gate.allows(visit, "can_read", "console.message") and any(
        actor.themes for actor in actors_of(visit)
    )


def section(visit: Visit) -> NavSection | None:
    """Give the folders of a visitor; over several mandates the one page that counts them all."""
    if not has_mailbox(visit):
        return None
    title, actor = pgettext("folders", "Mailbox"), actor_of(visit)
    if actor is None:
        here = request.blueprint == "MailboxView"
        return NavSection(title, (NavEntry(_("All companies"), url_for("MailboxView.index"), "inbox", here),))
    found, folders = numbers(), folders_of(actor)
    return NavSection(title, tuple(_entry(actor, folder, found[folder]) for folder in folders))


def numbers() -> dict[State, int]:
    """Give how many messages lie in each folder of the visitor."""
    found = dict.fromkeys(SLUGS.values(), 0)
    for count in counts_here():
        found[count.folder] += count.number
    return found


def _entry(actor: Actor, folder: State, number: int) -> NavEntry:
    by_fund = actor.role is Role.FUND
    is_queue = by_fund and folder is State.SENT
    return NavEntry(
        _("Work queue") if is_queue else folder_title(folder, by_fund=by_fund),
        url_for("DeskView.queue") if is_queue else url_for("MailboxView.folder", folder=slug_of(folder)),
        ICONS[folder],
        current=g.get("mail_folder") is folder or (is_queue and request.blueprint == "DeskView"),
        count=g.style.show_number(number) if number else None,
        hot=folder is folders_of(actor)[0],
    )
