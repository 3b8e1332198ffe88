"""What proofs need of the application: who binds the words, and the worker's bell."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, current_app


@dataclass(frozen=True)
class Installed:
    """The surroundings of proofs in this process."""

    speak: Callable[[str, str, int], None]
    """Binds catalogue and style for an owner, a language and an institution."""
    wake: threading.Event = field(default_factory=threading.Event)
    """Set once a proof has been committed, so that its PDF is made at once."""


def install(app: Flask, speak: Callable[[str, str, int], None]) -> None:
    """Make the surroundings known to the application. Call once, from the start list."""
    app.extensions["guichet_proofs"] = Installed(speak)


def installed() -> Installed:
    """Give the surroundings of proofs in this application."""
    found: Installed = current_app.extensions["guichet_proofs"]
    return found
