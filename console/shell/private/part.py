"""A person's part as it is looked at: the form, what she typed, what her employer entered beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import g

from console.documents.models import StoredFile
from console.forms import queries, service
from console.forms.declarations import Section
from console.forms.models import Draft
from console.forms.revisions import from_stored
from console.institutions.sessions import db
from console.mailbox import service as mailbox
from console.mailbox.answer import ANSWER
from console.mailbox.models import Message, PrivatePart
from console.private import service as private
from console.shell.forms import attachments, current
from console.shell.forms.opened import Names, Opened, told_here
from console.shell.mailbox.working import form_key
from console.shell.private.guests import Guest


@dataclass(frozen=True)
class Part(Opened):
    """A person's part. Its `draft` is none that is stored: it says what the pages of forms ask of one."""

    guest: Guest
    edition: int
    """Of what she saved; 0 for nothing yet."""

    @cached_property
    def own(self) -> tuple[Section, ...]:
        """Give the sections that are hers, whatever is asked for now."""
        return private.own_sections(self.form)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Give those of them that are asked for now."""
        return tuple(one for one in self.own if one.when is None or one.when(self.canonical))

    @cached_property
    def employers(self) -> tuple[Section, ...]:
        """Give the sections that her employer filled in; none where the whole form is hers."""
        others = tuple(one for one in self.form.sections if one not in self.own)
        return tuple(one for one in others if one.when is None or one.when(self.canonical))

    @cached_property
    def files(self) -> Mapping[str, StoredFile]:
        """Give the documents she added, by reference; one of anybody else's is not among them."""
        wanted = attachments.references(self.form, self.fitting)
        return private.files(db.session(), self.guest.delegation.id, wanted)

    @cached_property
    def names(self) -> Names:
        """Give no names of parties: they are the institution's, not hers to look up."""
        return {}

    def step_url(self, key: str, anchor: str = "") -> str:
        """Give the address of a step."""
        return self.guest.url("step", section=key) + anchor

    def document_url(self, file: str) -> str:
        """Give the address of a document she added."""
        return self.guest.url("document", file=file)

    def suggest_url(self, source: str) -> str:
        """Give no address: nobody suggests parties to her."""
        return ""

    @property
    def crumbs(self) -> tuple[()]:
        """Give no way back: there is nothing above her part."""
        return ()


def offered_of(message: Message) -> current.Offered | None:
    """Give the form of a message, also one that is closed to new announcements; its delegation is the right to it."""
    plugin, _dot, theme = message.theme.partition(".")
    key = form_key(message)
    if key == ANSWER.key:
        return current.Offered(plugin, current.revision_of(plugin, ANSWER), theme)
    if (one := current.registry().forms.get(key)) is not None:
        return current.Offered(one.plugin, current.revision_of(one.plugin, one.form))
    own = queries.own_form(db.session(), key, closed=True)
    return current.Offered(own[0].plugin, from_stored(own[1].content)) if own else None


def part_of(guest: Guest, offered: current.Offered) -> Part:
    """Give her part. Raises `NotFound` once it is withdrawn or taken back, `Refused` when the link has expired."""
    session = db.session()
    message, delegation, stored = mailbox.hers(session, guest.actor)
    guest = replace(guest, message=message, delegation=delegation)
    own, form = private.own_sections(offered.form), offered.form
    before = service.revision_of(session, stored.revision_id) if stored else offered.revision
    beside = {
        **told_here(form, message.prefill or {}, message.prefill_language or g.language),
        **told_here(form, message.raw or {}, message.language or g.language),
    }
    language = stored.language if stored else g.language
    hers = told_here(form, stored.raw, language) if stored else private.within(own, beside)
    others = {key: value for key, value in beside.items() if key not in private.within(own, beside)}
    raw = {**others, **hers}
    draft = Draft(
        reference=message.reference,
        user_id=private.NOBODY,
        company_id=None,
        form_key=form.key,
        message="",
        edition=0,
        channel="",
        language=language,
        raw=raw,
        origins={},
        visited=list(guest.visit.left) if guest.visit else [],
        changed_at=_saved_at(stored, message),
    )
    return Part(draft, offered, before, raw, guest, stored.edition if stored else 0)


def typed_sections(stored: PrivatePart | None, offered: current.Offered) -> tuple[str, ...]:
    """Give the sections into which she typed something: coming back, she goes on behind them."""
    raw: Mapping[str, Any] = stored.raw if stored else {}
    return tuple(one.key for one in offered.form.sections if any(private.within((one,), raw).values()))


def _saved_at(stored: PrivatePart | None, message: Message) -> Any:
    return stored.saved_at if stored else message.moved_at
