"""An e-mail as it goes over the wire: text and HTML, and headers nobody can put a line into."""

from __future__ import annotations

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import Letter
from console.dispatch.wording import Rendered

_NOT_AN_ADDRESS = Phrase(
    N_("This is not an e-mail address that can be written to. Correct it, then send the message again.")
)


def address_of(typed: str) -> str:
    """Give an address as the mail server gets it, its domain in ASCII; raises `BadArgument`."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(typed, check_deliverability=False)
    except EmailNotValidError as fault:
        raise BadArgument(_NOT_AN_ADDRESS) from fault
    return found.ascii_email or f"{found.local_part}@{found.ascii_domain}"


def message_of(letter: Letter, said: Rendered, sender: str, preferences: str = "") -> EmailMessage:
    """Give the message of a letter; each attempt gives the same, with the same Message-ID.

    Raises `BadArgument` when an address or header cannot be written.
    """
    to, domain = address_of(letter.envelope.target), sender.rpartition("@")[2]
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(said.sender, addr_spec=sender)
        message["To"] = to
        message["Subject"] = said.subject
        message["Date"] = letter.written_at
        message["Message-ID"] = f"<{_name(letter)}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if preferences:
            message["List-Unsubscribe"] = f"<{preferences}>"
    except ValueError as fault:  # A header of two lines is refused by the library.
        raise BadArgument(_NOT_AN_ADDRESS) from fault
    message.set_content(said.text, cte="quoted-printable")
    message.add_alternative(said.html, subtype="html", cte="quoted-printable")
    message.set_boundary(f"guichet-{_name(letter)}")
    return message


def _name(letter: Letter) -> str:
    """Give the left side of the Message-ID, by which a receiver knows a second copy."""
    return hashlib.sha256(f"{letter.institution} {letter.envelope.key}".encode()).hexdigest()[:40]
