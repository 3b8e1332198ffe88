"""Controls of references: what a rubric names must be declared, and what is declared must be named."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.reference.declaration import DECLARATION
from plugins.fr_dsn.rules.controls.reference.person import PERSON

DECLARED: Declared = (*DECLARATION, *PERSON)
