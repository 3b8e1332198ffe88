"""A form as a document: what was sent, a draft as it stands, and the blank form for those who write by hand."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from flask import Response, g, send_file
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.errors import NotFound
from console.documents.paper import Paper, render_paper
from console.forms import paper
from console.forms.fields import File, Group
from console.forms.sources import names_of
from console.shell.forms import current
from console.shell.forms.opened import Opened, open_draft
from console.shell.forms.places import told
from console.shell.forms.sent_page import attached
from console.shell.forms.submissions import Sent, sent_of
from console.shell.page_view import PageView, visitor

LONGEST = 20_000
"""Signs of one refused answer on the paper of a draft: no field takes more, and megabytes would hold up every PDF."""


class FormPapersView(PageView):
    """Forms as files, for whoever may see them as pages."""

    key = "form"
    route_base = "/forms"
    is_basic: ClassVar[bool] = True
    method_permission_name: ClassVar[dict[str, str]] = {
        "sent": "read",
        "values": "read",
        "draft": "write",
        "draft_blank": "write",
        "blank": "write",
    }

    @expose("/sent/<reference>/paper.pdf")
    @has_access
    def sent(self, reference: str) -> ResponseReturnValue:
        """Give what was sent as a PDF."""
        found = sent_of(visitor(), reference)
        return pdf(_sent(found), f"{found.submission.form_key}-{reference}")

    @expose("/sent/<reference>/values.json")
    @has_access
    def values(self, reference: str) -> ResponseReturnValue:
        """Give what was sent as canonical values, with the digests of values and revision."""
        found = sent_of(visitor(), reference)
        body = msgspec.json.format(msgspec.json.encode(_told(found)))
        return _file(body, "application/json", f"{found.submission.form_key}-{reference}.json")

    @expose("/draft/<reference>/paper.pdf")
    @has_access
    def draft(self, reference: str) -> ResponseReturnValue:
        """Give a draft as it stands, marked as one."""
        opened = open_draft(reference)
        return pdf(_draft(opened), f"{opened.form.key}-{reference}-draft")

    @expose("/draft/<reference>/blank.pdf")
    @has_access
    def draft_blank(self, reference: str) -> ResponseReturnValue:
        """Give the form of a draft to be filled in by hand; its barcode leads back to the draft."""
        opened = open_draft(reference)
        head = letterhead(opened.draft.created_at, reference)
        return pdf(
            paper.blank(opened.offered.revision, opened.tongue, head), f"{opened.form.key}-{reference}"
        )

    @expose("/blank/<form>.pdf")
    @has_access
    def blank(self, form: str) -> ResponseReturnValue:
        """Give a form to be filled in by hand."""
        found = current.find(visitor(), form)
        if found is None:
            raise NotFound(_l("There is no such form, or it is not open to you."))
        return pdf(paper.blank(found.revision, current.tongue(found.revision), letterhead(clock.now())), form)


def letterhead(
    made_at: datetime,
    reference: str = "",
    subtitle: str = "",
    footer: str = "",
    *,
    institution: int | None = None,
) -> paper.Letterhead:
    """Give the letterhead of the institution at hand; over several mandates, of the one with this number."""
    tenants = {one.tenant.id: one.tenant for one in visitor().active}
    found = tenants.get(institution or 0) or next(iter(tenants.values()), None)
    name, practice = (found.name, found.is_practice) if found is not None else ("", False)
    return paper.Letterhead(name, made_at, reference, subtitle, footer, practice=practice)


def pdf(page: Paper, name: str) -> Response:
    """Answer with the PDF of a paper. Raises `NotRendered`, which is logged and has a page of its own."""
    return _file(render_paper(page), "application/pdf", f"{name}.pdf", is_shown=True)


def _file(content: bytes, kind: str, name: str, *, is_shown: bool = False) -> Response:
    return send_file(io.BytesIO(content), mimetype=kind, as_attachment=not is_shown, download_name=name)


def _sent(found: Sent) -> Paper:
    sent, revision, values = found.submission, found.revision, found.values
    parties = names_of(revision.form, [values], current.registry().sources)
    names = paper.Names(parties, {key: file.name for key, file in attached(found).items()})
    who = _("Sent on %(when)s by %(name)s", when=g.style.show_moment(sent.sent_at), name=sent.user_name)
    proof = _("Digest of the answers: %(digest)s", digest=sent.digest)
    head = letterhead(sent.sent_at, sent.reference, who, proof, institution=sent.institution_id)
    return paper.filled(revision, values, current.tongue(revision), head, names=names)


def _draft(opened: Opened) -> Paper:
    """Make the paper of a draft; what could not be read stands on it as it was typed."""
    draft, faulty = opened.draft, {one.place[0] for one in opened.faults}
    typed = {
        field.key: _cut(told(field, opened.fitting.get(field.key), opened.tongue))
        for field in opened.form.fields()
        if field.key in faulty and not isinstance(field, Group | File)
    }
    return paper.filled(
        opened.offered.revision,
        opened.values,
        opened.tongue,
        letterhead(
            draft.changed_at,
            draft.reference,
            _("As saved on %(when)s", when=g.style.show_moment(draft.changed_at)),
        ),
        names=paper.Names(opened.names, {key: file.name for key, file in opened.files.items()}),
        typed=typed,
        draft=True,
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _told(found: Sent) -> dict[str, Any]:
    sent = found.submission
    return {
        "reference": sent.reference,
        "form": sent.form_key,
        "revision": found.revision.digest,
        "sent_at": sent.sent_at.isoformat(),
        "source": sent.source,
        "digest": sent.digest,
        "values": sent.content,
    }
