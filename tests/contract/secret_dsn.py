"""A kept check of DSN files, with what it says of a person, a file that waits for its own, and a list of codes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from console.accounts.models import Membership, ThemeRight
from console.base import clock
from console.hooks.declarations import Level
from console.institutions.models import PluginSwitch
from plugins.fr_dsn.formats.listing import stored
from plugins.fr_dsn.models import CHECKED, Check, CheckLine, CheckPiece, CodeList
from plugins.fr_dsn.rules.lists.codes import Code
from plugins.fr_dsn.stoppages.declaration import Declaration, to_json
from plugins.fr_dsn.stoppages.models import InsuredTerms, Stoppage, StoppageStep, StoppageVersion


def open_module(session: Session, institution: int) -> None:
    """Switch the module on with all rights for everybody: its routes would answer nothing else."""
    if session.scalars(select(PluginSwitch).where(_is_of(institution))).first() is None:
        session.add(
            PluginSwitch(
                institution_id=institution, plugin="fr_dsn", enabled=True, settings={}, changed_at=clock.now()
            )
        )
    have = {
        (one.membership_id, one.theme)
        for one in session.scalars(select(ThemeRight).where(ThemeRight.plugin == "fr_dsn"))
    }
    for key in session.scalars(select(Membership.id).where(Membership.institution_id == institution)):
        for theme in ("declarations", "stoppages", "contributions"):
            if (key, theme) not in have:
                right = {"plugin": "fr_dsn", "theme": theme, "level": Level.SEND}
                session.add(ThemeRight(membership_id=key, **right))
    session.flush()


def _is_of(institution: int) -> ColumnElement[bool]:
    return and_(PluginSwitch.institution_id == institution, PluginSwitch.plugin == "fr_dsn")


def plant_dsn(session: Session, company: int, user: int, word: str, reference: str) -> None:
    """Make a row of each kind for a company."""
    moment = clock.now()
    file = {
        "file": word, "verdict": "refused", "profile": "file", "norm": "P25V01", "rubrics": 1, "lot": None,
        "declarations": [], "count": 0, "suppressed": {},
    }  # fmt: skip
    check = Check(
        reference=reference,
        user_id=user,
        user_name=word,
        company_id=company,
        profile="file",
        names=[f"{word}.dsn"],
        state=CHECKED,
        verdict="refused",
        findings=1,
        result={
            "files": [file], "months": [], "counts": {"refusal": 1}, "controls": [["refusal", word, 1]],
            "left_out": {},
        },
        people=[word],
        created_at=moment,
        kept_at=moment,
        kept_by=word,
    )  # fmt: skip
    session.add(check)
    session.flush()
    common = {"check_id": check.id, "company_id": company, "file": 0}
    said = {"message": word, "params": {}}
    session.add_all(
        [
            CheckLine(
                **common,
                kind="finding",
                position=0,
                severity="refusal",
                control=word,
                person=word,
                facts=said,
            ),
            CheckPiece(**common, number=0, content=word.encode()),
        ]
    )
    session.flush()


def plant_code_list(session: Session, word: str) -> None:
    """Make a list of the institution, unless it has one."""
    if session.scalars(select(CodeList.id)).first() is None:
        session.add(
            CodeList(
                name="IDCC",
                edition=word,
                source=word,
                published_on=date(2025, 1, 5),
                codes=1,
                file_name=f"{word}.csv",
                digest="0" * 64,
                content=stored([Code("1486", word)]),
                imported_at=clock.now(),
                imported_by=word,
            )
        )
        session.flush()


def plant_stoppage(session: Session, company: int, number: int, word: str, reference: str) -> None:
    """Make a draft of a stoppage, with what was said about it, and terms of an insured contract."""
    first, last = date(2026, 3, 11), date(2026, 3, 31)
    declared = Declaration(word[:14], word[:15], word, word, word[:20], "01", date(2026, 3, 10), last)
    stoppage = Stoppage(
        id=number, reference=reference, company_id=company, own_key=word, source="api", siret=word[:14],
        person=word[:13], name=word, contract=word[:20], insured="", reason="01", kind="first", first_day=first,
        last_day=last, declaration=to_json(declared), state="draft", awaits="", versions=1, deposits=[word],
        created_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    session.add(stoppage)
    session.flush()
    common = {"stoppage_id": stoppage.id, "company_id": company}
    session.add_all(
        [
            StoppageVersion(
                **common,
                number=1,
                act="create",
                digest=word,
                declaration={},
                said_by=word,
                said_at=clock.now(),
            ),
            StoppageStep(**common, party="health", what="reject", facts={"text": word}, at=clock.now()),
            InsuredTerms(
                id=number,
                company_id=company,
                contract=word,
                first=first,
                deductible=30,
                counting="continuous",
            ),
        ]
    )
    session.flush()
