"""Official numbers of persons: which one a country gives, and the digest under which it is kept."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from console.base import ids

_MODULES: Final[Mapping[str, str]] = MappingProxyType(
    {"CH": "stdnum.ch.ssn", "BE": "stdnum.be.ssn", "FR": "stdnum.fr.nir"}
)
"""By country: AVS, NISS and NIR, each with its check digits."""


def number_of(text: str, country: str) -> str:
    """Give a typed number as it is kept, without signs between; empty when it is none of this country's."""
    from stdnum.exceptions import ValidationError

    module = _MODULES.get(country)
    if module is None:
        return ""
    try:
        return str(importlib.import_module(module).validate(re.sub(r"[^0-9A-Za-z]", "", text)))
    except ValidationError:
        return ""


def spellings(number: str, country: str) -> tuple[str, ...]:
    """Give the ways in which a number may stand in the rows of institutions: as it is kept, and as it is printed."""
    printed = str(importlib.import_module(_MODULES[country]).format(number))
    return (number, printed)


def digest_of(secret_key: str, number: str, country: str) -> str:
    """Give what stands for a number in the database: nobody computes it without the installation's secret."""
    return ids.keyed_digest(secret_key, "insured number", country, number)
