"""SMS against a real HTTP gateway: only where we mean to, and nobody gets one twice."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.base import clock
from console.base.errors import BadArgument
from console.dispatch import outward, wording
from console.dispatch.declarations import (
    Delivered,
    Later,
    Letter,
    MailTemplate,
    Misconfigured,
    Outcome,
    Rejected,
)
from console.dispatch.models import DELIVERED
from console.dispatch.outward import Answer, NotTrusted, Outward, Refused, Unreachable
from console.dispatch.service import Outbox, enqueue
from console.dispatch.settings import OutwardSettings, SmsSettings
from console.dispatch.sms import SmsChannel, sms
from tests.support.house import House
from tests.support.outbox import later, row_of, work
from tests.support.post import authority_in, sms_gateway

CODE = MailTemplate("console.test_code", "Code", "", "Your code for %(institution)s: %(code)s")
INSIDE = OutwardSettings(inside=frozenset({"localhost"}))
NUMBER = "+41 79 123 45 67"


def test_an_sms_is_sent_once_though_the_answer_was_lost(house: House) -> None:
    with sms_gateway() as gateway:
        channel = SmsChannel(SmsSettings(gateway.url, "secret-key"), INSIDE)
        outbox: Outbox = house.app.extensions["guichet_outbox"]
        outbox.channels["sms"] = channel
        found: wording.Wordings = house.app.extensions["guichet_wordings"]
        house.app.extensions["guichet_wordings"] = wording.Wordings({CODE.key: CODE}, found.speak)
        gateway.answers = [(500, {}, b"")]
        with house.writing() as session:
            enqueue(session, sms(CODE, NUMBER, "fr", {"code": "482 913"}, key="c1", secret=True))
        work(house)
        with later(timedelta(minutes=1)):
            work(house)

    assert row_of(house, "c1").state == DELIVERED
    assert [body["to"] for body in gateway.asked] == ["+41791234567"] * 2
    (text,) = gateway.sent.values()
    assert "482 913" in text
    assert gateway.headers[0]["Authorization"] == "Bearer secret-key"


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (202, {}, b'{"id": "s1"}', Delivered),
        (200, {}, b'{"error": "no such number"}', Rejected),
        (200, {"content-type": "text/html"}, b"<html>Welcome</html>", Later),
        (200, {}, b"[]", Later),
        (302, {"location": "http://169.254.169.254/"}, b"", Misconfigured),
        (400, {}, b'{"error": "number"}', Rejected),
        (401, {}, b"", Misconfigured),
        (404, {}, b"", Misconfigured),
        (409, {}, b"", Later),
        (429, {"retry-after": "120"}, b"", Later),
        (503, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"", Later),
    ],
)
def test_each_answer_of_a_gateway_has_its_meaning(
    status: int, headers: dict[str, str], body: bytes, expected: type[Outcome]
) -> None:
    letter = Letter(sms(CODE, NUMBER, "fr", {}, key="c1"), 1, clock.now())
    said = SmsChannel(SmsSettings("https://sms.example/", "secret-key"), INSIDE).read(
        letter, Answer(status, headers, body)
    )

    assert isinstance(said, expected)
    if status == 429:
        assert isinstance(said, Later)
        assert said.after == timedelta(minutes=2)


@pytest.mark.parametrize("typed", ["079 123 45 67", "+", "+41 79 12x", "", "+0791234567", "+41791234567\n"])
def test_a_number_without_its_country_is_refused(typed: str) -> None:
    if typed.endswith("\n"):
        assert sms(CODE, typed, "fr", {}, key="k").target == "+41791234567"
        return
    with pytest.raises(BadArgument):
        sms(CODE, typed, "fr", {}, key="k")


def test_only_systems_on_the_list_are_called() -> None:
    with pytest.raises(Refused):
        Outward(["sms.example"], INSIDE).post("https://localhost/", b"", {})


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "fd00::1", "0.0.0.0", "::ffff:127.0.0.1"]
)
def test_a_name_that_leads_into_the_own_network_is_not_called(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(family, 1, 6, "", (address, 443))])
    with pytest.raises(Refused, match="own network"):
        Outward(["sms.example"], OutwardSettings()).post("https://sms.example/", b"", {})


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, 1, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.5")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    with pytest.raises(Refused):
        Outward(["sms.example"], OutwardSettings()).post("https://sms.example/", b"", {})


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: Any, *rest: Any, **more: Any) -> Any:
        looked.append(str(host))
        return real("127.0.0.1" if host == "sms.intern" else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with sms_gateway() as gateway:
        url = gateway.url.replace("localhost", "sms.intern")
        Outward(["sms.intern"], OutwardSettings(inside=frozenset({"sms.intern"}))).post(url, b"{}", {})

    assert looked.count("sms.intern") == 1
    assert gateway.headers[0]["Host"].startswith("sms.intern:")


def test_redirects_are_not_followed() -> None:
    with sms_gateway() as gateway:
        gateway.answers = [(302, {"Location": gateway.url}, b"")]
        assert Outward(["localhost"], INSIDE).post(gateway.url, b"{}", {}).status == 302
        assert len(gateway.asked) == 1


def test_a_gateway_with_a_valid_certificate_is_called_and_no_other(tmp_path: Path) -> None:
    authority, file = authority_in(tmp_path)
    with sms_gateway(authority) as gateway:
        trusting = Outward(["localhost"], OutwardSettings(frozenset({"localhost"}), file))
        assert trusting.post(gateway.url, b"{}", {}).status == 202
        trusting.reach(gateway.url)
        with pytest.raises(NotTrusted):
            Outward(["localhost"], INSIDE).post(gateway.url, b"{}", {})


def test_outside_the_own_network_only_https_is_spoken() -> None:
    with pytest.raises(Refused, match="https"):
        Outward(["sms.example"], OutwardSettings()).post("http://sms.example/", b"", {})


def test_a_gateway_that_never_answers_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outward, "LONGEST", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unreachable):
        Outward(["localhost"], INSIDE).post(f"http://localhost:{silent.getsockname()[1]}/", b"{}", {})


def test_a_gateway_that_is_not_there_is_told_by_the_check() -> None:
    channel = SmsChannel(SmsSettings("http://localhost:1/sms", "secret-key"), INSIDE)
    assert [one.state for one in channel.check()] == ["bad"]
