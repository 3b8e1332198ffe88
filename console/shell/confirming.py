"""Asking again who somebody is before a sensitive act, when she showed it too long ago or not with her second factor.

`require` stands at the beginning of the act. The page it shows carries what was typed: after a right answer the browser
sends it on to where it was going, so that nothing is typed twice. Documents are not carried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, Final

from flask import Flask, Response, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.accounts import service
from console.accounts.models import User
from console.accounts.visits import Mandate, Visit
from console.base import clock
from console.base.errors import ConsoleError
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell import kept, words
from console.shell.access.remembered import REMEMBERED
from console.shell.factors import asking, mails
from console.shell.factors.ask_page import Place, ask_page
from console.shell.factors.asking import PASSWORD, Answer, AnswerForm, Asked, Way
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Elsewhere, MessagePage
from console.shell.redirects import back_to
from console.sso import service as sso

OWN_ACCOUNT: Final = timedelta(minutes=10)
"""How fresh the confirmation must be before factors and the password of an account change."""
PREFIX: Final = kept.CONFIRMING
"""Of the names of the page's own fields, beside those that were typed before."""
_FILE: Final = f"{PREFIX}file"
"""The page from which a file was asked for."""
_POST: Final = f"{PREFIX}post"
"""There when a form was sent."""


class ConfirmFirst(ConsoleError):
    """She must show again who she is; `is_file` when the act gives a file, which leaves the page where it is."""

    status = 401

    def __init__(self, *, is_file: bool) -> None:
        super().__init__(_l("Show again that it is you."))
        self.is_file = is_file


def install(app: Flask) -> None:
    """Let `ConfirmFirst` be answered by the page that asks."""
    app.register_error_handler(ConfirmFirst, _asked)


def require(visit: Visit, within: timedelta | None = None, *, is_file: bool = False) -> None:
    """Go on when the person showed lately enough who she is; raises `ConfirmFirst` otherwise.

    Lately is `within`, else what the strictest institution of her active mandates says. A person with a second factor
    must have passed it in this session; that her browser was remembered is not enough.
    """
    limit = window(visit.active) if within is None else within
    fresh = visit.confirmed_at is not None and visit.confirmed_at + limit > clock.now()
    passed = visit.factor not in ("", REMEMBERED) or not factors.has_any(accounts(), visit.user_id)
    if not (fresh and passed):
        raise ConfirmFirst(is_file=is_file)


def window(mandates: Sequence[Mandate]) -> timedelta:
    """Give after how long a sensitive act asks again, over these mandates."""
    return timedelta(minutes=min((one.policy.confirm_minutes for one in mandates), default=30))


class ConfirmView(PageView):
    """Where the page that asks sends its answer."""

    route_base = "/me/confirm"
    default_view = "confirm"
    is_threshold: ClassVar[bool] = True

    @expose("/", methods=("POST",))
    def confirm(self) -> ResponseReturnValue:
        """Look at the answer; when it is right, send the browser on with what it brought."""
        visit, form = visitor(), AnswerForm(prefix=PREFIX)
        question, answer = _question(visit), Answer()
        if question.ways:
            answer = asking.answered(question, form, request.form.get(f"{PREFIX}do", ""))
        if answer.factor is None:
            place = _place(visit, form, _way_on(request.form))
            page = ask_page(question, form, answer, place)
            return render_template("guichet/ask.html", page=page), answer.status
        if answer.factor == factors.RECOVERY:
            mails.tell(question.user, mails.RECOVERY_USED)
        session["sign_in"] = service.confirmed(accounts(), visit.sign_in, answer.factor)
        return _led_on(back_to(form.next.data))


def _led_on(target: str) -> ResponseReturnValue:
    if _POST in request.form and kept.takes_forms(target):
        return redirect(target, 307)  # The browser sends the same form there.
    if _FILE not in request.form:
        return redirect(target if kept.shows(target) else url_for("HomeView.home"), 303)
    accounts().commit()  # The frame of the page reads with the other session.
    page = MessagePage(
        title=_("Thank you"),
        text=_("Your file can be downloaded now."),
        tone="ok",
        actions=(
            Action(_("Download"), target, "main"),
            Action(_("Back"), back_to(request.form[_FILE])),
        ),
    )
    return render_template("guichet/message.html", page=page)


def _asked(first: ConfirmFirst) -> Response:
    """Give the page that asks, in the place of the act."""
    words.ensure()
    g.setdefault("mail_counts", ())  # its navigation shows folders without their numbers: the session is gone
    visit, form = visitor(), AnswerForm(formdata=None, prefix=PREFIX)
    form.next.data = request.full_path.rstrip("?")
    before = (request.referrer or "").removeprefix(request.host_url.rstrip("/"))
    way_on = {_FILE: back_to(before)} if first.is_file else {_POST: "1"} if request.method == "POST" else {}
    page = ask_page(_question(visit), form, Answer(), _place(visit, form, way_on))
    return make_response(render_template("guichet/ask.html", page=page), first.status)


def _question(visit: Visit) -> Asked:
    """Ask for the strongest she has; for the password only when there is nothing stronger."""
    user = accounts().get_one(User, visit.user_id)
    ways: tuple[Way, ...] = (Way(PASSWORD),) if user.password else ()
    if factors.has_any(accounts(), user.id):
        ways = asking.ways_of(user)
    return Asked(user, f"confirm {session['sign_in']}", ways)


def _place(visit: Visit, form: AnswerForm, way_on: Mapping[str, str]) -> Place:
    entries = kept.carried() if request.method == "POST" else ()
    target = back_to(form.next.data)
    before = way_on.get(_FILE) or (target if kept.shows(target) else url_for("HomeView.home"))
    return Place(
        title=_("Confirm that it is you"),
        lead=_("What you typed is kept.") if entries else "",
        action_url=url_for("ConfirmView.confirm"),
        cancel_url=before,
        hidden=(*entries, *way_on.items()),
        elsewhere=_provider(visit, target),
    )


def _way_on(form: Mapping[str, str]) -> dict[str, str]:
    """Give how it goes on after a right answer, as the page noted it."""
    return {name: form[name] for name in (_FILE, _POST) if name in form}


def _provider(visit: Visit, target: str) -> tuple[Elsewhere, ...]:
    """Let the provider that vouched for this session ask her, when there is one."""
    found = sso.session_of(accounts(), visit.sign_in)
    if found is None:
        return ()
    label = _("Confirm with %(name)s", name=found[1].name)
    return (Elsewhere(label, url_for("SsoView.confirm"), (("next", target),)),)
