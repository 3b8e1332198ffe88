"""A message as the core system sees it: how it stands, what was sent, and the files with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select

from console.api.core.calling import Core
from console.base.errors import NotFound
from console.base.figures import API
from console.documents.models import StoredFile
from console.dossiers import service as dossiers
from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.models import Submission
from console.mailbox import queries
from console.mailbox.models import COMPANY, Message, PrivatePart
from console.mailbox.states import Sight, State
from console.parties.models import Company
from console.shell import service as shell

_HANDED_IN: Final = (State.SENT, State.DONE)


def message_told(core: Core, reference: str) -> dict[str, Any] | None:
    """Give a message as JSON; nothing when it is the company's own affair now."""
    try:
        message, sight = queries.message_of(core.session, core.actor, reference)
    except NotFound:
        return None
    heading = not (message.origin == COMPANY and message.state == State.DELEGATED)
    return {
        "reference": message.reference,
        "own_reference": _called(core, Message, message.id),
        "theme": message.theme,
        "form": message.type,
        "state": message.desk,
        "outcome": message.outcome or None,
        "reason": message.reason,
        "subject": message.subject if heading else "",
        "company": _company(core, message.company_id),
        "person": {"name": message.person, "number": message.person_number} if heading else None,
        "due": API.show_day(message.due) if message.due else None,
        "dossier": _dossier(core, message.dossier_id),
        "sent": list(_sent(core, message, sight)),
    }


def files_of(core: Core, reference: str) -> Mapping[str, StoredFile]:
    """Give the files that came with a message, by reference; raises `NotFound` where it is not to be seen."""
    message, sight = queries.message_of(core.session, core.actor, reference)
    found: dict[str, StoredFile] = {}
    for _whose, one in _submissions(core, message, sight):
        found |= _files(core, one)
    return found


def _sent(core: Core, message: Message, sight: Sight) -> Iterator[dict[str, Any]]:
    for whose, one in _submissions(core, message, sight):
        yield {
            "by": whose,
            "at": API.show_moment(one.sent_at),
            "revision": forms.revision_of(core.session, one.revision_id).digest,
            "values": one.content,
            "files": [
                {
                    "reference": file.reference,
                    "name": file.name,
                    "media_type": file.media_type,
                    "size": file.size,
                    "sha256": file.sha256,
                    "href": f"/core/documents/{file.reference}?message={message.reference}",
                }
                for file in _files(core, one).values()
            ],
        }


def _submissions(core: Core, message: Message, sight: Sight) -> Iterator[tuple[str, Submission]]:
    """Give what was handed in and not taken back: the company's, and a person's own part."""
    if message.state not in _HANDED_IN or sight is not Sight.ALL:
        return
    if message.submission_id is not None:
        yield "company", core.session.get_one(Submission, message.submission_id)
    part = select(PrivatePart.submission_id).where(PrivatePart.delegation_id == message.delegation_id)
    key = core.session.scalar(part) if message.delegation_id is not None else None
    if key is not None:
        yield "person", core.session.get_one(Submission, key)


def _files(core: Core, submission: Submission) -> Mapping[str, StoredFile]:
    form = forms.revision_of(core.session, submission.revision_id).form
    wanted = shell.references(form, from_canonical(form, submission.content))
    return shell.of_company(core.session, wanted, submission.company_id)


def _company(core: Core, key: int) -> dict[str, Any]:
    company = core.session.get_one(Company, key)
    return {"own_reference": _called(core, Company, key), "number": company.number, "name": company.name}


def _dossier(core: Core, key: int | None) -> dict[str, Any] | None:
    if key is None:
        return None
    reference = core.session.get_one(dossiers.Dossier, key).reference
    return {"reference": reference, "own_reference": _called(core, dossiers.Dossier, key)}


def _called(core: Core, model: type[Any], key: int) -> str | None:
    return core.references(model).names([key]).get(key)
