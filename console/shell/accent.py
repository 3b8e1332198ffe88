"""The institution's accent colour: refused when unreadable, else spread into shades for light and dark.

Pure arithmetic on `#rrggbb` texts. Contrast is that of WCAG 2.2, 1.4.3 and 1.4.11: from 1 (equal) to
21 (black on white).
"""

import colorsys
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

DEFAULT_ACCENT = "#0b5a7a"
"""Petrol, the accent of an institution that has not chosen one; static/tokens.css holds its shades."""

READABLE = 4.5
"""Least contrast between a text and its ground (WCAG 2.2, 1.4.3, level AA)."""

WHITE = "#ffffff"
BLACK = "#000000"
LIGHT_PAGE = "#f3f5f7"
DARK_SURFACE = "#1a222a"

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_STEPS = 50
_SATURATION = 0.65
"""A full colour, lightened, glows on a dark ground; this much of it is enough to be known again."""


class NotAColour(ValueError):
    """The text is not of the form `#rrggbb`."""


class TooPale(ValueError):
    """White text on this colour, or this colour on white, would have a contrast below 4.5."""


@dataclass(frozen=True, slots=True)
class Shades:
    """One accent in one theme; each member is a `#rrggbb` text.

    `accent` fills buttons and marks, `on_accent` is the text upon it, `strong` its hover, `soft` the ground
    of a chosen or pointed-at line, `text` the accent as a text, readable on page, card and `soft`.
    """

    accent: str
    on_accent: str
    strong: str
    soft: str
    text: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The shades of one accent for both themes."""

    light: Shades
    dark: Shades


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, 1 to 21, whichever stands upon the other; raises NotAColour."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palette(accent: str) -> Palette:
    """The shades of an accent; raises NotAColour, or TooPale below a contrast of 4.5 with white."""
    accent = accent.lower()
    if contrast(accent, WHITE) < READABLE:
        raise TooPale(accent)
    return Palette(light=_light(accent), dark=_dark(accent))


def stylesheet(accent: str) -> str:
    """The style sheet that puts an accent in the place of the default one; raises like `palette`."""
    shades = palette(accent)
    return _rule(":root, [data-bs-theme=light]", shades.light) + _rule("[data-bs-theme=dark]", shades.dark)


def _light(accent: str) -> Shades:
    soft = _mix(accent, WHITE, 0.89)
    text = _lightness(
        accent, BLACK, lambda shade: min(contrast(shade, soft), contrast(shade, LIGHT_PAGE)) >= READABLE
    )
    return Shades(accent, WHITE, strong=_mix(accent, BLACK, 0.25), soft=soft, text=text)


def _dark(accent: str) -> Shades:
    soft = _mix(accent, DARK_SURFACE, 0.72)
    ink = _mix(accent, BLACK, 0.7)
    bright = _lightness(
        accent,
        WHITE,
        lambda shade: (
            min(contrast(shade, soft), contrast(shade, DARK_SURFACE), contrast(shade, ink)) >= READABLE + 1
        ),
    )
    return Shades(bright, ink, strong=_mix(bright, WHITE, 0.35), soft=soft, text=bright)


def _lightness(colour: str, towards: str, enough: Callable[[str], bool]) -> str:
    """The first shade of this hue, ever lighter or darker, that is enough; `towards` itself ends the way."""
    hue, start, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    end = 1.0 if towards == WHITE else 0.0
    for step in range(_STEPS):
        light = start + (end - start) * step / _STEPS
        channels = colorsys.hls_to_rgb(hue, light, min(saturation, _SATURATION) if step else saturation)
        shade = _hex(round(channel * 255) for channel in channels)
        if enough(shade):
            return shade
    return towards


def _mix(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return _hex(round(own + (end - own) * share) for own, end in pairs)


def _hex(channels: Iterable[int]) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    if not _COLOUR.fullmatch(colour):
        raise NotAColour(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _rule(selector: str, shades: Shades) -> str:
    return (
        f"{selector} {{\n"
        f"  --g-accent: {shades.accent};\n"
        f"  --g-on-accent: {shades.on_accent};\n"
        f"  --g-accent-strong: {shades.strong};\n"
        f"  --g-accent-soft: {shades.soft};\n"
        f"  --g-accent-text: {shades.text};\n"
        "}\n"
    )
