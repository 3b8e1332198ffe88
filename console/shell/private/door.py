"""What happens at the door: it is shown, a code is sent, somebody shows who she is."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.base import ids
from console.forms.tongue import Tongue
from console.institutions.sessions import db
from console.mailbox import service as mailbox
from console.private import service as private
from console.private.service import Known, Shown, Stands, Way
from console.shell import kept
from console.shell.pages import ConfirmPage
from console.shell.private import door_page as pages
from console.shell.private.door_page import IdentifyForm
from console.shell.private.guests import Guest, noting, remember, secret_key
from console.shell.private.part import offered_of, typed_sections

MESSAGE = "guichet/message.html"


def shown(guest: Guest, *, kept_text: str = "", back: str = "") -> ResponseReturnValue:
    """Show the door; `kept_text` is what was typed into a page of hers before her visit ended."""
    if (shut := _shut(guest)) is not None:
        return shut
    door = _door(guest)
    if private.is_new(db.session(), door):
        with noting(guest) as session:
            private.opened(session, door)
    ways = private.ways_here(door.known)
    if not ways:
        return _unknown_person(guest)
    note = (
        _("You were away for a while. Show once more who you are: what you typed is kept.")
        if kept_text
        else ""
    )
    form = pages.form_of(guest, door.known, ways[0], with_fields=ways[0] not in private.BY_CODE)
    page = pages.door_page(guest, ways, ways[0], form, note=note, kept=kept_text, back=back)
    return render_template("guichet/private/door.html", page=page), 401 if kept_text else 200


def asked(guest: Guest) -> ResponseReturnValue:
    """Do what a button at the door says."""
    shut = _shut(guest)
    if shut is not None:
        return shut
    door, do = _door(guest), request.form.get("do", "open")
    ways = private.ways_here(door.known)
    if not ways:
        return _unknown_person(guest)
    wanted = do.removeprefix("way:") if do.startswith("way:") else request.form.get("way", "")
    way = next((one for one in ways if one == wanted), ways[0])
    if do == "code" and way in private.BY_CODE:
        return _code_asked(guest, door, ways, way)
    if do != "open":
        fields = do == "have" or way not in private.BY_CODE
        return _again(guest, ways, way, _emptied(pages.form_of(guest, door.known, way, with_fields=fields)))
    form = pages.form_of(guest, door.known, way, with_fields=True)
    if not form.validate():
        return _again(guest, ways, way, form, status=422)
    return _tried(guest, door, ways, way, form)


def _tried(
    guest: Guest, door: private.Door, ways: tuple[Way, ...], way: Way, form: IdentifyForm
) -> ResponseReturnValue:
    """Count the try whatever comes of it, and open a visit when it is right."""
    given = Shown(
        number=form.number.data if "number" in form else "",
        birth=g.style.read_day(form.birth.data.strip(), full_year=True) if "birth" in form else None,
        code="".join(form.code.data.split()) if "code" in form else "",
    )
    secret = ""
    with noting(guest) as session:
        verdict = private.attempt(session, door, way, given)
        if verdict.stands is Stands.OPEN:
            mailbox.come_in(session, guest.actor)
            part = mailbox.hers(session, guest.actor)[2]
            offered = offered_of(guest.message)
            left = typed_sections(part, offered) if offered is not None else ()
            secret = private.begin(session, guest.institution, guest.delegation.id, way, left)
    if verdict.stands is Stands.LOCKED:
        return _message(pages.shut_page(guest, pages.locked_text()), 429)
    if verdict.stands is not Stands.OPEN:
        form.form_errors.append(pages.note_of(verdict))
        return _again(guest, ways, way, form, status=429 if verdict.stands is Stands.WAIT else 422)
    remember(guest, secret)
    return _entered(guest)


def _entered(guest: Guest) -> ResponseReturnValue:
    """Lead in; where she had typed something when her visit ended, ask whether to save it now."""
    back = request.form.get("back", "")
    entries = kept.read(request.form.get("kept"))
    if not entries or not back or not guest.was_here:
        return redirect(url_for("PrivateView.start", token=guest.token), 303)
    target = url_for("PrivateView.step", token=guest.token, section=back)
    page = ConfirmPage(
        title=_("What you typed is kept"),
        lead=_("Go on where you were. What you typed is saved then."),
        consequences=(),
        submit=_("Save and go on"),
        cancel_url=target,
        hidden=entries,
        action_url=target,
    )
    return render_template("guichet/kept.html", page=page)


def _code_asked(guest: Guest, door: private.Door, ways: tuple[Way, ...], way: Way) -> ResponseReturnValue:
    with noting(guest) as session:
        verdict = private.new_code(session, door, way)
        if verdict.stands is Stands.SENT:
            private.send_code(
                session,
                way,
                verdict.code,
                delegation=guest.delegation.id,
                email=guest.delegation.email,
                phone=door.known.phone,
                language=g.language,
            )
    if verdict.stands is Stands.LOCKED:
        return _message(pages.shut_page(guest, pages.locked_text()), 429)
    form = _emptied(pages.form_of(guest, door.known, way, with_fields=True))
    status = 200 if verdict.stands is Stands.SENT else 429
    return _again(guest, ways, way, form, note=pages.note_of(verdict), status=status)


def _again(
    guest: Guest,
    ways: tuple[Way, ...],
    way: Way,
    form: IdentifyForm,
    *,
    note: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    carried = {name: request.form.get(name, "") for name in ("kept", "back")}
    page = pages.door_page(guest, ways, way, form, note=note, kept=carried["kept"], back=carried["back"])
    return render_template("guichet/private/door.html", page=page), status


def _emptied(form: IdentifyForm) -> IdentifyForm:
    """Leave out what a page before asked for in another way."""
    if "code" in form:
        form.code.data = ""
    return form


def _shut(guest: Guest) -> ResponseReturnValue | None:
    """Answer for a link that has run out or is locked."""
    if pages.is_expired(guest):
        return _message(pages.shut_page(guest, pages.expired_text(guest)), 410)
    if private.is_home(db.session(), guest.delegation.id):
        return _message(pages.home_page(), 410)
    if private.stays_locked(db.session(), guest.delegation.id, ids.digest(guest.token)):
        return _message(pages.shut_page(guest, pages.locked_text()), 429)
    return None


def _unknown_person(guest: Guest) -> ResponseReturnValue:
    why = _("The institution knows too little of you to recognise you here.")
    return _message(pages.shut_page(guest, why), 409)


def _message(page: object, status: int) -> ResponseReturnValue:
    return render_template(MESSAGE, page=page), status


def _door(guest: Guest) -> private.Door:
    return private.Door(
        delegation=guest.delegation.id,
        company=guest.delegation.company_id,
        message=guest.message.id,
        reference=guest.message.reference,
        link=ids.digest(guest.token),
        known=_known(guest),
        secret=secret_key(),
    )


def _known(guest: Guest) -> Known:
    """Give what the institution knows of her: the number of the message, and what it filled in beforehand itself."""
    number = guest.message.person_number or guest.delegation.person_number
    offered = offered_of(guest.message)
    if offered is None:
        return Known()
    tongue = Tongue(g.style, offered.revision.texts)
    return private.known_of(offered.form, guest.message.prefill or {}, number, tongue)
