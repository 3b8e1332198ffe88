"""What is said when a declaration cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from console.plugin import N_, ConsoleError, Phrase

from .checks import Fault


class Unfit(ConsoleError):
    """A declaration that is not right: every fault, with the value it is about. Nothing of it was kept."""

    status: ClassVar[int] = 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        text = Phrase(N_("The stoppage cannot be declared like this: %(fault)s"), {"fault": faults[0].text})
        super().__init__(text, place=faults[0].field)
        self.faults = tuple(faults)

    @property
    def members(self) -> dict[str, Any]:
        """Give the faults as the open API tells them."""
        told = [{"place": one.field, "code": one.code, "text": str(one.text)} for one in self.faults]
        return {"faults": told, "fault_count": len(told)}
