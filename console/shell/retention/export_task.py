"""One archive with everything that is held of a person: to read, for programs, and the documents themselves."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from config import ROOT
from console.audit import service as audit
from console.base import clock
from console.base.errors import Conflict
from console.documents import service as files
from console.documents.models import StoredFile
from console.dossiers.archive import safe_names
from console.hooks.declarations import PersonRows
from console.hooks.manager import Plugins
from console.institutions.scope import Scope
from console.institutions.sessions import acting, hook_savepoint, scope_of
from console.jobs.declarations import TaskKind
from console.jobs.models import Task
from console.jobs.running import TaskRun
from console.retention import service as retention
from console.retention.journal import PERSON
from console.shell import words
from console.shell.retention import content

KIND: Final = "console.person_export"
_STYLE: Final = ROOT / "console/shell/static/person.css"


def put_together(work: TaskRun) -> None:
    """Make the archive and keep it for a week; nothing when it is there already."""
    if work.result.get("file"):
        return
    number, institution = retention.opened(work.params["number"]), scope_of(work.session).institution
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "person.zip"
        with acting(Scope((institution,), purpose="task")) as session:
            words.bind_for_task(KIND, work.language, institution)
            _write(session, number, target)
        archive = target.read_bytes()
    name = f"person-{work.public_id}.zip"
    file = files.file_away(work.session, archive, name, "application/zip", company_id=None)
    file.claimed_at = None  # Nothing takes it, so that it is swept away after a week.
    audit.record(work.session, f"{PERSON}.exported", subject=PERSON, concerning=number)
    work.advance(done=1, result={"file": file.reference})


def _write(session: Session, number: str, target: Path) -> None:
    her = content.found(session, retention.people(session, [number]))
    parts = [*content.rows_of(session, her), *_theirs(number)]
    found = content.files_of(session, her)
    names = [f"files/{name}" for name in safe_names([file.name for file in found])]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", _page(number, parts, names))
        archive.write(_STYLE, "person.css")
        archive.writestr("data.json", _json(number, parts, names))
        for file, name in zip(found, names, strict=True):
            _copy(file, name, archive)


def _theirs(number: str) -> list[PersonRows]:
    """Ask every plugin; raises `Conflict` when one cannot answer, since the export would be incomplete."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    answers = plugins.ask("export_person", [plugin.name for plugin in plugins], hook_savepoint, number=number)
    for answer in answers:
        if answer.failed:
            title = plugins[answer.plugin].manifest.title
            raise Conflict(
                _("The module %(name)s could not say what it holds. Tell your support.", name=title)
            )
    return [rows for answer in answers for rows in answer.values]


def _page(number: str, parts: Sequence[PersonRows], names: Sequence[str]) -> str:
    template = current_app.jinja_env.get_template("guichet/retention/person.html")
    return template.render(
        language=g.language,
        institution=g.words_tenant.name,
        number=number,
        moment=g.style.show_moment(clock.now()),
        parts=parts,
        files=names,
    )


def _json(number: str, parts: Sequence[PersonRows], names: Sequence[str]) -> str:
    told = {
        "institution": g.words_tenant.name,
        "number": number,
        "made_at": clock.now().isoformat(),
        "parts": [
            {
                "title": str(part.title),
                "rows": [dict(zip(map(str, part.columns), row, strict=True)) for row in part.rows],
            }
            for part in parts
        ],
        "files": list(names),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _copy(file: StoredFile, name: str, archive: zipfile.ZipFile) -> None:
    with files.content_of(file) as stored, archive.open(name, "w") as copy:
        shutil.copyfileobj(stored, copy)


def _url(task: Task) -> str:
    return url_for("PersonView.download", reference=task.public_id)


def _said(task: Task) -> str:
    return str(_("The file can be downloaded for seven days."))


EXPORT = TaskKind(
    KIND, _l("Everything that is held of a person"), put_together, result_text=_said, result_url=_url
)
