"""The French DSN: read, checked against the official norm, and compared from file to file."""

from console.plugin import N_, Manifest, Phrase

MANIFEST = Manifest(
    name="fr_dsn",
    title=Phrase(N_("French DSN")),
    description=Phrase(N_("Reads nominative social declarations (DSN) and checks them against the norm.")),
    version="0.1.0",
    console=">=0.1,<1",
    countries=("FR",),
    author="Guichet",
)
