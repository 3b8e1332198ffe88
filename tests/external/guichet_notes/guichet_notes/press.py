"""A stand-in for the press that prints notes."""

from __future__ import annotations

from typing import Any


def make_press(ledger: Any, scenario: Any, port: int) -> Any:
    """Give a press that prints each text once."""
    from console.plugin import simulators as s

    class Press(s.HttpSimulator):
        """Takes a text of at most a page."""

        def fault(self, request: s.Request) -> s.Reply | None:
            """Check its length and its key."""
            is_sound = self.key_of(request) and 0 < len(request.body) <= 2000
            return None if is_sound else s.as_json(400, {"error": "a note has a key and 1 to 2000 letters"})

        def taken(self, request: s.Request, line: s.Line, behaviour: s.Behaviour) -> s.Reply:
            """Answer with the number of the print."""
            return s.as_json(201, {"print": line.digest[:8]})

    return Press("notes.press", ledger, scenario, port)
