"""The short ways of reading say yes to nothing that the library refuses, and give what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.ch import ssn
from stdnum.exceptions import ValidationError

from console.base.figures import Misread, style_of
from console.forms.fields import (
    AvsNumber,
    BceNumber,
    Email,
    Iban,
    Nir,
    Niss,
    Phone,
    Siren,
    Siret,
    UidNumber,
)
from console.forms.fields.numbers import OfficialNumber
from console.forms.fields.texts import _PLAIN_EMAIL
from console.forms.tongue import Tongue

TONGUE = Tongue(style_of("fr", "CH"))
AVS, IBAN, EMAIL = (field.reader(TONGUE) for field in (AvsNumber("a", "A"), Iban("i", "I"), Email("e", "E")))
digits = st.text("0123456789", min_size=10, max_size=10)


def of_library(validate: object, text: str) -> str | None:
    try:
        return str(validate(text))  # type: ignore[operator]
    except ValidationError:
        return None


def of_field(read: object, text: str) -> str | None:
    try:
        return str(read(text))  # type: ignore[operator]
    except Misread:
        return None


@given(digits, st.sampled_from(["756", "757", "765"]))
def test_an_avs_number_is_accepted_as_the_library_accepts_it(figures: str, prefix: str) -> None:
    number = prefix + figures
    dotted = f"{number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"
    assert of_field(AVS, number) == of_field(AVS, dotted) == of_library(ssn.validate, number)


def test_all_last_figures_of_an_avs_number_but_one_are_refused() -> None:
    for seed in range(200):
        number = AvsNumber("a", "A").invent(Random(seed))
        assert [n for n in range(10) if of_field(AVS, f"{number[:-1]}{n}")] == [int(number[-1])]


@given(st.text("0123456789", min_size=17, max_size=17))
def test_a_swiss_iban_is_accepted_as_the_library_accepts_it(account: str) -> None:
    """Of the hundred pairs of check digits one fits, and 98 and one more come to the same remainder."""
    typed = [f"CH{check:02}{account}" for check in range(100)]
    assert [of_field(IBAN, one) for one in typed] == [of_library(iban.validate, one) for one in typed]
    assert of_field(IBAN, f"{typed[0][:4]} {typed[0][4:]}") == of_library(iban.validate, typed[0])


def of_email_library(address: str) -> str | None:
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def near_addresses(count: int) -> Iterator[str]:
    chance = Random(5)
    for _ in range(count):
        local = "".join(chance.choices("ab0._-+", k=chance.choice((1, 4, 12, 63, 66))))
        labels = [
            "".join(chance.choices("abx0-n", k=chance.choice((1, 2, 5, 22))))
            for _ in range(chance.randint(1, 4))
        ]
        yield f"{local}@{'.'.join(labels)}.{chance.choice(('ch', 'be', 'com', 'test'))}"


def test_an_address_is_accepted_as_the_library_accepts_it_whether_the_short_way_knows_it_or_not() -> None:
    plain = 0
    for address in near_addresses(3_000):
        assert of_field(EMAIL, address) == of_email_library(address), address
        plain += _PLAIN_EMAIL.fullmatch(address) is not None
    assert plain > 100


@pytest.mark.parametrize(
    "address",
    [
        "a" * 65 + "@example.ch",
        "a@" + "b" * 64 + ".ch",
        "a@b--c.ch",
        "a@xn--.ch",
        "a@ab--c.ch",
        "a.@b.ch",
        "a..b@c.ch",
    ],
)
def test_an_address_at_the_edge_is_judged_as_the_library_judges_it(address: str) -> None:
    assert of_field(EMAIL, address) == of_email_library(address)


NUMBERS = (
    AvsNumber("avs", "N"),
    UidNumber("uid", "N"),
    Niss("niss", "N"),
    BceNumber("bce", "N"),
    Siren("siren", "N"),
    Siret("siret", "N"),
    Nir("nir", "N"),
    Iban("iban", "N"),
)


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.key)
def test_the_example_of_a_fault_has_the_form_of_the_number(field: OfficialNumber) -> None:
    assert field.reader(TONGUE)(field.example)


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.key)
def test_one_wrong_figure_is_found_and_named(field: OfficialNumber) -> None:
    number = field.invent(Random(3))
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(Misread) as refused:
        field.reader(TONGUE)(wrong)
    assert refused.value.code == ("iban_digit" if field.key == "iban" else "number_digit")


@pytest.mark.parametrize("field", NUMBERS, ids=lambda field: field.key)
@pytest.mark.parametrize(
    "text", ["1", "x", "0" * 5000, "7" * 5000, "ß" * 30, "CHE", "BE", "CH", "-", "٣" * 13, "²"]
)
def test_a_text_that_is_no_number_is_a_fault_and_nothing_else(field: OfficialNumber, text: str) -> None:
    with pytest.raises(Misread):
        field.reader(TONGUE)(text)


@given(st.sampled_from(NUMBERS), st.text(max_size=30))
def test_whatever_is_typed_gives_a_number_of_its_form_or_a_fault(field: OfficialNumber, text: str) -> None:
    found = of_field(field.reader(TONGUE), text)
    assert found is None or found.isalnum()


def test_signs_between_and_marks_around_are_no_part_of_a_number() -> None:
    assert UidNumber("u", "U").reader(TONGUE)("CHE‑123.456.788 MWST") == "CHE123456788"
    assert BceNumber("b", "B").reader(TONGUE)("BE 403.019.261") == "0403019261"
    assert Niss("n", "N").reader(TONGUE)("85.07.30-033 28") == "85073003328"


@pytest.mark.parametrize(
    "text", ["+43 00000", "+43000000", "+430000000", "+39 0 00000", "0041 0 21 555 01 23"]
)
def test_a_telephone_number_that_changes_each_time_it_is_read_is_none(text: str) -> None:
    read = Phone("p", "P").reader(TONGUE)
    found = of_field(read, text)
    assert found is None or of_field(read, found) == found


@pytest.mark.parametrize(
    "text", ["0800 FLOWERS", "021 555 01 23 ext. 5", "+41", "12", "tel:+41215550123", "x"]
)
def test_what_is_no_plain_telephone_number_is_refused(text: str) -> None:
    assert of_field(Phone("p", "P").reader(TONGUE), text) is None


@pytest.mark.parametrize(
    "text", ["021 555 01 23", "+41 21 555 01 23", "0041215550123", "+41 (0)21 555 01 23", "021/555‑01‑23"]
)
def test_a_telephone_number_is_typed_in_many_ways(text: str) -> None:
    assert of_field(Phone("p", "P").reader(TONGUE), text) == "+41215550123"
