"""Makes the page of one message: how it stands, what was asked and sent, what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.dossiers import service as dossiers
from console.forms import queries as drafts
from console.institutions.sessions import db
from console.mailbox import machine, queries
from console.mailbox.models import A_NOTICE, COMPANY, REGISTERED, Delegation, Message
from console.mailbox.moving import delegation_of, facts_of
from console.mailbox.states import Actor, Event, Facts, Role, Sight, State, Step
from console.parties.models import Company
from console.shell.desk.panel import desk_panel
from console.shell.dispatch import trail
from console.shell.dispatch.trail import Transmission
from console.shell.forms import current
from console.shell.mailbox import wording
from console.shell.mailbox.actors import folder_title, theme_title, type_title
from console.shell.mailbox.contents import content_of, entered_in
from console.shell.mailbox.delegation_facts import delegation_facts
from console.shell.mailbox.navigation import SLUGS, folders_of, slug_of
from console.shell.mailbox.page_data import LetterPage
from console.shell.mailbox.working import form_key
from console.shell.page_view import visitor
from console.shell.pages import Action, Cell, Crumb, Fact, Row, Tag, TimelineEntry


@dataclass(frozen=True)
class Seen:
    """A message with how much of it an actor sees, and what the state machine knows of it."""

    message: Message
    sight: Sight
    delegation: Delegation | None
    facts: Facts
    actor: Actor

    @property
    def by_fund(self) -> bool:
        """Say whether the institution's staff look at it."""
        return self.actor.role is Role.FUND

    @property
    def folder(self) -> State | None:
        """Give the folder in which the actor has it."""
        found = self.message.desk if self.by_fund else self.message.state
        return State(found) if found in SLUGS.values() else None

    @property
    def reads_heading(self) -> bool:
        """Say whether subject, person and request are hers to read: without the theme only how it stands is."""
        apart = self.by_fund and self.message.origin == COMPANY and self.message.state == State.DELEGATED
        return self.actor.level(self.message.theme) > 0 and not apart

    def may(self, event: Event) -> bool:
        """Say whether the actor may do this now; the act itself asks again."""
        return isinstance(machine.decide(self.facts, event, self.actor), Step)


def seen(session: Session, actor: Actor, reference: str) -> Seen:
    """Give a message as an actor sees it; raises `NotFound` where that is nothing."""
    message, sight = queries.message_of(session, actor, reference)
    delegation = delegation_of(session, message)
    return Seen(message, sight, delegation, facts_of(message, delegation), actor)


def letter_page(one: Seen) -> LetterPage:
    """Give the page of a message."""
    message = one.message
    contents = tuple(
        content_of(found, message.reference) for found in entered_in(message, one.actor, one.sight)
    )
    unsaved, unsaved_url = _unsaved(one)
    is_told = message.type == A_NOTICE and message.state == State.INBOX
    state = (
        wording.told_words(by_fund=one.by_fund)
        if is_told
        else wording.state_words(State(message.state), by_fund=one.by_fund)
    )
    return LetterPage(
        title=title_of(one),
        crumbs=crumbs(one),
        tags=tuple(_tags(one)),
        actions=tuple(_actions(one)),
        state=" ".join((state, wording.since(message.desk_at if one.by_fund else message.moved_at))),
        facts=tuple(fact for fact in _facts(one) if fact.text),
        request=message.text if one.reads_heading else "",
        reply=message.reason if message.state == State.DONE else "",
        contents=contents,
        delegation=delegation_facts(one.delegation, message.due, one.sight, by_fund=one.by_fund),
        questions=tuple(_questions(one)),
        timeline=tuple(_timeline(one)),
        desk=desk_panel(one.actor, message, one.sight),
        unsaved=unsaved,
        unsaved_url=unsaved_url,
        warning=_warning(one),
        trail=_trail(one),
    )


def title_of(one: Seen) -> str:
    """Give what a message is called for its reader."""
    subject = one.message.subject if one.reads_heading else ""
    return subject or type_title(one.message.type)


def crumbs(one: Seen) -> tuple[Crumb, ...]:
    """Give the way back to its folder."""
    folder = one.folder if one.folder in folders_of(one.actor) else folders_of(one.actor)[0]
    if one.by_fund and folder is State.SENT:
        return (Crumb(_("Work queue"), url_for("DeskView.queue")),)
    return (
        Crumb(
            folder_title(folder, by_fund=one.by_fund), url_for("MailboxView.folder", folder=slug_of(folder))
        ),
    )


def _facts(one: Seen) -> Iterator[Fact]:
    message, style = one.message, g.style
    yield Fact(_("Type"), type_title(message.type))
    yield Fact(_("Theme"), theme_title(message.theme))
    if one.by_fund:
        company = db.session().get(Company, message.company_id)
        yield Fact(_("Company"), company.name if company is not None else "")
    if one.reads_heading:
        yield Fact(_("Person"), message.person)
        yield Fact(_("Official number"), wording.number(message.person_number), "code")
    if message.due is not None:
        yield Fact(_("Due"), style.show_day(message.due), "day")
    yield Fact(_("Reference"), message.reference, "code")
    if one.reads_heading and (dossier := _dossier(one)) is not None:
        yield Fact(
            _("Dossier"),
            dossier.reference,
            "code",
            url_for("DossiersView.dossier", reference=dossier.reference),
        )
    if message.origin == REGISTERED:
        yield Fact(_("Came in"), wording.channel(message.channel))
    if one.by_fund and message.read_at is not None:
        yield Fact(_("Read by the company"), style.show_moment(message.read_at), "day")
    if message.state != State.DONE:
        yield Fact(_("Reason"), message.reason)
    if about := _about(one):
        yield Fact(_("Question about"), about[0], url=about[1])


def _tags(one: Seen) -> Iterator[Tag]:
    message = one.message
    waits = message.state in (State.INBOX, State.DRAFT, State.DELEGATED)
    if waits and message.due is not None and (due := wording.due_tag(message.due)):
        yield due
    if waits and message.is_expired:
        yield Tag(_("Expired"), "bad")
    if message.state == State.DONE:
        refused = message.outcome == "refused"
        yield Tag(_("Refused") if refused else _("Accepted"), "bad" if refused else "ok")
    if message.is_recalled and message.state == State.DRAFT and not one.by_fund:
        yield Tag(_("Recalled"), "warn")
    if message.type == A_NOTICE and not one.by_fund:
        yield Tag(_("No answer needed"))
    if message.origin == REGISTERED:
        yield Tag(_("Registered by the institution"))


def _actions(one: Seen) -> Iterator[Action]:
    """Give what the actor may do now; what the state machine refuses is not there."""
    message, reference = one.message, one.message.reference
    if one.may(Event.SAVE) and _has_form(one):
        label = _("Continue") if message.state == State.DRAFT else _("Reply")
        yield Action(label, url_for("MailboxView.answer", reference=reference), "main", "draft", post=True)
    if one.may(Event.PUT_AWAY):
        url = url_for("MailboxView.put_away", reference=reference)
        yield Action(_("Put away"), url, "main", "done", post=True)
    if one.may(Event.DELEGATE):
        yield Action(_("Delegate"), url_for("DelegationView.new", reference=reference), icon="delegated")
    if one.may(Event.CONSULT):
        url = url_for("DelegationView.status", reference=reference)
        yield Action(_("See to the delegation"), url, "main", "delegated")
    elif one.may(Event.WITHDRAW):
        yield Action(_("Withdraw the delegation"), url_for("DelegationView.withdraw", reference=reference))
    if one.may(Event.RECALL):
        yield Action(_("Recall"), url_for("MailboxView.recall", reference=reference), icon="history")
    if one.may(Event.DELETE):
        label = _("Throw the answer away") if one.facts.is_asked else _("Delete draft")
        yield Action(label, url_for("MailboxView.delete", reference=reference), "danger", "delete")
    if message.state in (State.SENT, State.DONE) and one.sight in (Sight.ALL, Sight.OWN):
        yield from _proofs(one)


def _proofs(one: Seen) -> Iterator[Action]:
    """Lead to the proofs of what was sent: the company's to both sides, the person's to the staff."""
    url = url_for("ProofsView.pdf", reference=one.message.reference)
    if one.facts.by_company:
        yield Action(_("Proof (PDF)"), url, icon="document")
    if one.by_fund and one.facts.by_person:
        yield Action(_("Proof of the person (PDF)"), f"{url}?whose=person", icon="document")


def _has_form(one: Seen) -> bool:
    found = current.for_message(visitor(), one.message.theme, form_key(one.message), "can_write")
    return found is not None


def _unsaved(one: Seen) -> tuple[str, str]:
    """Say that the reader has typed something that she did not save, and where she goes on."""
    if one.by_fund or not one.may(Event.SAVE):
        return "", ""
    draft = drafts.working_copy(db.session(), one.message.reference, one.actor.user_id)
    if draft is None or draft.changed_at <= draft.created_at:
        return "", ""
    said = _(
        "You typed something on %(moment)s that is not saved yet.",
        moment=g.style.show_moment(draft.changed_at),
    )
    return said, url_for("FormsView.resume", reference=draft.reference)


def _warning(one: Seen) -> str:
    if one.message.is_withdrawn:
        return str(_("The institution has withdrawn this request. There is nothing left to do."))
    if one.sight is Sight.STATUS and one.message.state in (State.SENT, State.DONE):
        return str(_("The person has sent her answer to the institution herself. What she wrote is hers."))
    return ""


def _questions(one: Seen) -> Iterator[Row]:
    """Give the institution's questions about this message, as far as the actor sees them."""
    asked = db.session().scalars(
        select(Message).where(Message.about_id == one.message.id).order_by(Message.id.desc())
    )
    for question in asked:
        facts = facts_of(question, delegation_of(db.session(), question))
        if machine.sees(facts, one.actor) is not Sight.NOTHING:
            state = wording.state_words(State(question.state), by_fund=one.by_fund)
            moment = question.desk_at if one.by_fund else question.moved_at
            cells = (Cell(question.subject), Cell(state), Cell(g.style.show_moment(moment)))
            yield Row(cells, url_for("MailboxView.message", reference=question.reference))


def _trail(one: Seen) -> tuple[Transmission, ...]:
    """Give what left about this message, to who reads what it is about."""
    if not one.reads_heading:
        return ()
    return trail.of_message(db.session(), one.message, by_staff=one.by_fund)


def _about(one: Seen) -> tuple[str, str] | None:
    """Give what a question is about; nothing to the staff once its sender has taken that back."""
    if one.message.about_id is None or not one.reads_heading:
        return None
    about = db.session().scalars(select(Message).where(Message.id == one.message.about_id)).one()
    facts = facts_of(about, delegation_of(db.session(), about))
    if machine.sees(facts, one.actor) is Sight.NOTHING:
        return None
    return about.subject or type_title(about.type), url_for("MailboxView.message", reference=about.reference)


def _dossier(one: Seen) -> dossiers.Dossier | None:
    key = one.message.dossier_id
    return db.session().get(dossiers.Dossier, key) if key is not None else None


def _timeline(one: Seen) -> Iterator[TimelineEntry]:
    """Give what happened to this message, from the timeline that both sides read."""
    dossier = _dossier(one) if one.reads_heading else None
    if dossier is not None:
        for entry in dossiers.timeline(db.session(), dossier):
            if entry.message == one.message.reference:
                yield wording.entry_of(entry)
