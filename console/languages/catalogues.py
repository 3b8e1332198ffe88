"""One flat catalogue per locale, made by laying catalogues over each other; English is the source.

A catalogue is asked for every text of every page, so it is a plain mapping, bound once per request.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from .files import Messages, Text, compiled_messages_of, key_of, messages_of

LANGUAGES = ("fr", "de", "nl")
"""The languages that are translated; English is written in the sources."""

NBSP = "\u00a0"

log = logging.getLogger(__name__)

Overrides = Mapping[tuple[str | None, str], Text]
"""An institution's own words: (context, message id) to a text, or to one text per plural form."""


class Catalogue:
    """The texts of one locale. A message without a translation is given back as it is, in English.

    `gettext`, `ngettext`, `pgettext` and `npgettext` fill placeholders in; the same names with a `u`, those
    that Flask-Babel asks for, do not.
    """

    __slots__ = ("_forms", "_texts", "locale")

    def __init__(self, locale: str, messages: Messages) -> None:
        self.locale = locale
        self._texts = {key: text if isinstance(text, str) else text[0] for key, text in messages.items()}
        self._forms = {key: text for key, text in messages.items() if isinstance(text, tuple)}

    @property
    def language(self) -> str:
        """The language of the locale, as in the `lang` attribute of a page."""
        return self.locale.partition("_")[0]

    def __contains__(self, msgid: str) -> bool:
        """Whether there is a text of its own for a message without context."""
        return msgid in self._texts

    def ugettext(self, msgid: str) -> str:
        """The text of a message, placeholders and all."""
        return self._texts.get(msgid, msgid)

    def ungettext(self, singular: str, plural: str, num: float) -> str:
        """The text of a message in the form that goes with a number, placeholders and all."""
        return self._form(singular, singular, plural, num)

    def upgettext(self, context: str, msgid: str) -> str:
        """The text of a message in a context, placeholders and all."""
        return self._texts.get(key_of(context, msgid), msgid)

    def unpgettext(self, context: str, singular: str, plural: str, num: float) -> str:
        """The text of a message in a context and in the form that goes with a number."""
        return self._form(key_of(context, singular), singular, plural, num)

    def gettext(self, msgid: str, **params: object) -> str:
        """The text of a message, filled in."""
        return fill(self.ugettext(msgid), msgid, params)

    def ngettext(self, singular: str, plural: str, num: float, **params: object) -> str:
        """The text of a message in the form that goes with `num`, filled in; `%(num)s` is there by itself."""
        text = self.ungettext(singular, plural, num)
        return fill(text, singular if num == 1 else plural, {"num": num, **params})

    def pgettext(self, context: str, msgid: str, **params: object) -> str:
        """The text of a message in a context, filled in."""
        return fill(self.upgettext(context, msgid), msgid, params)

    def npgettext(self, context: str, singular: str, plural: str, num: float, **params: object) -> str:
        """The text of a message in a context and in the form that goes with `num`, filled in."""
        text = self.unpgettext(context, singular, plural, num)
        return fill(text, singular if num == 1 else plural, {"num": num, **params})

    def _form(self, key: str, singular: str, plural: str, num: float) -> str:
        forms = self._forms.get(key)
        if forms:
            return forms[min(plural_index(self.language, num), len(forms) - 1)]
        own = self._texts.get(key)
        if own is not None:
            return own
        return singular if num == 1 else plural


def fill(text: str, source: str, params: Mapping[str, object]) -> str:
    """A text with its placeholders filled in; `%%` is a per cent sign with placeholders and without.

    A translation whose placeholders are broken is logged and the English `source` is said instead. A broken
    source raises what Python raises.
    """
    if not params:
        return text.replace("%%", "%")
    try:
        return text % params
    except (KeyError, TypeError, ValueError):
        if text == source:
            raise
        log.warning("the placeholders of this translation are broken: %r", text)
        return type(text)(source) % params


def plural_index(language: str, num: float) -> int:
    """0 for the singular, 1 for the plural: French counts in the plural from two, the others at all but one.

    The rule is ours and not the one in a catalogue's header: Flask-AppBuilder's French header is wrong.
    """
    return int(abs(num) >= 2) if language == "fr" else int(num != 1)


def variant(locale: str) -> Callable[[str], str] | None:
    """How the texts of a language change in a country, by rule, so that no catalogue is written twice."""
    if locale == "de_CH":
        return lambda text: text.replace("ß", "ss")
    if locale == "fr_CH":
        return lambda text: text.replace(f"{NBSP}:", ":")
    return None


def lay(locale: str, layers: Iterable[Messages], overrides: Overrides | None = None) -> Catalogue:
    """The catalogue of a locale: later layers win, overrides win over all and are taken to the letter."""
    texts: dict[str, Text] = {}
    for layer in layers:
        texts.update(layer)
    if change := variant(locale):
        texts = {
            key: change(text) if isinstance(text, str) else tuple(map(change, text))
            for key, text in texts.items()
        }
    for (context, msgid), text in (overrides or {}).items():
        texts[key_of(context, msgid)] = text
    return Catalogue(locale, texts)


def catalogue_of(locale: str, folders: Iterable[Path], overrides: Overrides | None = None) -> Catalogue:
    """The catalogue of a locale from Flask-AppBuilder's texts and those of `folders`, in this order.

    Raises OSError or ValueError when a file cannot be read.
    """
    language = locale.partition("_")[0]
    layers = [compiled_messages_of(fab_folder(), language)]
    layers += [messages_of(folder, language) for folder in folders]
    return lay(locale, layers if language in LANGUAGES else [], overrides)


@cache
def fab_folder() -> Path:
    """Where Flask-AppBuilder keeps its catalogues; found without importing it."""
    spec = importlib.util.find_spec("flask_appbuilder")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("flask_appbuilder")
    return Path(spec.origin).parent / "translations"


SOURCE = Catalogue("en", {})
"""English, as it is written in the sources."""
