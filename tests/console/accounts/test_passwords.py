"""Which passwords are accepted."""

from __future__ import annotations

import pytest

from console.accounts import passwords
from console.base.errors import BadArgument
from tests.support.house import House


@pytest.mark.parametrize("password", ["un cheval bleu sur le quai", "äöü-Sonne über Thun", "x7!kQ2#pL9zz"])
def test_a_long_sentence_or_mixed_signs_are_accepted(password: str) -> None:
    passwords.check_strength(password, "nora", "Nora", "Blanc")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "x" * 129,
        "aaaaaaaaaaaaaa",
        "abababababababab",
        "abcdefghijklmnop",
        "password1234",
        "Motdepasse-2026",
        "bernasconi123",
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(lite_house: House, password: str) -> None:
    with lite_house.app.test_request_context(), pytest.raises(BadArgument) as refused:
        passwords.check_strength(password, "luca", "Luca", "Bernasconi")
    assert refused.value.place == "password"


def test_a_stored_password_is_recognised_and_nothing_else() -> None:
    stored = passwords.hash_of("un cheval bleu sur le quai")

    assert passwords.matches(stored, "un cheval bleu sur le quai")
    assert not passwords.matches(stored, "un cheval bleu sur le Quai")
    assert not passwords.matches(None, "un cheval bleu sur le quai")
    assert stored != passwords.hash_of("un cheval bleu sur le quai")
