"""What the mailbox refuses, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from console.base.errors import Conflict, ConsoleError, NotFound
from console.base.sheets.phrases import N_, Phrase
from console.mailbox.states import Refusal

SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "not_now": N_("This is not possible with this message as it stands now. Open it again to see how it stands."),
        "not_yours": N_("This is for somebody else to do with this message."),
        "terms_missing": N_("The terms of use are not accepted yet. Ask your company's administrator to accept them."),
        "prepare_missing": N_("You may only read in this theme. Ask your administrator for the right to prepare."),
        "send_missing": N_("You may not send in this theme. Save the message, and ask a colleague to send it."),
        "second_factor_missing": N_("Confirm with your second factor first, then send again."),
        "by_post": N_("This company receives this document by post. Write a letter."),
        "no_answer": N_("This is a notice: it needs no answer."),
        "not_delegable": N_("Messages of this type cannot be delegated. Answer it yourself."),
        "part_incomplete": N_("Complete the employer's part first, then delegate."),
        "agreement_missing": N_("Record who agreed to the delegation, and when."),
        "email_faulty": N_("Correct the e-mail address."),
        "task": N_("This message needs an answer: it cannot be put away."),
        "reason_missing": N_("State the reason."),
        "taken": N_("The institution is already working on this message. Write to it instead."),
        "not_own": N_("Only who sent this message can recall it."),
        "sent": N_("This message was sent. Recall it to change it, as long as nobody works on it."),
        "settled": N_("This message is settled. Start a new one."),
        "delegated": N_("This message is delegated. Withdraw the delegation to work on it yourself."),
        "person_sent": N_("The person has sent her answer: the delegation cannot be changed any more."),
        "request_kept": N_("A request of the institution cannot be deleted. Answer it, or write that it is mistaken."),
        "link_expired": N_("This link has expired. Ask for a new one where you got it from."),
    }
)  # fmt: skip
"""One sentence for each code of `machine.decide`, `unknown` apart."""


class Refused(ConsoleError):
    """An act that the state machine does not allow; `code` says why, for programs."""

    status = 409

    def __init__(self, code: str) -> None:
        super().__init__(Phrase(SENTENCES[code]))
        self.code = code


class Overtaken(Conflict):
    """Somebody saved this message meanwhile; what she saved comes along, so that both can be shown."""

    def __init__(
        self, raw: Mapping[str, Any] | None, edition: int, saved_by: str, saved_at: datetime | None
    ) -> None:
        text = N_("%(name)s saved this message meanwhile. Compare both versions, then save again.")
        super().__init__(Phrase(text, {"name": saved_by}))
        self.raw, self.edition, self.saved_by, self.saved_at = raw, edition, saved_by, saved_at


def unknown() -> NotFound:
    """Give the answer for what does not exist, which is also that for what somebody may not see."""
    return NotFound(Phrase(N_("There is nothing at this address.")))


def error_of(refusal: Refusal) -> ConsoleError:
    """Give the error with which a refusal is told."""
    return unknown() if refusal.code == "unknown" else Refused(refusal.code)
