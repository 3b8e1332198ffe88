"""The employer of what the staff keeps by contract, asked for in the same words on each form."""

from __future__ import annotations

from typing import Final

from console.plugin import Company, RelatedColumn
from console.plugin import lazy_gettext as _l

EMPLOYER: Final = RelatedColumn(
    key="company",
    label=_l("Employer"),
    help=_l("Type the number or the beginning of the name."),
    target=Company,
    foreign="company_id",
    required=True,
)
