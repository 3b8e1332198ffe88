"""Notes: what colleagues leave for each other. An example of a plugin in a package of its own."""

from console.plugin import Manifest
from console.plugin import lazy_gettext as _l

MANIFEST = Manifest(
    name="notes",
    title=_l("Notes"),
    description=_l("Short notes for the colleagues of an institution."),
    version="1.2.0",
    console=">=0.1,<1",
)
