"""A worker process that has handed an e-mail over and is killed before it can note it.

As `python -m tests.support.mail_worker '{...}'` it takes what is due, says each hand-over on a line, and waits there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from console.app import create_app
from console.dispatch.declarations import Outcome
from console.dispatch.mail.channel import MailChannel
from console.dispatch.mail.smtp import SmtpPost
from console.dispatch.running import run_batch
from tests.conftest import settings_for
from tests.support.house import House

ROOT = Path(__file__).resolve().parents[2]


class Waiting(SmtpPost):
    """A post that stops between the hand-over and what follows."""

    def deliver(self, message: EmailMessage, to: str) -> Outcome:
        """Hand over, say so, and wait for a line."""
        outcome = super().deliver(message, to)
        print("handed over", flush=True)
        sys.stdin.readline()
        return outcome


@contextmanager
def other_worker(house: House, port: int) -> Iterator[subprocess.Popen[str]]:
    """Give a process that posts what is due in the house; it is killed (SIGKILL) at the end."""
    facts = {"url": house.settings.database_url, "data": str(house.settings.data), "port": str(port)}
    command = [sys.executable, "-m", "tests.support.mail_worker", json.dumps(facts)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def main(facts: dict[str, str]) -> None:
    """Post what is due."""
    more = {
        "GUICHET_MAIL": "smtp",
        "GUICHET_SMTP_HOST": "localhost",
        "GUICHET_SMTP_PORT": facts["port"],
        "GUICHET_SMTP_SECURITY": "none",
        "GUICHET_MAIL_FROM": "console@fund.example",
    }
    settings = settings_for(facts["url"], Path(facts["data"]), **more)
    app = create_app(settings)
    app.extensions["guichet_outbox"].channels["email"] = MailChannel(Waiting(settings.mail))
    run_batch(app)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
