"""What the buttons of a person's part do. Whatever is pressed, the typed text is saved first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import g, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.base import ids
from console.base.errors import Conflict
from console.documents import service as documents
from console.forms import raw as rows
from console.forms.declarations import Section
from console.institutions.sessions import db, enter
from console.mailbox import service as mailbox
from console.mailbox.service import Content, Refused, Sending, State
from console.private import service as private
from console.shell.boundary import say_done
from console.shell.forms import attachments
from console.shell.forms.acts import row_anchor
from console.shell.forms.draft_page import keep_refusals, overtaken_page, saved
from console.shell.forms.steps import CHECK, next_of, previous_of, section_of
from console.shell.forms.typed import base_of, typed, with_references
from console.shell.private import uploads
from console.shell.private.guests import Guest, leave
from console.shell.private.part import Part, part_of
from console.shell.private.part_pages import check_page


def act(guest: Guest, part: Part, key: str) -> ResponseReturnValue:
    """Save what was typed into a section, then do what its button says."""
    do, _colon, what = request.form.get("do", "next").partition(":")
    taken = uploads.take(part)
    enter(guest.scope, writes=True)
    part = part_of(guest, part.offered)
    if is_over(part.guest):
        return already(part.guest)
    section = next((one for one in part.own if one.key == key), None)
    found = typed(part, section)
    if found.clashes and section is not None:
        return _overtaken(part, section, found.clashes, do)
    raw = _changed(part, found.raw, do, what, taken)
    left = _left(part, section, do)
    part = _saved(part, raw, left)
    if keep_refusals(part.draft.reference, {one.path: one.refusals for one in taken}) and do != "upload":
        return redirect(part.step_url(key), 303)
    if do == "save" and section is not None:
        return jsonify(base=base_of(part, section), said=saved(part))
    if do == "send":
        return _send(part)
    return _led_on(part, key, do, what)


def is_over(guest: Guest) -> bool:
    """Say whether she has sent her part already; what came through a later delegation is not hers."""
    return guest.delegation.ended_at is None and guest.message.state in (State.SENT, State.DONE)


def already(guest: Guest) -> ResponseReturnValue:
    """Lead to what was sent: the button was pressed twice, or in two windows."""
    say_done(_("This was already sent on %(moment)s.", moment=g.style.show_moment(guest.message.moved_at)))
    return redirect(guest.url("sent"), 303)


def _changed(
    part: Part, raw: Mapping[str, Any], do: str, what: str, taken: Sequence[uploads.Taken]
) -> dict[str, Any]:
    """Give her raw values after what the button changes in them; those of the employer stay as they are."""
    raw = {**part.raw, **private.within(part.own, raw)}
    for one in taken:
        raw = with_references(raw, one.path, uploads.kept(part, one)) if one.received else raw
    if do in ("add", "remove"):
        return {**raw, **private.within(part.own, rows.act(part.form, raw, f"{do}:{what}"))}
    if do == "drop":
        path, _colon, gone = what.rpartition(":")
        return with_references(raw, path, (), gone) if attachments.field_at(part.form, path) else dict(raw)
    if do == "forget":
        return {key: value for key, value in raw.items() if key not in part.homeless}
    return dict(raw)


def _left(part: Part, section: Section | None, do: str) -> tuple[str, ...]:
    """Give the sections whose faults are told from now on."""
    if do == "send":
        return tuple(one.key for one in part.own)
    return (section.key,) if do == "next" and section is not None else ()


def _saved(part: Part, raw: Mapping[str, Any], left: tuple[str, ...]) -> Part:
    """Save her part when it has changed, and look at it anew."""
    visit = part.guest.visit
    if visit is not None and not set(left) <= set(visit.left):
        private.leave_section(db.session(), visit, left)
    if visit is not None:
        private.seen(db.session(), visit)
        visit = replace(visit, left=tuple(dict.fromkeys([*visit.left, *left])))
    if (dict(raw), g.language) != (part.raw, part.draft.language) or not part.edition:
        hers = private.within(part.own, raw)
        mailbox.person_save(
            db.session(),
            part.guest.actor,
            Content(part.offered.revision, {**hers, **_homeless(part, raw)}, g.language),
            edition=part.edition,
        )
    found = part_of(replace(part.guest, visit=visit), part.offered)
    documents.claim(db.session(), sorted(found.files))
    return found


def _homeless(part: Part, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was typed into an earlier form and has no place now: it is shown until she throws it away."""
    return {key: value for key, value in raw.items() if key in part.homeless}


def _overtaken(part: Part, section: Section, clashes: Any, do: str) -> ResponseReturnValue:
    if do == "save":
        raise Conflict(_("Changed in another window."))
    page = overtaken_page(part, section, clashes)
    return render_template("guichet/forms/overtaken.html", page=page), Conflict.status


def _send(part: Part) -> ResponseReturnValue:
    """Send once what is complete and agreed to; else lead back to what is missing."""
    if part.faults:
        return redirect(part.step_url(CHECK), 303)
    if request.form.get("agree") != "yes":
        page = check_page(part, is_agreed=False)
        # The text is saved all the same: an answer of 200 commits it.
        return render_template("guichet/private/check.html", page=page)
    documents.claim(db.session(), sorted(attachments.references(part.form, part.values)))
    message = part.guest.message
    private.agree(db.session(), part.guest.delegation.id, message=message.id, reference=message.reference)
    key = ids.digest(f"{part.guest.delegation.id} {request.form.get('key', '')}")
    try:
        mailbox.person_send(
            db.session(),
            part.guest.actor,
            _sending(part, part.own, key),
            edition=part.edition,
            employer=_sending(part, part.employers, key) if part.employers else None,
        )
    except Refused as refused:
        if refused.code != "person_sent":
            raise
    say_done(_("Sent. Thank you."))
    return redirect(part.guest.url("sent"), 303)


def _sending(part: Part, sections: tuple[Section, ...], key: str) -> Sending:
    """Give what is sent of some sections."""
    content = Content(part.offered.revision, private.within(sections, part.fitting), g.language)
    return Sending(content, private.within(sections, part.values), key)


def _led_on(part: Part, key: str, do: str, what: str) -> ResponseReturnValue:
    """Lead to where the button goes."""
    if do == "leave":
        leave(part.guest, db.session())
        return redirect(part.guest.url("left"), 303)
    target, anchor = key, ""
    if do == "go":
        target = what if what in {CHECK, *(one.key for one in part.own)} else key
    elif do == "back":
        target = previous_of(part, key) or key
    elif do == "next":
        section = section_of(part, key)
        target = key if section is not None and part.faults_in(section) else next_of(part, key)
    elif do in ("add", "remove", "rows"):
        anchor = row_anchor(part, do, what)
    elif do in ("upload", "drop"):
        anchor = f"#f-{what if do == 'upload' else what.rpartition(':')[0]}"
    url = part.step_url(target, anchor)
    if do == "upload" and request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(url=url)
    return redirect(url, 303)
