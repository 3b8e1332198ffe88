"""Names nobody can guess, and what is stored instead of them."""

from __future__ import annotations

import hashlib

from console.base import ids


def test_a_token_has_256_bits_and_no_sign_that_an_address_escapes() -> None:
    tokens = {ids.token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 and token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_a_reference_has_no_letters_that_look_alike() -> None:
    spoken = "".join(ids.reference() for _ in range(300))
    assert not set(spoken) & set("01IO")
    assert all(len(part) == 4 for part in ids.reference().split("-"))


def test_a_digest_is_sha_256() -> None:
    assert ids.digest("a") == hashlib.sha256(b"a").hexdigest()


def test_a_keyed_digest_depends_on_the_key_and_on_where_its_parts_end() -> None:
    one = ids.keyed_digest("k", "ab", "c")
    assert one == ids.keyed_digest("k", "ab", "c")
    assert len({one, ids.keyed_digest("k", "a", "bc"), ids.keyed_digest("l", "ab", "c")}) == 3
