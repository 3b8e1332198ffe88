"""One address of the open API, declared once: from it come the route, its checks and its part of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from config import LANGUAGES
from console.api import bodies, repeats
from console.api.entry import READING_ONLY
from console.api.schemas import PROBLEM, Schema, as_json
from console.shell import service as shell

READING = "GET"
REFERENCE: Final[Schema] = {"type": "string", "pattern": "^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$"}
"""What messages, dossiers and documents are called."""
OWN: Final = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}"
"""What the references of other systems look like."""
PATHS: Final[Mapping[str, Schema]] = MappingProxyType(
    {
        "reference": {**REFERENCE, "description": "The reference, as a list or an answer gives it."},
        "file": {**REFERENCE, "description": "The reference of the file."},
        "form": {"type": "string", "pattern": "^[a-z0-9_.]{1,120}$", "description": "The key of the form."},
        "institution": {"type": "integer", "minimum": 0},
        "named": {
            "type": "string",
            "pattern": f"^{OWN}$",
            "description": "What the caller's own system calls it; for a message also its reference.",
        },
        "subscription": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"},
    }
)
"""The parts of an address, by their names."""


@dataclass(frozen=True)
class Body:
    """What a request brings."""

    schema: Schema
    description: str = ""
    media_type: str = bodies.JSON
    most: int = bodies.LARGEST
    """Bytes at most."""
    example: Any = None
    lines: str = ""
    """The media type in which rows may come too, one on each line; empty: none."""


@dataclass(frozen=True)
class Endpoint:
    """An address and a method. `view` gets the parts of the address by name."""

    name: str
    """`subject__act`: also what the document calls it."""
    path: str
    """Below the version, as the document writes it: `/messages/{reference}`."""
    summary: str
    view: Callable[..., ResponseReturnValue]
    operation: str = ""
    """What a key needs; empty: any key will do."""
    method: str = READING
    status: int = 200
    content: Mapping[str, Any] = field(default_factory=dict)
    """Of the good answer, by media type; empty: it has none."""
    query: tuple[Schema, ...] = ()
    """The arguments it takes, as the document describes them."""
    body: Body | None = None
    refusals: tuple[str, ...] = ()
    """Codes beside those that every address knows."""
    stores: bool = False
    """Done twice it would be two: the request must bring a key, under which its answer is kept."""
    tagged: bool = False
    """What it answers has a version."""
    conditional: bool = False
    """It changes something that has a version, which the request must name."""
    of_company: bool = False
    """Only a company's key can do it."""
    of_institution: bool = False
    """Only the institution's own key can do it."""
    speaks: bool = True
    """It answers in JSON; otherwise with the bytes of a file, whatever they are."""

    @property
    def rule(self) -> str:
        """Give the address as Flask writes it."""
        return self.path.replace("{institution}", "<int:institution>").replace("{", "<").replace("}", ">")

    @property
    def changes(self) -> bool:
        """Say whether it changes something: its answer is kept under the key that a request brings."""
        return self.method != READING and f"api.{self.name}" not in READING_ONLY

    @property
    def subject(self) -> str:
        """Give what it is about: `messages`."""
        return self.name.partition("__")[0]


def install(blueprint: Blueprint, endpoints: tuple[Endpoint, ...]) -> None:
    """Add these addresses."""
    for one in endpoints:
        blueprint.add_url_rule(one.rule, one.name, partial(_answer, one), methods=(one.method,))


def _answer(endpoint: Endpoint, **parts: str) -> ResponseReturnValue:
    """Check what every address checks, in the order of RFC 9110, then let its view answer."""
    language = request.accept_languages.best_match(list(LANGUAGES)) or "en"
    shell.bind_words(g.reach.plugin, language, g.reach.institution)
    if endpoint.operation:
        g.reach.demand(endpoint.operation)
    if endpoint.of_company:
        g.reach.demand_company()
    if endpoint.of_institution:
        g.reach.demand_institution()
    g.arguments = bodies.declared(endpoint.query)
    if endpoint.speaks:
        bodies.acceptable([*endpoint.content, PROBLEM] if endpoint.content else [bodies.JSON, PROBLEM])
    if endpoint.body is not None:
        bodies.readable(endpoint.body.media_type, endpoint.body.lines)
        bodies.small_enough(endpoint.body.most)
    act = partial(endpoint.view, **parts)
    return repeats.once(act, demanded=endpoint.stores) if endpoint.changes else act()


def page_of(name: str) -> dict[str, Any]:
    """Give the content of a page of rows of this schema, with the cursor of the next one."""
    return as_json(
        {
            "type": "object",
            "properties": {
                "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
                "next": {
                    "type": ["string", "null"],
                    "description": "The cursor of the next page, for `after`; null on the last one.",
                },
            },
            "required": ["items", "next"],
            "additionalProperties": False,
        }
    )


def one_of(name: str) -> dict[str, Any]:
    """Give the content of one thing of this schema."""
    return as_json({"$ref": f"#/components/schemas/{name}"})
