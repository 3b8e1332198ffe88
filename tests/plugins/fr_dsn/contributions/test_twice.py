"""A clerk who presses a button twice, or works in two tabs: a payment is noted once, a company reminded once."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from flask.testing import FlaskClient

from tests.plugins.fr_dsn.contributions.insurer import FILES, LIST, MARCH, Insurer
from tests.plugins.fr_dsn.contributions.test_pages import staff
from tests.support.house import post
from tests.support.outbox import later

PAYMENT = {"amount": "15,36", "day": "01.03.2025", "remark": ""}


def shown(browser: FlaskClient, path: str) -> str:
    """Give the mark of the form as it is shown now."""
    page = browser.get(f"{path}/pay").get_data(as_text=True)
    (mark,) = re.findall(r'name="after"[^>]*value="([0-9]+)"', page)
    return str(mark)


def sent(insurer: Insurer) -> str:
    """Send a call, and give its address."""
    insurer.ready()
    insurer.act("send")
    return f"{LIST}{insurer.call().reference}"


def test_a_button_that_is_pressed_twice_notes_one_payment(lite_insurer: Insurer) -> None:
    camille, path = staff(lite_insurer), sent(lite_insurer)
    form = {**PAYMENT, "after": shown(camille, path)}

    assert [post(camille, f"{path}/pay", form).status_code for _ in range(2)] == [303, 303]
    assert lite_insurer.call().paid_by_hand == Decimal("15.36")
    assert lite_insurer.steps().count("paid") == 1


def test_the_same_amount_typed_once_more_is_another_payment(lite_insurer: Insurer) -> None:
    camille, path = staff(lite_insurer), sent(lite_insurer)
    for _ in range(2):
        post(camille, f"{path}/pay", {**PAYMENT, "after": shown(camille, path)})

    assert lite_insurer.call().paid_by_hand == Decimal("30.72")


def test_a_payment_from_a_second_tab_is_shown_what_was_noted_meanwhile(lite_insurer: Insurer) -> None:
    camille, path = staff(lite_insurer), sent(lite_insurer)
    old = shown(camille, path)
    post(camille, f"{path}/pay", {**PAYMENT, "after": old})
    late = post(camille, f"{path}/pay", {**PAYMENT, "amount": "20,00", "after": old})

    assert (late.status_code, "entre-temps" in late.get_data(as_text=True)) == (422, True)
    assert lite_insurer.call().paid_by_hand == Decimal("15.36")
    (now,) = re.findall(r'name="after"[^>]*value="([0-9]+)"', late.get_data(as_text=True))
    assert post(camille, f"{path}/pay", {**PAYMENT, "amount": "20,00", "after": now}).status_code == 303


def test_a_company_is_reminded_once_a_day(lite_insurer: Insurer) -> None:
    lite_insurer.confirm_deadline()
    lite_insurer.rate()
    lite_insurer.accept(FILES[1])
    lite_insurer.draw(MARCH)
    lite_insurer.act("send")
    path = f"{LIST}{lite_insurer.call().reference}"
    answers = []
    for days in (20, 20, 21):
        with later(timedelta(days=days)):
            answers.append(post(staff(lite_insurer), f"{path}/remind").status_code)

    assert answers == [303, 409, 303]
    assert lite_insurer.steps().count("reminded") == 2
