"""What may be an institution's logo: a PNG, JPEG or WebP picture, known by its first bytes and never by its name.

Only the head of the file is read (PNG, section 5; JPEG, ITU-T T.81 annex B; WebP container specification), so that no
picture is ever decoded in the console.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_BYTES = 200_000
MOST_PIXELS = 2_000
"""Widest and highest picture, in pixels."""
TYPES = ("image/png", "image/jpeg", "image/webp")

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG frame's head, which has the picture's size."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length."""


class NotALogo(ValueError):
    """The bytes cannot be a logo: `code` is `size`, `type` or `pixels`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Picture:
    """A picture's media type and its size in pixels."""

    type: str
    width: int
    height: int


def read_logo(data: bytes) -> Picture:
    """Give type and size of a picture; raises `NotALogo` for anything too large or of another type."""
    if len(data) > MOST_BYTES:
        raise NotALogo("size")
    found = _png(data) or _jpeg(data) or _webp(data)
    if found is None:
        raise NotALogo("type")
    if not (0 < found.width <= MOST_PIXELS and 0 < found.height <= MOST_PIXELS):
        raise NotALogo("pixels")
    return found


def _png(data: bytes) -> Picture | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 33:
        return None
    return Picture("image/png", _big(data[16:20]), _big(data[20:24]))


def _jpeg(data: bytes) -> Picture | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return Picture("image/jpeg", _big(data[at + 7 : at + 9]), _big(data[at + 5 : at + 7]))
        at += 1 if marker == 0xFF else 2 if marker in _BARE else 2 + _big(data[at + 2 : at + 4])
    return None


def _webp(data: bytes) -> Picture | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    form = data[12:16]
    if form == b"VP8X":
        return Picture("image/webp", _little(data[24:27]) + 1, _little(data[27:30]) + 1)
    if form == b"VP8L" and data[20] == 0x2F:
        bits = _little(data[21:25])
        return Picture("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        return Picture("image/webp", _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF)
    return None


def _big(part: bytes) -> int:
    return int.from_bytes(part, "big")


def _little(part: bytes) -> int:
    return int.from_bytes(part, "little")
