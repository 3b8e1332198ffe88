"""A company's system and the institution's own, asking the open API as programs do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from console.accounts import keys, terms
from console.accounts.operations import CHOSEN_EACH, FORMS_CHECK, FORMS_READ
from console.forms.canonical import to_canonical
from console.forms.invent import invented
from console.institutions.scope import Scope
from plugins.ch_fund.forms import GENERAL_QUESTION
from tests.support.house import House, acting_in

FORM = "ch_fund.general_question"
EVERY = ("employees:read", FORMS_READ, FORMS_CHECK, *(code for code in CHOSEN_EACH if "core" not in code))
_NUMBERS = count(1)


def key_for(
    house: House,
    company: int | None = None,
    operations: tuple[str, ...] = EVERY,
    *,
    institution: str = "CC Léman",
    name: str = "Payroll",
    themes: tuple[str, ...] | None = None,
    per_minute: int = 6000,
) -> str:
    """Make a key for a company, or for the institution itself, and give it."""
    tenant = house.institution(institution)
    with acting_in(house.app, Scope((tenant,), purpose="test"), writes=True) as session:
        _row, secret = keys.create(
            session,
            institution=tenant,
            plugin="ch_fund",
            name=name,
            operations=operations,
            per_minute=per_minute,
            lasts=timedelta(days=30),
            created_by="Test",
            company=company,
            themes=themes,
        )
    return secret


@dataclass
class System:
    """A program with a key."""

    house: House
    key: str

    def get(self, path: str, **headers: str) -> Any:
        """Read an address below the version."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Post JSON, with an idempotency key of its own unless one is given; underscores in names are dashes."""
        headers.setdefault("Idempotency_Key", f"test-{next(_NUMBERS)}")
        return self._ask("POST", path, body, headers)

    def send(self, seed: int = 1, **headers: str) -> Any:
        """Send a question of the company."""
        return self.post("/messages", {"form": FORM, "values": question(seed)}, **headers)

    def upload(self, content: bytes = b"Confirmed.", name: str = "proof.txt", **headers: str) -> Any:
        """Upload a file."""
        headers.setdefault("Idempotency_Key", f"test-{next(_NUMBERS)}")
        sent = {"Authorization": f"Bearer {self.key}", **_dashed(headers)}
        return self.house.stranger().post(
            f"/api/v1/documents?name={name}",
            data=content,
            headers=sent,
            content_type="application/octet-stream",
        )

    def _ask(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        sent = {"Authorization": f"Bearer {self.key}", **_dashed(headers)}
        return self.house.stranger().open(
            f"/api/v1{path}", method=method, json=body, headers=sent, buffered=True
        )


def question(seed: int = 1) -> dict[str, Any]:
    """Give the canonical values of a question to the institution, about nobody and without files."""
    found = to_canonical(GENERAL_QUESTION, invented(GENERAL_QUESTION, seed))
    return {key: value for key, value in found.items() if key not in ("employee", "attachments")}


def instalments() -> dict[str, Any]:
    """Give the values of an application to pay an invoice in instalments."""
    return {
        "invoice": "2026-114",
        "due": "1000.00",
        "reason": "Two large customers pay late.",
        "instalments": [{"day": "2027-03-31", "amount": "500.00"}, {"day": "2027-04-30", "amount": "500.00"}],
        "contact": "Rita Hartmann",
        "phone": "+41215554969",
        "email": "rita.hartmann@atelier.example",
    }


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def accept_terms(house: House, *companies: int, institution: str = "CC Léman") -> None:
    """Let companies accept the terms in force."""
    tenant = house.institution(institution)
    with house.writing(institution) as session:
        current = terms.in_force(session, tenant)
        assert current is not None
        who = terms.Accepter(1, "Rita Hartmann", next(iter(current.texts)), "127.0.0.1")
        for company in companies:
            terms.accept(session, tenant, (company, "Company"), current.version, who)
