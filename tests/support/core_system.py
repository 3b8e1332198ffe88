"""A fund's core system: its key, its calls, and invented companies, persons and children with its references."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import select
from stdnum import ean

from console.parties.models import Company
from tests.support.api import key_for
from tests.support.house import House

ALL = ("core.parties:write", "core.requests:send", "core.messages:write", "core.arrivals:read")
ROOT = "/api/v1/core"
UID = "CHE100000012"
_once = count()


def avs(number: int) -> str:
    """Give an invented AVS number with its check digit."""
    body = f"7560000{number:05}"
    return body + str(ean.calc_check_digit(body))


def company(number: str, **more: Any) -> dict[str, Any]:
    """Give a member as the core system sends it."""
    return {"number": number, "name": f"Atelier {number} SA", "language": "fr", "town": "Lausanne", **more}


def person(of: str, number: int = 90_001, **more: Any) -> dict[str, Any]:
    """Give an employee as the core system sends her."""
    named = {"company": of, "avs_number": avs(number), "family_name": "Exemple", "given_name": "Aline"}
    return {**named, "birth_date": "1984-05-06", "entry_date": "2024-01-01", **more}


def child(number: int = 95_001, **more: Any) -> dict[str, Any]:
    """Give a child as the core system sends it, without its parent."""
    named = {"child_number": avs(number), "family_name": "Exemple", "given_name": "Noé"}
    right = {"kind": "child", "valid_from": "2024-01-01", "valid_until": "2030-12-31", "state": "in_force"}
    return {**named, "birth_date": "2015-02-03", **right, **more}


@dataclass
class CoreSystem:
    """The core system of an institution."""

    house: House
    key: str
    institution: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Call an address below the root with a key of its own for the request."""
        own = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": f"call-{next(_once)}", **headers}
        given = {} if body is None else {"json": body}
        return self.house.stranger().open(f"{ROOT}{path}", method=method, headers=own, **given)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        """Send a row."""
        return self.call("PUT", path, body, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """Do something."""
        return self.call("POST", path, body, **headers)

    def arrivals(self, after: str = "") -> Any:
        """Fetch what arrived after a cursor."""
        return self.call("GET", f"/arrivals?after={after}" if after else "/arrivals").json

    def know(self, number: str, reference: str = "M-1") -> int:
        """Let the core system name a member of the demonstration; gives its key."""
        with self.house.reading(self.institution) as session:
            found = session.scalars(select(Company).where(Company.number == number)).one()
            told, key = {"number": found.number, "name": found.name, "language": found.language}, found.id
        assert self.put(f"/companies/{reference}", told).status_code == 200
        return key


def core_system(
    house: House, institution: str = "CC Léman", operations: tuple[str, ...] = ALL, company: int | None = None
) -> CoreSystem:
    """Give the core system of a fund, or somebody with another key."""
    secret = key_for(house, company, operations, institution=institution, name="Core system")
    return CoreSystem(house, secret, institution)
