"""What enrolments with Prest'IJ bring to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, View, db, dispatch
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gateways import slip_service
from plugins.fr_dsn.part import STAFF, Part
from plugins.fr_dsn.views.enrolled_view import EnrolledCompanyView, EnrolledPersonView
from plugins.fr_dsn.views.enrolment_view import EnrolmentView

from . import deadlines, retention, returns, service, settings
from .models import EnrolledCompany, EnrolledPerson, EnrolmentLine, EnrolmentSending, UnknownAnswer

_NOT_TAKEN: Final = "422"


def _heard(news: dispatch.Acknowledged) -> None:
    """Take what the slip service says about a file of ours."""
    if news.subject != service.SUBJECT:
        return
    if news.message == slip_service.FILE:
        slip_service.taken(news.body)
    elif news.verdict == "refused" and not news.message:
        session = db.session()
        returns.refuse_all(session, service.by_reference(session, news.subject_id), _NOT_TAKEN)


def _steps(key: str) -> tuple[AuditAction, ...]:
    return (
        AuditAction(f"fr_dsn.{key}.remove", _l("To be removed at Prest’IJ: %(name)s")),
        AuditAction(f"fr_dsn.{key}.keep", _l("Not to be removed at Prest’IJ: %(name)s")),
        AuditAction(f"fr_dsn.{key}.enter", _l("To be enrolled once more at Prest’IJ: %(name)s")),
    )


PART: Final = Part(
    models=(EnrolledCompany, EnrolledPerson, EnrolmentSending, EnrolmentLine, UnknownAnswer),
    views=(
        View(EnrolledCompanyView, MenuEntry(_l("Companies at Prest’IJ"), "company"), theme="stoppages"),
        View(EnrolledPersonView, MenuEntry(_l("Insured persons at Prest’IJ"), "people"), theme="stoppages"),
        View(EnrolmentView, MenuEntry(_l("Files for Prest’IJ"), "sent"), theme="stoppages"),
    ),
    rights=(
        Right("enrolled_company", "read", _l("See companies at Prest’IJ"), STAFF),
        Right("enrolled_company", "write", _l("Enrol and remove companies at Prest’IJ"), STAFF),
        Right("enrolled_company", "delete", _l("Delete entries of companies at Prest’IJ"), STAFF),
        Right("enrolled_company", "export", _l("Export companies at Prest’IJ"), STAFF),
        Right("enrolled_company", "import", _l("Enrol companies at Prest’IJ by a sheet"), STAFF),
        Right("enrolled_person", "read", _l("See insured persons at Prest’IJ"), STAFF),
        Right("enrolled_person", "write", _l("Enrol and remove insured persons at Prest’IJ"), STAFF),
        Right("enrolled_person", "delete", _l("Delete entries of insured persons at Prest’IJ"), STAFF),
        Right("enrolled_person", "export", _l("Export insured persons at Prest’IJ"), STAFF),
        Right("enrolled_person", "import", _l("Enrol insured persons at Prest’IJ by a sheet"), STAFF),
        Right("enrolment", "read", _l("See files for Prest’IJ and their answers"), STAFF),
        Right("enrolment", "write", _l("Send files to Prest’IJ"), STAFF),
    ),
    actions=(
        AuditAction("fr_dsn.enrolment.sent", _l("File %(name)s sent to Prest’IJ: %(count)s lines")),
        AuditAction(
            "fr_dsn.enrolment.answered",
            _l("Prest’IJ answered (%(name)s): %(count)s fitted, %(unknown)s kept as unknown"),
        ),
        AuditAction("fr_dsn.enrolment.listed", _l("Lines and answers of Prest’IJ listed: %(count)s")),
        *_steps("enrolled_company"),
        *_steps("enrolled_person"),
    ),
    settings=settings.SETTINGS,
    deadlines=deadlines.RULES,
    retention=retention.CLASSES,
    export=retention.export,
    erase=retention.erase,
    heard=_heard,
)
