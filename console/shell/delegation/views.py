"""Handing a message to a person, and what can be done until she has sent her answer."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _

from console.institutions.sessions import db
from console.mailbox import queries, service
from console.mailbox.service import Person
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.delegation import pages
from console.shell.delegation.forms import AddressForm, DelegateForm
from console.shell.mailbox.actors import actor
from console.shell.page_view import PageView, visitor


class DelegationView(PageView):
    """What a company does with the delegation of one message."""

    key = "message"
    route_base = "/delegation"
    keeps_typed: ClassVar[bool] = True
    method_permission_name: ClassVar[dict[str, str]] = {
        "status": "read",
        "new": "write",
        "resend": "write",
        "address": "write",
        "withdraw": "write",
    }

    @expose("/<reference>")
    @has_access
    def status(self, reference: str) -> ResponseReturnValue:
        """Show whom a message was handed to and how far she is; never what she enters."""
        delegation = service.consult(db.session(), actor(), reference)
        page = pages.status_page(actor(), reference, delegation)
        return render_template("guichet/delegation/status.html", page=page)

    @expose("/<reference>/new", methods=("GET", "POST"))
    @has_access
    def new(self, reference: str) -> ResponseReturnValue:
        """Ask to whom a message shall go, and that she agreed; then hand it to her."""
        form = DelegateForm()
        if form.is_submitted() and queries.goes_to(db.session(), actor(), reference, str(form.email.data)):
            return redirect(url_for(".status", reference=reference), 303)
        message = pages.delegable_message(actor(), reference)
        form = DelegateForm(data=pages.known_of(message))
        if form.validate_on_submit():
            confirming.require(visitor())
            name = " ".join(str(form.name.data).split())
            person = Person(
                str(form.email.data), name, message.person_number, agreed_by=name, agreed_on=form.day
            )
            service.delegate(db.session(), actor(), reference, person, part_complete=True)
            say_done(_("Delegated. An e-mail with a link goes to %(address)s.", address=person.email))
            return redirect(url_for(".status", reference=reference), 303)
        page = pages.new_page(message, form)
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>/resend", methods=("POST",))
    @has_access
    def resend(self, reference: str) -> ResponseReturnValue:
        """Send the e-mail again with a fresh link; the one before dies."""
        pages.require_email()
        confirming.require(visitor())
        issued = service.resend(db.session(), actor(), reference)
        say_done(_("An e-mail with a new link goes to %(address)s.", address=issued.delegation.email))
        return redirect(url_for(".status", reference=reference), 303)

    @expose("/<reference>/address", methods=("GET", "POST"))
    @has_access
    def address(self, reference: str) -> ResponseReturnValue:
        """Ask for another address; what was entered through the first one is not shown there."""
        delegation = service.consult(db.session(), actor(), reference)
        pages.require_email()
        form = AddressForm(data={"email": delegation.email})
        if form.validate_on_submit():
            confirming.require(visitor())
            issued = service.correct_address(db.session(), actor(), reference, str(form.email.data))
            say_done(_("An e-mail with a new link goes to %(address)s.", address=issued.delegation.email))
            return redirect(url_for(".status", reference=reference), 303)
        page = pages.address_page(reference, delegation, form)
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>/withdraw", methods=("GET", "POST"))
    @has_access
    def withdraw(self, reference: str) -> ResponseReturnValue:
        """Ask before a delegation is taken back."""
        if request.method == "POST":
            confirming.require(visitor())
        if request.method == "POST":
            message = service.withdraw(db.session(), actor(), reference)
            say_done(_("The delegation is withdrawn. The link does not open any more."))
            if actor().level(message.theme):
                return redirect(url_for("MailboxView.message", reference=reference), 303)
            # Back in the inbox it is nothing an administrator without the theme sees.
            return redirect(url_for("MailboxView.index"), 303)
        page = pages.withdraw_page(actor(), reference)
        return render_template("guichet/confirm.html", page=page)
