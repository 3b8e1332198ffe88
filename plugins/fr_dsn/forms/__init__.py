"""The forms of the gateway: each file declares what belongs together."""

from .stoppages import CLOSING, DECLARATION, DOCUMENTS

FORMS = (DECLARATION, CLOSING, DOCUMENTS)
