"""What may happen to a stoppage, and what may not."""

from __future__ import annotations

import pytest

from console.plugin import Conflict
from plugins.fr_dsn.stoppages.machine import SAYING, TRANSITIONS, Event, State, after

ALLOWED = {
    "draft": "send:sent cancel:cancelled",
    "sent": "acknowledge:acknowledged refuse:refused accept:accepted reject:rejected ask_documents:documents "
    "hand_in:sent modify:modified close:closed cancel:cancelled",
    "acknowledged": "refuse:refused accept:accepted reject:rejected ask_documents:documents hand_in:sent "
    "modify:modified close:closed cancel:cancelled",
    "refused": "modify:modified close:closed cancel:cancelled",
    "accepted": "reject:rejected ask_documents:documents modify:modified close:closed cancel:cancelled",
    "rejected": "accept:accepted ask_documents:documents modify:modified close:closed cancel:cancelled",
    "documents": "hand_in:sent accept:accepted reject:rejected modify:modified close:closed cancel:cancelled",
    "modified": "acknowledge:modified refuse:refused accept:accepted reject:rejected ask_documents:documents "
    "hand_in:modified modify:modified close:closed cancel:cancelled",
    "closed": "acknowledge:closed refuse:refused accept:closed reject:rejected ask_documents:closed "
    "hand_in:closed modify:modified close:closed cancel:cancelled",
    "cancelled": "acknowledge:cancelled refuse:refused accept:cancelled reject:rejected "
    "ask_documents:cancelled hand_in:cancelled",
}
PAIRS = {
    (State(state), Event(event)): State(then)
    for state, words in ALLOWED.items()
    for event, then in (word.split(":") for word in words.split())
}


@pytest.mark.parametrize(("state", "event"), [(s, e) for s in State for e in Event])
def test_each_event_leads_where_the_trade_says_or_is_forbidden(state: State, event: Event) -> None:
    if (state, event) in PAIRS:
        assert after(state, event) == PAIRS[state, event]
    else:
        with pytest.raises(Conflict):
            after(state, event)


def test_the_table_names_every_state() -> None:
    assert set(TRANSITIONS) == set(State)


def test_a_closing_before_its_opening_is_told_to_send_the_opening_first() -> None:
    with pytest.raises(Conflict) as refused:
        after(State.DRAFT, Event.CLOSE)

    assert "never sent" in refused.value.text.message  # type: ignore[attr-defined]


@pytest.mark.parametrize("event", sorted(SAYING))
def test_of_a_cancelled_stoppage_nothing_more_is_said(event: Event) -> None:
    with pytest.raises(Conflict) as refused:
        after(State.CANCELLED, event)

    assert "cancelled" in refused.value.text.message  # type: ignore[attr-defined]
