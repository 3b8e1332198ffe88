"""A visitor of the private page turns her visit into a user account: proofs, a code to her address, a password."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from console.accounts import passwords
from console.base.errors import BadArgument, Conflict
from console.institutions.sessions import accounts, db
from console.insured import service as insured
from console.insured.service import Newcomer, Opening, Proven, Typed
from console.mailbox import service as mailbox
from console.mailbox.models import ASKED
from console.private import service as private
from console.private.service import Stands, Verdict, Way
from console.shell.boundary import say_done
from console.shell.insured.forms import CodeForm, ProofForm
from console.shell.page_view import PageView
from console.shell.pages import Fieldset, FormPage, MessagePage
from console.shell.private.guests import Guest, guest_of, leave, noting, secret_key


class OpenAccountView(PageView):
    """Opening an account of an insured person, from a visit to the private page."""

    route_base = "/insured"
    default_view = "index"
    is_threshold: ClassVar[bool] = True

    @expose("/open/<token>", methods=("GET", "POST"))
    def index(self, token: str) -> ResponseReturnValue:
        """Ask for her proofs, then for the code from the e-mail and a password."""
        guest = guest_of(token)
        if guest.visit is None or private.is_home(db.session(), guest.delegation.id):
            return redirect(url_for("PrivateView.enter", token=token), 303)
        mailbox.hers(db.session(), guest.actor)
        if request.method == "POST" and request.form.get("step") == "code":
            return _confirmed(guest)
        return _asked(guest)


def _asked(guest: Guest) -> ResponseReturnValue:
    """Look at the proofs; right or with an address that is taken, the next page is the same."""
    opening, form = _opening(guest), ProofForm()
    if opening.by_sms:
        del form.letter
    if not form.validate_on_submit():
        return _proof_page(guest, form), 422 if form.is_submitted() else 200
    typed = Typed(
        insured.number_of(form.number.data, opening.country),
        "" if opening.by_sms else form.letter.data,
        form.email.data,
    )
    store = accounts()
    is_free = not insured.is_bound(store, opening.secret_key, typed.number, opening.country)
    is_taken = insured.has_account(store, typed.email)
    store.commit()
    with noting(guest) as session:
        verdict = insured.ask(session, opening, typed, is_free=is_free)
        if verdict.stands is Stands.SENT:
            code = "" if is_taken else verdict.code
            insured.send(session, code, delegation=opening.delegation, email=typed.email, language=g.language)
    if verdict.stands is Stands.SENT:
        return _code_page(guest, CodeForm(formdata=None))
    form.form_errors.append(_why(verdict))
    return _proof_page(guest, form), 422 if verdict.stands is Stands.WRONG else 429


def _confirmed(guest: Guest) -> ResponseReturnValue:
    """Look at password and code, and make the account."""
    opening, form = _opening(guest), CodeForm()
    if not form.validate_on_submit() or not _is_strong(form, guest):
        return _code_page(guest, form), 422
    with noting(guest) as session:
        verdict, proven = insured.confirm(session, opening, "".join(form.code.data.split()))
    if proven is None:
        form.form_errors.append(_why(verdict))
        return _code_page(guest, form), 429 if verdict.stands is Stands.LOCKED else 422
    if not _made(guest, opening, proven, form.password.data):
        page = MessagePage(_("No account was opened"), _failed(), "warn")
        return render_template("guichet/message.html", page=page), 409
    with noting(guest) as session:
        leave(guest, session)
    say_done(_("Your account is open. Sign in with your e-mail address, then add a second factor."))
    return redirect(url_for("AccessView.login"), 303)


def _made(guest: Guest, opening: Opening, proven: Proven, password: str) -> bool:
    """Make the account; not when number or address were taken at this very moment."""
    newcomer = Newcomer(
        name=guest.delegation.person,
        email=proven.email,
        number=opening.number,
        country=opening.country,
        language=g.language,
        way=proven.way,
        institution=guest.institution,
    )
    store = accounts()
    try:
        insured.open_account(store, opening.secret_key, newcomer, password)
        store.commit()
    except (IntegrityError, Conflict):
        store.rollback()
        return False
    return True


def _is_strong(form: CodeForm, guest: Guest) -> bool:
    """Say whether the password may be taken: told before the code is used up."""
    try:
        passwords.check_strength(form.password.data, guest.delegation.person)
    except BadArgument as fault:
        form.password.errors = [*form.password.errors, str(fault)]
        return False
    return True


def _opening(guest: Guest) -> Opening:
    """Give what the institution knows of her: only where she herself is the person of the message."""
    message, delegation, country = guest.message, guest.delegation, g.words_tenant.country
    number = message.person_number or delegation.person_number
    is_she = insured.is_about_reader(message, delegation)
    by_sms = guest.visit is not None and guest.visit.way == Way.CODE_SMS and message.origin in ASKED
    return Opening(
        delegation=delegation.id,
        message=message.id,
        reference=message.reference,
        number=insured.number_of(number, country) if is_she else "",
        country=country,
        by_sms=by_sms,
        secret_key=secret_key(),
    )


def _proof_page(guest: Guest, form: ProofForm) -> str:
    page = FormPage(
        title=_("Open your own account"),
        lead=_(
            "In it you find whatever institutions ask of you, and what you sent them. "
            "Nobody at your employer sees that you have an account."
        ),
        form=form,
        fieldsets=(Fieldset(None, tuple(n for n in ("number", "letter", "email") if n in form)),),
        submit=_("Continue"),
        cancel_url=guest.url("start"),
    )
    return render_template("guichet/form_plain.html", page=page)


def _code_page(guest: Guest, form: CodeForm) -> str:
    page = FormPage(
        title=_("Choose your password"),
        lead=_(
            "An e-mail with a code is on its way to the address that you entered. It works for ten minutes."
        ),
        form=form,
        fieldsets=(Fieldset(None, ("code", "password", "again")),),
        submit=_("Open the account"),
        cancel_url=url_for("OpenAccountView.index", token=guest.token),
    )
    return render_template("guichet/form_plain.html", page=page)


def _why(verdict: Verdict) -> str:
    match verdict.stands:
        case Stands.STALE:
            return str(_("There is no valid code any more. Go back and let a new one be sent."))
        case Stands.LOCKED | Stands.WAIT:
            return str(_("There were too many tries. Try again tomorrow."))
    return _failed()


def _failed() -> str:
    return str(
        _("This does not match what is known. Look at each entry once more, or ask the institution for help.")
    )
