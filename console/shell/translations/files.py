"""The translators' file: written, looked at, and taken over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired

from console.base.errors import BadArgument, ConsoleError
from console.languages.queries import Wording, digest_of
from console.shell.pages import Crumb, ImportPage
from console.shell.translations.page_data import PreviewChange, PreviewFault, PreviewPage
from console.shell.translations.pages import crumbs
from console.shell.translations.subjects import Subject, mandate

_SHOWN = 200
_MOST_LETTERS = 1_500_000
"""What a browser may post back; the limit of a request's form is 2 MB."""


class UploadForm(FlaskForm):
    """The file that came back from the translator."""

    file = FileField(
        _l("Translators’ file"),
        [FileRequired(_l("Choose the file that came back from the translator."))],
        description=_l("The sheet (XLSX) or the catalogue (PO) you exported, filled in. At most 10 MB."),
        render_kw={"accept": ".xlsx,.po"},
    )


def written(
    owner: str, language: str, texts: Sequence[Wording], *, kind: str, only_missing: bool, created: datetime
) -> bytes:
    """Give the file with all texts or those that are missing, as pages show them now."""
    from console.languages.exchange import missing_of, write_po, write_sheet  # loads Babel's tools

    entries = [one.entry for one in texts]
    if only_missing:
        entries = missing_of(entries)
    if kind == "po":
        return write_po(owner, language, entries)
    return write_sheet(owner, language, entries, created=created.replace(tzinfo=None))


def upload_page(subject: Subject, language: str, form: UploadForm) -> ImportPage:
    """Give the page that asks for the file."""
    return ImportPage(
        title=_("Bring in translations"),
        form=form,
        submit=_("Check"),
        cancel_url=url_for(".texts", owner=subject.owner, language=language),
        crumbs=_crumbs(subject, language),
        lead=_("Texts you left empty stay as they are."),
    )


def preview_page(
    subject: Subject, language: str, form: UploadForm, texts: Sequence[Wording]
) -> PreviewPage | None:
    """Give what the file would change; None when it cannot be read, with the reason at the form's field."""
    from console.languages.exchange import read_back  # loads Babel's tools

    sent = form.file.data
    entries = [one.entry for one in texts]
    try:
        reading = read_back(sent.read(), sent.filename, subject.owner, language, entries)
    except ConsoleError as refused:
        form.file.errors = [str(refused)]
        return None
    by_key = {one.key: one for one in texts}
    wanted = {digest_of(one.context, one.msgid): _forms(one.text) for one in reading.changes}
    posted = json.dumps(wanted, ensure_ascii=False, separators=(",", ":"))
    if len(posted) > _MOST_LETTERS:
        form.file.errors = [_("This file changes too much at once. Send the texts in several files.")]
        return None
    replaced = sum(by_key[key].entry.is_done for key in wanted)
    return PreviewPage(
        title=_("Bring in translations"),
        crumbs=_crumbs(subject, language),
        file_name=sent.filename or "",
        language=language,
        fresh=g.style.show_number(len(wanted) - replaced),
        replaced=g.style.show_number(replaced),
        faulty=g.style.show_number(len({fault.row for fault in reading.faults})),
        changes=tuple(_change(by_key[key], forms) for key, forms in list(wanted.items())[:_SHOWN]),
        more_changes=max(len(wanted) - _SHOWN, 0),
        faults=tuple(PreviewFault(str(one.row), str(one.flaw)) for one in reading.faults[:_SHOWN]),
        more_faults=max(len(reading.faults) - _SHOWN, 0),
        cancel_url=url_for(".upload", owner=subject.owner, language=language),
        confirm_url=url_for(".confirm", owner=subject.owner, language=language),
        submit=_submit(len(wanted), bool(reading.faults)),
        note=_note(len(wanted), len({fault.row for fault in reading.faults})),
        hidden=(("texts", posted), ("seen", str(mandate().tenant.words_version))),
    )


def confirmed(form: Mapping[str, str]) -> tuple[dict[str, list[str]], int]:
    """Give the texts that a preview posts back, by their key, and the count of changes it was made at.

    Raises `BadArgument`.
    """
    try:
        wanted: Any = json.loads(form.get("texts", ""))
        seen = int(form.get("seen", "")[:9])
    except (ValueError, RecursionError):
        wanted, seen = None, 0
    if not isinstance(wanted, dict) or not all(map(_are_forms, wanted.values())):
        raise BadArgument(_l("This is not what the preview showed. Add the file again."), place="texts")
    return wanted, seen


def _are_forms(forms: object) -> bool:
    return isinstance(forms, list) and all(isinstance(text, str) for text in forms)


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def _change(one: Wording, forms: Sequence[str]) -> PreviewChange:
    return PreviewChange(
        source=" / ".join(one.shipped.sources), old=" / ".join(one.entry.texts), new=" / ".join(forms)
    )


def _submit(changes: int, has_faults: bool) -> str | None:
    if not changes:
        return None
    if has_faults:
        label = ngettext(
            "Save %(num)s text and leave out the faulty rows",
            "Save %(num)s texts and leave out the faulty rows",
            changes,
        )
    else:
        label = ngettext("Save %(num)s text", "Save %(num)s texts", changes)
    return str(label)


def _note(changes: int, faulty: int) -> str:
    said = ""
    if not changes:
        said = _("The file holds nothing that could be saved.")
    elif faulty:
        said = ngettext(
            "%(num)s row cannot be taken over. Correct it in the file and add the file again, or save the others.",
            "%(num)s rows cannot be taken over. Correct them in the file and add the file again, or save the others.",
            faulty,
        )
    return str(said)


def _crumbs(subject: Subject, language: str) -> tuple[Crumb, ...]:
    return crumbs(
        Crumb(subject.title_in(language), url_for(".texts", owner=subject.owner, language=language))
    )
