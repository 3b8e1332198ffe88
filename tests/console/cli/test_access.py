"""A locked-out administrator is let in from the command line, and everybody concerned learns of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from console.accounts import service, tries
from console.accounts.models import AccountEvent, Membership, User
from console.accounts.throttles import ACCOUNT
from console.audit.models import AuditEntry
from console.base.errors import TooManyTries
from console.cli import recovering
from console.cli.commands import guichet
from console.dispatch.models import Dispatch
from console.factors import service as factors
from console.institutions.sessions import accounts
from tests.conftest import SECRET
from tests.support.house import House, token_of
from tests.support.inbox import inbox_of

NEW = "quatre chevaux sur un quai"


@pytest.fixture
def run(lite_house: House) -> Callable[..., Result]:
    def one(*words: str, **more: str) -> Result:
        environment = {
            "GUICHET_ENV": "test",
            "GUICHET_SECRET_KEY": SECRET,
            "DATABASE_URL": lite_house.settings.database_url,
            "GUICHET_DATA": str(lite_house.settings.data),
            "GUICHET_ADDRESS": "https://console.example",
            "GUICHET_MAIL": "file",
            **more,
        }
        return CliRunner().invoke(guichet, ["access", *words], env=environment)

    return one


def link_in(output: str) -> str:
    found = re.search(r"https://console\.example(/password/\S+)", output)
    assert found, output
    return found[1]


def remember(house: House, username: str) -> int:
    with house.app.test_request_context():
        key = int(accounts().scalars(select(User.id).where(User.username == username)).one())
        factors.remember(accounts(), key, 30)
        factors.new_codes(accounts(), key)
        accounts.commit()
        return key


def test_the_printed_link_lets_her_choose_a_password(lite_house: House, run: Callable[..., Result]) -> None:
    before = lite_house.browser("claire")
    done = run("recover", "claire")

    assert done.exit_code == 0, done.output
    assert before.get("/me/profile").status_code == 303
    stranger = lite_house.stranger()
    form = {"csrf_token": token_of(stranger, "/login/"), "password": NEW, "again": NEW}
    assert stranger.post(link_in(done.output), data=form).status_code == 303
    with lite_house.app.test_request_context():
        assert service.authenticate(accounts(), "claire", NEW) is not None


def test_second_factors_codes_and_remembered_browsers_are_gone(
    lite_house: House, run: Callable[..., Result]
) -> None:
    key = remember(lite_house, "claire")
    assert run("recover", "claire").exit_code == 0
    with lite_house.app.app_context():
        assert not factors.has_any(accounts(), key)
        assert factors.codes_left(accounts(), key) == 0
        assert factors.remembered(accounts(), key) == ()


def test_it_stands_in_the_journal_of_the_institution_and_of_the_accounts(
    lite_house: House, run: Callable[..., Result]
) -> None:
    link = link_in(run("recover", "claire").output)

    with lite_house.reading() as session:
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.user.recovered")).one()
        assert line.facts["name"] == "Claire Favre"
    with lite_house.reading("AK Aaretal") as session:
        assert (
            session.scalars(select(AuditEntry).where(AuditEntry.action == "console.user.recovered")).all()
            == []
        )
    with lite_house.app.app_context():
        lines = accounts().scalars(select(AccountEvent)).all()
        assert {"recovered", "factors_removed", "signed_out_everywhere"} <= {one.kind for one in lines}
        assert link.rsplit("/", 1)[1] not in "".join(str(one.facts) for one in lines)


def test_all_administrators_are_told_by_e_mail_and_no_link_leaves(
    lite_house: House, run: Callable[..., Result]
) -> None:
    with lite_house.app.test_request_context():
        marc = accounts().scalars(
            select(Membership).join(User, User.id == Membership.user_id).where(User.username == "marc")
        )
        service.set_roles(accounts(), marc.one(), ["administrator"])
        accounts.commit()

    done = run("recover", "claire")

    assert "Told by e-mail: claire, marc." in done.output
    with lite_house.reading() as session:
        sent = session.scalars(select(Dispatch)).all()
        assert {one.target for one in sent} == {"claire@guichet.example", "marc@guichet.example"}
        assert {one.kind for one in sent} == {"console.access_recovered"}


def test_where_no_e_mails_leave_it_says_so(lite_house: House, run: Callable[..., Result]) -> None:
    done = run("recover", "claire", GUICHET_MAIL="off")
    assert done.exit_code == 0
    assert "No e-mails leave here" in done.output


def test_what_an_attacker_blocked_is_free_again(lite_house: House, run: Callable[..., Result]) -> None:
    def guard() -> None:
        with lite_house.app.app_context():
            tries.guard(accounts(), lite_house.settings, "claire", "192.0.2.7", "")

    for _ in range(ACCOUNT.tries):
        guard()
    with pytest.raises(TooManyTries):
        guard()
    run("recover", "claire")
    guard()


@pytest.mark.parametrize(
    ("username", "said"),
    [
        ("nobody", "no user account nobody"),
        ("marc", "administrator of no institution"),
        ("luca", "of no institution"),
    ],
)
def test_nobody_else_is_let_in(
    lite_house: House, run: Callable[..., Result], username: str, said: str
) -> None:
    done = run("recover", username)
    assert done.exit_code == 1
    assert said in done.output
    assert "/password/" not in done.output
    assert "Traceback" not in done.output


def test_an_administrator_who_was_switched_off_is_not_let_in(
    lite_house: House, run: Callable[..., Result]
) -> None:
    with lite_house.app.app_context():
        accounts().execute(update(User).where(User.username == "claire").values(active=False))
        accounts.commit()
    assert run("recover", "claire").exit_code == 1


def test_the_list_shows_each_administrator_with_her_state(
    lite_house: House, run: Callable[..., Result]
) -> None:
    done = run("list")

    lines = {line.split("  ")[1]: line for line in done.stdout.splitlines()}
    assert set(lines) == {"claire", "ruth", "sofie", "camille", "ines"}
    assert lines["claire"].startswith("CC Léman  claire  active  no second factor  last signed in ")


def test_an_administrator_of_two_institutions_is_told_of_in_both_journals_and_hers_are_written_to(
    house: House,
) -> None:
    inbox = inbox_of(house)
    with house.app.test_request_context():
        user = service.find(accounts(), "claire")
        assert user is not None
        service.join(accounts(), user, house.institution("AK Aaretal"), roles=["administrator"])
        accounts.commit()

    with house.app.app_context():
        done = recovering.recover(house.settings, "claire")

    assert done.institutions == ("AK Aaretal", "CC Léman")
    assert done.told == ("claire", "ruth")
    for name in done.institutions:
        with house.reading(name) as session:
            assert session.scalars(select(AuditEntry.action)).all() == ["console.user.recovered"]
    assert sorted(to for to, _ in inbox.opened()) == [
        "claire@guichet.example",
        "claire@guichet.example",
        "ruth@guichet.example",
    ]
    assert not any("/password/" in text for _, text in inbox.got)
