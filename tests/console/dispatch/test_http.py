"""A channel over HTTP against real systems on loopback, good and bad ones."""

from __future__ import annotations

import json
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from sqlalchemy import select

from console.base import clock
from console.dispatch import outward
from console.dispatch.declarations import (
    Delivered,
    Envelope,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Rejected,
)
from console.dispatch.http.calls import ApiKey, Auth, Basic, Bearer, Call, Certificate, json_call
from console.dispatch.http.channel import HttpChannel
from console.dispatch.http.reading import Strange, json_of
from console.dispatch.models import DispatchExchange
from console.dispatch.outward import Answer
from console.dispatch.settings import OutwardSettings
from console.dispatch.trust import Identity
from tests.support.agencies import Agency, agency, says, served
from tests.support.house import House
from tests.support.outbox import later, outcomes, put, row_of, work
from tests.support.post import authority_in

INSIDE = OutwardSettings(inside=frozenset({"localhost"}))
TOKEN = "tok-8f2b61"


class Gateway(HttpChannel):
    """What a plugin writes."""

    key, title = "test.gateway", "Gateway"

    def call(self, letter: Letter) -> Call:
        auth: Auth = Bearer(letter.settings.get("token", TOKEN))
        return json_call(letter.settings["url"], letter.envelope.payload, auth=auth)

    def understand(self, letter: Letter, answer: Answer) -> Outcome:
        found = json_of(answer)
        if found.get("error"):
            return Rejected("no", str(found["error"]))  # type: ignore[arg-type]
        if "id" not in found:
            raise Strange("no id")
        return Delivered(reference=found["id"])


def letter(url: str, *, secret: bool = False, institution: int = 1, **settings: str) -> Letter:
    envelope = Envelope("test.gateway", "agency", {"amount": 12}, "test.note", "k1", secret=secret)
    return Letter(envelope, institution, datetime(2026, 3, 2, tzinfo=UTC), {"url": url, **settings})


def sent(found: Agency, **more: Any) -> Outcome:
    return Gateway(INSIDE).send(letter(found.url, **more))


def test_a_plugin_says_only_what_is_asked_and_what_the_answer_means() -> None:
    with agency() as found:
        outcome = sent(found)

    (asked,) = found.asked
    assert isinstance(outcome, Delivered)
    assert outcome.reference == "a1"
    assert (asked.line, json.loads(asked.body)) == ("POST /in HTTP/1.1", {"amount": 12})
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"


def test_each_attempt_has_the_same_key_and_each_institution_another_one() -> None:
    with agency() as found:
        sent(found)
        sent(found)
        sent(found, institution=2)

    first, second, other = (one.headers["idempotency-key"] for one in found.asked)
    assert first == second != other


def test_the_record_has_what_was_said_and_no_secret() -> None:
    with agency() as found:
        found.usual = says(
            200,
            json.dumps({"id": "a1", "you": f"Bearer {TOKEN}"}).encode(),
            Set_Cookie="s=1",
            X_Request_Id="r9",
        )
        outcome = Gateway(INSIDE).send(letter(f"{found.url}?key=geheim&x=1"))

    exchange = outcome.exchange
    assert exchange is not None
    assert exchange.request == f"POST {found.url}?key=***&x=***"
    assert exchange.request_headers.keys() == {"content-type", "accept", "idempotency-key"}
    assert exchange.reply_headers == {
        "content-type": "application/json",
        "content-length": str(exchange.reply_size),
        "x-request-id": "r9",
    }
    assert exchange.reply == '{"id": "a1", "you": "Bearer ***"}'
    assert (exchange.status, exchange.request_size) == ("200", len('{"amount": 12}'))
    assert TOKEN not in repr(outcome)


def test_of_something_secret_neither_the_answer_nor_a_digest_is_kept() -> None:
    with agency() as found:
        exchange = sent(found, secret=True).exchange

    assert exchange is not None
    assert (exchange.reply, exchange.request_digest) == ("", "")


@pytest.mark.parametrize(
    ("auth", "header", "value"),
    [
        (Basic("fund", "pässword"), "authorization", "Basic ZnVuZDpww6Rzc3dvcmQ="),
        (ApiKey("k-123456", "X-Fund-Key"), "x-fund-key", "k-123456"),
    ],
)
def test_who_we_are_is_said_as_the_other_side_wants(auth: Auth, header: str, value: str) -> None:
    class Other(Gateway):
        def call(self, letter: Letter) -> Call:
            return json_call(letter.settings["url"], {}, method="PUT", auth=auth)

    with agency() as found:
        outcome = Other(INSIDE).send(letter(found.url))

    assert found.asked[0].line == "PUT /in HTTP/1.1"
    assert found.asked[0].headers[header] == value
    assert not any(one in repr(outcome) for one in auth.secrets)


@pytest.mark.parametrize(
    ("answer", "expected", "away"),
    [
        (says(200, b'{"error": "no such company"}'), Rejected, False),
        (says(200, b"<html>Sign in</html>", Content_Type="text/html; charset=utf-8"), Later, True),
        (says(200, b"<html>Sign in</html>"), Later, False),
        (says(200, b"[" * 100_000), Later, False),
        (says(200, b"[]"), Later, False),
        (says(200, b'{"id": "a1"', length=400), Later, True),
        (says(200, b"x" * (outward.LARGEST + 1)), Later, False),
        (says(301, Location="http://169.254.169.254/latest"), Misconfigured, False),
        (says(302, Location="http://10.0.0.1/"), Misconfigured, False),
        (says(400, b'{"error": "amount"}'), Rejected, False),
        (says(401), Misconfigured, False),
        (says(404), Misconfigured, False),
        (says(409), Delivered, False),
        (says(422), Rejected, False),
        (says(429, Retry_After="90"), Later, False),
        (says(500), Later, True),
        (says(503, b"<html>", Content_Type="text/html", Retry_After="90"), Later, True),
        (b"SSH-2.0-OpenSSH\r\n", Later, True),
        (b"", Later, True),
    ],
)
def test_each_answer_has_its_meaning(answer: bytes, expected: type[Outcome], away: bool) -> None:
    with agency() as found:
        found.usual = answer
        outcome = sent(found)

    assert isinstance(outcome, expected)
    assert isinstance(outcome, Later) is (expected is Later)
    if isinstance(outcome, Later):
        assert outcome.away is away
        assert outcome.after == (timedelta(seconds=90) if b"Retry-After" in answer else None)
    assert len(found.asked) == 1
    assert outcome.exchange is not None


def test_a_moment_to_come_back_is_kept_to_and_never_more_than_six_hours() -> None:
    with agency() as found, clock.at(datetime(2026, 3, 2, 8, tzinfo=UTC)):
        found.answers = [
            says(503, Retry_After="Mon, 02 Mar 2026 08:10:00 GMT"),
            says(503, Retry_After="Mon, 02 Mar 2026 07:00:00 GMT"),
            says(503, Retry_After="99999999"),
            says(503, Retry_After="soon"),
        ]
        waits = [sent(found) for _ in range(4)]

    assert [one.after for one in waits if isinstance(one, Later)] == [
        timedelta(minutes=10),
        timedelta(),
        timedelta(hours=6),
        None,
    ]


@pytest.mark.parametrize("start", [b"", says(200, b'{"id": "a1"', length=4000), b"HTTP/1.1 200 X\r\n\r\n{"])
def test_a_system_that_never_ends_is_let_go(monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    monkeypatch.setattr(outward, "LONGEST", 0.3)
    with agency() as found:
        found.usual = found.dribbling(start) if start else found.never
        begun = time.monotonic()
        outcome = sent(found)
        assert time.monotonic() - begun < 5

    assert isinstance(outcome, Later)
    assert outcome.away


def test_a_system_that_dribbles_while_it_encrypts_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "LONGEST", 0.3)
    endless = Agency()
    with served(endless.dribbling(b"\x16\x03\x03\x40\x00")) as port:
        begun = time.monotonic()
        outcome = Gateway(INSIDE).send(letter(f"https://localhost:{port}/"))
        assert time.monotonic() - begun < 5
        endless.ends.set()

    assert isinstance(outcome, Later)


def test_a_certificate_for_another_name_or_from_nobody_is_not_believed(tmp_path: Path) -> None:
    authority, file = authority_in(tmp_path)
    trusting = OutwardSettings(frozenset({"localhost"}), file)
    with (
        agency(authority, name="other.example") as wrong,
        agency(trustme.CA()) as unknown,
        agency(authority) as right,
    ):
        assert isinstance(Gateway(trusting).send(letter(wrong.url)), Misconfigured)
        assert isinstance(Gateway(trusting).send(letter(unknown.url)), Misconfigured)
        assert isinstance(Gateway(trusting).send(letter(right.url)), Delivered)
    assert (wrong.asked, unknown.asked) == ([], [])


def test_a_certificate_that_has_run_out_is_not_believed(tmp_path: Path) -> None:
    authority, file = authority_in(tmp_path)
    old = authority.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    authority.issue_cert = lambda *_: old  # type: ignore[method-assign,assignment]
    with agency(authority) as found:
        outcome = Gateway(OutwardSettings(frozenset({"localhost"}), file)).send(letter(found.url))

    assert isinstance(outcome, Misconfigured)
    assert "expired" in outcome.reply
    assert found.asked == []


def test_a_client_certificate_opens_the_door_and_none_does_not(tmp_path: Path) -> None:
    authority, file = authority_in(tmp_path)
    clients = trustme.CA()
    ours = clients.issue_cert("fund@guichet.example")
    identity = Identity(
        "".join(one.bytes().decode() for one in ours.cert_chain_pems), ours.private_key_pem.bytes().decode()
    )

    class Mutual(Gateway):
        def call(self, letter: Letter) -> Call:
            return json_call(letter.settings["url"], {}, auth=Certificate(identity))

    trusting = OutwardSettings(frozenset({"localhost"}), file)
    with agency(authority, clients=clients) as found:
        assert isinstance(Mutual(trusting).send(letter(found.url)), Delivered)
        refused = Gateway(trusting).send(letter(found.url))

    assert not isinstance(refused, Delivered)
    assert len(found.asked) == 1
    assert identity.key not in repr(identity)


def test_a_key_that_is_none_is_said_before_anything_leaves() -> None:
    class Mutual(Gateway):
        def call(self, letter: Letter) -> Call:
            return json_call(letter.settings["url"], {}, auth=Certificate(Identity("no", "no")))

    with agency() as found:
        outcome = Mutual(INSIDE).send(letter(found.url.replace("http:", "https:")))

    assert isinstance(outcome, Misconfigured)
    assert "PEM" in outcome.reply


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.5", "192.168.1.9", "100.64.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "::1",
        "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "64:ff9b::7f00:1", "64:ff9b::a00:5", "2002:a00:5::1",
        "fec0::1", "::127.0.0.1", "64:ff9b:1::a00:5", "4000::1",
    ],
)  # fmt: skip
def test_a_name_that_leads_into_the_own_network_is_not_called(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, 1, 6, "", (address, 443))])
    monkeypatch.setattr(socket, "create_connection", None)

    outcome = Gateway(OutwardSettings()).send(letter("https://agency.example/in"))

    assert isinstance(outcome, Misconfigured)
    assert "own network" in outcome.reply


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "file:///etc/passwd",
        "https://user:password@agency.example/", "https://agency.example:99999/", "", "https://[", "gopher://x/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_an_agency_is_refused_and_shown(url: str) -> None:
    outcome = Gateway(OutwardSettings()).send(letter(url))

    assert isinstance(outcome, Misconfigured)
    assert outcome.exchange is not None
    assert "password" not in outcome.exchange.request


def test_an_installation_may_name_the_only_hosts_that_are_called() -> None:
    with agency() as found:
        only = OutwardSettings(frozenset({"localhost"}), only=frozenset({"agency.example", ".gov.example"}))
        outcome = Gateway(only).send(letter(found.url))
        named = OutwardSettings(frozenset({"localhost"}), only=frozenset({"localhost"}))
        assert isinstance(Gateway(named).send(letter(found.url)), Delivered)

    assert isinstance(outcome, Misconfigured)
    assert "GUICHET_OUTWARD_HOSTS" in outcome.reply


def test_production_calls_neither_itself_nor_anybody_without_encryption(tmp_path: Path) -> None:
    authority, file = authority_in(tmp_path)
    strict = OutwardSettings(frozenset({"localhost"}), file, strict=True)
    with agency() as plain, agency(authority) as encrypted:
        outcomes = [Gateway(strict).send(letter(one.url)) for one in (plain, encrypted)]

    assert all(isinstance(one, Misconfigured) for one in outcomes)
    assert ("https only" in outcomes[0].reply, "this machine" in outcomes[1].reply) == (True, True)
    assert plain.asked == encrypted.asked == []


def test_a_key_with_a_second_line_is_refused_and_not_repeated() -> None:
    with agency() as found:
        outcome = sent(found, token="tok-8f2b61\r\nHost: other")

    assert isinstance(outcome, Misconfigured)
    assert "tok-8f2b61" not in repr(outcome)
    assert found.asked == []


def test_a_module_can_try_its_address_without_sending_anything() -> None:
    with agency() as found:
        assert Gateway(INSIDE).tried(found.url).state == "ok"
        assert found.asked == []
    assert Gateway(INSIDE).tried("http://localhost:1/").state == "bad"
    assert Gateway(INSIDE).tried("https://[").state == "bad"


def test_an_attempt_keeps_its_exchange_and_what_was_not_understood_is_tried_again(house: House) -> None:
    with agency() as found:
        found.answers = [says(200, b"<html>", Content_Type="text/html")]

        class Here(Gateway):
            def call(self, letter: Letter) -> Call:
                return json_call(found.url, letter.envelope.payload, auth=Bearer(TOKEN))

        house.app.extensions["guichet_outbox"].channels["test.gateway"] = Here(INSIDE)
        put(house, "k1", channel="test.gateway")
        work(house)
        with later(timedelta(minutes=2)):
            work(house)

    assert outcomes(house, "k1") == ["later", "delivered"]
    assert row_of(house, "k1").reference == "a1"
    with house.reading() as session:
        kept = session.scalars(select(DispatchExchange).order_by(DispatchExchange.number)).all()
        assert [(one.status, one.reply) for one in kept] == [("200", "<html>"), ("200", '{"id": "a1"}')]
        assert TOKEN not in str([vars(one) for one in kept])
