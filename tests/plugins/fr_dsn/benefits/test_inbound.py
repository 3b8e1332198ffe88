"""What the slip service gives when it is asked, pushes, or leaves as a file."""

from __future__ import annotations

import base64
import json

import pytest

from console.dispatch.acknowledging import acknowledgement_of, rematch
from console.dispatch.inbound import dropped
from console.plugin import BadArgument
from plugins.fr_dsn.benefits import receiving
from plugins.fr_dsn.benefits.models import MATCHED
from plugins.fr_dsn.benefits.samples import slip
from plugins.fr_dsn.gateways.slip_service import CHANNEL_OF_SLIPS
from plugins.fr_dsn.stoppages.exchange import INSURER
from tests.plugins.fr_dsn.benefits.service import KEY, PAYMENT, Slips
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA


def test_a_slip_goes_from_the_slip_service_to_the_stoppage_and_the_insurer(slips: Slips) -> None:
    slips.gateway.declare()
    slips.deliver(slip("BPIJ-1", [PAYMENT]))
    slips.poll()

    assert slips.benefit().state == MATCHED
    assert [one.outcome for one in slips.arrivals()] == ["applied"]
    assert slips.gateway.got(INSURER)[-1]["event"] == "benefit"


def test_a_slip_that_is_given_twice_is_kept_once(lite: Slips) -> None:
    lite.deliver(slip("BPIJ-1", [PAYMENT]))
    lite.deliver(slip("BPIJ-1", [PAYMENT]), "again.xml")

    assert [one.times for one in lite.slips()] == [2]
    assert len(lite.benefits()) == 1


def test_a_file_that_cannot_be_read_is_kept_and_says_why_while_the_next_one_is_taken(lite: Slips) -> None:
    lite.server.deliver("hexalia", "broken.xml", b"<BPIJ>")
    lite.deliver(slip("BPIJ-1", [PAYMENT]))

    broken, sound = lite.arrivals()
    assert (broken.outcome, sound.outcome) == ("failed", "applied")
    assert "not sound XML" in str(broken.why)
    assert len(lite.slips()) == 1


def test_what_was_not_taken_is_heard_again_and_still_says_why(lite: Slips) -> None:
    lite.deliver(b"<BPIJ>")
    with lite.gateway.house.writing(HEXALIA) as session:
        settled = rematch(session, acknowledgement_of(session, lite.arrivals()[0].public_id))

    assert not settled
    assert lite.arrivals()[0].outcome == "failed"


def test_a_slip_may_be_left_as_a_file(lite: Slips) -> None:
    app = lite.gateway.house.app
    with app.app_context():
        place = dropped.folder(lite.gateway.house.institution(HEXALIA), KEY)
    place.mkdir(parents=True)
    (place / "bpij.xml").write_bytes(slip("BPIJ-1", [PAYMENT]))
    dropped.read_all(app)

    assert [(one.name, one.came_by) for one in lite.slips()] == [("bpij.xml", "channel")]


def test_a_push_without_a_right_signature_is_refused(lite: Slips) -> None:
    item = {"id": "X", "name": "a.xml", "content": base64.b64encode(slip("B", [PAYMENT])).decode()}
    path = f"/inbound/{lite.gateway.house.institution(HEXALIA)}/{KEY}"
    answer = lite.gateway.house.stranger().post(path, data=json.dumps(item))

    assert answer.status_code == 401
    assert lite.slips() == []


def test_a_file_too_large_to_keep_is_named_in_words() -> None:
    with pytest.raises(BadArgument, match="too large"):
        receiving.unpacked(json.dumps({"name": "big.xml", "size": 99}))


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"name": "a", "gzip": "!"}', '{"name": "a", "gzip": "YWJj"}']
)
def test_what_is_no_kept_file_is_refused_in_words(body: str) -> None:
    with pytest.raises(BadArgument, match="no file"):
        receiving.unpacked(body)


def test_a_file_survives_being_kept() -> None:
    assert receiving.unpacked(receiving.packed("a.xml", b"\xe9<x/>")) == ("a.xml", b"\xe9<x/>")


def test_nothing_is_asked_while_no_address_is_set() -> None:
    assert CHANNEL_OF_SLIPS.fetch(1, {}, "7").cursor == "7"
