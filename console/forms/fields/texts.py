"""Texts of people: one line, several lines, an e-mail address, a telephone number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from random import Random
from sys import maxsize
from typing import TYPE_CHECKING, Any, ClassVar

from console.forms.faults import Fault
from console.forms.fields.base import Read, Simple
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

_WORDS = (
    "Rochat",
    "Favre",
    "Keller",
    "De Smet",
    "Moreau",
    "Bianchi",
    "Nguyễn",
    "Łukasz",
    "Đorđević",
    "Œuvray",
)
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Unicode categories of signs nobody sees: controls, direction overrides, unassigned ones."""


class Text(Simple, frozen=True, kw_only=True, tag="text"):
    """A text on one line, of at most `max` characters."""

    max: int = 120
    min: int = 0

    longest: ClassVar[int] = maxsize

    def width(self) -> str:
        """By the longest text."""
        return "short" if self.max <= 16 else "medium" if self.max <= 40 else ""

    def reader(self, tongue: Tongue) -> Read:
        """Blanks in a row become one."""
        most, least = self.max, self.min

        def read(text: str) -> str:
            if not (text.isascii() and text.isprintable() and "  " not in text):
                text = _visible(" ".join(text.split()), most)
            if least <= len(text) <= most:
                return text
            raise _length(text, least, most)

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """The text itself."""
        return str(value)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A string of limited length."""
        return {"type": "string", "minLength": max(self.min, 1), "maxLength": self.max}

    def faults(self) -> Iterator[str]:
        """Limits are in order."""
        if not 0 <= self.min <= self.max or self.max < 1:
            yield f"{self.key}: min and max must be in order"

    def invent(self, chance: Random) -> str:
        """A family name, as far as it fits."""
        return chance.choice(_WORDS)[: self.max].strip().ljust(self.min, "a")


class LongText(Text, frozen=True, kw_only=True, tag="long_text"):
    """A text of several lines."""

    max: int = 4000

    def reader(self, tongue: Tongue) -> Read:
        """Line ends become one kind; tabs and trailing blanks go."""
        most, least = self.max, self.min

        def read(text: str) -> str:
            lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
            text = "\n".join(_visible(line.rstrip(), most) for line in lines).strip()
            if least <= len(text) <= most:
                return text
            raise _length(text, least, most)

        return read

    def invent(self, chance: Random) -> str:
        """Two lines."""
        return "\n".join(chance.sample(_WORDS, 2))[: self.max].strip().ljust(self.min, "a")

    def control(self, tongue: Tongue) -> UnboundField:
        """A text area."""
        from console.forms.controls import area_control

        return area_control(self, tongue)


class Email(Simple, frozen=True, kw_only=True, tag="email"):
    """An e-mail address, by email-validator; the domain is written small."""

    def reader(self, tongue: Tongue) -> Read:
        """Plain addresses are recognised at once, all others by the library."""
        plain = _PLAIN_EMAIL.fullmatch

        def read(text: str) -> str:
            return text if plain(text) else _validated(text)

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """The address."""
        return str(value)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A string with the format of an address."""
        return {"type": "string", "format": "email", "maxLength": 254}

    def invent(self, chance: Random) -> str:
        """A name at a domain kept for examples (RFC 2606)."""
        return f"person.{chance.randrange(10_000)}@example.org"

    def control(self, tongue: Tongue) -> UnboundField:
        """Phones show the keyboard for addresses."""
        from console.forms.controls import text_control

        return text_control(self, tongue, inputmode="email", autocapitalize="none", spellcheck="false")


class Phone(Simple, frozen=True, kw_only=True, tag="phone"):
    """A telephone number, by phonenumbers; kept as +41215550123 (E.164), shown as in the reader's country."""

    def width(self) -> str:
        """Some twenty signs."""
        return "medium"

    def reader(self, tongue: Tongue) -> Read:
        """Numbers without country code are those of the institution's country."""
        country = tongue.style.country or None

        def read(text: str) -> str:
            found = _e164(text, country) if _PHONE_SIGNS.fullmatch(text) else None
            # Some impossible numbers lose a zero each time they are read.
            if found is None or _e164(found, None) != found:
                raise Fault("phone", text=text[:40], example=_PHONES.get(country or "", "+41 21 555 01 23"))
            return found

        return read

    def show(self, value: Any, tongue: Tongue) -> str:
        """In international form, which every reader takes back; machines get E.164."""
        if tongue.is_api:
            return str(value)
        import phonenumbers

        number = phonenumbers.parse(value)
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """E.164."""
        return {"type": "string", "pattern": "^\\+[1-9][0-9]{3,19}$"}

    def invent(self, chance: Random) -> str:
        """A Lausanne number."""
        return f"+4121555{chance.randrange(10_000):04}"

    def control(self, tongue: Tongue) -> UnboundField:
        """Phones show the keyboard for numbers."""
        from console.forms.controls import text_control

        return text_control(self, tongue, inputmode="tel")


_PHONES = {"CH": "021 555 01 23", "BE": "02 555 01 23", "FR": "01 55 55 01 23"}
_PHONE_SIGNS = re.compile(r"[0-9+()./\s\u2010-\u2015\u2212-]{1,60}")
"""The library reads letters and every script's figures too; nobody here means them."""

# Only forms the library gives back unchanged: its verdict is the law, this is the short way to yes.
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9_+-]{1,31}(?:\.[a-z0-9_+-]{1,31})?@"
    r"(?:[a-z0-9]{1,20}(?:-[a-z0-9]{1,20})?\.){1,3}(?:ch|be|fr|org|com|net|eu|lu)"
)


def _e164(text: str, country: str | None) -> str | None:
    """Give a possible telephone number in international form; None for all else."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if number.extension or not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _validated(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        return str(validate_email(text, check_deliverability=False).normalized)
    except EmailNotValidError:
        raise Fault("email", text=text[:60]) from None


def _visible(text: str, most: int) -> str:
    """Give the text in one normal form; refuse signs that nobody sees."""
    if len(text) > 4 * most:  # no normal form makes less than a quarter of it
        raise Fault("too_long_text", most=most, has=len(text))
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable() and any(unicodedata.category(sign) in _INVISIBLE for sign in text):
        raise Fault("hidden_signs")
    return text


def _length(text: str, least: int, most: int) -> Fault:
    if len(text) > most:
        return Fault("too_long_text", most=most, has=len(text))
    return Fault("too_short_text", least=least)
