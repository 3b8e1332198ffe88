"""The 26 cantons, by their official letters; the letters are the same in every language."""

CANTONS = (
    "AG", "AI", "AR", "BE", "BL", "BS", "FR", "GE", "GL", "GR", "JU", "LU", "NE",
    "NW", "OW", "SG", "SH", "SO", "SZ", "TG", "TI", "UR", "VD", "VS", "ZG", "ZH",
)  # fmt: skip


def as_canton(text: str) -> str:
    """Give the letters of a canton in capitals, another text as it is."""
    return text.upper() if text.upper() in CANTONS else text
