"""Webhooks: signed as a library of others expects, to real receivers on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import standardwebhooks
from sqlalchemy import select, update

from config import Settings
from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import BadArgument, NotFound
from console.dispatch.breakers import FAILURES
from console.dispatch.models import (
    DELIVERED,
    GIVEN_UP,
    PARKED,
    WAITING,
    Dispatch,
    DispatchAttempt,
    DispatchClaim,
)
from console.dispatch.webhook import service
from console.dispatch.webhook.models import ACTIVE, PAUSED, WebhookSubscription
from console.dispatch.webhook.signatures import Forged, new_secret, signed, verify
from console.institutions.sessions import accounts
from console.parties.models import Company
from tests.conftest import _open, settings_for
from tests.support.agencies import Agency, agency, says
from tests.support.house import House
from tests.support.outbox import later, work

SENT = "message.sent"
NEWS = {"message": "K7QF-2MXR", "theme": "ch_fund.other"}


@pytest.fixture
def opened(make_settings: Callable[..., Settings]) -> Iterator[House]:
    """Give a console whose operator lets it call this machine."""
    yield from _open(make_settings(GUICHET_INSIDE_HOSTS="localhost"))


@pytest.fixture
def lite(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """Give the same on SQLite alone."""
    copyfile(sqlite_template, tmp_path / "house.sqlite")
    yield from _open(
        settings_for(f"sqlite:///{tmp_path / 'house.sqlite'}", tmp_path, GUICHET_INSIDE_HOSTS="localhost")
    )


def subscribed(house: House, url: str, *events: str, **more: Any) -> tuple[str, str]:
    """Give the reference and the secret of a new subscription."""
    with house.writing() as session:
        row, secret = service.subscribe(session, url, events or (SENT,), **more)
        return row.reference, secret


def published(house: House, event: str = SENT, **more: Any) -> int:
    with house.writing() as session:
        return len(service.publish(session, event, NEWS, **more))


def rows(house: House) -> list[tuple[str, str]]:
    with house.reading() as session:
        found = session.scalars(select(Dispatch).where(Dispatch.channel == "webhook").order_by(Dispatch.id))
        return [(one.kind, one.state) for one in found]


def checked(secret: str, found: Agency, at: int = -1) -> Any:
    """Let the library of the standard's authors check a call; raises `WebhookVerificationError`."""
    asked = found.asked[at]
    return standardwebhooks.Webhook(secret).verify(asked.body, asked.headers)


def test_a_library_of_others_verifies_our_call(opened: House) -> None:
    with agency() as found:
        reference, secret = subscribed(opened, found.url)
        published(opened)
        work(opened)

        said = checked(secret, found)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            checked(new_secret(), found)
    assert (said["type"], said["data"]) == (SENT, NEWS)
    assert rows(opened) == [(f"console.{SENT}", DELIVERED)]
    assert secret.startswith("whsec_")
    assert reference


def test_while_secrets_change_both_sign_and_a_day_later_the_new_one_alone(lite: House) -> None:
    with agency() as found:
        reference, old = subscribed(lite, found.url)
        with lite.writing() as session:
            new = service.rotate(session, reference, None)
        published(lite)
        work(lite)
        assert checked(old, found) == checked(new, found)

        with lite.writing() as session:
            row = service.of(session, reference, None)
            row.previous_until = clock.now() - timedelta(seconds=1)
        published(lite)
        work(lite)
        assert checked(new, found)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            checked(old, found)


def test_an_old_call_is_refused_by_both_sides(lite: House) -> None:
    with agency() as found:
        _, secret = subscribed(lite, found.url)
        published(lite)
        with clock.at(datetime.now(UTC) - timedelta(minutes=6)):
            due_now(lite)
            work(lite)

    asked = found.asked[0]
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        checked(secret, found)
    with pytest.raises(Forged):
        verify([secret], asked.headers, asked.body)


def due_now(house: House) -> None:
    """Let what was written be due at the present moment of the clock."""
    with house.app.app_context():
        accounts().execute(update(DispatchClaim).values(due=clock.now()))
        accounts().commit()


def test_a_call_that_comes_in_is_checked_by_the_same_rules() -> None:
    secret, moment, body = new_secret(), datetime.now(UTC), b'{"type": "done"}'
    theirs = standardwebhooks.Webhook(secret).sign("msg_1", moment, body.decode())
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(moment.timestamp()))}

    assert (
        verify([new_secret(), secret], {**headers, "webhook-signature": f"v1a,x {theirs}"}, body).id
        == "msg_1"
    )
    assert signed([secret], "msg_1", moment, body)["webhook-signature"] == theirs


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-signature": "v2,"},
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-id": "m\n1"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "9" * 30},
        {"webhook-timestamp": "9" * 12},
        {"webhook-timestamp": ""},
    ],
)
def test_a_forged_call_is_refused(changed: dict[str, str]) -> None:
    secret, body = new_secret(), b"{}"
    headers = {**signed([secret], "msg_1", clock.now(), body), **changed}
    with pytest.raises(Forged):
        verify([secret], headers, body)


def test_a_changed_body_and_an_empty_secret_are_refused() -> None:
    secret = new_secret()
    headers = signed([secret], "msg_1", clock.now(), b"{}")
    with pytest.raises(Forged):
        verify([secret], headers, b"[]")
    for unusable in ("whsec_", "whsec_é"):
        with pytest.raises(Forged):
            verify([unusable], headers, b"{}")


def test_the_secret_lies_nowhere_in_the_database_and_in_no_record(lite: House) -> None:
    with agency() as found:
        _, secret = subscribed(lite, found.url)
        found.usual = says(200, secret.encode())
        published(lite)
        work(lite)

    file = lite.settings.database_url.removeprefix("sqlite:///")
    kept = b"".join(one.read_bytes() for one in Path(file).parent.glob("house.sqlite*"))
    assert secret.removeprefix("whsec_").encode() not in kept
    assert b"webhook-signature" not in kept


def test_only_who_asked_for_this_kind_of_news_and_may_have_it_is_told(lite: House) -> None:
    with lite.reading() as session:
        first, second = session.scalars(select(Company.id).order_by(Company.id).limit(2))
    subscribed(lite, "https://fund.example/", SENT)
    subscribed(lite, "https://one.example/", SENT, company=first)
    subscribed(lite, "https://two.example/", SENT, company=second)
    subscribed(lite, "https://other.example/", "dossier.changed")

    with lite.writing() as session:
        told = service.publish(session, SENT, NEWS, company=first)
        assert {one.target for one in told} == {"fund.example", "one.example"}
        assert {one.target for one in service.publish(session, SENT, NEWS)} == {"fund.example"}
    with lite.writing("AK Aaretal") as session:
        assert service.publish(session, SENT, NEWS) == []


def test_an_act_that_is_rolled_back_tells_nothing(lite: House) -> None:
    subscribed(lite, "https://fund.example/")
    with pytest.raises(RuntimeError), lite.writing() as session:
        service.publish(session, SENT, NEWS)
        raise RuntimeError
    assert rows(lite) == []


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (says(204), DELIVERED),
        (says(200, b"<html>ok</html>", Content_Type="text/html"), DELIVERED),
        (says(409), DELIVERED),
        (says(410), PARKED),
        (says(302, Location="http://169.254.169.254/"), WAITING),
        (says(404), WAITING),
        (says(500), WAITING),
    ],
)
def test_each_answer_of_a_receiver_has_its_meaning(lite: House, answer: bytes, state: str) -> None:
    with agency() as found:
        subscribed(lite, found.url)
        found.usual = answer
        published(lite)
        work(lite)

    assert rows(lite) == [(f"console.{SENT}", state)]
    assert len(found.asked) == 1


def test_each_attempt_has_the_same_id_and_body_and_a_signature_of_its_own_time(lite: House) -> None:
    with agency() as found:
        _, secret = subscribed(lite, found.url)
        found.answers = [says(500)]
        published(lite)
        work(lite)
        with later(timedelta(minutes=2)):
            work(lite)
            first, second = found.asked
            assert verify([secret], second.headers, second.body).id == first.headers["webhook-id"]
    assert first.body == second.body
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]


def test_a_company_leads_us_into_no_network_of_ours(lite: House) -> None:
    with lite.reading() as session:
        company = session.scalars(select(Company.id).order_by(Company.id)).first()
    with agency() as found:
        with pytest.raises(BadArgument):
            subscribed(lite, found.url, company=company)
        subscribed(lite, found.url.replace("http:", "https:"), company=company)
        published(lite, company=company)
        work(lite)

    assert found.asked == []
    with lite.reading() as session:
        (reply,) = session.scalars(select(DispatchAttempt.reply))
    assert "own network" in reply


@pytest.mark.parametrize(
    "url",
    [
        "http://fund.example/",
        "https://",
        "https://u:p@fund.example/",
        "ftp://fund.example/",
        "https://ä.example/",
        "x",
    ],
)
def test_an_address_that_is_none_cannot_subscribe(lite: House, url: str) -> None:
    with pytest.raises(BadArgument):
        subscribed(lite, url)


def test_an_unknown_kind_of_news_cannot_be_asked_for(lite: House) -> None:
    with pytest.raises(BadArgument):
        subscribed(lite, "https://fund.example/", "everything")


def test_what_takes_nothing_for_five_days_is_paused_and_its_owner_told(lite: House) -> None:
    with agency() as found:
        reference, _ = subscribed(lite, found.url, owner="it@fund.example")
        found.usual = says(500)
        published(lite)
        work(lite)
        for days, state in ((4, ACTIVE), (6, PAUSED)):
            with later(timedelta(days=days)), lite.writing() as session:
                service.pause_failing(session)
                assert service.of(session, reference, None).state == state
        assert published(lite) == 0

        with lite.reading() as session:
            mails = session.scalars(select(Dispatch.target).where(Dispatch.channel == "email")).all()
            acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        found.usual = says(200)
        with lite.writing() as session:
            service.resume(session, reference, None)
        work(lite)

    assert mails in (["it@fund.example"], [])  # Where no e-mail leaves, the page alone tells it.
    assert acts[-1] == "console.webhook.paused"
    assert rows(lite) == [(f"console.{SENT}", DELIVERED)]


def test_one_that_took_something_since_is_not_paused(lite: House) -> None:
    with agency() as found:
        reference, _ = subscribed(lite, found.url)
        found.answers = [says(410)]
        published(lite)
        work(lite)
        with later(timedelta(days=6)):
            published(lite)
            work(lite)
            with lite.writing() as session:
                service.pause_failing(session)
                assert service.of(session, reference, None).state == ACTIVE


def test_what_is_removed_is_told_nothing_any_more(lite: House) -> None:
    with agency() as found:
        reference, _ = subscribed(lite, found.url)
        published(lite)
        with lite.writing() as session:
            service.unsubscribe(session, reference, None)
        work(lite)

    assert found.asked == []
    assert rows(lite) == [(f"console.{SENT}", GIVEN_UP)]


def test_somebody_else_s_subscription_is_unknown(lite: House) -> None:
    reference, _ = subscribed(lite, "https://fund.example/")
    with lite.reading() as session, pytest.raises(NotFound):
        service.of(session, reference, 1)
    with lite.reading("AK Aaretal") as session, pytest.raises(NotFound):
        service.of(session, reference, None)


def test_a_test_reaches_a_paused_one_too(lite: House) -> None:
    with agency() as found:
        reference, secret = subscribed(lite, found.url)
        with lite.writing() as session:
            service.pause(session, reference, None)
            service.test(session, reference, None)
        work(lite)
        assert checked(secret, found)["type"] == "webhook.test"
    with lite.reading() as session:
        assert session.scalars(select(WebhookSubscription.state)).one() == PAUSED
    assert json.loads(found.asked[0].body)["data"] == {}


def test_a_path_that_takes_nothing_holds_up_no_other_subscription_on_its_host(lite: House) -> None:
    with agency() as found:
        found.answer_to = lambda asked: says(500) if "/bad " in asked.line else says(200)
        subscribed(lite, f"{found.url}/bad")
        for _ in range(FAILURES):
            published(lite)
            work(lite)
        subscribed(lite, f"{found.url}/good")
        published(lite)
        work(lite)

    assert rows(lite)[-1] == (f"console.{SENT}", DELIVERED)
