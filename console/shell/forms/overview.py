"""Makes the page with the forms to begin, the drafts to go on with, and what was sent lately."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from flask import current_app, g, url_for
from flask_babel import gettext as _

from console.accounts.visits import Visit
from console.forms import queries, service
from console.forms.declarations import FormFault
from console.forms.models import Draft
from console.forms.revisions import Revision
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.mailbox.queries import held
from console.shell import gate
from console.shell.forms import current
from console.shell.forms.check_page import theme_title
from console.shell.forms.draft_page import company_name
from console.shell.forms.imports import sheet_url
from console.shell.forms.opened import told_here
from console.shell.forms.page_data import DraftLine, Offer, Offers, OverviewPage
from console.shell.forms.places import told
from console.shell.forms.submissions import Sent, is_of_message, may_read
from console.shell.mailbox import navigation
from console.shell.pages import Cell, Column, DataTable, Empty, Row

SENT = 20
LONGEST = 40
"""Signs of a text in the list of drafts."""
_TOLD = 3


def overview_page(visit: Visit) -> OverviewPage:
    """Give the page of a person under the mandates at hand."""
    offers = [] if visit.everywhere else current.offered(visit)
    return OverviewPage(
        title=_("Announcements"),
        lead=_(
            "Fill in and send what concerns your employees and your company. A draft waits until you send it."
        ),
        note=_("All companies at once can only be read. Change to one mandate to fill in a form.")
        if visit.everywhere
        else "",
        drafts=() if visit.everywhere else tuple(_draft_lines(visit, offers)),
        no_draft=Empty(_("No draft"), _("What you begin to fill in is kept here until you send it.")),
        offers=tuple(_by_theme(offers)),
        no_offer=Empty(
            _("No form is open to you"),
            _("Forms appear here when your administrator gives you the right to prepare in a theme."),
        ),
        sent=_sent_table(_sent(visit)),
        nothing_sent=Empty(_("Nothing was sent yet"), _("What is sent stays readable here.")),
    )


def _by_theme(offers: Sequence[current.Offered]) -> Iterator[Offers]:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    order = [(one.name, theme.key) for one in plugins for theme in one.themes]

    def theme(one: current.Offered) -> int:
        return order.index((one.plugin, one.form.theme))

    for _number, found in groupby(sorted(offers, key=theme), theme):
        forms = list(found)
        yield Offers(theme_title(forms[0]), tuple(_offer(one) for one in forms))


def _offer(one: current.Offered) -> Offer:
    say = current.tongue(one.revision).say
    help_text = say(one.form.help) if one.form.help else ""
    url = url_for("FormsView.new", key=one.form.key)
    return Offer(say(one.form.title), help_text, url, sheet_url(one) or "")


def _draft_lines(visit: Visit, offers: Sequence[current.Offered]) -> Iterator[DraftLine]:
    known = {one.form.key: one.revision for one in offers}
    for draft in queries.drafts(db.session(), visit.user_id):
        if draft.message and not navigation.has_mailbox(visit):
            continue
        revision = known.get(draft.form_key)
        if revision is None:
            try:
                revision = service.revision_of(db.session(), draft.revision_id)
            except FormFault:
                continue
        say, reference = current.tongue(revision).say, draft.reference
        yield DraftLine(
            title=say(revision.form.title),
            told=_told(revision, draft),
            changed=g.style.show_moment(draft.changed_at),
            whose=company_name(draft.company_id) if visit.mandate and visit.mandate.company is None else "",
            url=url_for("FormsView.resume", reference=reference) if draft.form_key in known else "",
            drop_url=url_for("FormsView.drop", reference=reference),
        )


def _told(revision: Revision, draft: Draft) -> str:
    """Give the first short texts that were typed, by which a person knows one draft from another."""
    form, tongue = revision.form, current.tongue(revision)
    raw = told_here(form, draft.raw, draft.language)
    given = (
        told(one, raw.get(one.key), tongue) for one in form.fields() if isinstance(raw.get(one.key), str)
    )
    texts = [text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…" for text in given if text]
    return " · ".join(texts[:_TOLD])


def _sent(visit: Visit) -> list[Sent]:
    """Give what was sent beside the mailbox and, to who has a password only and no mailbox, all she sent herself."""
    offered = current.offered(visit, "can_read", closed=True)
    of_old = {one.form.key for one in offered if gate.is_of_old(visit, one.guard)}
    keys = [one.form.key for one in offered if one.form.key not in of_old]
    rows = [row for row in queries.submissions(db.session(), keys, most=SENT) if not is_of_message(row)]
    if of_old:
        own = queries.submissions(db.session(), of_old, user_id=visit.user_id, most=SENT)
        standing = held(db.session(), own)
        rows += [row for row in own if not is_of_message(row) or row.id in standing]
    rows.sort(key=lambda row: row.sent_at, reverse=True)
    found = [Sent(row, service.revision_of(db.session(), row.revision_id)) for row in rows[:SENT]]
    return [one for one in found if may_read(visit, one)]


def _sent_table(found: Sequence[Sent]) -> DataTable:
    columns = (
        Column(_("Announcement")),
        Column(_("Reference"), "code"),
        Column(_("Sent"), "day"),
        Column(_("By")),
    )
    return DataTable(_("Sent lately"), columns, tuple(_sent_row(one) for one in found))


def _sent_row(found: Sent) -> Row:
    one, tongue = found.submission, current.tongue(found.revision)
    cells = (
        Cell(tongue.say(found.revision.form.title), detail=company_name(one.company_id)),
        Cell(one.reference),
        Cell(g.style.show_moment(one.sent_at)),
        Cell(one.user_name),
    )
    return Row(cells, url_for("FormsView.sent", reference=one.reference))
