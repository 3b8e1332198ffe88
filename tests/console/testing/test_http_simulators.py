"""What the simulators of HTTP services take, refuse and note."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from threading import Thread
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from console.base import clock
from console.dispatch.outward import Outward
from console.dispatch.settings import OutwardSettings
from console.testing.simulators.agency import KEY as AGENCY_KEY
from console.testing.simulators.ledger import NEW, NONE, OTHER, REPEAT
from console.testing.simulators.running import Simulators
from console.testing.simulators.scenarios import Behaviour, step_of
from console.testing.simulators.signing import signed
from console.testing.simulators.sms import KEY as SMS_KEY
from console.testing.simulators.webhooks import SECRET
from tests.support.simulators import ask, simulating


@pytest.fixture
def running() -> Iterator[Simulators]:
    with simulating("sms", "webhooks", "agency", "soap") as found:
        yield found


def sms(
    running: Simulators, key: str = "k1", text: str = "Your code: 123456", *, bearer: str = SMS_KEY
) -> tuple[int, Any]:
    body = {"to": "+41790000000", "from": "Guichet", "text": text, "reference": key}
    headers = {"Authorization": f"Bearer {bearer}", "Idempotency_Key": key}
    return ask(running.servers["sms"].port, "POST", "/sms", body, **headers)


def declare(
    running: Simulators, key: str, text: str = "", *, sender: str = "leman", bearer: str = AGENCY_KEY
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {bearer}:{sender}", "Idempotency_Key": key}
    return ask(running.servers["agency"].port, "POST", "/declarations", {"text": text}, **headers)


def acknowledgements(running: Simulators, sender: str = "leman", since: str = "0") -> list[tuple[str, str]]:
    _, found = ask(
        running.servers["agency"].port, "GET", f"/acknowledgements?since={since}",
        Authorization=f"Bearer {AGENCY_KEY}:{sender}",
    )  # fmt: skip
    return [(one["key"], one["verdict"]) for one in found["items"]]


def verdicts(running: Simulators) -> list[tuple[str, str]]:
    return [(line.effect, line.verdict) for line in running.ledger.lines]


def test_the_gateway_sends_one_sms_for_a_key_however_often_it_comes(running: Simulators) -> None:
    first, again = sms(running), sms(running)

    assert (first[0], bool(first[1]["id"])) == (201, True)
    assert again == first
    assert [effect for effect, _ in verdicts(running)] == [NEW, REPEAT]
    assert running.ledger.effects("sms") == {"k1": 1}
    assert running.ledger.deliveries("sms") == {"k1": 2}


def test_the_gateway_refuses_another_sms_under_the_same_key(running: Simulators) -> None:
    sms(running)

    assert sms(running, text="Your code: 654321")[0] == 422
    assert [effect for effect, _ in verdicts(running)] == [NEW, OTHER]


def test_the_gateway_does_not_know_another_key_and_keeps_none_in_its_ledger(running: Simulators) -> None:
    assert sms(running, bearer="wrong-key")[0] == 401
    (line,) = running.ledger.lines
    assert (line.effect, line.verdict.startswith("invalid")) == (NONE, True)
    assert "authorization" not in line.headers


@pytest.mark.parametrize(
    ("marker", "status"),
    [("reject", 422), ("fail", 500), ("busy", 429), ("page", 200), ("error-inside", 200)],
)
def test_a_marker_in_the_text_says_how_a_message_is_met(
    running: Simulators, marker: str, status: int
) -> None:
    assert sms(running, text=f"sim-{marker}")[0] == status
    assert running.ledger.effects() == {}


def test_a_gateway_that_fails_twice_takes_the_third_attempt(running: Simulators) -> None:
    found = [sms(running, text="sim-fail-2")[0] for _ in range(3)]

    assert found == [500, 500, 201]
    assert running.ledger.effects() == {"k1": 1}


def test_a_busy_gateway_says_how_long_to_wait(running: Simulators) -> None:
    outward = Outward(["127.0.0.1"], OutwardSettings(frozenset({"127.0.0.1"})))
    running.scenarios["webhooks"].usual = step_of("busy")
    headers = signed(SECRET, "msg_1", b"{}")

    answer = outward.post(running.servers["webhooks"].address, b"{}", headers)

    assert (answer.status, answer.headers["retry-after"]) == (429, "2")


@pytest.mark.parametrize("marker", ["half", "close"])
def test_what_is_taken_without_an_answer_is_a_repeat_at_the_next_attempt(
    running: Simulators, marker: str
) -> None:
    with pytest.raises(HTTPException):
        sms(running, text=f"sim-{marker}")

    assert sms(running, text=f"sim-{marker}")[0] == 201
    assert [effect for effect, _ in verdicts(running)] == [NEW, REPEAT]


def test_a_service_that_never_answers_holds_the_connection_until_it_is_released(running: Simulators) -> None:
    said: list[Exception] = []

    def wait() -> None:
        try:
            sms(running, text="sim-never")
        except HTTPException as fault:
            said.append(fault)

    waiting = Thread(target=wait)
    waiting.start()
    while not running.ledger.lines:
        waiting.join(0.01)
    assert not said

    running.release("sms")
    waiting.join()

    assert len(said) == 1
    assert running.ledger.effects() == {}


def test_a_script_meets_the_next_keys_one_after_the_other(running: Simulators) -> None:
    running.scenarios["sms"].script(step_of("reject"), step_of("accept"))

    assert [sms(running, key)[0] for key in ("k1", "k2", "k3")] == [422, 201, 201]


def test_the_same_seed_mixes_in_the_same_way_in_any_order() -> None:
    def drawn(keys: list[str]) -> dict[str, Behaviour]:
        with simulating("sms") as found:
            scenario = found.scenarios["sms"]
            scenario.mix({Behaviour.ACCEPT: 3, Behaviour.FAIL: 1, Behaviour.CLOSE: 1}, seed=7)
            return {key: scenario.behaviour(key, "") for key in keys}

    keys = [f"k{n}" for n in range(40)]

    assert drawn(keys) == drawn(keys[::-1])
    assert len(set(drawn(keys).values())) == 3


def webhook(running: Simulators, body: bytes, headers: dict[str, str]) -> int:
    told = {name.replace("-", "_"): value for name, value in headers.items()}
    return ask(running.servers["webhooks"].port, "POST", "/anywhere", body, **told)[0]


def test_a_webhook_signed_by_somebody_elses_library_is_taken(running: Simulators) -> None:
    body, moment = b'{"type": "message.sent"}', datetime.now(UTC)
    signature = Webhook(SECRET).sign("msg_1", moment, body.decode())
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": f"v1,wrong {signature}",
    }

    assert webhook(running, body, headers) == 204
    assert running.ledger.effects("webhooks") == {"msg_1": 1}


def test_our_signature_is_sound_for_somebody_elses_library() -> None:
    body = b'{"id": 1}'

    assert Webhook(SECRET).verify(body, signed(SECRET, "msg_2", body)) == {"id": 1}


@pytest.mark.parametrize("fault", ["body", "age", "signature", "id"])
def test_a_webhook_whose_signature_does_not_fit_is_refused(running: Simulators, fault: str) -> None:
    body = b"{}"
    with clock.at(datetime.now(UTC) - timedelta(minutes=6 if fault == "age" else 0)):
        headers = signed(SECRET, "msg_3", body)
    if fault == "signature":
        headers["webhook-signature"] = "v1,not-base64 v2,AAAA"
    if fault == "id":
        del headers["webhook-id"]

    assert webhook(running, b"{ }" if fault == "body" else body, headers) == 401
    assert running.ledger.effects() == {}


def test_an_agency_acknowledges_twice_first_its_machine_then_its_service(running: Simulators) -> None:
    status, said = declare(running, "d1")

    assert (status, said["status"]) == (202, "received")
    assert acknowledgements(running) == [("d1", "received"), ("d1", "accepted")]
    assert acknowledgements(running, since="1") == [("d1", "accepted")]
    assert acknowledgements(running, sender="aaretal") == []


@pytest.mark.parametrize(
    ("marker", "said"),
    [
        ("refuse", ["received", "refused"]),
        ("ask", ["received", ""]),
        ("twice", ["received", "received", "accepted", "accepted"]),
        ("reordered", ["accepted", "received"]),
        ("reject", []),
    ],
)
def test_an_agency_says_what_the_scenario_wants(running: Simulators, marker: str, said: list[str]) -> None:
    declare(running, "d1", f"sim-{marker}")

    assert [verdict for _, verdict in acknowledgements(running)] == said


def test_a_late_acknowledgement_comes_when_it_is_released(running: Simulators) -> None:
    declare(running, "d1", "sim-late")
    before = acknowledgements(running)
    running.release("agency")

    assert before == [("d1", "received")]
    assert acknowledgements(running) == [("d1", "received"), ("d1", "accepted")]


def test_a_forged_acknowledgement_names_a_reference_that_nobody_was_given(running: Simulators) -> None:
    _, said = declare(running, "d1", "sim-forged")
    _, found = ask(
        running.servers["agency"].port, "GET", "/acknowledgements",
        Authorization=f"Bearer {AGENCY_KEY}:leman",
    )  # fmt: skip

    (one,) = found["items"]
    assert (one["key"], one["reference"] != said["reference"]) == ("", True)


def test_a_foreign_acknowledgement_goes_to_somebody_else_who_sends(running: Simulators) -> None:
    declare(running, "d0", sender="aaretal")
    declare(running, "d1", "sim-foreign")

    assert acknowledgements(running) == []
    assert acknowledgements(running, sender="aaretal")[-1] == ("d1", "accepted")


def test_an_agency_repeats_its_reference_and_says_nothing_twice_for_one_key(running: Simulators) -> None:
    first, again = declare(running, "d1"), declare(running, "d1")

    assert again == first
    assert len(acknowledgements(running)) == 2


@pytest.mark.parametrize(("bearer", "key", "status"), [("wrong", "d1", 401), (AGENCY_KEY, "", 400)])
def test_an_agency_refuses_a_sender_it_does_not_know_and_a_missing_key(
    running: Simulators, bearer: str, key: str, status: int
) -> None:
    assert declare(running, key, bearer=bearer)[0] == status
    assert running.ledger.effects() == {}


def test_an_agency_pushes_its_acknowledgements_signed_and_in_order(running: Simulators) -> None:
    agency: Any = running.servers["agency"]
    agency.doors["leman"] = (f"{running.servers['webhooks'].address}/inbound", SECRET)
    declare(running, "d1")
    declare(running, "d2", "sim-forged")

    assert running.push() == 3
    taken = [(line.effect, line.key) for line in running.ledger.lines if line.simulator == "webhooks"]
    assert [effect for effect, _ in taken] == [NEW, NEW, NONE]
    assert running.push() == 0


def test_an_agency_calls_nobody_but_this_machine(running: Simulators) -> None:
    agency: Any = running.servers["agency"]
    agency.doors["leman"] = ("https://agency.example/inbound", SECRET)
    declare(running, "d1")

    with pytest.raises(ValueError, match="calls nobody but this machine"):
        running.push()


def test_an_acknowledgement_that_is_not_taken_is_pushed_again(running: Simulators) -> None:
    agency: Any = running.servers["agency"]
    agency.doors["leman"] = ("http://127.0.0.1:1/inbound", SECRET)
    declare(running, "d1")
    before = running.push()
    agency.doors["leman"] = (running.servers["webhooks"].address, SECRET)

    assert (before, running.push()) == (0, 2)


SUBMIT = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    '<Submit xmlns="urn:guichet:simulated-agency:1"><sender>leman</sender><key>{key}</key>'
    "<declaration>{text}</declaration></Submit></s:Body></s:Envelope>"
)


def submit(running: Simulators, body: str) -> tuple[int, str]:
    status, said = ask(running.servers["soap"].port, "POST", "/soap", body.encode())
    return status, said.decode()


def test_a_soap_agency_takes_what_its_schema_allows_once(running: Simulators) -> None:
    first = submit(running, SUBMIT.format(key="s1", text="hello"))

    assert first[0] == 200
    assert "<status>received</status>" in first[1]
    assert submit(running, SUBMIT.format(key="s1", text="hello")) == first
    assert running.ledger.effects("soap") == {"s1": 1}


@pytest.mark.parametrize(
    "body",
    [
        SUBMIT.format(key="", text="hello"),
        SUBMIT.replace("sender>", "sent>").format(key="s1", text="hello"),
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>' + SUBMIT.format(key="s1", text="&b;"),
        "<html>no envelope</html>",
        "no XML",
    ],
)
def test_a_soap_agency_answers_what_its_schema_does_not_allow_with_a_fault(
    running: Simulators, body: str
) -> None:
    status, said = submit(running, body)

    assert (status, "<faultcode>s:Client</faultcode>" in said) == (500, True)
    assert running.ledger.effects() == {}


def test_a_soap_agency_describes_itself_for_a_client_that_we_did_not_write(running: Simulators) -> None:
    from zeep import Client

    with Client(f"{running.servers['soap'].address}/agency.wsdl") as client:
        said = client.service.Submit(sender="leman", key="s2", declaration="hello")

    assert (said.status, said.reference[:3]) == ("received", "SO-")


def test_a_soap_agency_that_asks_for_a_signature_refuses_a_request_without(
    running: Simulators, tmp_path: Any
) -> None:
    import trustme

    file = tmp_path / "certificate.pem"
    trustme.CA().issue_cert("leman.example").cert_chain_pems[0].write_to_path(file)
    soap: Any = running.servers["soap"]
    soap.certificate = file

    status, said = submit(running, SUBMIT.format(key="s1", text="hello"))

    assert (status, "signature is missing or wrong" in said) == (500, True)


def test_half_an_answer_and_no_answer_look_like_that_on_the_wire(running: Simulators) -> None:
    with pytest.raises(IncompleteRead):
        declare(running, "d1", "sim-half")
    with pytest.raises(RemoteDisconnected):
        declare(running, "d2", "sim-close")
