"""With two providers, neither can say who somebody is at the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from console.sso import oidc
from tests.support.house import House
from tests.support.sso import (
    REFERENCE,
    Crooked,
    add_provider,
    asked_of,
    crooked_provider,
    is_in,
    leave,
    link,
)

OTHER = "0THER1DP"


@pytest.fixture
def other(open_lite_house: House, crooked: Crooked) -> Iterator[Crooked]:
    """Give a second provider that knows nobody here; Claire is linked to the first one as paula."""
    oidc._KEYS.clear()
    add_provider(open_lite_house, crooked.issuer)
    link(open_lite_house, "claire", crooked.issuer)
    with crooked_provider() as provider:
        add_provider(open_lite_house, provider.issuer, reference=OTHER)
        yield provider


def test_the_same_subject_at_another_provider_is_somebody_else(
    open_lite_house: House, other: Crooked
) -> None:
    browser = open_lite_house.stranger()
    asked = asked_of(leave(browser, f"/sso/{OTHER}/login"))
    other.nonce = asked["nonce"]

    answer = browser.get(f"/sso/{OTHER}/callback", query_string={"code": "c", "state": asked["state"]})

    assert answer.status_code == 400
    assert not is_in(browser)


def test_a_way_to_one_provider_does_not_end_at_the_other(
    open_lite_house: House, crooked: Crooked, other: Crooked
) -> None:
    browser = open_lite_house.stranger()
    asked = asked_of(leave(browser, f"/sso/{OTHER}/login"))
    crooked.nonce = asked["nonce"]

    answer = browser.get(f"/sso/{REFERENCE}/callback", query_string={"code": "c", "state": asked["state"]})

    assert answer.status_code == 400
    assert crooked.asked == []
    assert not is_in(browser)
