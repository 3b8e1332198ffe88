"""The pages on which a person fills in forms, sends them, and reads what was sent."""

from __future__ import annotations

from typing import ClassVar

from flask import current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.errors import NotAllowed, NotFound
from console.forms import queries, service
from console.forms.declarations import Form
from console.forms.errors import FormClosed
from console.forms.fields import Chooser, Group
from console.forms.prefill import Prefilled, prefilled
from console.hooks.manager import Plugins
from console.institutions.sessions import db, hook_savepoint
from console.shell import contact
from console.shell.boundary import say_done
from console.shell.forms import acts, attachments, current
from console.shell.forms.check_page import check_page
from console.shell.forms.draft_page import closed_page, crumbs, draft_page
from console.shell.forms.opened import open_draft
from console.shell.forms.overview import overview_page
from console.shell.forms.sent_page import attached, sent_page
from console.shell.forms.steps import CHECK, section_of, where_to_go_on
from console.shell.forms.submissions import sent_of
from console.shell.mailbox import working
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage


class FormsView(PageView):
    """Announcements: forms, drafts, what was sent. The level in a form's theme says who may do what with it."""

    key = "form"
    route_base = "/forms"
    default_view = "index"
    is_basic: ClassVar[bool] = True
    keeps_typed: ClassVar[bool] = True
    method_permission_name = {
        "index": "read",
        "sent": "read",
        "attachment": "read",
        "new": "write",
        "resume": "write",
        "draft": "write",
        "drop": "write",
        "document": "write",
        "suggest": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List forms to begin, own drafts, and what was sent lately."""
        return render_template("guichet/forms/overview.html", page=overview_page(visitor()))

    @expose("/<key>/new", methods=("POST",))
    @has_access
    def new(self, key: str) -> ResponseReturnValue:
        """Begin a draft for the mandate at hand, with what is known already."""
        visit = visitor()
        found = current.find(visit, key)
        if found is None:
            raise NotFound(_l("There is no such form, or it is not open to you."))
        if visit.everywhere or visit.mandate is None:
            raise NotAllowed(_l("All companies at once can only be read. Change to one mandate first."))
        company = visit.mandate.company
        if company is None and (channel := request.form.get("channel", "")):
            draft = working.begin_registered(found, request.form.get("company", ""), channel)
            return redirect(url_for(".resume", reference=draft.reference), 303)
        sender = service.Sender(visit.user_id, visit.name, company, g.language)
        known = _known(found, company) | contact.referring(found.form, request.form.get("reference", ""))
        draft = service.open_draft(db.session(), found.revision, sender, known)
        return redirect(url_for(".draft", reference=draft.reference, section=found.form.sections[0].key), 303)

    @expose("/draft/<reference>/")
    @has_access
    def resume(self, reference: str) -> ResponseReturnValue:
        """Lead to the first step that is not done."""
        if (sent := acts.sent_from(reference)) is not None:
            return acts.already(sent)
        opened = open_draft(reference)
        try:
            return redirect(opened.step_url(where_to_go_on(opened)), 303)
        except FormClosed as closed:
            return render_template("guichet/forms/answers.html", page=closed_page(opened, str(closed)))

    @expose("/draft/<reference>/<section>", methods=("GET", "POST"))
    @has_access
    def draft(self, reference: str, section: str) -> ResponseReturnValue:
        """Show a step of a draft; save it and do what its button says."""
        if request.method == "POST":
            return acts.act(reference, section)
        if (sent := acts.sent_from(reference)) is not None:
            return acts.already(sent)
        opened = open_draft(reference)
        try:
            if section == CHECK:
                return render_template("guichet/forms/check.html", page=check_page(opened))
            found = section_of(opened, section)
            if found is None:
                return redirect(opened.step_url(where_to_go_on(opened)), 303)
            return render_template("guichet/forms/draft.html", page=draft_page(opened, found))
        except FormClosed as closed:
            return render_template("guichet/forms/answers.html", page=closed_page(opened, str(closed)))

    @expose("/draft/<reference>/throw-away", methods=("GET", "POST"))
    @has_access
    def drop(self, reference: str) -> ResponseReturnValue:
        """Ask before a draft is thrown away."""
        draft = queries.draft(db.session(), reference, visitor().user_id, lock=request.method == "POST")
        if draft is None:
            raise NotFound(_l("There is no such draft. It was sent or thrown away."))
        if request.method == "POST":
            service.drop_draft(db.session(), draft)
            say_done(_("The draft is thrown away."))
            return redirect(url_for(".index"), 303)
        revision = service.revision_of(db.session(), draft.revision_id)
        page = ConfirmPage(
            title=_("Throw this draft away?"),
            lead=current.tongue(revision).say(revision.form.title),
            consequences=(_("What you typed into it is gone for good."), _("Nothing is sent.")),
            submit=_("Throw away"),
            cancel_url=url_for(".index"),
            crumbs=crumbs(),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)

    @expose("/draft/<reference>/document/<file>")
    @has_access
    def document(self, reference: str, file: str) -> ResponseReturnValue:
        """Give a document that was added to a draft."""
        found = open_draft(reference).files.get(file)
        if found is None:
            raise NotFound(_l("This document is no longer there. Add it again."))
        return attachments.handed_out(found)

    @expose("/suggest/<reference>")
    @has_access
    def suggest(self, reference: str) -> ResponseReturnValue:
        """Answer typed letters with the parties of a source that begin like them, for a draft's chooser."""
        asked = request.args.get("source", "")
        named = _sources(open_draft(reference).form)
        source = current.registry().sources.get(asked) if asked in named else None
        found = source.suggest(request.args.get("q", "")[:80]) if source is not None else ()
        return jsonify([{"value": value, "label": f"{value} · {name}"} for value, name in found])

    @expose("/sent/<reference>")
    @has_access
    def sent(self, reference: str) -> ResponseReturnValue:
        """Show what was sent."""
        return render_template("guichet/forms/answers.html", page=sent_page(sent_of(visitor(), reference)))

    @expose("/sent/<reference>/document/<file>")
    @has_access
    def attachment(self, reference: str, file: str) -> ResponseReturnValue:
        """Give a document that was sent."""
        found = attached(sent_of(visitor(), reference)).get(file)
        if found is None:
            raise NotFound(_l("This document is no longer there."))
        return attachments.handed_out(found)


def _sources(form: Form) -> set[str]:
    """Give the sources that the choosers of a form name: a draft opens no others."""
    groups = (one for one in form.fields() if isinstance(one, Group))
    every = (*form.fields(), *(inner for group in groups for inner in group.fields))
    return {one.source for one in every if isinstance(one, Chooser)}


def _known(found: current.Offered, company: int | None) -> dict[str, Prefilled]:
    """Ask the form's plugin for values it knows already."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    answers = plugins.ask(
        "prefill_form", {found.plugin}, around=hook_savepoint, form=found.form.key, company=company
    )
    values = [one for answer in answers for one in answer.values]
    return prefilled(found.form, values, current.tongue(found.revision))
