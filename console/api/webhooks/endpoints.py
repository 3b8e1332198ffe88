"""The addresses of webhooks."""

from __future__ import annotations

from console.accounts.operations import WEBHOOKS_READ, WEBHOOKS_WRITE
from console.api.endpoints import REFERENCE, Body, Endpoint, one_of, page_of
from console.api.schemas import Schema, an_object
from console.api.webhooks import views
from console.dispatch.webhook.models import ACTIVE, PAUSED
from console.dispatch.webhook.service import EVENTS

_MOMENT: Schema = {"type": "string", "format": "date-time"}
_URL: Schema = {"type": "string", "pattern": "^https://", "maxLength": 254}
_EVENTS: Schema = {
    "type": "array",
    "items": {"enum": list(EVENTS)},
    "minItems": 1,
    "maxItems": views.MOST_EVENTS,
}
_TOLD: Schema = {
    "reference": REFERENCE,
    "url": {"type": "string"},
    "events": {"type": "array", "items": {"enum": list(EVENTS)}},
    "state": {"enum": [ACTIVE, PAUSED]},
    "made_at": _MOMENT,
    "changed_at": _MOMENT,
}
_SECRET: Schema = {
    "type": "string",
    "description": "Signs what is told, as Standard Webhooks says; shown this once.",
}
SCHEMAS: dict[str, Schema] = {
    "Webhook": an_object(_TOLD),
    "WebhookSecret": an_object({**_TOLD, "secret": _SECRET}),
}
ENDPOINTS = (
    Endpoint(
        name="webhooks__list",
        path="/webhooks",
        summary="The addresses that are told of news",
        view=views.listed,
        operation=WEBHOOKS_READ,
        content=page_of("Webhook"),
    ),
    Endpoint(
        name="webhooks__read",
        path="/webhooks/{reference}",
        summary="One address that is told of news",
        view=views.shown,
        operation=WEBHOOKS_READ,
        content=one_of("Webhook"),
    ),
    Endpoint(
        name="webhooks__create",
        path="/webhooks",
        summary="Let an address be told of news, signed with a secret",
        view=views.create,
        operation=WEBHOOKS_WRITE,
        method="POST",
        status=201,
        content=one_of("WebhookSecret"),
        body=Body(
            an_object({"url": _URL, "events": _EVENTS}),
            example={"url": "https://hr.example/webhooks/guichet", "events": ["message.asked"]},
        ),
        stores=True,
    ),
    Endpoint(
        name="webhooks__rotate",
        path="/webhooks/{reference}/rotate",
        summary="Make a new secret; the one before signs too for a day",
        view=views.rotate,
        operation=WEBHOOKS_WRITE,
        method="POST",
        content=one_of("WebhookSecret"),
        stores=True,
    ),
    Endpoint(
        name="webhooks__test",
        path="/webhooks/{reference}/test",
        summary="Send a test to the address",
        view=views.try_out,
        operation=WEBHOOKS_WRITE,
        method="POST",
        status=202,
        content=one_of("Webhook"),
        stores=True,
    ),
    Endpoint(
        name="webhooks__remove",
        path="/webhooks/{reference}",
        summary="Tell an address nothing any more",
        view=views.remove,
        operation=WEBHOOKS_WRITE,
        method="DELETE",
        status=204,
    ),
)
