"""Swiss compensation fund: its members (companies) and their employees."""

from console.plugin import N_, Manifest, Phrase

MANIFEST = Manifest(
    name="ch_fund",
    title=Phrase(N_("Compensation fund")),
    description=Phrase(N_("Members of a Swiss compensation fund and their employees.")),
    version="0.1.0",
    console=">=0.1,<1",
    countries=("CH",),
    author="Guichet",
)
