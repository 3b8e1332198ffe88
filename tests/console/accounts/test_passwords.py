"""Which passwords are accepted, and how they are kept."""

from __future__ import annotations

import statistics
import time
from contextlib import suppress

import pytest
from argon2 import extract_parameters
from sqlalchemy import update
from werkzeug.security import generate_password_hash

from console.accounts import passwords, service
from console.accounts.models import User
from console.base.errors import BadArgument
from console.institutions.sessions import accounts
from tests.support.house import House

SENTENCE = "un cheval bleu sur le quai"
OF_OLD = "scrypt:32768:8:1"


@pytest.mark.parametrize(
    "password", [SENTENCE, "äöü-Sonne über Thun", "x7!kQ2#pL9zz", "ÄÖ öä ÜÉ éè ;-)", "?!$%&*()+=#@ç"]
)
def test_a_long_sentence_or_mixed_signs_are_accepted(password: str) -> None:
    passwords.check_strength(password, "nora", "Nora", "Blanc")


def test_a_password_of_128_characters_is_accepted_and_told_from_one_that_ends_otherwise() -> None:
    longest = (SENTENCE + ", puis un âne vert 7 ") * 3
    assert len(longest) > passwords.LONGEST
    longest = longest[: passwords.LONGEST]
    passwords.check_strength(longest, "nora", "Nora", "Blanc")

    assert not passwords.matches(passwords.hash_of(longest), longest[:-1] + "X")


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
        "Wachtwoord2026!",
        "Willkommen2026",
        "qwertyuiop123456",
        "P@ssw0rd2026",
        "bernasconi123",
        "Luca.Bernasconi.1",
        "password" * 16,
    ],
)
def test_a_weak_password_is_refused_with_what_to_do(lite_house: House, password: str) -> None:
    with lite_house.app.test_request_context(), pytest.raises(BadArgument) as refused:
        passwords.check_strength(password, "luca", "Luca", "Bernasconi")
    assert refused.value.place == "password"


def test_a_password_is_judged_in_the_blink_of_an_eye_however_long_it_is() -> None:
    start = time.perf_counter()
    for password in ("@4$3!10|" * 16, "1" * 128, "ab" * 64):
        with suppress(BadArgument):
            passwords.check_strength(password[: passwords.LONGEST], "nora")
    assert time.perf_counter() - start < 3


def test_a_stored_password_is_recognised_and_nothing_else() -> None:
    stored = passwords.hash_of(SENTENCE)

    assert passwords.matches(stored, SENTENCE)
    assert not passwords.matches(stored, SENTENCE.upper())
    assert not passwords.matches(None, SENTENCE)
    assert not passwords.matches("", SENTENCE)
    assert not passwords.matches("garbage", SENTENCE)
    assert stored != passwords.hash_of(SENTENCE)


def test_a_hash_is_argon2id_and_costs_more_than_the_least_that_owasp_asks(
    real_cost: passwords.Cost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "COST", real_cost)
    told = extract_parameters(passwords.hash_of(SENTENCE))

    assert told.type.name == "ID"
    assert told.memory_cost >= 19 * 1024
    assert told.time_cost >= 2
    assert (told.salt_len, told.hash_len) == (16, 32)


@pytest.mark.parametrize("old_ones_exist", [False, True])
def test_an_unknown_user_name_takes_as_long_as_a_wrong_password(
    real_cost: passwords.Cost, monkeypatch: pytest.MonkeyPatch, old_ones_exist: bool
) -> None:
    monkeypatch.setattr(passwords, "COST", real_cost)
    kinds = [None, passwords.hash_of(SENTENCE)]
    if old_ones_exist:
        kinds.append(generate_password_hash(SENTENCE, method=OF_OLD))

    def lasts(stored: str | None) -> float:
        start = time.process_time()
        passwords.matches(stored, "wrong", old_ones_exist=old_ones_exist)
        return time.process_time() - start

    medians = [statistics.median(lasts(stored) for _ in range(7)) for stored in kinds]
    assert max(medians) < 1.5 * min(medians), medians


def test_a_hash_of_before_is_recognised_and_made_again_at_the_next_right_password(house: House) -> None:
    _store(house, generate_password_hash(SENTENCE, method=OF_OLD))

    assert not _comes_in(house, "wrong")
    assert passwords.is_of_old(_stored(house))
    assert _comes_in(house, SENTENCE)
    assert _stored(house).startswith("$argon2id$")
    assert _comes_in(house, SENTENCE)


def test_a_hash_with_another_cost_is_made_again_at_the_next_right_password(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _store(lite_house, passwords.hash_of(SENTENCE))
    before = _stored(lite_house)
    assert _comes_in(lite_house, SENTENCE)
    assert _stored(lite_house) == before
    monkeypatch.setattr(passwords, "COST", passwords.Cost(memory=16, passes=1, lanes=1))

    assert _comes_in(lite_house, SENTENCE)
    assert extract_parameters(_stored(lite_house)).memory_cost == 16


def _store(house: House, stored: str) -> None:
    with house.app.app_context():
        accounts().execute(update(User).where(User.username == "marc").values(password=stored))
        accounts.commit()


def _stored(house: House) -> str:
    with house.app.app_context():
        user = service.find(accounts(), "marc")
        assert user is not None
        return str(user.password)


def _comes_in(house: House, password: str) -> bool:
    with house.app.test_request_context():
        found = service.authenticate(accounts(), "marc", password)
        accounts.commit()
        return found is not None
