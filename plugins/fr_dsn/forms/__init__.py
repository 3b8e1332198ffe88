"""The forms of the gateway: each file declares what belongs together."""

from .contributions import PAYMENT
from .stoppages import CLOSING, DECLARATION, DOCUMENTS

FORMS = (DECLARATION, CLOSING, DOCUMENTS)
"""Of work stoppages."""

__all__ = ["CLOSING", "DECLARATION", "DOCUMENTS", "FORMS", "PAYMENT"]
