"""Controls in which what is declared asks for a block, or for its absence."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.block_presence.declaration import DECLARATION_WIDE
from plugins.fr_dsn.rules.controls.block_presence.pay import PAY
from plugins.fr_dsn.rules.controls.block_presence.person import PERSON
from plugins.fr_dsn.rules.controls.declaring import Declared

DECLARED: Declared = (*DECLARATION_WIDE, *PAY, *PERSON)
