"""The navigation beside a page: what stands in it for whom, and what is folded away."""

from __future__ import annotations

import re

from tests.support.house import House

HEXALIA = "camille"
MEMBER = "dario"


def sections(house: House, who: str, path: str) -> dict[str, tuple[str, ...]]:
    """Give the headings of the navigation with the addresses under each; a folded one has a + before."""
    page = house.browser(who).get(path).get_data(as_text=True)
    side = page.split('id="navigation"', 1)[1].split("</nav>", 1)[0]
    found, before = {}, ""
    for part in re.split(r"(?=<details|<h2)", side):
        if head := re.search(r"<h2[^>]*>([^<]+)</h2>", part):
            is_folded = before.startswith("<details") and " open" not in before
            found[("+" if is_folded else "") + head[1]] = tuple(re.findall(r'<li><a href="([^"]+)"', part))
        before = part
    return found


def test_a_theme_with_many_pages_stands_under_its_own_heading(lite_house: House) -> None:
    found = sections(lite_house, HEXALIA, "/fr_dsn/board/")

    assert "/fr_dsn/board/" in found["Déclarations (DSN)"]
    assert "/fr_dsn/board/" not in found["Travail"]


def test_a_long_navigation_folds_all_but_where_the_reader_is(lite_house: House) -> None:
    found = sections(lite_house, HEXALIA, "/fr_dsn/board/")

    assert "+Arrêts de travail" in found
    assert "+Administration" in found
    assert "/dossiers/" in found["Travail"]


def test_a_short_navigation_folds_nothing(lite_house: House) -> None:
    found = sections(lite_house, MEMBER, "/forms/")

    assert found
    assert not [name for name in found if name.startswith("+")]
