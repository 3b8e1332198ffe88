"""Every address of the open API that is declared here, subject by subject."""

from __future__ import annotations

from console.api.core import endpoints as core
from console.api.deadlines import endpoints as deadlines
from console.api.documents import endpoints as documents
from console.api.dossiers import endpoints as dossiers
from console.api.endpoints import Endpoint
from console.api.forms import endpoints as forms
from console.api.institution import endpoints as institution
from console.api.messages import endpoints as messages
from console.api.schemas import Schema
from console.api.webhooks import endpoints as webhooks

_SUBJECTS = (institution, forms, messages, documents, dossiers, deadlines, webhooks, core)
ENDPOINTS: tuple[Endpoint, ...] = tuple(one for subject in _SUBJECTS for one in subject.ENDPOINTS)
SCHEMAS: dict[str, Schema] = {
    name: schema for subject in _SUBJECTS for name, schema in subject.SCHEMAS.items()
}
