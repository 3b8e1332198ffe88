"""What the page of the open API shows, read from its document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from console.shell.pages import Crumb


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the address, an argument or a header."""

    name: str
    place: str
    """`path`, `query` or `header`."""
    kind: str
    is_required: bool
    description: str
    example: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be answered."""

    status: str
    description: str
    kind: str
    url: str
    """Where the schema stands on the page; empty for none."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and method."""

    id: str
    method: str
    path: str
    summary: str
    needs: str
    """The operation that a key needs; empty: none."""
    parameters: tuple[Parameter, ...]
    answers: tuple[Answer, ...]
    media_type: str
    body: str
    """The schema of the body as JSON; empty: it takes none."""
    example: str
    """An example of the body as JSON."""

    @property
    def writes(self) -> bool:
        """Say whether it may change something."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Subject:
    """What belongs together."""

    key: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A named schema, as JSON."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """All of the open API."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    document_url: str
    root: str
    subjects: tuple[Subject, ...]
    shapes: tuple[Shape, ...]


def subjects_of(document: Mapping[str, Any]) -> tuple[Subject, ...]:
    """Give the operations of a document, those of one tag together, in its order."""
    found: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method, told in item.items():
            found.setdefault(told["tags"][0], []).append(_operation(document, method.upper(), path, told))
    return tuple(Subject(tag, tuple(operations)) for tag, operations in found.items())


def shapes_of(document: Mapping[str, Any]) -> tuple[Shape, ...]:
    """Give the named schemas of a document."""
    return tuple(Shape(name, _json(schema)) for name, schema in document["components"]["schemas"].items())


def _operation(document: Mapping[str, Any], method: str, path: str, told: Mapping[str, Any]) -> Operation:
    content = told.get("requestBody", {}).get("content", {})
    media_type = next(iter(content), "")
    body = content.get(media_type, {})
    return Operation(
        id=told["operationId"],
        method=method,
        path=path,
        summary=told.get("summary", ""),
        needs=next((code for way in told["security"] for code in way.get("token", ())), ""),
        parameters=tuple(_parameter(one) for one in told.get("parameters", ())),
        answers=tuple(_answers(document, told["responses"])),
        media_type=media_type,
        body=_json(body["schema"]) if body else "",
        example=_json(body["example"]) if "example" in body else "",
    )


def _parameter(one: Mapping[str, Any]) -> Parameter:
    schema = one["schema"]
    description = one.get("description", schema.get("description", ""))
    example = one.get("example", schema.get("default", ""))
    return Parameter(
        one["name"], one["in"], _kind(schema), one.get("required", False), description, str(example)
    )


def _answers(document: Mapping[str, Any], responses: Mapping[str, Any]) -> Iterator[Answer]:
    for status, said in responses.items():
        name = said.get("$ref", "").rpartition("/")[2]
        response = document["components"]["responses"][name] if name else said
        content: Mapping[str, Any] = response.get("content", {})
        first: Mapping[str, Any] = next(iter(content.values()), {})
        schema: Mapping[str, Any] = first.get("schema", {})
        rows = schema.get("properties", {}).get("items", {}).get("items", {})
        shape = (schema.get("$ref") or rows.get("$ref") or "").rpartition("/")[2]
        url = f"#schema-{shape}" if shape else ""
        yield Answer(status, response["description"], shape or next(iter(content), ""), url)


def _kind(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    form = schema.get("format") or schema.get("pattern", "")
    return " ".join(filter(None, (str(schema.get("type", "")), form)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
