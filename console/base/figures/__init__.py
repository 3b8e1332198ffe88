"""How dates, times, numbers, rates and amounts are shown and read: one rule for page, interface and sheet."""

from .faults import Misread
from .style import API, COUNTRIES, LANGUAGES, Style, style_of

__all__ = ["API", "COUNTRIES", "LANGUAGES", "Misread", "Style", "style_of"]
