"""Amounts that must equal others."""

from tests.plugins.fr_dsn.controls.blocks import independent
from tests.plugins.fr_dsn.controls.harness import Example, put

EXAMPLES = [
    Example(
        "S21.G00.20.005/CCH-12",
        fires=[put("S21.G00.20", "005", "98.63")],
        passes=[put("S21.G00.20", "005", "0.00"), put("S21.G00.55", "001", "-12.00")],
    ),
    Example(
        "S21.G00.50.009/CCH-11",
        fires=[put("S21.G00.50", "009", "100.24")],
        passes=[put("S21.G00.50", "009", "100.22")],
    ),
    Example(
        "S89.G00.92.010/CCH-11",
        fires=[independent(), put("S89.G00.92", "010", "48.99")],
        passes=[independent(), put("S89.G00.92", "010", "51.00")],
    ),
]
