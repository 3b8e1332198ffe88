"""The addresses of forms: the same three for every form."""

from __future__ import annotations

from console.accounts.operations import FORMS_CHECK, FORMS_READ
from console.api.endpoints import Body, Endpoint
from console.api.forms import views
from console.api.schemas import Schema, an_object, as_json

_TEXT: Schema = {"type": "string"}
FAULT = "Fault"
SCHEMAS: dict[str, Schema] = {
    FAULT: an_object(
        {
            "place": {**_TEXT, "description": "The path to the value: `children.2.birth`."},
            "code": {**_TEXT, "description": "Why, for programs."},
            "text": {**_TEXT, "description": "Why, in the language asked for."},
        }
    ),
    "Form": an_object(
        {
            "key": _TEXT,
            "title": _TEXT,
            "theme": _TEXT,
            "revision": {**_TEXT, "description": "Changes with the form."},
            "for_companies": {"type": "boolean"},
        }
    ),
    "CheckedForm": an_object(
        {
            "valid": {"type": "boolean"},
            "revision": _TEXT,
            "values": {"type": "object", "description": "The canonical values that could be read."},
            "faults": {"type": "array", "items": {"$ref": f"#/components/schemas/{FAULT}"}},
            "fault_count": {"type": "integer", "minimum": 0},
        }
    ),
}
VALUES: Schema = {
    "type": "object",
    "description": "The values in canonical form, as the schema of the form describes them.",
}
ENDPOINTS = (
    Endpoint(
        name="forms__list",
        path="/forms",
        summary="The forms",
        view=views.listed,
        operation=FORMS_READ,
        content=as_json(
            an_object({"items": {"type": "array", "items": {"$ref": "#/components/schemas/Form"}}})
        ),
    ),
    Endpoint(
        name="forms__schema",
        path="/forms/{form}/schema",
        summary="The JSON Schema of the values of a form",
        view=views.schema,
        operation=FORMS_READ,
        content={"application/schema+json": {"schema": {"type": "object"}}},
    ),
    Endpoint(
        name="forms__check",
        path="/forms/{form}/check",
        summary="Check values without sending them",
        view=views.check,
        operation=FORMS_CHECK,
        method="POST",
        content=as_json({"$ref": "#/components/schemas/CheckedForm"}),
        body=Body(VALUES, example={"subject": "Certificate of residence", "reach": "message"}),
        refusals=("409",),
    ),
)
