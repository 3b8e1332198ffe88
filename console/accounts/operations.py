"""What a key may be allowed to do, from what its plugin declares.

An *operation* is a collection or a subject, a colon and an act: `employees:read`, `forms:check`, `messages:send`. As
OAuth 2 has them, operations are the scopes of a token.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flask_babel import lazy_gettext as _l

from console.hooks.declarations import Contribution, Text
from console.institutions.scope import CompanyScoped

FORMS_READ = "forms:read"
FORMS_CHECK = "forms:check"
MESSAGES_READ = "messages:read"
MESSAGES_SEND = "messages:send"
MESSAGES_RECALL = "messages:recall"
DOCUMENTS_READ = "documents:read"
DOCUMENTS_WRITE = "documents:write"
DOSSIERS_READ = "dossiers:read"
DEADLINES_READ = "deadlines:read"
WEBHOOKS_READ = "webhooks:read"
WEBHOOKS_WRITE = "webhooks:write"
CORE_PARTIES = "core.parties:write"
CORE_REQUESTS = "core.requests:send"
CORE_MESSAGES = "core.messages:write"
CORE_ARRIVALS = "core.arrivals:read"
EVERYTHING = "read"
"""What keys have that were made before operations were chosen one by one: all that could be chosen then."""


@dataclass(frozen=True)
class Operation:
    """One thing a key can be allowed to do."""

    code: str
    title: Text


_OF_FORMS: Final = (
    Operation(FORMS_READ, _l("See the forms and what their values look like")),
    Operation(FORMS_CHECK, _l("Have the values of a form checked")),
)
_OF_ALL: Final = (
    Operation(MESSAGES_READ, _l("Read messages")),
    Operation(DOCUMENTS_READ, _l("Read documents")),
    Operation(DOCUMENTS_WRITE, _l("Upload documents")),
    Operation(DOSSIERS_READ, _l("Read dossiers and their history")),
    Operation(DEADLINES_READ, _l("Read deadlines")),
    Operation(WEBHOOKS_READ, _l("See the addresses that are told of news")),
    Operation(WEBHOOKS_WRITE, _l("Add, change and remove addresses that are told of news")),
)
_OF_COMPANIES: Final = (
    Operation(MESSAGES_SEND, _l("Send messages for the company")),
    Operation(MESSAGES_RECALL, _l("Recall messages that the company sent")),
)
_OF_CORE: Final = (
    Operation(CORE_PARTIES, _l("Add and change companies, persons and children for the core system")),
    Operation(CORE_REQUESTS, _l("Send requests to companies for the core system")),
    Operation(CORE_MESSAGES, _l("Take, ask, settle and reopen messages for the core system")),
    Operation(CORE_ARRIVALS, _l("Fetch what arrived, with its documents, for the core system")),
)
"""What the institution's own system does, and no company's ever."""
_ACTING: Final = frozenset({MESSAGES_SEND, MESSAGES_RECALL})
CHOSEN_EACH: Final = MappingProxyType({one.code: one for one in (*_OF_ALL, *_OF_COMPANIES, *_OF_CORE)})
"""Operations that no key has unless they were chosen for it, by their codes."""


def reading(collection: str) -> str:
    """Give the operation that reads a collection."""
    return f"{collection}:read"


def operations_of(plugin: Contribution, *, for_company: bool = False) -> tuple[Operation, ...]:
    """Give what a key for this plugin can be allowed to do; nothing for one that offers nothing to other systems.

    A company's key reads no collection whose rows belong to no company.
    """
    collections = tuple(
        Operation(reading(one.key), _l("Read the collection %(name)s", name=one.key))
        for one in plugin.resources
        if one.fields and (not for_company or issubclass(one.model, CompanyScoped))
    )
    if not plugin.themes:
        return collections
    acts = _of_acts(plugin) if for_company else ()
    return (*collections, *acts, *_OF_FORMS, *_OF_ALL, *(_OF_COMPANIES if for_company else _OF_CORE))


def acting(plugin: str, operation: str) -> str:
    """Give the operation of an act of a plugin: with the plugin's name, so that it is no collection's."""
    return f"{plugin}.{operation}"


def changes(code: str) -> bool:
    """Say whether a company's key with this operation does something in its name."""
    return code in _ACTING or ("." in code and code not in CHOSEN_EACH and not code.endswith(":read"))


def allows(operations: Collection[str], code: str) -> bool:
    """Say whether somebody with these operations may do `code`."""
    is_chosen_each = code in CHOSEN_EACH or "." in code
    return code in operations or (EVERYTHING in operations and not is_chosen_each)


def _of_acts(plugin: Contribution) -> tuple[Operation, ...]:
    found = {acting(plugin.name, one.operation): one.title for one in plugin.acts}
    return tuple(Operation(code, title) for code, title in found.items())
