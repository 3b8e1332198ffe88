"""The case of the brief, in earnest: one entry in the HR software, three parties who see what becomes of it, one report.

Real are the browser, the HTTP of the open API and of the webhook, and the protocols of the health insurance, of the
insurer and of the slip service; the clock is moved, and a worker's rounds are made by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Browser

from config import Settings
from plugins.fr_dsn.benefits.samples import MARCHAND, Paid, slip
from plugins.fr_dsn.stoppages.exchange import INSURER
from tests.browser.stoppage_parties import DECLARED, HR_HOST, Parties, agreed, parties_of, trusted
from tests.conftest import _open
from tests.plugins.fr_dsn.benefits.service import SENDER
from tests.plugins.fr_dsn.stoppages.gateway import INSIDE

EMPLOYER, MANAGER, STRANGER = "agnes", "camille", "denise"
"""The employer's person, the staff who manage the insurer's contracts, and somebody of another company."""
KEY, LIST, BENEFITS = "/fr_dsn/stoppages/HR-1", "/fr_dsn/stoppage/", "/fr_dsn/benefit/"
REPORT = "/fr_dsn/stoppage_report/?first=2026-03&last=2026-03"
COUNTED = ("Work stoppages", "Accepted", "Guarantee opened", "With a daily benefit")
"""What this case moves of what the report counts."""
DAY_J = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
"""A Thursday, two days after the last day worked."""
TWO_DAYS_LATER = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
SLIP_DAY = datetime(2026, 3, 19, 9, 0, tzinfo=UTC)
EVE, OPENING = datetime(2026, 3, 20, 22, 30, tzinfo=UTC), datetime(2026, 3, 20, 23, 30, tzinfo=UTC)
"""Half an hour before and after midnight in Paris: the ten days of the deductible, from 11 March on, are over."""
PAID = Paid(MARCHAND, "IJNOR", date(2026, 3, 14), date(2026, 3, 18), "41.00", booked_on=date(2026, 3, 18))


@pytest.fixture
def parties(
    browser: Browser, make_settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Parties]:
    """Give everybody, before anything has happened."""
    authority = trustme.CA()
    settings = make_settings(**INSIDE, GUICHET_CA_FILE=trusted(authority, tmp_path))
    for house in _open(settings):
        with parties_of(house, browser, tmp_path, authority, monkeypatch) as found:
            yield found


def test_a_stoppage_is_entered_once_and_the_three_parties_see_it_through(parties: Parties) -> None:
    with parties.on(DAY_J):
        agree(parties)
        page = declare(parties)
    with parties.on(TWO_DAYS_LATER):
        decide(parties, page)
    with parties.on(SLIP_DAY):
        benefit = pay(parties, page)
    with parties.on(EVE):
        parties.rounds()
        assert "guarantee" not in parties.gateway.events()
    with parties.on(OPENING):
        open_the_guarantee(parties, page)
        nobody_else_sees_anything(parties, page, benefit)
        nothing_was_said_twice(parties)


def agree(parties: Parties) -> None:
    """Before: ten days of deductible, one working day for a decision, and where the HR software wants to be told."""
    parties.gateway.terms(10)
    agreed(parties, technical="PT1H", business="P1D working")
    wanted = {"url": f"https://{HR_HOST}/hooks", "events": ["module.news"]}
    status, subscribed = parties.hr.ask("POST", "/webhooks", wanted)
    assert status == 201, subscribed
    parties.receiver.secret = subscribed["secret"]


def declare(parties: Parties) -> str:
    """Day J: entered once, also where the HR software repeats its call; gives the page of the stoppage."""
    parties.gateway.behaves("late")
    first, again = (parties.hr.ask("PUT", KEY, DECLARED) for _ in range(2))
    parties.rounds()

    assert (first[0], first[1]["state"], again) == (200, "sent", first)
    assert standing(parties) == ("acknowledged", "business", "2026-03-21")
    assert parties.receiver.told() == ["fr_dsn.stoppage.create", "fr_dsn.stoppage.acknowledge"]
    told = [(one["event"], len(one["wages"])) for one in parties.gateway.got(INSURER)]
    assert told == [("create", 12), ("acknowledge", 12)]
    for user in (EMPLOYER, MANAGER):
        assert "MARCHAND LUCIE" in parties.shown(user, LIST), user
        shown = parties.follow(user, "MARCHAND LUCIE")
        assert "Receipt acknowledged" in shown, user
        assert "Waiting for Business answer Answer due 14/03/2026 00:00" in shown, user
        assert "Guarantee from 21/03/2026 (planned)" in shown, user
        assert counted(parties, user) == ["1", "0", "0", "0"], user
    return f"{LIST}{first[1]['reference']}"


def decide(parties: Parties, page: str) -> None:
    """Day J+2: the decision is late, as list, page and deadlines say, until it comes; all three learn of it."""
    assert "Late since 14/03/2026 00:00" in parties.shown(MANAGER, f"{LIST}?late=late")
    assert "Answer late" in parties.shown(MANAGER, page)
    assert "business answer of the health insurance" in parties.shown(MANAGER, "/deadlines/")

    parties.gateway.health.release()
    parties.gateway.poll()

    assert "No work stoppage" in parties.shown(MANAGER, f"{LIST}?late=late")
    assert "Nothing is late, nothing is coming" in parties.shown(MANAGER, "/deadlines/")
    assert standing(parties) == ("accepted", None, "2026-03-21")
    assert parties.receiver.told()[-1] == "fr_dsn.stoppage.accept"
    assert parties.gateway.events()[-1] == "accept"
    assert "Health insurance Accepted 14/03/2026" in parties.shown(EMPLOYER, page, phone=True)
    assert counted(parties, EMPLOYER) == ["1", "1", "0", "0"]


def pay(parties: Parties, page: str) -> str:
    """A slip comes by itself and is forwarded to employer and insurer; gives the page of the benefit."""
    parties.slips.server.deliver(SENDER, "bpij-1.xml", slip("BPIJ-1", [PAID]))
    parties.rounds()

    assert parties.receiver.told()[-1] == "fr_dsn.benefit.matched"
    assert [one["net"] for one in parties.hr.ask("GET", "/fr_dsn/benefits")[1]["items"]] == ["205.00"]
    assert (parties.gateway.events()[-1], parties.gateway.got(INSURER)[-1]["net"]) == ("benefit", "205.00")
    for user in (EMPLOYER, MANAGER):
        assert "Payment Employer (subrogation) 14/03/2026 18/03/2026 5 EUR 205.00" in parties.shown(
            user, page
        ), user
        assert "Booked on 18/03/2026" in parties.follow(user, "Payment"), user
    benefit = parties.window(MANAGER).url
    parties.shown(MANAGER, page)
    assert "BPIJ-1" in parties.follow(MANAGER, parties.slips.slips()[0].reference)
    return benefit.removeprefix(parties.address)


def open_the_guarantee(parties: Parties, page: str) -> None:
    """Day J and deductible: the insurer is told by itself that it pays, and nobody is asked for anything."""
    parties.slips.server.deliver(SENDER, "bpij-1.xml", slip("BPIJ-1", [PAID]))
    parties.rounds()

    assert parties.gateway.got(INSURER)[-1]["guarantee"] == {"from": "2026-03-21", "until": "2026-03-31"}
    assert parties.receiver.told()[-1] == "fr_dsn.stoppage.guarantee"
    for user in (EMPLOYER, MANAGER):
        shown = parties.shown(user, page)
        assert "Insurer Guarantee opened 21/03/2026" in shown, user
        assert "Guarantee from 21/03/2026 (opened)" in shown, user
        assert counted(parties, user) == ["1", "1", "1", "1"], user
    trail = [(one["party"], one["what"]) for one in parties.hr.ask("GET", KEY)[1]["trail"]]
    assert [one for one in trail if one[1] != "received"] == [
        ("employer", "create"),
        ("health", "acknowledge"),
        ("health", "accept"),
        ("health", "paid"),
        ("insurer", "guarantee"),
    ]


def nobody_else_sees_anything(parties: Parties, page: str, benefit: str) -> None:
    """Another company's person and software find nothing: not the person, no page, no figure."""
    for path in (LIST, BENEFITS):
        assert "No " in parties.shown(STRANGER, path)
        assert "MARCHAND" not in parties.shown(STRANGER, f"{path}?search={MARCHAND}")
    assert [parties.refused(STRANGER, path) for path in (page, benefit)] == [404, 404]
    assert counted(parties, STRANGER) == ["0", "0", "0", "0"]
    assert parties.other_hr.ask("GET", KEY)[0] == 404
    assert parties.other_hr.ask("GET", "/fr_dsn/benefits")[1]["items"] == []


def nothing_was_said_twice(parties: Parties) -> None:
    """The other sides hold one declaration, one opening of the guarantee, one slip; the HR software one of each news."""
    assert [one["act"] for one in parties.gateway.got()] == ["open"]
    assert Counter(parties.gateway.events()) == Counter(
        ("create", "acknowledge", "accept", "benefit", "guarantee")
    )
    assert not parties.gateway.simulators.ledger.doubles()
    assert max(Counter(parties.receiver.told()).values()) == 1
    assert [one.times for one in parties.slips.slips()] == [2]


def counted(parties: Parties, user: str) -> list[str]:
    """Give the figures of `COUNTED`, as somebody reads them in the report."""
    parties.shown(user, REPORT)
    lines = parties.window(user).locator("dl.g-figures div, .g-shares tbody tr")
    read = "all => all.map(one => [...one.children].slice(0, 2).map(part => part.innerText.trim()))"
    found = dict(lines.evaluate_all(read))
    return [found.get(name, "0") for name in COUNTED]


def standing(parties: Parties) -> tuple[str, str | None, str | None]:
    """Give how the stoppage stands for the HR software: state, what it waits for, first day of the guarantee."""
    status, read = parties.hr.ask("GET", KEY)
    assert status == 200, read
    return read["state"], read["awaits"], read["guarantee_from"]
