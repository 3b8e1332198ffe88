"""A draft as it is looked at: the form in use, what was typed, what it is worth, what is asked of this person now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import NotFound
from console.base.figures import style_of
from console.documents.models import StoredFile
from console.forms import queries, service
from console.forms.canonical import to_canonical
from console.forms.declarations import Form, Section
from console.forms.errors import FormClosed
from console.forms.faults import Placed
from console.forms.fields import Group
from console.forms.models import Draft
from console.forms.raw import ROW
from console.forms.revisions import Revision
from console.forms.rules import UnknownRule
from console.forms.sources import names_of, strangers
from console.forms.tongue import Tongue
from console.forms.validator import is_blank
from console.institutions.sessions import db
from console.mailbox.models import Message
from console.shell import contact
from console.shell.forms import attachments, current
from console.shell.forms.offering import message_of, offered_of
from console.shell.forms.retelling import retold
from console.shell.page_view import visitor
from console.shell.pages import Crumb

Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Opened:
    """A draft with the revision in use and what was typed, in the reader's figures."""

    draft: Draft
    offered: current.Offered
    before: Revision
    """The revision it was last saved with."""
    raw: Mapping[str, Any]

    @property
    def form(self) -> Form:
        """Give the declaration in use."""
        return self.offered.form

    @property
    def tongue(self) -> Tongue:
        """Give the reader's figures with the words of the form."""
        return current.tongue(self.offered.revision)

    @cached_property
    def judged(self) -> tuple[dict[str, Any], tuple[Placed, ...]]:
        """Give the values that could be read and every fault. Raises `FormClosed`."""
        try:
            verdict = current.validator(self.offered.revision, "text").check(self.fitting)
        except UnknownRule as fault:
            raise FormClosed(fault.name) from None
        form, values = self.form, verdict.values
        found = names_of(form, [values], current.registry().sources)
        missing = (*strangers(form, values, found), *attachments.faults_of(form, values, self.files))
        return values, (*verdict.faults, *(self._by_row_name(one) for one in missing))

    @property
    def values(self) -> dict[str, Any]:
        """Give the values that could be read."""
        return self.judged[0]

    @property
    def faults(self) -> tuple[Placed, ...]:
        """Give everything that keeps it from being sent."""
        return self.judged[1]

    @cached_property
    def canonical(self) -> dict[str, Any]:
        """Give the values as conditions ask for them."""
        return to_canonical(self.form, self.values)

    @cached_property
    def names(self) -> Names:
        """Give the names of the parties that are mentioned."""
        return names_of(self.form, [self.values], current.registry().sources)

    @cached_property
    def files(self) -> Mapping[str, StoredFile]:
        """Give the documents that were added and are still there, by reference."""
        wanted = attachments.references(self.form, self.fitting)
        if self.draft.message:
            # Colleagues answer a message together: documents of the one are there for the other.
            return attachments.of_company(db.session(), wanted, self.draft.company_id)
        return attachments.own(db.session(), wanted, self.draft)

    @cached_property
    def homeless(self) -> tuple[str, ...]:
        """Give the keys of typed values that have no place in the form any more."""
        return service.homeless(self.form, self.raw)

    @cached_property
    def fitting(self) -> dict[str, Any]:
        """Give what was typed without what has no place."""
        return {key: value for key, value in self.raw.items() if key not in self.homeless}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Give the sections that are asked for now."""
        return tuple(one for one in self.form.sections if one.when is None or one.when(self.canonical))

    @cached_property
    def message(self) -> Message | None:
        """Give the message whose working copy this is."""
        return message_of(db.session(), visitor(), self.draft) if self.draft.message else None

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """Give the way back: to the message that is answered, else to the overview."""
        if (found := self.message) is not None:
            url = url_for("MailboxView.message", reference=found.reference)
            return (Crumb(found.subject or self.tongue.say(self.form.title), url),)
        return (Crumb(_("Announcements"), url_for("FormsView.index")),)

    def step_url(self, key: str, anchor: str = "") -> str:
        """Give the address of a step; `anchor` is what `anchor_of` gives."""
        return url_for("FormsView.draft", reference=self.draft.reference, section=key) + anchor

    def document_url(self, file: str) -> str:
        """Give the address of a document that was added."""
        return url_for("FormsView.document", reference=self.draft.reference, file=file)

    def suggest_url(self, source: str) -> str:
        """Give the address that answers typed letters with parties; empty for none."""
        return url_for("FormsView.suggest", reference=self.draft.reference, source=source)

    def faults_in(self, section: Section) -> tuple[Placed, ...]:
        """Give the faults of a section."""
        keys = {field.key for field in section.fields}
        return tuple(one for one in self.faults if one.place[0] in keys)

    def rows(self, group: Group) -> Sequence[Mapping[str, Any]]:
        """Give the typed rows of a group."""
        return self.fitting.get(group.key) or ()

    def row_values(self, group: Group) -> dict[str, Mapping[str, Any]]:
        """Give the values of each row that is filled, by the row's name."""
        values = self.values.get(group.key) or ()
        return dict(zip(self._row_names(group.key), values, strict=False))

    def _row_names(self, key: str) -> list[str]:
        return [str(row.get(ROW)) for row in self.fitting.get(key) or () if not is_blank(row)]

    def _by_row_name(self, one: Placed) -> Placed:
        """Let the place of a fault found in values name the row as the page does."""
        if len(one.place) < 3 or not one.place[1].isdecimal():
            return one
        names, number = self._row_names(one.place[0]), int(one.place[1])
        name = names[number] if number < len(names) else one.place[1]
        return Placed((one.place[0], name, *one.place[2:]), one.fault)


def open_draft(reference: str, *, lock: bool = False) -> Opened:
    """Give the visitor's own draft with the form in use; raises `NotFound` also where she may not fill it in."""
    visit = visitor()
    draft = queries.draft(db.session(), reference, visit.user_id, lock=lock)
    offered = offered_of(db.session(), visit, draft, "can_write") if draft is not None else None
    if draft is None or offered is None:
        raise NotFound(_l("There is no such draft. It was sent, thrown away, or its form is closed."))
    contact.about(f"{offered.plugin}.{offered.guard.theme}", draft.message)
    before = service.revision_of(db.session(), draft.revision_id)
    return Opened(draft, offered, before, told_here(offered.form, draft.raw, draft.language))


def told_here(form: Form, raw: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give raw values that were typed in a language as this reader would have typed them."""
    if language == g.style.language or language not in ("en", "fr", "de", "nl"):
        return dict(raw)
    other = style_of(language, g.style.country, str(g.style.zone))
    return retold(form, raw, Tongue(other), Tongue(g.style))
