"""A channel that an institution stops: nothing is tried, nothing is lost, and no other institution is concerned."""

from __future__ import annotations

from sqlalchemy import select

from console.dispatch import holding
from console.institutions.models import Institution
from console.institutions.sessions import accounts
from tests.support.house import House
from tests.support.outbox import claimed, put, receive, work


def number(house: House, name: str) -> int:
    with house.app.app_context():
        return accounts().scalars(select(Institution.id).where(Institution.short_name == name)).one()


def stop(house: House, name: str = "CC Léman") -> None:
    institution = number(house, name)
    with house.app.app_context():
        holding.hold(accounts(), institution, "test", by="Petra", reason="The agency moves house.")
        accounts.commit()


def test_nothing_of_a_stopped_channel_leaves(house: House) -> None:
    channel = receive(house)
    put(house, "a", "b")
    stop(house)

    work(house)

    assert (channel.got, claimed(house)) == ([], 2)


def test_everything_leaves_once_it_is_let_go(house: House) -> None:
    channel = receive(house)
    put(house, "a", "b")
    stop(house)
    with house.app.app_context():
        assert holding.release(accounts(), number(house, "CC Léman"), "test")
        accounts.commit()

    work(house)

    assert channel.keys == ["a", "b"]


def test_the_other_institution_goes_on(house: House) -> None:
    channel = receive(house)
    put(house, "a")
    put(house, "b", institution="AK Aaretal")
    stop(house)

    work(house)

    assert channel.keys == ["b"]


def test_who_stopped_it_first_and_why_stays(lite_house: House) -> None:
    stop(lite_house)
    institution = number(lite_house, "CC Léman")
    with lite_house.app.app_context():
        again = holding.hold(accounts(), institution, "test", by="Marc", reason="Something else.")
        assert (again.by, [one.channel for one in holding.holds_of(accounts(), institution)]) == (
            "Petra",
            ["test"],
        )


def test_letting_go_what_was_not_stopped_says_so(lite_house: House) -> None:
    with lite_house.app.app_context():
        assert not holding.release(accounts(), 1, "test")
