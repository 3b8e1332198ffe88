"""Fills a console with work stoppages that nobody answers, or answers its pages and says what each costs.

python -m benchmarks.stoppages_side seed <stoppages>
python -m benchmarks.stoppages_side ask <rounds>
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
AFTER = START + timedelta(days=8)
"""By then both deadlines of the health insurance have passed, working days or not."""
TOGETHER = 500
"""Stoppages declared in one transaction."""
INSTITUTION, USERNAME = "Hexalia", "camille"
SIRET = "99900001100018"
PAGES = {
    "list": "/fr_dsn/stoppage/",
    "late ones": "/fr_dsn/stoppage/?late=late",
    "one state": "/fr_dsn/stoppage/?state=sent",
    "one stoppage": "/fr_dsn/stoppage/{reference}",
    "report": "/fr_dsn/stoppage_report/",
    "deadlines": "/deadlines/",
}


def seed(count: int) -> None:
    """Migrate the database of the environment, make the demonstration, declare, let the answers become late, alert."""
    from config import settings_from
    from console.app import create_app
    from console.base import clock
    from console.cli import demo, upgrade_command
    from console.deadlines import service as deadlines

    settings = settings_from(os.environ)
    for _ in upgrade_command.run(settings):
        pass
    app = create_app(settings)
    demo.fill(app)
    with app.app_context():
        institution = _institution()
        with clock.at(START):
            company = _prepare(app, institution)
            for first in range(0, count, TOGETHER):
                with _writing(institution) as session:
                    for n in range(first, min(count, first + TOGETHER)):
                        _declare(session, company, n)
        with clock.at(AFTER):
            # As often as the job would run until all is marked, and once more.
            for _ in range(count // TOGETHER + 2):
                with _writing(institution) as session:
                    deadlines.alert(session)


def ask(rounds: int) -> None:
    """Ask each page, and print what the median answer costs; then walk through the late ones and count."""
    from benchmarks import answering
    from console.base import clock

    with clock.at(AFTER):
        client = answering.console(USERNAME)
        statements: list[str] = []
        answering.note(statements)
        facts = _facts(client)
        found: dict[str, Any] = {}
        for name, address in PAGES.items():
            seconds = []
            for turn in range(rounds + 2):
                statements.clear()
                begin = time.process_time()
                answer = client.get(address.format(reference=facts["reference"]))
                took = time.process_time() - begin
                if answer.status_code != 200:
                    raise SystemExit(f"{address}: {answer.status_code}")
                if turn >= 2:
                    seconds.append(took)
            found[name] = {"seconds": median(seconds), "statements": len(statements)}
    print(json.dumps({"pages": found, "facts": facts}))


def _facts(client: Any) -> dict[str, Any]:
    """Count what is there, and how often each stoppage stands on the pages of late ones."""
    import re

    from sqlalchemy import func, select

    from console.audit.models import AuditEntry
    from console.dispatch.models import Dispatch
    from console.institutions.scope import Scope
    from console.institutions.sessions import acting
    from plugins.fr_dsn.stoppages.exchange import KIND
    from plugins.fr_dsn.stoppages.models import Stoppage

    with client.application.app_context(), acting(Scope((_institution(),), purpose="bench")) as session:
        declared = session.scalar(select(func.count()).select_from(Stoppage)) or 0
        sent = select(Dispatch.subject_id).where(Dispatch.kind == KIND)
        leaving = session.scalars(sent).all()
        marked = session.scalar(
            select(func.count()).select_from(Dispatch).where(Dispatch.kind == KIND, Dispatch.overdue != "")
        )
        told = session.scalar(
            select(func.count(AuditEntry.id)).where(AuditEntry.action == "console.deadline.unacknowledged")
        )
    seen: list[str] = []
    page = 1
    while True:
        text = client.get(f"/fr_dsn/stoppage/?late=late&page={page}").get_data(as_text=True)
        found = re.findall(r'href="/fr_dsn/stoppage/([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})"', text)
        if not found:
            break
        # A row may link twice to its page.
        seen += dict.fromkeys(found)
        page += 1
    return {
        "declared": declared, "leaving": len(set(leaving)), "marked": marked or 0, "told": told or 0,
        "listed": len(set(seen)), "doubled": len(seen) - len(set(seen)), "reference": seen[0],
    }  # fmt: skip


def _prepare(app: Any, institution: int) -> int:
    """Set an address where nobody answers, confirm the deadlines, give the theme, and add the employer."""
    from sqlalchemy import select

    from console.accounts.models import Membership, ThemeRight
    from console.deadlines import service as deadlines
    from console.hooks.declarations import Level
    from console.institutions.service import save_settings
    from console.institutions.sessions import accounts
    from console.parties.models import Company

    store = accounts()
    for key in store.scalars(select(Membership.id).where(Membership.institution_id == institution)).all():
        known = select(ThemeRight).where(ThemeRight.membership_id == key, ThemeRight.theme == "stoppages")
        if store.scalars(known).first() is None:
            store.add(ThemeRight(membership_id=key, plugin="fr_dsn", theme="stoppages", level=Level.SEND))
    store.commit()
    with _writing(institution) as session:
        plugin = app.extensions["guichet_plugins"]["fr_dsn"]
        address = {"health_url": "http://127.0.0.1:9", "health_key": "nobody:answers"}
        save_settings(session, plugin, address)
        for rule in deadlines.rules(session).values():
            if rule.key.startswith("fr_dsn."):
                deadlines.confirm(
                    session, rule.key, rule.declared.span, "agreed", version=rule.version, by="Camille"
                )
        company = Company(number="E-1", name="Atelier fictif", town="Lyon", official_number=SIRET[:9])
        session.add(company)
        session.flush()
        return int(company.id)


def _declare(session: Any, company: int, n: int) -> None:
    from plugins.fr_dsn.stoppages import service
    from plugins.fr_dsn.stoppages.declaration import Declaration

    one = Declaration(
        siret=SIRET, nir=f"285036{9123 + n // 999:04}{n % 999 + 1:03}"[:13], family_name=f"PERSONNE{n:05}",
        given_name="LUCIE", contract="00001", reason="01", last_day_worked=date(2026, 3, 10),
        planned_end=date(2026, 3, 31),
    )  # fmt: skip
    service.declare(session, service.Call(company, "HR software", "api"), one, f"HR-{n}")


def _writing(institution: int) -> Any:
    from console.institutions.scope import Scope
    from console.institutions.sessions import acting

    return acting(Scope((institution,), purpose="bench"), writes=True)


def _institution() -> int:
    from sqlalchemy import select

    from console.institutions.models import Institution
    from console.institutions.sessions import accounts

    asked = select(Institution.id).where(Institution.short_name == INSTITUTION)
    return int(accounts().scalars(asked).one())


if __name__ == "__main__":
    {"seed": seed, "ask": ask}[sys.argv[1]](int(sys.argv[2]))
