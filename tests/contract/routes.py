"""Every address of the console, with values for its arguments, asked as a browser asks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from console.base import ids
from tests.contract.secret import OWN_KEYS, task_reference
from tests.contract.secret_information import slug_of

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
WORDS = {
    "channel": "email",
    "code_list": "IDCC",
    "deadline_rule": "ch_fund.training_confirmation",
    "file": "no-such-file",
    "filename": "css/bootstrap.min.css",
    "form": "ch_fund.general_question",
    "key": "employees",
    "kind": "theme",
    "language": "de",
    "name": "ch_fund",
    "named": "M-77",
    "owner": "ch_fund",
    "provider": task_reference(OWN_KEYS),
    "reference": task_reference(OWN_KEYS),
    "retention_class": "console.dossiers",
    "section": "words",
    "slug": slug_of(OWN_KEYS),
    "theme": "ch_fund.other",
    "token": "a-token-nobody-made",
}
"""A value for each argument that is not a number; a new one is added here, or its route is not asked."""
BODIES: dict[str, dict[str, object]] = {
    "answer": {"values": {}},
    "ask": {"subject": "Canton", "text": "In which canton?"},
    "reopen": {"reason": "It is not over."},
    "settle": {"outcome": "accepted"},
}
"""What the API is sent with an act, so that it looks for the row; by the last word of the address."""


@dataclass(frozen=True)
class Answer:
    """What the console said."""

    path: str
    endpoint: str
    status: int
    text: str


def rules(app: Flask) -> list[Rule]:
    """Give every route of the application, in the order of their addresses."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def has_number(rule: Rule) -> bool:
    """Say whether an address names a row by a number."""
    return any(isinstance(converter, IntegerConverter) for converter in rule._converters.values())


def paths(rule: Rule, number: int | None = None, words: Mapping[str, str] = WORDS) -> list[str]:
    """Give the addresses of a route, one per fixed choice; none when an argument has no known value."""
    choices: list[dict[str, object]] = [{}]
    for name, converter in rule._converters.items():
        if isinstance(converter, AnyConverter):
            values: Collection[object] = sorted(converter.items)
        elif isinstance(converter, IntegerConverter):
            values = [] if number is None else [number]
        else:
            values = [words[name]] if name in words else []
        choices = [{**choice, name: value} for choice in choices for value in values]
    built = (rule.build(choice) for choice in choices)
    return [found[1] for found in built if found is not None]


def has_reference(rule: Rule) -> bool:
    """Say whether an address names a row by its reference, or by what another system calls it, and opens by no link."""
    return bool({"reference", "named", "file"} & rule.arguments) and "token" not in rule.arguments


def ask(
    browser: FlaskClient,
    path: str,
    method: str = "GET",
    *,
    token: str = "",
    endpoint: str = "",
    key: str = "",
) -> Answer:
    """Ask one address, the API with its `key`; sheets and archives are given as the text inside them."""
    if path.startswith("/api/") and key:
        answer = browser.open(
            path, method=method, json=BODIES.get(path.rpartition("/")[2], {}), headers=_headers(key)
        )
    else:
        data = {"csrf_token": token, "version": "1"} if token else None
        answer = browser.open(path, method=method, data=data)
    return Answer(path, endpoint, answer.status_code, _text_of(answer.get_data()))


def ask_every_page(
    app: Flask,
    browser: FlaskClient,
    *,
    search: str = "",
    api_key: str = "",
    numbers: Collection[int] = OWN_KEYS,
) -> Iterator[Answer]:
    """Read every page as one person, with the `numbers` of her own rows where one is wanted."""
    for rule in rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        for key in numbers if has_number(rule) else (None,):
            for path in paths(rule, key):
                yield ask(browser, path, endpoint=rule.endpoint, key=api_key)
        for name in ("search", "q") if search and not rule.arguments else ():
            yield ask(browser, f"{rule.rule}?{name}={search}", endpoint=rule.endpoint)


def without_chance(text: str, number: int) -> str:
    """Give a page without what differs at each look: tokens, the reference of an error, the number asked for."""
    text = re.sub(r'value="[\w.-]{60,}"', "", text)
    text = re.sub(r"\b[0-9a-f]{8}\b", "", text)
    return text.replace(str(number), "N")


def _headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", "Idempotency-Key": ids.token(), "If-Match": "*"}


def _text_of(body: bytes) -> str:
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return body.decode("utf-8", "replace")
