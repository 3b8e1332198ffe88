"""What may stand only once: in a person, under a contract or payment, or in the whole declaration."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.unique import in_declaration, in_group

DECLARED: Declared = (*in_declaration.DECLARED, *in_group.DECLARED)
