"""Campaigns: choosing what is asked and of whom, looking at it, letting it go."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import ngettext

from console.base import clock
from console.base.errors import NotFound
from console.base.sheets import SheetRefused, read_upload, write_xlsx
from console.campaigns import service
from console.campaigns.models import SENT, WAITING, Campaign
from console.campaigns.sheet import SheetReader
from console.documents.names import disposition
from console.institutions.sessions import db, enter, scope_of
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.campaigns import check_page, pages, queries
from console.shell.campaigns.asking import askables, asker, lying_for, receiving
from console.shell.campaigns.entering import ListForm, NewCampaignForm, RecipientsForm, month_name
from console.shell.campaigns.recipients import (
    offers,
    reader_for,
    recipients_in,
    recipients_of,
    revision_of,
)
from console.shell.forms.imports import XLSX
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage, Fieldset, FormPage


class CampaignsView(PageView):
    """Open to the institution's staff with the right to send in a theme; to everybody else it does not exist."""

    key = "campaign"
    route_base = "/campaigns"
    default_view = "index"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """List the campaigns in the person's themes, newest first."""
        who, session = asker(), db.session()
        found = queries.campaigns_in(session, [one for one in who.themes if service.may_ask(who, one)])
        counts = queries.counts_of(session, [one.id for one in found])
        return render_template("guichet/list.html", page=pages.list_page(found, counts))

    @expose("/new", methods=("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Ask what the companies are asked for."""
        who = asker()
        known = askables(who)
        form = NewCampaignForm()
        form.offer(known)
        if request.method == "POST" and (what := form.read(known)) is not None:
            made = service.plan(db.session(), who, what)
            return redirect(url_for(".show", reference=made.reference), 303)
        page = FormPage(
            title=_("New campaign"),
            form=form,
            fieldsets=(Fieldset(None, ("what", "subject", "text", "due", "delegable")),),
            submit=_("Go on to the recipients"),
            cancel_url=url_for(".index"),
            crumbs=pages.crumbs(),
            note=_("Nothing is sent yet."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>")
    def show(self, reference: str) -> ResponseReturnValue:
        """Show who would be asked, or how the requests stand."""
        campaign = _found(reference)
        idle = service.is_idle(db.session(), campaign)
        page = pages.campaign_page(campaign, is_idle=idle, has_lists=bool(offers(campaign)))
        return render_template("guichet/campaigns/campaign.html", page=page)

    @expose("/<reference>/template.xlsx")
    def template(self, reference: str) -> ResponseReturnValue:
        """Give the empty sheet for the recipients."""
        campaign = _found(reference)
        header = reader_for(revision_of(db.session(), campaign)).header()
        content = write_xlsx(_("Recipients"), header, (), g.style.locale, created=clock.now())
        named = {"Content-Disposition": disposition(f"{_('Recipients')}.xlsx")}
        return Response(content, mimetype=XLSX, headers=named)

    @expose("/<reference>/sheet", methods=("GET", "POST"))
    def sheet(self, reference: str) -> ResponseReturnValue:
        """Ask for the sheet of recipients; keep one without fault, name what is wrong in any other."""
        # A sheet is read for seconds: until it is without fault nothing is locked.
        enter(scope_of(db.session()), writes=False)
        campaign = _found(reference)
        reader = reader_for(revision_of(db.session(), campaign))
        form = RecipientsForm()
        if form.validate_on_submit():
            name, content = str(form.file.data.filename), form.file.data.read()
            try:
                return _bring(reference, reader, name, content)
            except SheetRefused as refused:
                form.file.errors = [str(refused)]
        page = check_page.sheet_page(campaign, reader, form)
        return render_template("guichet/import.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>/list", methods=("GET", "POST"))
    def from_list(self, reference: str) -> ResponseReturnValue:
        """Ask for a list and its month; draw it up and lead to its preview."""
        campaign = _found(reference, lock=request.method == "POST")
        known, revision = offers(campaign), revision_of(db.session(), campaign)
        if not known or revision is None:
            raise NotFound(_("There is no list for this request. Bring a sheet."))
        form = ListForm()
        form.offer(known)
        if form.validate_on_submit():
            offer, month = form.chosen(known)
            found = recipients_of(offer, month, revision)
            if found:
                _address(campaign, found, f"{offer.list.title}, {month_name(month)}")
                return redirect(url_for(".show", reference=reference), 303)
            form.month.errors = [_("This list is empty for this month. Choose another month.")]
        page = FormPage(
            title=_("Recipients from a list"),
            form=form,
            fieldsets=(Fieldset(None, ("list", "month")),),
            submit=_("Draw up the list"),
            cancel_url=url_for(".show", reference=reference),
            crumbs=pages.campaign_crumbs(campaign),
            note=_("Nothing is sent yet."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<reference>/doubles", methods=("POST",))
    def doubles(self, reference: str) -> ResponseReturnValue:
        """Let those be asked once more whom the same was asked already."""
        service.include_doubles(db.session(), _found(reference, lock=True))
        return redirect(url_for(".show", reference=reference), 303)

    @expose("/<reference>/send", methods=("GET", "POST"))
    def send(self, reference: str) -> ResponseReturnValue:
        """Ask before the requests are sent."""
        campaign = _found(reference, lock=request.method == "POST")
        if request.method == "POST":
            confirming.require(visitor())
            service.start(db.session(), campaign)
            say_done(_("The requests are being sent."))
            return redirect(url_for("TasksView.show", reference=campaign.task), 303)
        count = _count(campaign, WAITING)
        shown = g.style.show_number(count)
        return _asked(
            campaign,
            title=_("Send the requests?"),
            consequences=(
                ngettext("%(count)s request is sent.", "%(count)s requests are sent.", count, count=shown),
                _("Each lies in the inbox of its company, and whoever works there is told by e-mail."),
            ),
            submit=ngettext("Send %(count)s request", "Send %(count)s requests", count, count=shown),
        )

    @expose("/<reference>/go-on", methods=("POST",))
    def go_on(self, reference: str) -> ResponseReturnValue:
        """Let stopped work go on where it was."""
        campaign = _found(reference, lock=True)
        service.go_on(db.session(), campaign)
        return redirect(url_for("TasksView.show", reference=campaign.task), 303)

    @expose("/<reference>/withdraw", methods=("GET", "POST"))
    def withdraw(self, reference: str) -> ResponseReturnValue:
        """Ask before all unanswered requests are withdrawn."""
        campaign = _found(reference, lock=request.method == "POST")
        if request.method == "POST":
            service.withdraw(db.session(), campaign)
            say_done(_("The requests are being withdrawn."))
            return redirect(url_for("TasksView.show", reference=campaign.task), 303)
        shown = g.style.show_number(_count(campaign, SENT))
        return _asked(
            campaign,
            title=_("Withdraw what is unanswered?"),
            consequences=(
                _("Of %(count)s requests, those that nobody has begun to answer are withdrawn.", count=shown),
                _("The companies see that you withdrew them."),
                _("What was answered, delegated or begun stays."),
            ),
            submit=_("Withdraw"),
            danger=True,
        )

    @expose("/<reference>/drop", methods=("GET", "POST"))
    def drop(self, reference: str) -> ResponseReturnValue:
        """Ask before a planned campaign is thrown away."""
        campaign = _found(reference, lock=request.method == "POST")
        if request.method == "POST":
            service.drop(db.session(), campaign)
            say_done(_("The campaign is thrown away."))
            return redirect(url_for(".index"), 303)
        return _asked(
            campaign,
            title=_("Throw this campaign away?"),
            consequences=(_("The recipients are gone for good."), _("Nothing is sent.")),
            submit=_("Throw away"),
            danger=True,
        )


def _found(reference: str, *, lock: bool = False) -> Campaign:
    return service.campaign_of(db.session(), asker(), reference, lock=lock)


def _count(campaign: Campaign, state: str) -> int:
    return queries.counts_of(db.session(), [campaign.id])[campaign.id].get(state, 0)


def _bring(reference: str, reader: SheetReader, name: str, content: bytes) -> ResponseReturnValue:
    """Check a sheet, then keep its recipients. Raises `SheetRefused`."""
    sheet = read_upload(content, name)
    found, read = recipients_in(db.session(), reader, sheet)
    if read.refusals or read.faults:
        page = check_page.fault_page(_found(reference), name, reader, read)
        return render_template("guichet/forms/sheet.html", page=page), 422
    enter(scope_of(db.session()), writes=True)
    _address(_found(reference, lock=True), found, name)
    return redirect(url_for(".show", reference=reference), 303)


def _address(campaign: Campaign, found: Sequence[service.Recipient], source: str) -> None:
    session = db.session()
    service.address(
        session,
        campaign,
        found,
        source=source,
        language=g.language,
        lying=lying_for(session, campaign, revision_of(session, campaign), found),
        electronic=receiving(session),
    )


def _asked(
    campaign: Campaign, *, title: str, consequences: tuple[str, ...], submit: str, danger: bool = False
) -> str:
    page = ConfirmPage(
        title=title,
        lead=campaign.subject,
        consequences=consequences,
        submit=submit,
        cancel_url=url_for(".show", reference=campaign.reference),
        crumbs=pages.campaign_crumbs(campaign),
        danger=danger,
    )
    return render_template("guichet/confirm.html", page=page)
