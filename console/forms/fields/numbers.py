"""Official numbers: their check digits are those of python-stdnum, kept without signs between, shown as printed.

AVS: EAN-13 with prefix 756 (OFAS, 2008). UID: modulo 11 (OIDE). NISS and BCE: modulo 97 (BCSS, BCE). SIREN, SIRET: Luhn
(INSEE). NIR: modulo 97 (INSEE). IBAN: ISO 13616.
"""

from __future__ import annotations

import importlib
import re
from functools import cache
from random import Random
from typing import Any, ClassVar

from console.forms.faults import Fault
from console.forms.fields.base import Read, ReadCell, Simple, figures_of
from console.forms.tongue import Tongue

_SIGNS = str.maketrans("", "", " .-/\u00a0\u202f\u2009\u2010\u2011\u2012\u2013")
_LONGEST = 40


class OfficialNumber(Simple, frozen=True, kw_only=True):
    """A number that an agency gave, with a check digit."""

    module: ClassVar[str]
    """Module of python-stdnum that knows it."""
    what: ClassVar[str]
    """Its own name, the same in every language."""
    example: ClassVar[str]
    length: ClassVar[int]
    """Figures, for those that consist of nothing else."""
    pattern: ClassVar[str]
    """The form that is kept, for the JSON Schema."""

    def width(self) -> str:
        """Some fifteen signs."""
        return "medium"

    def reader(self, tongue: Tongue) -> Read:
        """Without regard to dots, blanks and dashes; the fault says what is wrong with it."""
        validate = _validate_of(self.module)

        def read(text: str) -> str:
            return str(validate(text, self))

        return read

    def cell_reader(self, tongue: Tongue) -> ReadCell:
        """Typed as a number it has lost the zeros in front."""
        read, length = self.reader(tongue), self.length

        def from_cell(cell: Any) -> str:
            return read(cell if cell.__class__ is str else figures_of(cell, length))  # type: ignore[no-any-return]

        return from_cell

    def compact(self, text: str) -> str:
        """Give the typed number as it is kept."""
        return text.translate(_SIGNS).upper()

    def show(self, value: Any, tongue: Tongue) -> str:
        """As it is printed; machines get it as it is kept."""
        return str(value) if tongue.is_api else self.format(value)

    def format(self, value: str) -> str:
        """Give the number as it is printed."""
        return str(_module(self.module).format(value))

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """The form that is kept."""
        return {"type": "string", "pattern": self.pattern}

    def invent(self, chance: Random) -> str:
        """A number with a right check digit."""
        while True:
            try:
                return str(_module(self.module).validate(self.guess(chance)))
            except ValueError:
                continue

    def guess(self, chance: Random) -> str:
        """Give a number that may have a right check digit."""
        return "".join(str(chance.randrange(10)) for _ in range(self.length))


class AvsNumber(OfficialNumber, frozen=True, kw_only=True, tag="avs"):
    """The Swiss insurance number."""

    personal: bool = True

    module: ClassVar[str] = "stdnum.ch.ssn"
    what: ClassVar[str] = "AVS"
    example: ClassVar[str] = "756.1234.5678.97"
    length: ClassVar[int] = 13
    pattern: ClassVar[str] = "^756[0-9]{10}$"

    def reader(self, tongue: Tongue) -> Read:
        """The usual form is checked at once (EAN-13: digits times 1 and 3 in turn make a multiple of ten)."""
        plain, slow = re.compile(r"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}").fullmatch, super().reader(tongue)

        def read(text: str) -> str:
            if plain(text):
                number = text.replace(".", "")
                codes = number.encode()
                # The code of a digit is the digit and 48; 48 times 7 and three times 6 is a multiple of ten.
                if (sum(codes[::2]) + 3 * sum(codes[1::2])) % 10 == 0:
                    return number
            return slow(text)  # type: ignore[no-any-return]

        return read

    def guess(self, chance: Random) -> str:
        """In the block that is used for examples: 756.0000.0."""
        return f"7560000{chance.randrange(10**6):06}"


class UidNumber(OfficialNumber, frozen=True, kw_only=True, tag="uid"):
    """The Swiss enterprise number."""

    module: ClassVar[str] = "stdnum.ch.uid"
    what: ClassVar[str] = "UID / IDE"
    example: ClassVar[str] = "CHE-123.456.788"
    length: ClassVar[int] = 12
    pattern: ClassVar[str] = "^CHE[0-9]{9}$"

    def compact(self, text: str) -> str:
        """The mark of value-added tax behind it is no part of it."""
        return re.sub(r"(TVA|MWST|IVA|HR)$", "", super().compact(text))

    def guess(self, chance: Random) -> str:
        """A small number."""
        return f"CHE000{chance.randrange(10**6):06}"


class Niss(OfficialNumber, frozen=True, kw_only=True, tag="niss"):
    """The Belgian social-security number, of the national register or of the Bis register."""

    personal: bool = True

    module: ClassVar[str] = "stdnum.be.ssn"
    what: ClassVar[str] = "NISS / INSZ"
    example: ClassVar[str] = "85.07.30-033.28"
    length: ClassVar[int] = 11
    pattern: ClassVar[str] = "^[0-9]{11}$"

    def guess(self, chance: Random) -> str:
        """Born in the seventies, with the check of modulo 97."""
        born = f"7{chance.randrange(10)}0{chance.randrange(1, 10)}1{chance.randrange(10)}"
        front = f"{born}{chance.randrange(1, 998):03}"
        return f"{front}{97 - int(front) % 97:02}"


class BceNumber(OfficialNumber, frozen=True, kw_only=True, tag="bce"):
    """The Belgian enterprise number."""

    module: ClassVar[str] = "stdnum.be.vat"
    what: ClassVar[str] = "BCE / KBO"
    example: ClassVar[str] = "0403.019.261"
    length: ClassVar[int] = 10
    pattern: ClassVar[str] = "^[01][0-9]{9}$"

    def compact(self, text: str) -> str:
        """The country in front is no part of it, and older papers leave the zero out."""
        return super().compact(text).removeprefix("BE").zfill(self.length)

    def format(self, value: str) -> str:
        """In four, three and three figures."""
        return f"{value[:4]}.{value[4:7]}.{value[7:]}"

    def guess(self, chance: Random) -> str:
        """With the check of modulo 97."""
        front = f"0{chance.randrange(2_000_000, 8_000_000):07}"
        return f"{front}{97 - int(front) % 97:02}"


class Siren(OfficialNumber, frozen=True, kw_only=True, tag="siren"):
    """The French number of a company."""

    module: ClassVar[str] = "stdnum.fr.siren"
    what: ClassVar[str] = "SIREN"
    example: ClassVar[str] = "732 829 320"
    length: ClassVar[int] = 9
    pattern: ClassVar[str] = "^[0-9]{9}$"

    def format(self, value: str) -> str:
        """In threes."""
        return f"{value[:3]} {value[3:6]} {value[6:]}"


class Siret(OfficialNumber, frozen=True, kw_only=True, tag="siret"):
    """The French number of an establishment."""

    module: ClassVar[str] = "stdnum.fr.siret"
    what: ClassVar[str] = "SIRET"
    example: ClassVar[str] = "732 829 320 00074"
    length: ClassVar[int] = 14
    pattern: ClassVar[str] = "^[0-9]{14}$"

    def format(self, value: str) -> str:
        """The company's number, then five figures."""
        return f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}"

    def guess(self, chance: Random) -> str:
        """The first establishment of a company."""
        return f"{Siren('siren', 'SIREN').invent(chance)}{chance.randrange(10**5):05}"


class Nir(OfficialNumber, frozen=True, kw_only=True, tag="nir"):
    """The French number of a person, with its key."""

    personal: bool = True

    module: ClassVar[str] = "stdnum.fr.nir"
    what: ClassVar[str] = "NIR"
    example: ClassVar[str] = "2 95 10 99 126 111 93"
    length: ClassVar[int] = 15
    pattern: ClassVar[str] = "^[0-9]{6}[0-9AB][0-9]{8}$"

    def guess(self, chance: Random) -> str:
        """Born in the Seine, with the key of modulo 97."""
        born = f"7{chance.randrange(10)}0{chance.randrange(1, 10)}75"
        front = f"{chance.choice('12')}{born}{chance.randrange(1, 200):03}{chance.randrange(1, 999):03}"
        return f"{front}{97 - int(front) % 97:02}"


class Iban(OfficialNumber, frozen=True, kw_only=True, tag="iban"):
    """An international account number."""

    module: ClassVar[str] = "stdnum.iban"
    what: ClassVar[str] = "IBAN"
    example: ClassVar[str] = "CH93 0076 2011 6238 5295 7"
    length: ClassVar[int] = 34
    pattern: ClassVar[str] = "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"

    def width(self) -> str:
        """The longest of them."""
        return ""

    def reader(self, tongue: Tongue) -> Read:
        """A Swiss one is checked at once (ISO 7064: turned round, it leaves 1 when divided by 97)."""
        plain, slow = re.compile(r"CH[0-9]{19}").fullmatch, super().reader(tongue)

        def read(text: str) -> str:
            number = text.replace(" ", "")
            # C and H are 12 and 17 there.
            if plain(number) and int(f"{number[4:]}1217{number[2:4]}") % 97 == 1:
                return number
            return slow(text)  # type: ignore[no-any-return]

        return read

    def cell_reader(self, tongue: Tongue) -> ReadCell:
        """Never a number."""
        return Simple.cell_reader(self, tongue)

    def guess(self, chance: Random) -> str:
        """A Swiss one at a bank that does not exist."""
        account = f"00000{chance.randrange(10**12):012}"
        return f"CH{98 - int(f'{account}121700') % 97:02}{account}"


@cache
def _module(name: str) -> Any:
    return importlib.import_module(name)


@cache
def _validate_of(module: str) -> Any:
    """Give the check of a kind of number, with the fault in our words."""
    from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

    check = _module(module).validate

    def validate(text: str, field: OfficialNumber) -> str:
        number = field.compact(text)
        if not number.isascii() or len(number) > _LONGEST:  # the library reads figures of every script
            raise _unlike(field, number, False)
        try:
            return str(check(number))
        except InvalidChecksum:
            raise Fault("iban_digit" if field.what == "IBAN" else "number_digit") from None
        except (InvalidLength, InvalidFormat) as fault:
            raise _unlike(field, number, isinstance(fault, InvalidLength)) from None
        except ValidationError:
            raise _unlike(field, number, False) from None

    return validate


def _unlike(field: OfficialNumber, number: str, is_length: bool) -> Fault:
    if field.what == "IBAN":
        return Fault("iban")
    if is_length and number.isascii() and number.isdigit():
        return Fault("number_length", what=field.what, length=field.length, example=field.example)
    return Fault("official_form", what=field.what, example=field.example)
