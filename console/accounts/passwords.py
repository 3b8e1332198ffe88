"""Which passwords are accepted, and how they are kept (ASVS 5.0, 6.2: length over composition, no rotation)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _n
from werkzeug.security import check_password_hash

from console.base.errors import BadArgument
from console.base.folding import fold

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
LONGEST = 128

_COMMON = (
    "password", "passwort", "motdepasse", "wachtwoord", "welcome", "bienvenue", "willkommen", "welkom",
    "qwertz", "qwerty", "azerty", "letmein", "admin", "guichet", "1234567890", "abcdefgh",
)  # fmt: skip
_JUDGED = 72
"""How many characters zxcvbn looks at: its time grows faster than the length, to a tenth of a second at this one."""
_SAFE = 3
"""Of zxcvbn's 0 to 4: more than 100 million guesses."""


@dataclass(frozen=True)
class Cost:
    """What one hash costs: kibibytes of memory, passes over it, lanes in parallel."""

    memory: int
    passes: int
    lanes: int


COST = Cost(memory=32 * 1024, passes=2, lanes=1)
"""Above the least that OWASP asks of Argon2id (19 MiB, 2, 1); 75 ms on the machine where it was measured."""

# What fits no password and costs what a real hash costs: an unknown user name takes as long as a known one.
_NOBODY = f"$argon2id$v=19$m={{0.memory}},t={{0.passes}},p={{0.lanes}}${'A' * 22}${'A' * 43}"
_NOBODY_OF_OLD = f"scrypt:32768:8:1$nobody${'0' * 128}"


def check_strength(password: str, *personal: str) -> None:
    """Refuse a password that is short, common, or easy to guess for who knows her; raises `BadArgument`.

    One rule for page, link and command. What is common is told by zxcvbn's lists, and by ours for our languages.
    """
    if len(password) < SHORTEST:
        raise BadArgument(
            _n("Choose at least %(num)d character.", "Choose at least %(num)d characters.", SHORTEST),
            place="password",
        )
    if len(password) > LONGEST:
        raise BadArgument(_l("Choose at most %(most)s characters.", most=LONGEST), place="password")
    words = {word for text in personal for word in (fold(text).replace(" ", ""), *fold(text).split())}
    known = {*_COMMON, *(word for word in words if len(word) > 3)}
    if _is_made_of(password, known) or not _is_hard_to_guess(password, known):
        raise BadArgument(
            _l(
                "This password is easy to guess. Do without your name, common words, dates and neighbouring keys; "
                "several words that do not belong together are good."
            ),
            place="password",
        )


def hash_of(password: str) -> str:
    """Give the salted Argon2id hash to store."""
    return _hasher().hash(password)


def matches(stored: str | None, password: str, *, old_ones_exist: bool = False) -> bool:
    """Say whether the password is the stored one; takes the same time when there is none stored.

    While some account still has a hash of before (scrypt), say so: each try then pays for both kinds, so that time
    tells nobody which accounts there are.
    """
    typed = password[: 4 * LONGEST]
    is_old = is_of_old(stored)
    right = _fits(_NOBODY.format(COST) if is_old or not stored else stored, typed)
    if is_old or old_ones_exist:
        right_of_old = check_password_hash(stored if stored and is_old else _NOBODY_OF_OLD, typed)
        right = right_of_old if is_old else right
    return right and bool(stored)


def is_of_old(stored: str | None) -> bool:
    """Say whether a hash is of the kind used before Argon2id."""
    return bool(stored) and not str(stored).startswith("$argon2id$")


def is_outdated(stored: str) -> bool:
    """Say whether a hash costs something else than new ones, and should be made again at the next right password."""
    return is_of_old(stored) or _hasher().check_needs_rehash(stored)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=COST.passes, memory_cost=COST.memory, parallelism=COST.lanes)


def _fits(stored: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _is_made_of(password: str, words: set[str]) -> bool:
    """Say whether hardly anything is left of a password without these words, as of `nora blanc 1` without her name."""
    squeezed = rest = fold(password).replace(" ", "")
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) < len(squeezed) and len(rest) < SHORTEST // 2


def _is_hard_to_guess(password: str, words: set[str]) -> bool:
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:_JUDGED], user_inputs=sorted(words))
    return int(found["score"]) >= _SAFE
