"""A worker as an operator runs it, with one more channel and a lease short enough to wait for.

Environment: that of the console, with FAULTS_PORT (the receiver's), FAULTS_LEASE and FAULTS_LONGEST (seconds).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from config import Settings, settings_from
from console import app as console_app
from console.app import create_app
from console.cli import serving
from console.dispatch import attempts, breakers, channels, outward, running, taking
from console.dispatch.declarations import Delivered, Envelope, Letter, Outcome, Pace
from console.dispatch.http.calls import Call, json_call
from console.dispatch.http.channel import HttpChannel
from console.dispatch.outward import Answer
from console.dispatch.settings import OutwardSettings
from console.jobs import queue


class Faulty(HttpChannel):
    """Posts to the receiver, as the channel of a plugin does."""

    key, title = "faults", "Receiver"
    pace = Pace(first=timedelta(seconds=0.5), longest=timedelta(seconds=2), tries=1000)

    def peer(self, envelope: Envelope) -> str:
        """Give the target: each is a system of its own."""
        return envelope.target

    def key_of(self, letter: Letter) -> str:
        """Give the key as it was written, by which the figures are compared."""
        return letter.envelope.key

    def call(self, letter: Letter) -> Call:
        """Post the payload to the path of its target."""
        address = f"http://127.0.0.1:{os.environ['FAULTS_PORT']}/{letter.envelope.target}"
        return json_call(address, letter.envelope.payload)

    def understand(self, letter: Letter, answer: Answer) -> Outcome:
        """Whatever is whole is taken."""
        return Delivered("200")


def prepare() -> None:
    """Add the channel and shorten what has to be waited for, in this process."""
    before = channels.channels_of
    inside = OutwardSettings(inside=frozenset({"127.0.0.1"}))
    vars(console_app)["channels_of"] = lambda *told: [*before(*told), Faulty(inside)]
    lease = timedelta(seconds=float(os.environ["FAULTS_LEASE"]))
    for module in (taking, attempts, running):
        vars(module)["LEASE"] = lease
    vars(outward)["LONGEST"] = float(os.environ["FAULTS_LONGEST"])
    vars(queue)["AGAIN"] = lease.total_seconds()
    vars(breakers).update(FIRST=timedelta(seconds=1), LONGEST=timedelta(seconds=3), TRYING=lease)


def work(say: Callable[[str], None], *, as_relay: bool = False) -> None:
    """Work as `guichet worker` or `guichet relay` does; says `ready` once there is something to kill."""

    def make(settings: Settings) -> Flask:
        app = create_app(settings)
        say("ready")
        return app

    prepare()
    vars(serving)["create_app"] = vars(console_app)["create_app"] = make
    settings = settings_from(os.environ)
    serving.relay(settings) if as_relay else serving.work(settings)
