"""Messages to people: the wording of each e-mail and SMS, by language, as the institution says it."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.accounts.models import User
from console.base import clock
from console.base.errors import NotFound
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import mail
from console.dispatch.service import enqueue, has_channel
from console.institutions.sessions import accounts, db
from console.languages import service
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.dispatch import wording_page
from console.shell.dispatch.wording_texts import Letter, Typed, letter_of, letters
from console.shell.page_view import PageView, visitor
from console.shell.staff import institution_at_hand


class WordingView(PageView):
    """The wording of what the console writes to people."""

    key = "wording"
    route_base = "/wording"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "save": "write",
        "reset": "write",
        "test": "read",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the messages."""
        tenant = institution_at_hand()
        page = wording_page.index_page(letters(), tenant, db.session())
        return render_template("guichet/list.html", page=page)

    @expose("/<name>/<language>")
    @has_access
    def show(self, name: str, language: str) -> ResponseReturnValue:
        """Show one message in a language, with an example."""
        return self._page(_letter(name, language))

    @expose("/<name>/<language>/save", methods=("POST",))
    @has_access
    def save(self, name: str, language: str) -> ResponseReturnValue:
        """Store another wording, or show how it would look."""
        one = _letter(name, language)
        typed = Typed.of(one, request.form)
        if request.form.get("do") == "look" or typed.faults:
            return self._page(one, typed), 422 if typed.faults else 200
        place = service.Place(one.owner, language)
        changed = [
            service.save(db.session(), place, text.wording, (typed.texts[text.name],), by=g.visit.name)
            for text in one.texts
        ]
        if any(changed):
            say_done(_("The wording is saved. It counts for every message from now on."))
        return redirect(url_for(".show", name=name, language=language), 303)

    @expose("/<name>/<language>/reset", methods=("POST",))
    @has_access
    def reset(self, name: str, language: str) -> ResponseReturnValue:
        """Take the institution's own wording back."""
        one = _letter(name, language)
        place = service.Place(one.owner, language)
        taken_back = [service.reset(db.session(), place, text.wording) for text in one.texts]
        if any(taken_back):
            say_done(_("The original wording counts again."))
        return redirect(url_for(".show", name=name, language=language), 303)

    @expose("/<name>/<language>/test", methods=("POST",))
    @has_access
    def test(self, name: str, language: str) -> ResponseReturnValue:
        """Send the message with example words to the visitor's own address; twice in a minute is once."""
        one = _letter(name, language)
        user = accounts().get_one(User, visitor().user_id)
        if not one.template.subject or not has_channel(EMAIL) or not user.email:
            raise NotFound(_l("There is nothing at this address."))
        minute = f"{clock.now():%Y%m%d%H%M}"
        key = f"wording_test.{user.id}.{language}.{minute}.{name}"[:120]
        words = wording_page.examples(one.template, institution_at_hand().zone)
        enqueue(
            db.session(),
            mail(
                one.template,
                user.email,
                language,
                words,
                key=key,
                preferences=url_for("NoticesView.index", _external=True),
                subject="console.user",
                subject_id=user.id,
            ),
        )
        say_done(_("A test is on its way to %(address)s.", address=user.email))
        return redirect(url_for(".show", name=name, language=language), 303)

    def _page(self, one: Letter, typed: Typed | None = None) -> str:
        tenant = institution_at_hand()
        may_write = gate.allows(g.visit, "can_write", "console.wording")
        user = accounts().get_one(User, visitor().user_id)
        address = user.email if one.template.subject and has_channel(EMAIL) else ""
        page = wording_page.page_of(one, tenant, typed, may_write=may_write, address=address)
        return render_template("guichet/dispatch/wordings.html", page=page)


def _letter(name: str, language: str) -> Letter:
    """Give a message in a language of the institution; raises `NotFound`."""
    tenant = institution_at_hand()
    return letter_of(db.session(), name, language, tenant)
