"""The addresses of the institution and its themes."""

from __future__ import annotations

from console.api.endpoints import Endpoint, one_of, page_of
from console.api.institution import views
from console.api.schemas import Schema, an_object

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
SCHEMAS: dict[str, Schema] = {
    "Institution": an_object(
        {
            "id": {"type": "integer"},
            "name": _TEXT,
            "short_name": _TEXT,
            "kind": {"enum": ["compensation_fund", "cpas", "gateway", "other"]},
            "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
            "number": {**_TEXT, "description": "The official number: fund number, enterprise number."},
            "zone": {**_TEXT, "description": "The time zone in which its days begin and end."},
            "languages": {**_TEXTS, "description": "In order of preference."},
        }
    ),
    "Theme": an_object(
        {
            "key": {**_TEXT, "description": "With its module: `ch_fund.accounting`."},
            "title": {**_TEXT, "description": "In the language asked for."},
            "forms": {**_TEXTS, "description": "The keys of its forms."},
        }
    ),
}
ENDPOINTS = (
    Endpoint("institutions__list", "/institutions", "The institution of the key", views.listed,
             content=page_of("Institution")),
    Endpoint("institutions__read", "/institutions/{institution}", "One institution", views.shown,
             content=one_of("Institution"), tagged=True),
    Endpoint("themes__list", "/themes", "The themes that are open to the key", views.themes,
             content=page_of("Theme")),
)  # fmt: skip
