"""Handing e-mails to a mail server (RFC 5321), over TLS with a checked certificate."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from console.base.sheets.phrases import N_, Phrase
from console.dispatch import practice
from console.dispatch.declarations import Delivered, Later, Misconfigured, Outcome, Rejected
from console.dispatch.limits import at_most
from console.dispatch.settings import MailSettings
from console.hooks.declarations import Health

SILENCE = 20.0
"""Seconds a mail server may say nothing."""
LONGEST = 90.0
"""Seconds an exchange may take as a whole."""
_AWAY = N_("The mail server does not answer. It is tried again by itself.")
_BROKEN = N_(
    "The mail server ended the conversation. Whether the e-mail arrived is not known; it is tried again."
)
_BUSY = N_("The mail server cannot take the e-mail now. It is tried again by itself.")
_NO = N_("The mail server refuses this e-mail or its address. Correct the address, or give it up.")
_CERTIFICATE = N_("The certificate of the mail server is not valid. Ask the operator of the console.")
_SETTINGS = N_("The mail server refuses the console. Ask the operator to check the settings for e-mail.")


class SmtpPost:
    """One connection per e-mail: none is kept that a server could have closed meanwhile."""

    def __init__(self, settings: MailSettings, ca_file: str = "") -> None:
        self.sender, self._settings = settings.sender, settings
        self._trust = ssl.create_default_context()
        if ca_file:
            self._trust.load_verify_locations(ca_file)

    def deliver(self, message: EmailMessage, to: str) -> Outcome:
        """Hand a message over; the answers of the server become outcomes."""
        if why := practice.refusal(self._settings.host):
            return Misconfigured(why)
        try:
            with self._connected() as server:
                if not to.isascii() and not server.has_extn("smtputf8"):
                    return Rejected(Phrase(_NO), "SMTPUTF8 is not supported")
                server.send_message(message, self.sender, [to])
                return Delivered(f"{self._settings.host}: 250")
        except (smtplib.SMTPException, OSError) as fault:
            return outcome_of(fault)

    def check(self) -> Sequence[Health]:
        """Connect, encrypt and sign in, and name the sender, as for an e-mail; nothing is sent."""
        place = f"{self._settings.host}:{self._settings.port}"
        try:
            with self._connected() as server:
                code, said = server.mail(self.sender)
                server.rset()
        except (smtplib.SMTPException, OSError) as fault:
            return [
                Health("bad", f"{place}: {_in_one_line(fault)}: check GUICHET_SMTP_* and the mail server")
            ]
        if code != 250:
            text = (
                f"{place} refuses the sender {self.sender}: {code} {_decoded(said)}: check GUICHET_MAIL_FROM"
            )
            return [Health("bad", text)]
        return [Health("ok", f"{place} takes e-mails from {self.sender}")]

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Give a conversation that is encrypted and signed in; its end is no fault once the e-mail is taken."""
        told = self._settings
        server = (
            smtplib.SMTP_SSL(timeout=SILENCE, context=self._trust)
            if told.security == "tls"
            else smtplib.SMTP(timeout=SILENCE)
        )
        # The library checks the certificate against the name given at construction, where it would connect at once.
        server._host = told.host  # type: ignore[attr-defined]
        try:
            with at_most(LONGEST, lambda: server.sock):
                code, said = server.connect(told.host, told.port)
                if code != 220:
                    raise smtplib.SMTPConnectError(code, said)
                if told.security == "starttls":
                    server.starttls(context=self._trust)
                if told.user:
                    server.login(told.user, told.password)
                server.ehlo_or_helo_if_needed()
                yield server
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        finally:
            server.close()


def outcome_of(fault: smtplib.SMTPException | OSError) -> Outcome:
    """Say what a failed conversation means for the e-mail: 4xx is later, 5xx never, anything else nobody knows."""
    said = _in_one_line(fault)
    match fault:
        case ssl.SSLCertVerificationError():
            return Misconfigured(Phrase(_CERTIFICATE), said)
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(fault.recipients.values()))
            return _by_code(code, f"{code} {_decoded(text)}")
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPSenderRefused() if fault.smtp_code >= 500:
            return Misconfigured(Phrase(_SETTINGS), said)
        case smtplib.SMTPDataError():
            return _by_code(fault.smtp_code, said)
        case smtplib.SMTPNotSupportedError():
            return Misconfigured(Phrase(_SETTINGS), said)
        case smtplib.SMTPServerDisconnected():
            return Later(Phrase(_BROKEN), said)
        case smtplib.SMTPResponseException():
            return Later(Phrase(_BUSY), said, away=True)
    return Later(Phrase(_AWAY), said, away=True)


def _by_code(code: int, said: str) -> Outcome:
    if not 400 <= code < 600:  # Half an answer: the e-mail may have been taken.
        return Later(Phrase(_BROKEN), said)
    return Later(Phrase(_BUSY), said) if code < 500 else Rejected(Phrase(_NO), said)


def _in_one_line(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_decoded(fault.smtp_error)}"
    return " ".join(str(fault).split()) or type(fault).__name__


def _decoded(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:300]
