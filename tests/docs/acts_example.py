"""HR software says that somebody moved."""

from console.plugin import ApiAct, hookimpl, record

MOVED = {
    "type": "object",
    "properties": {"town": {"type": "string", "minLength": 1, "maxLength": 60}},
    "required": ["town"],
    "additionalProperties": False,
}


def moved(call):
    record(call.session, "phone_book.moved", name=call.parts["named"])
    return {"town": call.values["town"]}


@hookimpl
def register_api_acts():
    return [
        ApiAct(
            key="moves_tell",
            path="/moves/{named}",
            summary="Tell that somebody moved",
            operation="moves:write",
            title="Tell of moves",
            theme="addresses",
            act=moved,
            method="PUT",
            takes=MOVED,
            gives=MOVED,
            is_idempotent=True,
        )
    ]
