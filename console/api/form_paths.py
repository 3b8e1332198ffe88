"""What the OpenAPI document says about forms: the same three addresses for every form."""

from __future__ import annotations

from typing import Any

from console.api.schemas import Schema, an_object, as_json, refusals

FORM = "Form"
CHECKED = "CheckedForm"


def form_schemas() -> dict[str, Schema]:
    """Give the schemas of a form in the list and of the answer to a check."""
    text: Schema = {"type": "string"}
    fault = an_object({"place": text, "code": text, "text": text})
    return {
        FORM: an_object(
            {
                "key": text,
                "title": text,
                "theme": text,
                "revision": text,
                "for_companies": {"type": "boolean"},
            }
        ),
        CHECKED: an_object(
            {
                "valid": {"type": "boolean"},
                "revision": text,
                "values": {"type": "object", "description": "The canonical values that could be read."},
                "faults": {"type": "array", "items": fault},
                "fault_count": {"type": "integer", "minimum": 0},
            }
        ),
    }


def form_paths() -> dict[str, Any]:
    """Give the addresses below `/forms`."""
    key = {"name": "form", "in": "path", "required": True, "schema": {"type": "string"}}
    listed = an_object({"items": {"type": "array", "items": {"$ref": f"#/components/schemas/{FORM}"}}})
    checked = {"$ref": f"#/components/schemas/{CHECKED}"}
    values = {
        "required": True,
        "description": "The values in canonical form, as the schema of the form describes them.",
        "content": as_json({"type": "object"}),
    }
    schema = {"application/schema+json": {"schema": {"type": "object"}}}
    return {
        "/forms": {"get": _operation("list", "The forms.", as_json(listed))},
        "/forms/{form}/schema": {
            "get": _operation("schema", "The JSON Schema of its values.", schema, [key]),
        },
        "/forms/{form}/check": {
            "post": {
                **_operation("check", "Whether the values are right.", as_json(checked), [key], "409", "413"),
                "requestBody": values,
            }
        },
    }


def _operation(
    act: str, text: str, content: dict[str, Any], parameters: list[Schema] | None = None, *more: str
) -> dict[str, Any]:
    return {
        "operationId": f"forms__{act}",
        "tags": ["forms"],
        "parameters": parameters or [],
        "responses": {"200": {"description": text, "content": content}, **refusals(*more)},
    }
