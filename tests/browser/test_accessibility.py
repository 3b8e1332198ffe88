"""Every page template is free of violations, in variants that show each pair of user, language, colours and device."""

from __future__ import annotations

import pytest

from tests.browser.checks import DESKTOP, PHONE, check
from tests.browser.pages import VISITS
from tests.browser.people import People
from tests.browser.variants import Variant, choose
from tests.browser.visiting import Visit

VARIANTS = choose([visit.users for visit in VISITS])


@pytest.mark.parametrize(
    ("visit", "variant"), list(zip(VISITS, VARIANTS, strict=True)), ids=[v.name for v in VISITS]
)
def test_the_page_is_free_of_violations(people: People, address: str, visit: Visit, variant: Variant) -> None:
    page = people.page(variant)

    found = check(
        page,
        f"{address}{visit.path}",
        size=PHONE if variant.device == "phone" else DESKTOP,
        status=visit.status,
        act=visit.act,
    )

    assert found.lines == [], variant
