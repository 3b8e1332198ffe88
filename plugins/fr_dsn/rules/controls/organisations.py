"""What the form of an organisation's code tells."""

from __future__ import annotations

import re

_INSURER = re.compile(r"P[0-9]{4}|A[0-9A-Z]{5}|[0-9]{9}")


def insures(code: str) -> bool:
    """Tell whether a code (S21.G00.15.002, 20.001) has the form of those that insurers and mutual funds have."""
    return _INSURER.fullmatch(code) is not None
