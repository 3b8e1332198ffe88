"""What can go wrong with forms, in words for people."""

from __future__ import annotations

from console.base.errors import Conflict, ConsoleError
from console.base.sheets.phrases import N_, Phrase


class DraftOvertaken(Conflict):
    """Somebody, or the same person in another window, saved the draft meanwhile; both texts are shown."""

    def __init__(self) -> None:
        super().__init__(
            Phrase(N_("This draft was saved in another window meanwhile. Compare both versions."))
        )


class FormClosed(ConsoleError):
    """The revision names a rule that no installed plugin brings: it can be read and not sent."""

    status = 409

    def __init__(self, rule: str) -> None:
        super().__init__(
            Phrase(
                N_(
                    "This form cannot be sent now: its rule %(rule)s is not installed. What you typed is kept."
                ),
                {"rule": rule},
            )
        )
        self.rule = rule
