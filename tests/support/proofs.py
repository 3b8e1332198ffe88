"""Sendings with every kind of answer, and their proofs as the worker makes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy import select

from console.documents import service as documents
from console.forms.declarations import Form, Section
from console.forms.fields import Day, File, Group, LongText, Money, Text, YesNo
from console.forms.revisions import Revision, publish
from console.mailbox import service
from console.mailbox.service import Content, Sending
from console.proofs import rendering
from console.proofs.content import from_bytes
from console.proofs.models import Proof
from tests.support.mailbox import Mailbox, opening

NAMES = ("Đorđević", "Łukasz", "Şükrü", "Nguyễn")
FORM = Form(
    key="ch_fund.training_confirmation",
    title="Confirmation of a training",
    theme="family_allowances",
    sections=(
        Section(
            "training",
            "Training",
            (
                Text("name", "Family name"),
                Text("given", "Given name"),
                Day("since", "Begins on"),
                Money("wage", "Wage", currency="CHF"),
                YesNo("grant", "Scholarship"),
                Group("children", "Children", fields=(Text("child", "Child"), Text("school", "School"))),
                LongText("remarks", "Remarks"),
                File("contract", "Contract", kinds=("txt",)),
            ),
        ),
    ),
)
FRENCH = {
    "Confirmation of a training": "Confirmation de formation",
    "Family name": "Nom de famille",
    "Wage": "Salaire",
}
REVISION: Revision = publish(FORM, ["fr"], lambda _, text: FRENCH.get(text, text))
VALUES: Mapping[str, Any] = {
    "name": NAMES[0],
    "given": f"{NAMES[1]} {NAMES[2]} {NAMES[3]}",
    "since": date(2026, 8, 17),
    "wage": Decimal("1234.50"),
    "grant": True,
    "children": ({"child": NAMES[3], "school": "École Fictive"}, {"child": NAMES[2], "school": "Gymnasium"}),
    "remarks": "First line.\n<b>bold</b> <svg onload=x> <img src=http://127.0.0.1:9/x> &amp; 5 < 6",
}
CONTRACT = b"Vertrag"


def full(key: str, *, language: str = "fr", **more: Any) -> Sending:
    """Give a sending with an answer of each kind."""
    return Sending(Content(REVISION, {"name": "x"}, language), {**VALUES, **more}, key)


def sent(mailbox: Mailbox, key: str = "k1", **more: Any) -> str:
    """Let the workshop send it, with an attached document; gives the reference of the message."""
    with mailbox.acting(mailbox.user()) as session:
        file = documents.keep(
            session,
            BytesIO(CONTRACT),
            "Vertrag Łukasz.txt",
            documents.FileLimits(frozenset({"text"}), 1000),
            user_id=2,
            company_id=mailbox.atelier,
        )
        sending = full(key, contract=(file.reference,), **more)
        return service.send_new(session, mailbox.user(), opening(mailbox.atelier), sending).reference


def proofs_of(mailbox: Mailbox) -> list[Proof]:
    """Give every proof as the institution has it, the oldest first."""
    with mailbox.acting(mailbox.fund, writes=False) as session:
        found = list(session.scalars(select(Proof).order_by(Proof.id)))
        for one in found:
            assert one.content
        session.expunge_all()
        return found


def told(proof: Proof) -> dict[str, str]:
    """Give the facts of a proof by their labels."""
    return dict(from_bytes(proof.content).facts)


def made(mailbox: Mailbox) -> int:
    """Let the worker make all PDFs that are due; gives how many."""
    return rendering.run_batch(mailbox.house.app, limit=100)
