"""The translators' doors: overview, texts, one text saved or taken back, and the file out and in."""

from __future__ import annotations

import io
from typing import ClassVar

from flask import g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.base import clock
from console.base.errors import BadArgument, NotFound
from console.institutions.sessions import db, enter, scope_of
from console.languages import service
from console.languages.queries import Wording, matching, progress, wordings
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.page_view import PageView
from console.shell.translations import files, pages
from console.shell.translations.subjects import Listing, Subject, glossary, listing_of, subject_of, subjects

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "po": "text/x-gettext-translation",
}


class TranslationView(PageView):
    """The texts of the console and its modules in the words of one institution."""

    key = "translation"
    route_base = "/translations"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "texts": "read",
        "file": "read",
        "save": "write",
        "reset": "write",
        "upload": "write",
        "confirm": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show how far every owner is in every language."""
        found = subjects()
        figures = progress(db.session(), [one.brought for one in found], found[0].country)
        return render_template("guichet/translations.html", page=pages.overview_page(found, figures))

    @expose("/<owner>/<language>/")
    @has_access
    def texts(self, owner: str, language: str) -> ResponseReturnValue:
        """List the texts of an owner in a language."""
        subject = subject_of(owner, language)
        return self._texts(subject, listing_of(language, request.args))

    @expose("/<owner>/<language>/save", methods=("POST",))
    @has_access
    def save(self, owner: str, language: str) -> ResponseReturnValue:
        """Store one text in other words; what cannot be stored comes back with its faults."""
        subject, listing = subject_of(owner, language), listing_of(language, request.args)
        one = self._asked(subject, language)
        typed = tuple(text.replace("\r\n", "\n") for text in request.form.getlist("text"))
        if request.form.get("was") != pages.digest_of_texts(one):
            fault = _("Somebody changed this text meanwhile: %(text)s", text=" / ".join(one.entry.texts))
            return self._texts(subject, listing, pages.Typed(one.key, typed, [fault])), 409
        try:
            changed = service.save(db.session(), service.Place(owner, language), one, typed, by=g.visit.name)
        except service.TextRefused as refused:
            return self._texts(subject, listing, pages.Typed(one.key, typed, refused.flaws)), 422
        if changed:
            say_done(_("The text is saved."))
        return redirect(f"{listing.url('.texts', owner)}#text-{one.key[:16]}", 303)

    @expose("/<owner>/<language>/reset", methods=("POST",))
    @has_access
    def reset(self, owner: str, language: str) -> ResponseReturnValue:
        """Take the institution's own text back."""
        subject, listing = subject_of(owner, language), listing_of(language, request.args)
        one = self._asked(subject, language)
        if service.reset(db.session(), service.Place(owner, language), one):
            say_done(_("The shipped text is shown again."))
        return redirect(f"{listing.url('.texts', owner)}#text-{one.key[:16]}", 303)

    @expose("/<owner>/<language>/file")
    @has_access
    def file(self, owner: str, language: str) -> ResponseReturnValue:
        """Give the translators' file: a sheet or a catalogue, with all texts or the missing ones."""
        subject = subject_of(owner, language)
        kind, only = request.args.get("kind", "xlsx"), request.args.get("only", "")
        if kind not in _TYPES or only not in ("", "missing"):
            raise BadArgument(_l("There is no such file."), place="kind")
        texts = wordings(db.session(), subject.brought, language, subject.country)
        data = files.written(owner, language, texts, kind=kind, only_missing=bool(only), created=clock.now())
        name = f"{owner}-{language}{'-missing' if only else ''}.{kind}"
        return send_file(io.BytesIO(data), mimetype=_TYPES[kind], as_attachment=True, download_name=name)

    @expose("/<owner>/<language>/upload", methods=("GET", "POST"))
    @has_access
    def upload(self, owner: str, language: str) -> ResponseReturnValue:
        """Ask for the translators' file and show what it would change; nothing is stored here."""
        subject = subject_of(owner, language)
        # Reading the file takes its time: meanwhile nobody else has to wait for a transaction that writes nothing.
        enter(scope_of(db.session()), writes=False)
        form = files.UploadForm()
        if form.validate_on_submit():
            texts = wordings(db.session(), subject.brought, language, subject.country)
            preview = files.preview_page(subject, language, form, texts)
            if preview is not None:
                return render_template("guichet/translations_preview.html", page=preview)
        page = files.upload_page(subject, language, form)
        return render_template("guichet/import.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<owner>/<language>/confirm", methods=("POST",))
    @has_access
    def confirm(self, owner: str, language: str) -> ResponseReturnValue:
        """Store what the preview showed, all of it or nothing."""
        subject = subject_of(owner, language)
        wanted, seen = files.confirmed(request.form)
        known = wordings(db.session(), subject.brought, language, subject.country)
        place = service.Place(owner, language)
        count = service.save_all(db.session(), place, known, wanted, by=g.visit.name, seen=seen)
        say_done(ngettext("%(num)s text is saved.", "%(num)s texts are saved.", count))
        return redirect(url_for(".texts", owner=owner, language=language), 303)

    def _texts(self, subject: Subject, listing: Listing, typed: pages.Typed | None = None) -> str:
        every = wordings(db.session(), subject.brought, listing.language, subject.country)
        found = matching(
            every, show=listing.show, search=listing.search, glossary=glossary(), country=subject.country
        )
        may_write = gate.allows(g.visit, "can_write", self.class_permission_name)
        page = pages.texts_page(subject, listing, found, glossary(), may_write=may_write, typed=typed)
        return render_template("guichet/translations_texts.html", page=page)

    def _asked(self, subject: Subject, language: str) -> Wording:
        """Give the text a form is about."""
        key = request.form.get("key", "")
        every = wordings(db.session(), subject.brought, language, subject.country)
        found = next((one for one in every if one.key == key), None)
        if found is None:
            raise NotFound(_l("This text is no longer used. Load the list again."))
        return found
