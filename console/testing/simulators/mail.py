"""A mail server that keeps what it gets in the ledger: the key is the Message-ID."""

from __future__ import annotations

import socket
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from console.testing.simulators.http import LOOPBACK
from console.testing.simulators.ledger import OTHER
from console.testing.simulators.looping import LoopSimulator
from console.testing.simulators.scenarios import Behaviour

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session

_ANSWERS = {
    Behaviour.REJECT: "550 5.1.1 There is no such mailbox",
    Behaviour.BUSY: "451 4.3.2 Come back later",
    Behaviour.FAIL: "451 4.3.0 The server has a fault",
    Behaviour.PAGE: "554 5.7.1 This is taken for spam",
    Behaviour.ERROR_INSIDE: "554 5.6.0 The message cannot be read",
}
"""What a mail server says in place of what an HTTP service would."""
_TAKEN = "250 2.0.0 Taken"


class MailServer(LoopSimulator):
    """Takes e-mails over SMTP, without TLS and without a password: it stands on the loopback."""

    scheme = "smtp"

    async def serve(self, bound: socket.socket) -> Any:
        """Give the running server."""
        import asyncio

        from aiosmtpd.smtp import SMTP

        def talk() -> SMTP:
            return SMTP(self, hostname=LOOPBACK, enable_SMTPUTF8=True)

        return await asyncio.get_running_loop().create_server(talk, sock=bound)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Judge an e-mail, note it, and give the answer to it."""
        body = bytes(envelope.original_content or b"")
        message = message_from_bytes(body, policy=default)
        key, to = str(message["Message-ID"] or ""), ", ".join(str(one) for one in envelope.rcpt_tos)
        headers = {"mail-from": str(envelope.mail_from), "rcpt-to": to, "subject": str(message["Subject"])}
        if wrong := _fault(key, message["From"], str(envelope.mail_from)):
            self.ledger.take(self.key, key, body, headers, f"invalid: {wrong}", takes=False)
            return f"554 5.6.0 {wrong}"
        behaviour, line = await self.met(key, f"{to} {body.decode('utf-8', 'replace')}", body, headers)
        if line.effect == OTHER:
            return "554 5.6.0 This Message-ID was another e-mail's"
        if behaviour in (Behaviour.CLOSE, Behaviour.HALF, Behaviour.NEVER):
            connection: Any = server.transport
            connection.write(_TAKEN[:2].encode() if behaviour == Behaviour.HALF else b"")
            connection.close()
        return _ANSWERS.get(behaviour, _TAKEN)


def _fault(key: str, sender: Any, envelope_sender: str) -> str:
    if not key:
        return "There is no Message-ID"
    if sender is None or envelope_sender not in [one.addr_spec for one in sender.addresses]:
        return "The sender is not the one in From"
    return ""
