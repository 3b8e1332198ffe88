"""The pages of a person without an account: her link, who she is, her part, her proof. Nobody else reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import NotFound
from console.forms.errors import FormClosed
from console.institutions.sessions import db, enter
from console.mailbox import service as mailbox
from console.mailbox.models import Delegation
from console.mailbox.service import Refused
from console.private import service as private
from console.proofs import service as proofs
from console.shell import kept
from console.shell.forms import attachments
from console.shell.forms.draft_page import draft_page
from console.shell.forms.steps import CHECK, section_of, where_to_go_on
from console.shell.page_view import PageView
from console.shell.pages import ConfirmPage, MessagePage
from console.shell.private import acts, door, door_page
from console.shell.private.guests import Guest, guest_of, leave, sign_of_life
from console.shell.private.part import Part, offered_of, part_of
from console.shell.private.part_pages import check_page, employers_of, sent_page

MESSAGE = "guichet/message.html"


class PrivateView(PageView):
    """A person's part of a message. She has no user account: her link and what the institution knows of her open it."""

    route_base = "/private"
    default_view = "enter"
    is_threshold: ClassVar[bool] = True
    keeps_typed: ClassVar[bool] = True

    @expose("/<token>", methods=("GET", "POST"))
    def enter(self, token: str) -> ResponseReturnValue:
        """Show the door, or do what its button says."""
        guest = self._guest(token)
        return door.asked(guest) if request.method == "POST" else door.shown(guest)

    @expose("/<token>/start")
    def start(self, token: str) -> ResponseReturnValue:
        """Lead to the first step that is not done, or to what was sent."""

        def lead(guest: Guest) -> ResponseReturnValue:
            if acts.is_over(guest):
                return redirect(url_for(".sent", token=token), 303)
            part = _part(guest)
            return redirect(part.step_url(where_to_go_on(part)), 303)

        return self._inside(token, lead)

    @expose("/<token>/step/<section>", methods=("GET", "POST"))
    def step(self, token: str, section: str) -> ResponseReturnValue:
        """Show a step of her part; save it and do what its button says."""

        def answer(guest: Guest) -> ResponseReturnValue:
            if acts.is_over(guest):
                return acts.already(guest)
            part = _part(guest)
            return acts.act(guest, part, section) if request.method == "POST" else _step(part, section)

        return self._inside(token, answer, back=section)

    @expose("/<token>/document/<file>")
    def document(self, token: str, file: str) -> ResponseReturnValue:
        """Give a document that she added."""

        def give(guest: Guest) -> ResponseReturnValue:
            mailbox.hers(db.session(), guest.actor)
            found = private.files(db.session(), guest.delegation.id, (file,)).get(file)
            if found is None:
                raise NotFound(_l("This document is no longer there. Add it again."))
            return attachments.handed_out(found)

        return self._inside(token, give)

    @expose("/<token>/sent")
    def sent(self, token: str) -> ResponseReturnValue:
        """Show what she sent."""

        def show(guest: Guest) -> ResponseReturnValue:
            if not acts.is_over(guest):
                return redirect(url_for(".start", token=token), 303)
            return render_template("guichet/private/sent.html", page=sent_page(guest))

        return self._inside(token, show)

    @expose("/<token>/proof")
    def proof(self, token: str) -> ResponseReturnValue:
        """Give the proof of what she sent."""

        def give(guest: Guest) -> ResponseReturnValue:
            reference = guest.message.reference
            mailbox.hers(db.session(), guest.actor)
            pdf = proofs.pdf_of(db.session(), reference, delegation=guest.delegation.id)
            if pdf is None:
                return redirect(url_for(".sent", token=token), 303)
            headers = {"Content-Disposition": f'attachment; filename="{reference}.pdf"'}
            return Response(pdf, mimetype="application/pdf", headers=headers)

        return self._inside(token, give)

    @expose("/<token>/recall", methods=("GET", "POST"))
    def recall(self, token: str) -> ResponseReturnValue:
        """Take back what she sent, as long as nobody of the institution has taken it in hand."""

        def answer(guest: Guest) -> ResponseReturnValue:
            if request.method == "GET":
                return render_template("guichet/kept.html", page=_recall_page(guest))
            enter(guest.scope, writes=True)
            mailbox.recall(db.session(), guest.actor, guest.message.reference)
            leave(guest, db.session())
            return _message(
                MessagePage(
                    _("You have taken this back"),
                    _(
                        "Nobody at the institution reads it any more. To answer again, ask %(company)s for a new link.",
                        company=guest.company,
                    ),
                    "ok",
                ),
                200,
            )

        return self._inside(token, answer)

    @expose("/<token>/leave", methods=("POST",))
    def leave(self, token: str) -> ResponseReturnValue:
        """Close her part in this browser."""

        def close(guest: Guest) -> ResponseReturnValue:
            enter(guest.scope, writes=True)
            leave(guest, db.session())
            return redirect(url_for(".left", token=token), 303)

        return self._inside(token, close)

    @expose("/<token>/left")
    def left(self, token: str) -> ResponseReturnValue:
        """Say that all is kept, and how to come back."""
        guest = self._guest(token)
        text = _(
            "Your entries are kept. Until %(day)s you can go on with the same link.",
            day=door_page.day_text(guest),
        )
        if acts.is_over(guest):
            text = _("To look at what you sent, open the same link again.")
        return _message(MessagePage(_("Closed on this device"), text, "ok"), 200)

    def _guest(self, token: str) -> Guest:
        """Give who comes here; raises `NotFound`."""
        return guest_of(token)

    def _is_elsewhere(self, guest: Guest) -> bool:
        """Say whether she went on in her user account, and reads her part there alone."""
        return private.is_home(db.session(), guest.delegation.id)

    def _inside(
        self, token: str, view: Callable[[Guest], ResponseReturnValue], *, back: str = ""
    ) -> ResponseReturnValue:
        """Let a view answer who has identified herself; anybody else stands at the door, with what was typed."""
        guest = self._guest(token)
        if guest.visit is None or self._is_elsewhere(guest):
            typed = kept.typed() if guest.was_here else ""
            return door.shown(guest, kept_text=typed, back=back)
        sign_of_life(guest)
        try:
            return view(guest)
        except NotFound:
            # Read anew: it may have been withdrawn since this request began.
            now = db.session().get(Delegation, guest.delegation.id, populate_existing=True)
            if now is None or now.ended_at is None:
                raise
            return _message(door_page.gone_page(replace(guest, delegation=now)), 410)
        except Refused as refused:
            if refused.code != "link_expired":
                raise
            return _message(door_page.shut_page(guest, door_page.expired_text(guest)), 410)
        except FormClosed as closed:
            return _message(MessagePage(_("This form is closed for now"), str(closed), "warn"), 503)


def _part(guest: Guest) -> Part:
    offered = offered_of(guest.message)
    if offered is None:
        raise NotFound(_l("There is nothing at this address."))
    return part_of(guest, offered)


def _step(part: Part, key: str) -> ResponseReturnValue:
    if key == CHECK:
        return render_template("guichet/private/check.html", page=check_page(part))
    section = section_of(part, key)
    if section is None:
        return redirect(part.step_url(where_to_go_on(part)), 303)
    page = draft_page(part, section)
    return render_template("guichet/private/step.html", page=page, employers=employers_of(part))


def _recall_page(guest: Guest) -> ConfirmPage:
    return ConfirmPage(
        title=_("Take back what you sent?"),
        lead=_(
            "The institution no longer reads it. To answer again, you need a new link from %(company)s.",
            company=guest.company,
        ),
        consequences=(),
        submit=_("Take back"),
        cancel_url=guest.url("sent"),
        action_url=guest.url("recall"),
    )


def _message(page: MessagePage, status: int) -> ResponseReturnValue:
    return render_template(MESSAGE, page=page), status
