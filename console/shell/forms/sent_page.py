"""Makes the page of what was sent."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g, url_for
from flask_babel import gettext as _

from console.documents.models import StoredFile
from console.forms.sources import names_of
from console.institutions.sessions import db
from console.shell.forms import attachments, current
from console.shell.forms.draft_page import company_name, crumbs
from console.shell.forms.page_data import AnswersPage
from console.shell.forms.reading import answers_of
from console.shell.forms.submissions import Sent
from console.shell.pages import Action, Fact

DIGEST = 12
"""Signs of a digest that people compare."""


def sent_page(found: Sent) -> AnswersPage:
    """Give the page of a submission, with the form as it was when it was sent."""
    sent, revision, values = found.submission, found.revision, found.values
    tongue = current.tongue(revision)
    names = names_of(revision.form, [values], current.registry().sources)
    files = {
        key: (file.name, url_for("FormsView.attachment", reference=sent.reference, file=key))
        for key, file in attached(found).items()
    }
    facts = [
        Fact(_("Reference"), sent.reference, "code"),
        Fact(_("Sent"), g.style.show_moment(sent.sent_at), "day"),
        Fact(_("By"), sent.user_name),
        Fact(_("Company"), company_name(sent.company_id)),
        Fact(_("Version of the form"), revision.digest[:DIGEST], "code"),
        Fact(_("Digest of the answers"), sent.digest[:DIGEST], "code"),
    ]
    return AnswersPage(
        title=tongue.say(revision.form.title),
        crumbs=crumbs(),
        facts=tuple(fact for fact in facts if fact.text),
        chapters=answers_of(revision, values, tongue, names, files),
        actions=(
            Action(_("PDF"), url_for("FormPapersView.sent", reference=sent.reference), icon="document"),
            Action(_("JSON"), url_for("FormPapersView.values", reference=sent.reference), icon="export"),
        ),
    )


def attached(found: Sent) -> Mapping[str, StoredFile]:
    """Give the documents of a submission by reference."""
    wanted = attachments.references(found.revision.form, found.submission.content)
    return attachments.of_company(db.session(), wanted, found.submission.company_id)
