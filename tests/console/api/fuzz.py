"""The open API under schemathesis: every address of the document, with right and wrong values, on seeded rows.

`python -m tests.console.api.fuzz --examples 200` prints how many requests were sent, what was answered, and what was
not as the document says.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from console.accounts.operations import CHOSEN_EACH
from console.base import clock
from tests.support.api import EVERY, FORM, System, accept_terms, instalments, key_for, question
from tests.support.core_system import child, company, core_system, person
from tests.support.dossiers import add, open_dossier, small_pdf
from tests.support.house import House
from tests.support.mailbox import ACCOUNTING, INSTALMENTS, Mailbox, mailbox_of

SEMANTIC = ["2xx", "304", "400", "401", "404", "409", "412", "422"]
"""What may be answered to a request that fits the document: whether the values of a form are right, a version is the
newest, a cursor of this list or a secret the client's, no schema says."""
REFUSED = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "414", "415", "422", "428"]
"""What may be answered to a request that does not fit it."""
OUR_NUMBER = "70001"
ACTS = ("take", "ask", "settle", "reopen")
"""Of the core system on messages: each has every fourth of those that were sent."""
OF_CORE = tuple(code for code in CHOSEN_EACH if code.startswith("core."))
_QUICK = {
    "stateful": {"enabled": False},
    "coverage": {"unexpected-methods": ["PATCH"], "generate-duplicate-query-parameters": False},
}


@dataclass(frozen=True)
class Seeds:
    """What requests may name, so that they reach what is there."""

    key: str
    references: tuple[str, ...]
    files: tuple[str, ...]
    waiting: tuple[str, ...]
    """Requests that can be answered."""
    sent: tuple[str, ...]
    """Messages that can be taken back, or settled."""
    webhooks: tuple[str, ...]
    is_complete: bool
    """Whether the document of the key names each method that its addresses have."""
    of_module: Callable[[Any, str, Random], None] | None = None
    """Lets a request of a module's own address do what it is for, instead of everything below."""


@dataclass
class Outcome:
    """What came of it."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Requests by operation and status."""
    failures: list[str] = field(default_factory=list)

    def reached(self) -> set[str]:
        """Give the operations that did what they are for at least once."""
        return {name for name, status in self.answers if status < 300}


def seed(house: House, *, of_company: bool) -> Seeds:
    """Make rows of every kind for a company, and a key of it or of the institution."""
    mailbox = mailbox_of(house)
    accept_terms(house, mailbox.atelier)
    system = System(house, key_for(house, mailbox.atelier))
    dossier = open_dossier(house, company=OUR_NUMBER)
    document = add(house, dossier, valid_until=date(2027, 12, 31))
    waiting = tuple(_asked(mailbox, number) for number in range(12))
    file = system.upload(small_pdf(), "residence.pdf").json["reference"]
    answer = system.post("/messages", {"form": FORM, "values": {**question(), "attachments": [file]}})
    answers = (answer, *(system.send(number) for number in range(12)))
    sent = tuple(one.json["reference"] for one in answers if one.status_code == 201)
    _core(house, sent[ACTS.index("reopen") :: len(ACTS)])
    key = system.key if of_company else key_for(house, operations=(*EVERY, *OF_CORE), name="Institution")
    return Seeds(
        key,
        (dossier, document, *waiting, *sent),
        (file,),
        waiting,
        sent,
        tuple(_subscribed(System(house, key), number) for number in range(6)),
        of_company,
    )


def run(
    house: House, seeds: Seeds, examples: int, numbered: int = 1, *, quick: bool = False, only: str = ""
) -> Outcome:
    """Send what schemathesis makes of the document that this key reads; `examples` for each address at most.

    The quick way leaves out sequences of requests, and tries one method that an address does not have instead of six;
    `only` is how the names of the addresses begin that are asked.
    """
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    headers = {"Authorization": f"Bearer {seeds.key}"}
    config = SchemathesisConfig.from_dict(
        {
            "headers": headers,
            "generation": {"max-examples": examples, "no-shrink": True, "deterministic": True},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": SEMANTIC},
                "negative_data_rejection": {"expected-statuses": REFUSED},
                "missing_required_header": {"expected-statuses": REFUSED},
                # It calls no application in its own process (schemathesis 4.32): test_document.py asks without a key.
                "ignored_auth": {"enabled": False},
                # The document of the institution's key leaves out what companies alone may do, and says so at the
                # path: test_document.py asks for all of these.
                "unsupported_method": {"enabled": seeds.is_complete},
                "allow_header_conformance": {"enabled": seeds.is_complete},
            },
            "seed": numbered,
            "phases": _QUICK if quick else {},
        }
    )
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", _closing(house.app), config=config, headers=headers
    )
    schema = schema.include(operation_id_regex=f"^{only}") if only else schema
    _lead(schema, seeds, Random(numbered))
    found = Outcome()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _note(found, event.recorder)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            found.failures.append(f"error: {event}")
    return found


def _closing(app: Any) -> Any:
    """Give an application whose answers are read and closed, which schemathesis does not do."""

    def answer(environ: Any, start: Any) -> list[bytes]:
        parts = app(environ, start)
        try:
            return [b"".join(parts)]
        finally:
            parts.close()

    return answer


def _lead(schema: Any, seeds: Seeds, chance: Random) -> None:
    """Let half of the requests that fit the document name what is there."""
    from schemathesis import GenerationMode

    numbers = itertools.count(1)

    @schema.hook
    def map_case(_context: Any, case: Any) -> Any:
        if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
            return case
        if "Idempotency-Key" in (case.headers or {}):
            case.headers["Idempotency-Key"] = f"fuzz-{next(numbers)}"
        if chance.random() < 0.5:
            _seeded(case, seeds, chance)
        return case


def _seeded(case: Any, seeds: Seeds, chance: Random) -> None:
    name = case.operation.definition.raw["operationId"]
    parts = case.path_parameters or {}
    if seeds.of_module is not None:
        seeds.of_module(case, name, chance)
        return
    if "reference" in parts:
        known = {"messages__recall": seeds.sent, "messages__answer": seeds.waiting}.get(
            name, seeds.webhooks if name.startswith("webhooks__") else seeds.references
        )
        parts["reference"] = chance.choice(known)
    if name.startswith("core__"):
        _seeded_core(case, name.removeprefix("core__"), seeds, chance)
    elif "file" in parts:
        parts["reference"], parts["file"] = seeds.sent[0], seeds.files[0]
    if "institution" in parts:
        parts["institution"] = 1
    if "form" in parts:
        parts["form"] = FORM
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    if name == "messages__send":
        case.body = {"form": FORM, "values": question(chance.randrange(50))}
    if name == "messages__answer":
        case.body = {"values": instalments()}
    if name == "documents__upload":
        case.query["name"], case.body = "note.txt", b"Confirmed."


def _seeded_core(case: Any, act: str, seeds: Seeds, chance: Random) -> None:
    """Let a request of the core system do what it is for: a row that can be, a message in the state of the act."""
    parts, number, query = case.path_parameters or {}, chance.randrange(10_000), dict(case.query or {})
    query.pop("system", None)
    rows = {
        "put_company": company(str(50_000 + number)),
        "put_person": person("F-company", number + 2),
        "put_child": child(number + 20_000, person="F-person"),
    }
    if act in rows:
        parts["named"], case.body = f"F-{act}-{number}", rows[act]
        (case.headers or {}).pop("If-Match", None)
    if act in (bodies := {"take": {}, "settle": {"outcome": "accepted"}, "reopen": {"reason": "Not over."}}):
        case.body = bodies[act]
    if act in ACTS:
        parts["named"] = chance.choice(seeds.sent[ACTS.index(act) :: len(ACTS)])
    if act == "file":
        parts["file"], query = seeds.references[1], {}
    if act == "requests":
        one = {"reference": f"F-{number}", "form": "query", "theme": "other", "company": "F-company"}
        case.body = [{**one, "subject": "Canton", "text": "In which canton?"}]
    case.query = query


def _note(found: Outcome, recorder: Any) -> None:
    for key, interaction in recorder.interactions.items():
        name = recorder.cases[key].value.operation.definition.raw.get("operationId", "")
        status = interaction.response.status_code if interaction.response is not None else 0
        found.answers[name, status] += 1
        for check in recorder.checks.get(key, ()):
            if check.failure_info is not None and not _is_sound(name, check.name, interaction.response):
                failure = check.failure_info.failure
                curl = check.failure_info.code_sample
                found.failures.append(
                    f"{name} {status} {check.name}: {failure.title}\n{failure.message}\n{curl}"
                )


def _is_sound(name: str, check: str, response: Any) -> bool:
    """Say whether what a check takes for a failure is none: wrong rows among many, or a file that a message has not.

    Of many rows the wrong ones are refused each by itself, in an answer of 200. A message that was just made lacks
    whatever file was not sent with it.
    """
    if check == "ensure_resource_availability":
        return name == "messages__file"
    if check != "negative_data_rejection" or response.status_code != 200:
        return False
    answer = response.json()
    return isinstance(answer, dict) and answer.get("refused", 0) > 0


def _core(house: House, settled: Iterable[str]) -> None:
    """Let the core system name a company and a person, and settle some messages."""
    core = core_system(house)
    core.put("/companies/F-company", company("49999"))
    core.put("/persons/F-person", person("F-company", 1))
    for reference in settled:
        core.post(f"/messages/{reference}/settle", {"outcome": "accepted"})


def _subscribed(system: System, number: int) -> str:
    asked = {"url": f"https://hr.example/{number}", "events": ["message.asked"]}
    reference: str = system.post("/webhooks", asked).json["reference"]
    return reference


def _asked(mailbox: Mailbox, number: int) -> str:
    due = clock.today("Europe/Zurich").replace(day=1)
    return mailbox.ask(type_=INSTALMENTS, theme=ACCOUNTING, subject=f"Invoice {number}", due=due)


def houses() -> Iterator[House]:
    """Give a console of its own in a scratch folder."""
    from console.app import create_app
    from tests.conftest import _fill, settings_for

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        settings = settings_for(f"sqlite:///{folder / 'guichet.sqlite'}", folder)
        _fill(settings)
        yield House(create_app(settings), settings)


def main() -> int:
    """Run it for a company's key and for the institution's, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--key", choices=("company", "institution", "both"), default="both")
    asked = parser.parse_args()
    faults = 0
    logging.disable(logging.WARNING)
    for of_company in {"company": (True,), "institution": (False,)}.get(asked.key, (True, False)):
        for house in houses():
            found = run(house, seed(house, of_company=of_company), asked.examples, asked.seed)
            faults += len(found.failures)
            print(f"{'company' if of_company else 'institution'}: {sum(found.answers.values())} requests")
            for (name, status), number in sorted(found.answers.items()):
                print(f"  {name:28} {status} {number:6}")
            print(*found.failures[:20], sep="\n\n")
            print(f"  failures: {len(found.failures)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
