"""What other parts of the module hear of stoppages."""

from __future__ import annotations

from typing import Final

from blinker import Signal

stands: Final = Signal()
"""Sent by a stoppage when it is new or its days changed, with the `session` in whose transaction that is.

Subscribers write into the same session and never commit.
"""
