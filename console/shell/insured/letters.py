"""Staff make the code of a letter, with which an insured person opens her account."""

from __future__ import annotations

from typing import ClassVar

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from console.institutions.sessions import db
from console.insured import service as insured
from console.shell import confirming
from console.shell.insured.forms import LetterForm
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Fieldset, FormPage, MessagePage
from console.shell.private.guests import secret_key


class LettersView(PageView):
    """Codes for letters to insured persons; each is shown once."""

    key: ClassVar[str] = "letter"
    route_base = "/insured/letters"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {"index": "write"}

    @expose("/", methods=("GET", "POST"))
    @has_access
    def index(self) -> ResponseReturnValue:
        """Ask for the number of a person; give a code for her letter."""
        if request.method == "POST":
            confirming.require(visitor())
        form = LetterForm()
        if form.validate_on_submit():
            return render_template("guichet/message.html", page=_letter(form.number.data))
        page = FormPage(
            title=_("Code for an insured person"),
            lead=_(
                "With this code and the link of a request the person opens her own account. Send it by letter to the "
                "address that you have of her, or give it to her at the counter; never to her employer."
            ),
            form=form,
            fieldsets=(Fieldset(None, ("number",)),),
            submit=_("Make the code"),
            cancel_url=url_for("HomeView.home"),
            note=_("A code made before for the same person counts no more."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200


def _letter(typed: str) -> MessagePage:
    country = g.words_tenant.country
    number = insured.number_of(typed, country)
    code, until = insured.issue(db.session(), secret_key(), number, country, by=visitor().name)
    return MessagePage(
        title=_("Code for the letter: %(code)s", code=code),
        text=_(
            "This code is shown once: write it into the letter now. It counts until %(day)s.",
            day=g.style.show_long_day(until.astimezone(g.style.zone).date()),
        ),
        tone="ok",
        actions=(Action(_("Make another code"), url_for(".index")),),
    )
