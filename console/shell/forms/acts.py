"""What the buttons of a draft do. Whatever is pressed, the typed text is saved first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.base.errors import NotFound
from console.documents import service as documents
from console.forms import queries, service
from console.forms import raw as rows
from console.forms.declarations import Section
from console.forms.errors import DraftOvertaken
from console.forms.fields import Group
from console.institutions.sessions import db
from console.mailbox.queries import submitted_from
from console.mailbox.states import State
from console.shell import confirming, gate
from console.shell.boundary import say_done
from console.shell.forms import attachments, handing
from console.shell.forms.draft_page import keep_refusals, overtaken_page, saved
from console.shell.forms.handing import settled
from console.shell.forms.offering import offered_of
from console.shell.forms.opened import Opened, open_draft, told_here
from console.shell.forms.places import PAGE, anchor_of
from console.shell.forms.steps import CHECK, next_of, previous_of, section_of
from console.shell.forms.typed import base_of, typed, with_references
from console.shell.mailbox import working
from console.shell.page_view import visitor


@dataclass(frozen=True)
class Already:
    """What a draft has become: when, and where it is shown."""

    moment: datetime
    url: str
    saved: str = ""
    """The reference of its message where that was saved and not sent."""


def act(reference: str, key: str) -> ResponseReturnValue:
    """Save what was typed into a section, then do what its button says."""
    do, _colon, what = request.form.get("do", "next").partition(":")
    if "send" in (do, request.form.get("then")):
        confirming.require(visitor())
    taken = attachments.take(reference)
    try:
        opened = open_draft(reference, lock=True)
    except NotFound:
        if (before := sent_from(reference)) is None:
            raise
        if not before.saved or do == "settle":
            return already(before)
        # Its page was still open, or the button pressed twice: what it brings goes on in the message.
        opened = open_draft(working.go_on(reference, before.saved).reference, lock=True)
    if do == "settle":
        return settled(opened)
    section = next((one for one in opened.form.sections if one.key == key), None)
    found = typed(opened, section)
    if found.clashes and section is not None:
        return _overtaken(opened, section, found.clashes, do)
    raw = found.raw
    for one in taken:
        raw = _with_documents(opened, raw, one.path, one.references)
    if do in ("add", "remove"):
        raw = rows.act(opened.form, raw, f"{do}:{what}")
    elif do == "drop":
        path, _colon, gone = what.rpartition(":")
        raw = _with_documents(opened, raw, path, (), gone)
    elif do == "forget":
        raw = {one: value for one, value in raw.items() if one not in opened.homeless}
    left = _left(opened, section, do)
    opened = _saved(opened, raw, left)
    if keep_refusals(opened.draft.reference, {one.path: one.refusals for one in taken}) and do != "upload":
        return redirect(opened.step_url(key), 303)
    if do == "save" and section is not None:
        return jsonify(base=base_of(opened, section), said=saved(opened))
    if do == "send":
        return _send(opened)
    return _led_on(opened, key, do, what)


def sent_from(reference: str) -> Already | None:
    """Give what was sent or saved from a draft, to the person who filled it in."""
    found = queries.sent_from(db.session(), reference)
    if found is not None and found.user_id == visitor().user_id:
        return Already(found.sent_at, url_for("FormsView.sent", reference=found.reference))
    message = working.message_from(reference)
    if message is None:
        own = submitted_from(db.session(), reference, visitor().user_id)
        return Already(own.sent_at, url_for("FormsView.sent", reference=own.reference)) if own else None
    saved = message.reference if message.state == State.DRAFT else ""
    return Already(message.moved_at, url_for("MailboxView.message", reference=message.reference), saved)


def already(sent: Already) -> ResponseReturnValue:
    """Lead to what was sent: the button was pressed twice, or the page before it was looked at again."""
    if sent.saved:
        return redirect(sent.url, 303)
    say_done(_("This was already sent on %(moment)s.", moment=g.style.show_moment(sent.moment)))
    return redirect(sent.url, 303)


def _with_documents(
    opened: Opened, raw: dict[str, Any], path: str, add: Sequence[str], drop: str = ""
) -> dict[str, Any]:
    """Give raw values with documents added or taken away; a path that is none of documents changes nothing."""
    if attachments.field_at(opened.form, path) is None:
        return raw
    return with_references(raw, path, add, drop)


def _left(opened: Opened, section: Section | None, do: str) -> tuple[str, ...]:
    """Give the sections whose faults are told from now on."""
    if do == "send":
        return tuple(one.key for one in opened.form.sections)
    return (section.key,) if do == "next" and section is not None else ()


def _saved(opened: Opened, raw: dict[str, Any], left: tuple[str, ...]) -> Opened:
    """Save the draft on the form in use, and look at it anew."""
    draft, revision = opened.draft, opened.offered.revision
    if opened.before.digest != revision.digest:
        service.rebase(db.session(), draft, revision)
    service.save_draft(db.session(), draft, raw, version=draft.version, language=g.language, visited=left)
    return Opened(draft, opened.offered, revision, told_here(opened.form, draft.raw, draft.language))


def _overtaken(opened: Opened, section: Section, clashes: Any, do: str) -> ResponseReturnValue:
    if do == "save":
        raise DraftOvertaken
    page = overtaken_page(opened, section, clashes)
    return render_template("guichet/forms/overtaken.html", page=page), DraftOvertaken.status


def _send(opened: Opened) -> ResponseReturnValue:
    """Make a submission when nothing is wrong; else lead back to what is."""
    visit, draft = visitor(), opened.draft
    may = offered_of(db.session(), visit, draft, "can_send")
    if may is None or opened.faults:
        return redirect(opened.step_url(CHECK), 303)
    if working.is_for_mailbox(draft):
        return handing.send(opened)
    documents.claim(db.session(), sorted(attachments.references(opened.form, opened.values)))
    sender = service.Sender(visit.user_id, visit.name, draft.company_id, g.language)
    sent = service.send_draft(db.session(), draft, opened.offered.revision, opened.values, sender)
    say_done(_("Sent. Reference: %(reference)s", reference=sent.reference))
    return redirect(url_for("FormsView.sent", reference=sent.reference), 303)


def _is_shared(opened: Opened) -> bool:
    """Say whether what is saved stands among the drafts of the company; who has no mailbox keeps hers to herself."""
    own = bool(opened.draft.channel) or gate.is_of_old(visitor(), opened.offered.guard)
    return working.is_for_mailbox(opened.draft) and not own


def _led_on(opened: Opened, key: str, do: str, what: str) -> ResponseReturnValue:
    """Lead to where the button goes."""
    if do == "leave" and _is_shared(opened):
        return handing.save(opened)
    if do == "leave":
        say_done(_("Your draft is saved. You find it under Announcements."))
        return redirect(url_for("FormsView.index"), 303)
    target, anchor = key, ""
    if do == "go":
        known = {CHECK, *(one.key for one in opened.form.sections)}
        target = what if what in known else key
    elif do == "back":
        target = previous_of(opened, key) or key
    elif do == "next":
        section = section_of(opened, key)
        target = key if section is not None and opened.faults_in(section) else next_of(opened, key)
    elif do in ("add", "remove", "rows"):
        anchor = row_anchor(opened, do, what)
    elif do in ("upload", "drop"):
        anchor = f"#f-{what if do == 'upload' else what.rpartition(':')[0]}"
    url = opened.step_url(target, anchor)
    if do == "upload" and request.headers.get("Accept", "").startswith("application/json"):
        return jsonify(url=url)
    return redirect(url, 303)


def row_anchor(opened: Opened, do: str, what: str) -> str:
    """Lead to the row that was added, or to the group a row was taken from, or to a page of rows."""
    key, _colon, page = what.partition(":")
    group = {field.key: field for field in opened.form.fields()}.get(key)
    if not isinstance(group, Group):
        return ""
    found = opened.rows(group)
    if do == "add" and found:
        first = next((field.key for field in group.fields if field.is_read), "")
        return anchor_of(opened.form, (key, str(found[-1].get(rows.ROW)), first), opened.fitting)
    last = max(1, -(-len(found) // PAGE))
    number = min(int(page), last) if do == "rows" and page.isdecimal() and len(page) < 6 else 1
    return (f"?rows-{key}={number}" if number > 1 else "") + f"#f-{key}"
