"""The translators' pages: how far each language is, one text after the other, a file out and back in."""

from __future__ import annotations

from console.shell.translations.views import TranslationView

__all__ = ["TranslationView"]
