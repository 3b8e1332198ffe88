"""The OpenAPI document, made from the same declarations as the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from console.accounts.operations import reading
from console.api.collections import LONGEST, MOST, USUAL, Collection
from console.api.endpoints import Endpoint
from console.api.paths import paths_of
from console.api.schemas import (
    Schema,
    an_object,
    answer,
    as_json,
    header_schemas,
    problem_schema,
    refusal_responses,
    refusals,
    security,
)
from console.api.subjects import SCHEMAS
from console.api.token.paths import security_schemes, token_paths, token_schemas
from console.base.model import UtcMoment

_KINDS: dict[type, Schema] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
}


def document(
    root: str,
    collections: Iterable[Collection],
    endpoints: Iterable[Endpoint],
    schemas: Mapping[str, Schema] = MappingProxyType({}),
    every: Iterable[Endpoint] = (),
) -> dict[str, Any]:
    """Give the OpenAPI 3.1 document of these collections and addresses, which all stand below `root`.

    `schemas` take the place of those of the same names, where more is known for one key. Of `every` address, a path
    says which other methods it has for other keys.
    """
    found, declared = tuple(collections), tuple(endpoints)
    operations = (
        *(reading(c.resource.key) for c in found),
        *(one.operation for one in declared if one.operation),
    )
    paths = {path: item for c in found for path, item in _paths(c).items()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Guichet", "version": version("guichet")},
        "servers": [{"url": root}],
        "security": [{"key": []}, {"token": []}],
        "paths": {**paths_of(declared, every), **paths, **token_paths()},
        "components": {
            "securitySchemes": security_schemes(f"{root}/token", dict.fromkeys(operations)),
            "schemas": {
                "Problem": problem_schema(),
                **token_schemas(),
                **SCHEMAS,
                **schemas,
                **{c.name: row_schema(c) for c in found},
            },
            "headers": header_schemas(),
            "responses": refusal_responses(),
        },
    }


def row_schema(collection: Collection) -> Schema:
    """Give the schema of one row."""
    resource = collection.resource
    declared = {field: dict(shape) for field, shape in resource.shapes.items()}
    return an_object(
        {field: declared.get(field) or _field(resource.model, field) for field in resource.fields}
    )


def _field(model: type[Any], name: str) -> Schema:
    column = getattr(model, name).property.columns[0]
    kind = datetime if isinstance(column.type, UtcMoment) else column.type.python_type
    schema = dict(_KINDS[kind])
    if kind is str and column.type.length:
        schema["maxLength"] = column.type.length
    return {**schema, "type": [schema["type"], "null"]} if column.nullable else schema


def _paths(collection: Collection) -> dict[str, Any]:
    row = {"$ref": f"#/components/schemas/{collection.name}"}
    cursor = {"type": ["string", "null"], "description": "The cursor of the next page, for `after`."}
    page = an_object({"items": {"type": "array", "items": row, "maxItems": MOST}, "next": cursor})
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
    arguments = [_parameter(collection, name) for name in collection.arguments]
    listed = _operation(collection, "list", "A page of rows.", page, arguments)
    single = _operation(collection, "get", "One row.", row, [key])
    return {collection.path: {"get": listed}, f"{collection.path}/{{id}}": {"get": single}}


def _operation(
    collection: Collection, act: str, text: str, schema: Schema, parameters: list[Schema]
) -> dict[str, Any]:
    return {
        "operationId": f"{collection.name}__{act}",
        "tags": [collection.plugin],
        "parameters": parameters,
        "security": security(reading(collection.resource.key)),
        "responses": {"200": answer(text, as_json(schema)), **refusals()},
    }


def _parameter(collection: Collection, name: str) -> Schema:
    orders = [order for field in collection.sorts for order in (field, f"-{field}")]
    schemas: dict[str, Schema] = {
        "q": {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "Beginnings of words."},
        "sort": {"enum": orders, "default": orders[0]},
        "size": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        "after": {
            "type": "string",
            "minLength": 1,
            "maxLength": LONGEST,
            "description": "`next` of the page before.",
        },
    }
    return {"name": name, "in": "query", "schema": schemas[name]}
