"""The file with an edition of a list that an administrator brings: asked for, and read."""

from __future__ import annotations

from datetime import date

from flask import g
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from console.plugin import Misread, SheetRefused, Style, ngettext, read_upload
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.lists import Brought
from plugins.fr_dsn.formats.listing import read_list
from plugins.fr_dsn.rules.lists.catalog import ListKind
from plugins.fr_dsn.views.entering import name_of

_FILL_IN = DataRequired(_l("Fill in this field."))
_TOO_LONG = _l("Shorten this text.")


class ListForm(FlaskForm):
    """The file, and what is known of the edition."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("A sheet in the format .csv or .xlsx with the columns below, at most 10 MB."),
        render_kw={"accept": ".csv,.xlsx"},
    )
    edition = StringField(
        _l("Edition"),
        [_FILL_IN, Length(max=40, message=_TOO_LONG)],
        description=_l("As its publisher calls it, for instance P26V01 v3."),
    )
    source = StringField(
        _l("Taken from"),
        [_FILL_IN, Length(max=200, message=_TOO_LONG)],
        description=_l("Who publishes it, or the address that it was taken from."),
    )
    published_on = StringField(
        _l("Published on"), [_FILL_IN], render_kw={"data-width": "short", "inputmode": "numeric"}
    )


def brought(form: ListForm, kind: ListKind) -> Brought | None:
    """Give the edition that was sent, or put what is wrong on the form and give nothing."""
    if not form.validate_on_submit():
        return None
    published = _published(form, g.style)
    file = form.file.data
    name, data = name_of(file.filename), file.stream.read()
    try:
        found = read_list(kind, read_upload(data, name))
    except SheetRefused as refused:
        form.file.errors = [str(refused)]
        return None
    if found.faults:
        form.file.errors = [str(fault) for fault in found.faults]
        if found.more_faults:
            form.file.errors.append(_more(found.more_faults))
    if form.errors or published is None:
        return None
    edition, source = (_plain(form[one].data) for one in ("edition", "source"))
    return Brought(kind.name, edition, source, published, name, data, found.codes)


def _published(form: ListForm, style: Style) -> date | None:
    typed = (form.published_on.data or "").strip()
    try:
        return style.read_day(typed)
    except Misread:
        said = _("“%(text)s” is no day. Write it like %(example)s.", text=typed, example=style.day_hint)
        form.published_on.errors = [said]
        return None


def _more(count: int) -> str:
    return str(ngettext("%(num)s more row is wrong.", "%(num)s more rows are wrong.", count))


def _plain(text: str | None) -> str:
    return "".join(sign for sign in (text or "").strip() if sign.isprintable())
