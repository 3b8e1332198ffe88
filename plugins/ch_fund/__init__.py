"""Swiss compensation fund: its members (companies) and their employees."""

from flask_babel import lazy_gettext as _l

from console.plugin import Manifest

MANIFEST = Manifest(
    name="ch_fund",
    title=_l("Compensation fund"),
    description=_l("Members of a Swiss compensation fund and their employees."),
    version="0.1.0",
    console=">=0.1,<1",
    countries=("CH",),
    author="Guichet",
)
