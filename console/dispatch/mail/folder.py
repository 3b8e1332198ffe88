"""E-mails kept in a folder instead of sent: what a newcomer sees who has no mail server."""

from __future__ import annotations

import os
from collections.abc import Sequence
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from console.dispatch.declarations import Delivered, Outcome
from console.hooks.declarations import Health


class FolderPost:
    """Keeps each e-mail as one file by its Message-ID: a second attempt writes the same file again."""

    def __init__(self, sender: str, folder: Path) -> None:
        self.sender, self.folder = sender, folder

    def deliver(self, message: EmailMessage, to: str) -> Outcome:
        """Write the message whole or not at all, readable for the owner of the installation only."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = self.folder / f"{_name(str(message['Message-ID']))}.eml"
        part = file.with_suffix(f".{os.getpid()}")
        part.touch(mode=0o600)
        part.write_bytes(bytes(message))
        part.replace(file)
        return Delivered(file.name)

    def text(self, name: str) -> str | None:
        """Give the text of a kept e-mail by the name of its file; nothing when it is not there."""
        file = self.folder / name
        if file.parent != self.folder or not file.is_file():
            return None
        kept = message_from_bytes(file.read_bytes(), policy=default)
        body = kept.get_body(("plain",))
        return f"{kept['Subject']}\n\n{body.get_content()}" if body is not None else None

    def check(self) -> Sequence[Health]:
        """Say that nothing leaves."""
        return [
            Health(
                "warn", f"e-mails are kept in {self.folder} and not sent: set GUICHET_MAIL=smtp to send them"
            )
        ]


def _name(message_id: str) -> str:
    return message_id.strip("<>").partition("@")[0]
