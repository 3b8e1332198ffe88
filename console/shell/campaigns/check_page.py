"""What the pages of a campaign's sheet show: the file asked for, and what is wrong in it."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext as _

from console.base.figures import Misread, Style
from console.base.sheets import Phrase
from console.campaigns.models import Campaign
from console.campaigns.sheet import OWN, LineFault, Read, SheetReader
from console.forms.faults import say
from console.forms.sheets import columns_of, titles_of
from console.forms.template import expected_of
from console.imports.declarations import Fault
from console.shell import pages as page
from console.shell.campaigns.entering import RecipientsForm
from console.shell.campaigns.pages import campaign_crumbs
from console.shell.forms import current
from console.shell.forms.import_page import SheetPage

LISTED = 200
"""Faults that the page names."""


def sheet_page(campaign: Campaign, reader: SheetReader, form: RecipientsForm) -> page.ImportPage:
    """Give the page that asks for the sheet of recipients."""
    return page.ImportPage(
        title=_("Recipients from a sheet"),
        form=form,
        submit=_("Check file"),
        cancel_url=url_for("CampaignsView.show", reference=campaign.reference),
        columns=(*_own_columns(), *_form_columns(reader)),
        crumbs=campaign_crumbs(campaign),
        lead=_(
            "Each row is one request. What stands under the titles of the form lies filled in with the company."
        ),
        template_url=url_for("CampaignsView.template", reference=campaign.reference),
        promise=_("Nothing is sent yet: first every row is checked, then you see who is asked."),
    )


def fault_page(campaign: Campaign, name: str, reader: SheetReader, read: Read) -> SheetPage:
    """Give the page that names what is to be corrected in a sheet, by row and column."""
    return SheetPage(
        title=_("Recipients from a sheet"),
        crumbs=campaign_crumbs(campaign),
        file_name=name,
        tone="bad",
        text=_("Nothing is kept of this sheet. Correct it and add it again."),
        reasons=tuple(map(str, read.refusals)),
        figures=_figures(read),
        table=_table(reader, read) if read.faults else None,
        table_title=_("To correct in the sheet"),
        filters=(),
        pager=page.Pager(""),
        actions=(
            page.Action(
                _("Choose another file"), url_for("CampaignsView.sheet", reference=campaign.reference), "main"
            ),
        ),
    )


def _own_columns() -> list[page.Fact]:
    """Say what the campaign's own columns may hold."""
    expected = {
        "company": _("The company’s own number, or its official one (required)"),
        "person": _("The name as the company knows it"),
        "person_number": _("With or without the signs between the figures"),
        "about": _("What tells two requests about one person apart; it follows the subject"),
    }
    return [page.Fact(str(Phrase(title)), expected[key]) for key, title in OWN.items()]


def _form_columns(reader: SheetReader) -> list[page.Fact]:
    if reader.revision is None:
        return []
    tongue = current.tongue(reader.revision)
    columns = [column for column in columns_of(reader.revision.form) if column.group is None]
    return [
        page.Fact(title, str(expected_of(column.leaf.field, tongue)))
        for column, title in zip(columns, titles_of(columns, tongue.say), strict=True)
    ]


def _figures(read: Read) -> tuple[page.Fact, ...]:
    if read.refusals:
        return ()
    faulty, show = len({fault.row for fault in read.faults}), g.style.show_number
    rows = len({line.row for line in read.lines} | {fault.row for fault in read.faults})
    return (
        page.Fact(_("In order"), show(rows - faulty)),
        page.Fact(_("Faulty"), show(faulty), tone="bad"),
    )


def _table(reader: SheetReader, read: Read) -> page.DataTable:
    columns = (
        page.Column(_("Row"), "number"),
        page.Column(_("Column")),
        page.Column(_("Value")),
        page.Column(_("What to do")),
    )
    sentences = current.sentences(reader.revision) if reader.revision else {}
    rows = tuple(_row(fault, sentences, g.style) for fault in read.faults[:LISTED])
    return page.DataTable(_("Faults by row and column"), columns, rows)


def _row(fault: LineFault, sentences: dict[str, str], style: Style) -> page.Row:
    cells = (style.show_number(fault.row), fault.column, fault.value, _said(fault, sentences, style))
    return page.Row(tuple(map(page.Cell, cells)))


def _said(fault: LineFault, sentences: dict[str, str], style: Style) -> str:
    why = fault.why
    if isinstance(why, Misread):
        return say(why, style, sentences)
    return str(Phrase(why.message, why.params)) if isinstance(why, Fault) else str(why)
