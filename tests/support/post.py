"""A real mail server and a real SMS gateway on loopback, which can refuse, break off and repeat themselves."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USER, PASSWORD = "console", "a password of the tests"
Act = Callable[["MailServer"], str]


@dataclass
class MailServer:
    """What a mail server received, and what it does with the next e-mails; an act gives the answer to DATA."""

    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Answers to RCPT by address."""
    port: int = 0
    transport: Any = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.transport = server.transport
        answer = self.acts.pop(0)(self) if self.acts else "250 taken"
        if answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            self.recipients += envelope.rcpt_tos
        return answer

    @property
    def names(self) -> set[str]:
        """Give the Message-IDs that arrived: what a mailbox shows once."""
        return {str(one["Message-ID"]) for one in self.messages}


def drop_after_data(server: MailServer) -> str:
    """Take the e-mail, then break the connection before the answer is out."""
    server.transport.close()
    return "250 taken"


@contextmanager
def mail_server(
    *,
    security: str = "none",
    authority: trustme.CA | None = None,
    name: str = "localhost",
    auth: bool = False,
) -> Iterator[MailServer]:
    """Give a mail server; with `security` it encrypts by a certificate for `name`."""
    received = MailServer()
    options: dict[str, Any] = {"hostname": "localhost", "enable_SMTPUTF8": False}
    context = None
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if auth:
        options |= {
            "auth_required": True,
            "auth_require_tls": True,
            "authenticator": _authenticate,
        }
    loop = asyncio.new_event_loop()
    # Opened in its own thread too: the browser tests leave a loop running in this one.
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    opening = loop.create_server(
        lambda: SMTP(received, loop=loop, **options),
        "127.0.0.1",
        0,
        ssl=context if security == "tls" else None,
    )
    opened = asyncio.run_coroutine_threadsafe(opening, loop).result(5)
    received.port = opened.sockets[0].getsockname()[1]
    try:
        yield received
    finally:
        asyncio.run_coroutine_threadsafe(_closed(opened), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _closed(server: asyncio.Server) -> None:
    """Close the server and end the conversations that are still open."""
    server.close()
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _authenticate(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


@dataclass
class Gateway:
    """What an SMS gateway was asked; `answers` are given before it accepts: status, headers, body."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""

    @property
    def sent(self) -> dict[str, str]:
        """Give the SMS that people got: one per idempotency key."""
        return {
            told["Idempotency-Key"]: body["text"] for told, body in zip(self.headers, self.asked, strict=True)
        }


@contextmanager
def sms_gateway(authority: trustme.CA | None = None) -> Iterator[Gateway]:
    """Give an SMS gateway that speaks HTTP, or HTTPS with a certificate for localhost."""
    gateway = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            gateway.asked.append(body)
            gateway.headers.append(dict(self.headers))
            status, headers, content = (
                gateway.answers.pop(0)
                if gateway.answers
                else (
                    202,
                    {"Content-Type": "application/json"},
                    json.dumps({"id": f"sms-{len(gateway.asked)}"}).encode(),
                )
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    gateway.url = f"{'https' if authority else 'http'}://localhost:{server.server_port}/sms"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def authority_in(folder: Path) -> tuple[trustme.CA, str]:
    """Give a certificate authority of the tests and the file by which it is trusted."""
    authority = trustme.CA()
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return authority, str(file)
