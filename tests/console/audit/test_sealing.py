"""The sealing job: each line gets one number, whoever seals, however late a line is committed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select

from console.accounts import service as accounts_service
from console.accounts.models import ACCOUNTS_JOURNAL, AccountEvent
from console.audit.models import JOURNAL
from console.audit.sealing import seal
from console.audit.service import record
from console.audit.verifying import verify
from console.base import clock
from console.institutions.sessions import accounts
from console.shell.sealing import seal_all
from tests.support.books import FUND, NOON, book, lines, report, sealed, tamper, write
from tests.support.house import House


def test_every_line_follows_on_the_one_before(house: House) -> None:
    book(house)

    found = lines(house)

    assert [line.number for line in found] == [1, 2, 3, 4, 5, 6]
    assert found[0].previous == ""
    assert all(one.digest == next_.previous for one, next_ in pairwise(found))


def test_an_institution_without_lines_has_nothing_to_seal(house: House) -> None:
    assert sealed(house) == 0
    assert (report(house).number, report(house).faults) == (0, ())


def test_a_line_committed_late_gets_a_later_number_whatever_its_key(house: House) -> None:
    """On PostgreSQL two write at once, and the one with the lower key may commit last."""
    write(house, "early", "late")
    early, late = (line.id for line in lines(house))
    tamper(house, f"update audit_entry set id = {late + 100} where id = {early}")
    sealed(house)
    write(house, "last")
    (newest,) = (line.id for line in lines(house) if line.number is None)
    tamper(house, f"update audit_entry set id = {early} where id = {newest}")

    sealed(house)

    assert [line.id for line in lines(house)] == [late, late + 100, early]
    assert report(house).faults == ()


def test_a_line_in_an_open_transaction_is_sealed_once_it_is_committed(house: House) -> None:
    if house.settings.database_url.startswith("sqlite"):
        return  # There one writes at a time: who seals waits for the other.
    with house.writing() as session:
        record(session, "console.note", name="open")
        session.flush()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(write, house, "closed").result()
            assert pool.submit(sealed, house).result() == 1
    sealed(house)

    found = lines(house)

    assert [line.facts["name"] for line in found] == ["closed", "open"]
    assert found[0].id > found[1].id
    assert report(house).faults == ()


def test_a_second_sealer_waits_for_the_first_and_goes_on_from_its_head(house: House) -> None:
    write(house, "before")
    sealed(house)
    write(house, "a", "b")

    with ThreadPoolExecutor(1) as pool:
        with house.writing() as session:
            seal(session, JOURNAL, most=1)
            second = pool.submit(sealed, house)
            assert wait([second], timeout=0.3).not_done
        assert second.result() == 1

    assert (report(house).number, report(house).faults) == (3, ())


def test_several_sealers_and_writers_at_once_make_one_chain(house: House) -> None:
    def work(n: int) -> int:
        if n % 2:
            return sum(seal_all(house.app) for _ in range(6))
        for turn in range(10):
            write(house, f"{n}-{turn}")
            if n == 0:
                write(house, f"{n}-{turn}", institution="AK Aaretal")
        return 0

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    seal_all(house.app)

    for institution, count in ((FUND, 40), ("AK Aaretal", 10)):
        told = report(house, institution)
        assert (told.number, told.unsealed, told.faults) == (count, 0, ())


def test_lines_of_before_the_chain_are_sealed_like_new_ones_and_are_not_late(house: House) -> None:
    with clock.at(NOON - timedelta(days=400)):
        write(house, "of last year")
    with clock.at(NOON):
        sealed(house)

    told = report(house)

    assert (told.number, told.faults, told.late) == (1, (), ())


def test_more_lines_than_one_piece_are_sealed_in_one_go(lite_house: House) -> None:
    write(lite_house, *(str(n) for n in range(1_050)))

    assert seal_all(lite_house.app)

    told = report(lite_house)
    assert (told.number, told.unsealed, told.faults) == (1_050, 0, ())
    assert not seal_all(lite_house.app)


def test_a_worker_that_ends_leaves_the_rest_for_later(lite_house: House) -> None:
    write(lite_house, "a")

    seal_all(lite_house.app, lambda: True)

    assert report(lite_house).unsealed == 1


def test_a_journal_that_cannot_be_sealed_holds_up_no_other(lite_house: House) -> None:
    write(lite_house, "a")
    write(lite_house, "b", institution="AK Aaretal")
    tamper(lite_house, "update audit_entry set facts = 'not json' where institution_id = {fund}")

    seal_all(lite_house.app)

    assert report(lite_house, "AK Aaretal").number == 1


def test_the_accounts_have_a_chain_of_their_own(house: House) -> None:
    with house.app.test_request_context():
        accounts_service.note(accounts(), "signed_in", 7, address="192.0.2.1", way="password")
        accounts.commit()

    seal_all(house.app)

    with house.app.app_context():
        told = verify(accounts(), ACCOUNTS_JOURNAL)
        count = len(accounts().scalars(select(AccountEvent)).all())
        assert (told.number, told.unsealed, told.faults) == (count, 0, ())
        event = accounts().scalars(select(AccountEvent).order_by(AccountEvent.number.desc())).first()
        assert event is not None
        event.address = "203.0.113.9"
        accounts.commit()
        assert [one.wrong for one in verify(accounts(), ACCOUNTS_JOURNAL).faults] == ["changed"]


def test_a_batch_is_as_large_as_asked(lite_house: House) -> None:
    write(lite_house, *"abcde")
    with lite_house.writing() as session:
        assert seal(session, JOURNAL, most=2) == 2
    assert report(lite_house).unsealed == 3
