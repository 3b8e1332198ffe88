"""What one person wrote is found by what another one types."""

from __future__ import annotations

import pytest

from console.base.folding import beginning, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Menuiserie Favre Sàrl", "menuiserie favre sarl"),
        ("STRASSE Straße", "strasse strasse"),
        ("Œuvre d’Ægidius", "oeuvre d aegidius"),
        ("  Rue   de l'Été, 3-5  ", "rue de l ete 3 5"),
        ("756.0000.0001.18", "756 0000 0001 18"),
        ("Łódź Øster ﬁn", "lodz oster fin"),
        ("Zoë = Zoë", "zoe zoe"),
        ("", ""),
        ("–…!", ""),
    ],
)
def test_case_accents_and_signs_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded == fold(folded)


def test_a_range_of_beginnings_holds_what_begins_so_and_nothing_else() -> None:
    low, high = beginning("fav")
    words = ["fau", "fav", "fava", "favre", "favz9", "faw", "f"]
    assert [word for word in words if low <= word < high] == ["fav", "fava", "favre", "favz9"]
