"""What the declarations of one sending must keep among themselves."""

from tests.plugins.fr_dsn.controls.harness import Example, again, put

EXAMPLES = [
    Example(
        "S10.G00.00.008/CCH-11",
        fires=[put("S10.G00.00", "008", "02")],
        passes=[again({"004": "2"})],
    ),
    Example(
        "S20.G00.05.002/CCH-11",
        base="ending",
        fires=[again({"002": "04", "004": "10", "006": "020420259"})],
        passes=[again({"002": "04", "004": "10", "006": "020320259"})],
    ),
]
