"""The pages of the mailbox: folders, one message, searching. Both sides read them, each what is hers."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import BadArgument, NotFound
from console.hooks.declarations import Level
from console.institutions.sessions import db
from console.mailbox import service
from console.mailbox.moving import SUBJECT
from console.mailbox.states import Actor, Role, State
from console.shell import consulting, contact, gate
from console.shell.boundary import say_done
from console.shell.forms import attachments
from console.shell.forms.current import may_prepare
from console.shell.mailbox import acts
from console.shell.mailbox.actors import actor, actor_of
from console.shell.mailbox.arguments import asked_of
from console.shell.mailbox.contents import entered_in
from console.shell.mailbox.folder_page import folder_page
from console.shell.mailbox.message_page import letter_page, seen
from console.shell.mailbox.navigation import SLUGS, folders_of, slug_of
from console.shell.mailbox.search_page import everywhere_page, hits_of, search_page
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action

LONGEST = 80
"""Signs of what is searched for."""


class MailboxView(PageView):
    """The mailbox of a company's people, and of the institution's staff."""

    key = "message"
    route_base = "/mailbox"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        "folder": "read",
        "search": "read",
        "message": "read",
        "document": "read",
        "answer": "write",
        "recall": "write",
        "delete": "write",
        "put_away": "read",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Lead to the folder that waits for this side; over all companies at once, count their folders."""
        visit = visitor()
        if visit.everywhere:
            return render_template("guichet/mailbox/everywhere.html", page=everywhere_page(visit))
        first = folders_of(actor())[0]
        return redirect(url_for(".folder", folder=slug_of(first)), 303)

    @expose("/<any(inbox,drafts,delegated,sent,done):folder>")
    @has_access
    def folder(self, folder: str) -> ResponseReturnValue:
        """List a folder, or a part of it, the newest first."""
        who = actor_of(visitor())
        if who is None:
            return redirect(url_for(".index"), 303)
        state = SLUGS[folder]
        if state not in folders_of(who):
            raise NotFound(_l("There is nothing at this address."))
        g.mail_folder = state
        contact.about(request.args.get("theme", ""))
        page = folder_page(who, state, asked_of(request.args, who), _begin(who, state))
        return render_template("guichet/mailbox/folder.html", page=page)

    @expose("/search")
    @has_access
    def search(self) -> ResponseReturnValue:
        """Find messages by words; a whole reference leads to its message at once."""
        who = actor_of(visitor())
        if who is None:
            return redirect(url_for(".index"), 303)
        typed = request.args.get("q", "").strip()
        if len(typed) > LONGEST or not typed.isprintable():
            raise BadArgument(_l("The argument %(name)s is too long.", name="q"), place="q")
        hits = hits_of(who, typed)
        if len(hits) == 1 and hits[0][1].reference == typed.upper():
            return redirect(url_for(".message", reference=hits[0][1].reference), 303)
        if hits:
            consulting.note(SUBJECT, act="searched", typed=typed, count=len(hits))
        return render_template("guichet/mailbox/search.html", page=search_page(who, typed, hits))

    @expose("/message/<reference>")
    @has_access
    def message(self, reference: str) -> ResponseReturnValue:
        """Show one message; the first time somebody of the company opens a request, it is marked as read."""
        one = seen(db.session(), actor(), reference)
        g.mail_folder = one.folder
        contact.about(one.message.theme, reference)
        acts.note_opening(one)
        acts.note_consultation(one)
        return render_template("guichet/mailbox/message.html", page=letter_page(one))

    @expose("/message/<reference>/document/<file>")
    @has_access
    def document(self, reference: str, file: str) -> ResponseReturnValue:
        """Hand out a document of what the visitor may read of a message."""
        one = seen(db.session(), actor(), reference)
        for entered in entered_in(one.message, one.actor, one.sight):
            if (found := entered.files().get(file)) is not None:
                acts.note_consultation(one, "file_handed_out", name=found.name)
                return attachments.handed_out(found)
        raise NotFound(_l("This document is no longer there."))

    @expose("/message/<reference>/answer", methods=("POST",))
    @has_access
    def answer(self, reference: str) -> ResponseReturnValue:
        """Go on with the answer, or begin it."""
        return acts.answer(reference)

    @expose("/message/<reference>/put-away", methods=("POST",))
    @has_access
    def put_away(self, reference: str) -> ResponseReturnValue:
        """Put a notice that was read among what is done."""
        service.put_away(db.session(), actor(), reference)
        say_done(_("The notice is put away. You find it under Done."))
        return redirect(url_for(".folder", folder="inbox"), 303)

    @expose("/message/<reference>/recall", methods=("GET", "POST"))
    @has_access
    def recall(self, reference: str) -> ResponseReturnValue:
        """Ask, then take back what was sent."""
        if request.method == "POST":
            return acts.recall(reference)
        return render_template("guichet/confirm.html", page=acts.recall_page(reference))

    @expose("/message/<reference>/delete", methods=("GET", "POST"))
    @has_access
    def delete(self, reference: str) -> ResponseReturnValue:
        """Ask, then delete a draft."""
        if request.method == "POST":
            return acts.delete(reference)
        return render_template("guichet/confirm.html", page=acts.delete_page(reference))


def _begin(who: Actor, folder: State) -> tuple[Action, ...]:
    """Give the ways to new announcements and to many delegations, to people of companies who may do so."""
    visit = visitor()
    if who.role is Role.FUND or not (may_prepare(visit) and gate.allows(visit, "can_write", "console.form")):
        return ()
    new = Action(_("New announcement"), url_for("FormsView.index"), "main", "add")
    if folder is not State.INBOX or max(who.themes.values(), default=0) < Level.SEND:
        return (new,)
    return (Action(_("Delegate to many"), url_for("DelegationsView.index"), icon="delegated"), new)
