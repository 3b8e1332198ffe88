"""Which passwords are accepted, and how they are kept (ASVS 5.0, 6.2: length over composition, no rotation)."""

from __future__ import annotations

from itertools import pairwise

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _n
from werkzeug.security import check_password_hash, generate_password_hash

from console.base.errors import BadArgument
from console.base.folding import fold

SHORTEST = 12
LONGEST = 128

_COMMON = (
    "password", "passwort", "motdepasse", "wachtwoord", "welcome", "bienvenue", "willkommen", "welkom",
    "qwertz", "qwerty", "azerty", "letmein", "admin", "guichet", "1234567890", "abcdefgh",
)  # fmt: skip

_METHOD = "scrypt:32768:8:1"
# Costs what a real hash costs and fits no password: an unknown user name takes as long as a known one. Written out,
# because computing it at each start would cost as much as everything else the console itself does there.
_NOBODY = f"{_METHOD}$nobody${'0' * 128}"


def check_strength(password: str, *personal: str) -> None:
    """Refuse a password that is short, common or made of the person's own words; raises `BadArgument`."""
    if len(password) < SHORTEST:
        raise BadArgument(
            _n("Choose at least %(num)d character.", "Choose at least %(num)d characters.", SHORTEST),
            place="password",
        )
    if len(password) > LONGEST:
        raise BadArgument(_l("Choose at most %(most)s characters.", most=LONGEST), place="password")
    if len(set(password)) < 5 or _is_run(password):
        raise BadArgument(_l("Choose a password with more different characters."), place="password")
    squeezed = fold(password).replace(" ", "")
    rest = squeezed
    for word in sorted(
        {*_COMMON, *(w for p in personal for w in fold(p).split() if len(w) > 3)}, key=len, reverse=True
    ):
        rest = rest.replace(word, "")
    if len(rest) < len(squeezed) and len(rest) < SHORTEST // 2:
        raise BadArgument(
            _l("Choose a password that is not made of common words or of your name."), place="password"
        )


def hash_of(password: str) -> str:
    """Give the salted scrypt hash to store."""
    return generate_password_hash(password, method=_METHOD)


def matches(stored: str | None, password: str) -> bool:
    """Say whether the password is the stored one; takes the same time when there is none stored."""
    right = check_password_hash(stored or _NOBODY, password[: 4 * LONGEST])
    return right and bool(stored)


def _is_run(password: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in pairwise(password)}
    return len(steps) == 1
