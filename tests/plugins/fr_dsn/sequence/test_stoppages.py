"""What is known of stoppages after several files."""

from __future__ import annotations

from datetime import date

from plugins.fr_dsn.rules.facts.declarations import Person, Subrogation
from plugins.fr_dsn.rules.sequence.stoppages import known_stoppages
from tests.plugins.fr_dsn.sequence.declared import monthly, signal, stoppage


def test_a_stoppage_told_twice_is_one() -> None:
    (known,) = known_stoppages([signal(stoppage()), monthly(stoppages=(stoppage(),))])

    assert (known.last_day_worked, known.until, known.resumed) == (date(2025, 3, 11), date(2025, 3, 28), None)


def test_a_resumption_completes_the_stoppage_and_stays_known() -> None:
    taken_over = Subrogation(date(2025, 3, 12), date(2025, 3, 28))
    (known,) = known_stoppages(
        [
            signal(stoppage(subrogation=taken_over)),
            signal(stoppage(resumed=date(2025, 3, 24)), nature="05", order="8"),
            monthly(stoppages=(stoppage(),)),
        ]
    )

    assert known.resumed == date(2025, 3, 24)
    assert known.subrogation == taken_over


def test_a_prolonged_stoppage_lasts_until_the_later_day() -> None:
    (known,) = known_stoppages([signal(stoppage()), signal(stoppage(until=date(2025, 4, 11)), order="8")])

    assert known.until == date(2025, 4, 11)


def test_another_person_contract_day_or_establishment_is_another_stoppage() -> None:
    known = known_stoppages(
        [
            signal(
                stoppage(),
                stoppage(date(2025, 3, 3)),
                stoppage(contract="00002"),
                stoppage(person=Person(None, "19990000110001")),
            ),
            signal(stoppage(), siret="00000000000000"),
        ]
    )

    assert [(one.siret[:1], one.person.nir, one.contract, one.last_day_worked) for one in known] == [
        ("0", "1610203002008", "00001", date(2025, 3, 11)),
        ("9", "1610203002008", "00001", date(2025, 3, 3)),
        ("9", "1610203002008", "00001", date(2025, 3, 11)),
        ("9", "1610203002008", "00002", date(2025, 3, 11)),
        ("9", None, "00001", date(2025, 3, 11)),
    ]


def test_a_stoppage_that_is_cancelled_did_not_take_place() -> None:
    assert known_stoppages([signal(stoppage()), monthly(stoppages=(stoppage(reason="99"),))]) == []


def test_a_day_that_is_unknown_comes_first() -> None:
    known = known_stoppages([signal(stoppage(), stoppage(until=None, last_day=None))])  # type: ignore[arg-type]

    assert [one.last_day_worked for one in known] == [None, date(2025, 3, 11)]
