"""Changes of address go to a register, which says later whether it takes them."""

import json
from datetime import timedelta

from console.plugin import BadArgument, clock, db, dispatch, hookimpl, record


class Register(dispatch.HttpChannel):
    """Posts them; what became of them is pushed to `/inbound/<institution>/phone_book.register`."""

    key, title = "phone_book.register", "Register of addresses"

    def peer(self, envelope):
        return "register.example"

    def call(self, letter):
        told = letter.settings
        return dispatch.json_call(told["url"], letter.envelope.payload, auth=dispatch.Bearer(told["key"]))

    def understand(self, letter, answer):
        said = dispatch.json_of(answer)
        if "number" not in said:
            raise dispatch.Strange("no number")
        return dispatch.Delivered(reference=str(said["number"]), answer="received")

    def hear(self, headers, body, settings):
        call = dispatch.verify([settings["secret"]], headers, body)
        try:
            said = json.loads(body)
            verdict = {"yes": "accepted", "no": "refused"}[said["taken"]]
            return [
                dispatch.Arrival(self.key, body.decode(), call.id, verdict, reference=str(said["number"]))
            ]
        except (ValueError, LookupError, TypeError) as fault:
            raise BadArgument("This is no answer of the register.") from fault


@hookimpl
def register_channels():
    return [Register()]


@hookimpl
def message_moved(moved):
    if moved.event == "send" and moved.type == "phone_book.move":
        envelope = dispatch.Envelope(
            channel=Register.key,
            target="register.example",
            payload={"move": moved.reference, **moved.values},
            kind="phone_book.move",
            key=f"{moved.reference} {moved.sending}",
            technical_by=clock.now() + timedelta(hours=4),
            business_by=clock.now() + timedelta(days=3),
            conversation=moved.reference,
            subject="console.message",
            subject_id=moved.reference,
        )
        dispatch.enqueue(db.session(), envelope)


@hookimpl
def acknowledged(news):
    if news.is_news and news.verdict == "refused":
        record(db.session(), "phone_book.move.refused", subject=news.subject, name=news.subject_id)
