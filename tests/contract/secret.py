"""Rows whose every text carries a secret word, with keys that no other row has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import String, select, update
from sqlalchemy.orm import Session

from console.accounts import keys
from console.accounts.models import ApiKey, Membership, OneTimeLink, SignIn, User, UserProfile
from console.accounts.operations import CHOSEN_EACH
from console.api.models import Repeat
from console.audit.models import AuditChain, AuditEntry
from console.base import clock, ids
from console.base.model import Model
from console.dispatch.models import DELIVERED, Dispatch, DispatchAttempt
from console.dispatch.webhook.models import PAUSED, WebhookSubscription
from console.documents.models import StoredFile
from console.forms import service
from console.forms.declarations import Form, Section
from console.forms.entries import Entry, encode
from console.forms.fields import File, Text
from console.forms.import_models import FormImport, FormImportPiece
from console.forms.models import Draft, Submission
from console.forms.revisions import publish
from console.imports.models import Upload
from console.institutions.models import Institution, PluginSwitch
from console.institutions.scope import Scope, scoped_models
from console.institutions.search import SearchTerm
from console.institutions.sessions import accounts
from console.jobs.models import DONE, Task
from console.languages.models import OwnText
from console.notices.models import NoticeChoice, NoticeNews, NoticePending
from console.parties.models import Company
from console.parties.references import ForeignReference
from plugins.ch_fund.models import Employee
from tests.contract.secret_calls import plant_call
from tests.contract.secret_campaigns import plant_campaign, plant_right
from tests.contract.secret_deadlines import plant_deadlines
from tests.contract.secret_desk import plant_desk
from tests.contract.secret_dispatch import plant_dispatch
from tests.contract.secret_dossiers import plant_dossier
from tests.contract.secret_dsn import open_module, plant_code_list, plant_dsn, plant_stoppage
from tests.contract.secret_information import plant_information
from tests.contract.secret_insured import plant_insured
from tests.contract.secret_mail import plant_mail
from tests.contract.secret_portfolio import plant_portfolio
from tests.contract.secret_retention import plant_retention
from tests.contract.secret_slips import plant_slip
from tests.contract.secret_sso import plant_sso
from tests.support.house import House, acting_in

WORD = "Geheimwort"
SHEET = "avs_number;family_name;given_name\n"
OWN_KEYS = tuple(range(700_000_001, 700_000_008))
FOREIGN_KEYS = tuple(range(700_000_101, 700_000_108))
UNKNOWN_KEY = 700_000_999
"""Every row made here has a number of its own, so that a page cannot mistake one for another."""


BESIDE = 5_000
"""Added to the key of a row that all companies of an institution may see."""


@dataclass(frozen=True)
class Owner:
    """Whose rows are made: an institution's, or one company's in it."""

    institution: str
    company: str
    user: str
    """Who sent the file that waits for its import; empty for the new person."""


def plant(house: House, owner: Owner, numbers: tuple[int, ...], word: str, *, whole: bool) -> None:
    """Make one row of each kind for `owner`; with `whole` every text of the institution itself carries the word too."""
    institution = house.institution(owner.institution)
    with acting_in(house.app, Scope((institution,), purpose="test"), writes=True) as session:
        company = _company(session, owner, numbers[0], word)
        user = _user(session, institution, owner, company, numbers, word)
        _rows(session, company, user, numbers, word)
        # A form belongs to the institution, so its own people read its title whatever their company.
        _forms(session, company, user, numbers, word, word if whole else "Formular")
        plant_campaign(session, company.id, user, task_reference(numbers), word)
        plant_right(session, session.get_one(Employee, numbers[4]), numbers[4], word)
        plant_dispatch(session, numbers[6], word, task_reference(numbers))
        plant_mail(session, company.id, user, word, task_reference(numbers))
        plant_dossier(session, company, user, word, task_reference(numbers))
        plant_information(session, numbers, word if whole else "Information")
        plant_insured(session, word)
        plant_desk(session, user, numbers[0], word, task_reference(numbers))
        plant_retention(session, numbers[0], word)
        plant_deadlines(session, numbers[0], numbers[2], company.id, word)
        open_module(session, institution)
        plant_dsn(session, company.id, user, word, task_reference(numbers))
        plant_code_list(session, word if whole else "Liste")
        plant_stoppage(session, company.id, numbers[4], word, task_reference(numbers))
        partner = numbers[4] if whole else numbers[4] + BESIDE
        plant_portfolio(session, company.id, user, word, numbers[4], task_reference(numbers), partner)
        plant_slip(
            session, company.id, partner, word, task_reference(numbers), word if whole else "Bordereau"
        )
        plant_call(session, company.id, numbers[4], word, task_reference(numbers))
        session.add(_key(institution, numbers[-1], word))
        plant_sso(session, institution, user, numbers[5], word, task_reference(numbers))
        _notices(session, company.id, numbers)
        session.add(_repeat(word))
        _webhook(session, company.id, word, task_reference(numbers))
        if whole:
            _stain(session, institution, word)
    _check_complete(house, institution)


def _company(session: Session, owner: Owner, key: int, word: str) -> Company:
    if owner.company:
        return session.scalars(select(Company).where(Company.number == owner.company)).one()
    company = Company(id=key, number=f"{word[:8]}-1", name=f"{word} AG", town=word, email=f"x@{word}.example")
    session.add(company)
    session.flush()
    return company


def _user(
    session: Session, institution: int, owner: Owner, company: Company, numbers: tuple[int, ...], word: str
) -> int:
    moment = clock.now()
    session.add(
        User(
            id=numbers[1],
            username=word.lower(),
            first_name=word,
            last_name=word,
            email=f"{word}@x.example",
            active=True,
        )
    )
    session.flush()
    session.add_all(
        [
            UserProfile(user_id=numbers[1], theme="system", density="normal", keys=True, failed_tries=0),
            Membership(
                id=numbers[2], user_id=numbers[1], institution_id=institution, company_id=company.id,
                company_name=f"{word} AG", alias=word, active=True,
            ),
            SignIn(id=numbers[3], digest=ids.digest(word), user_id=numbers[1], created_at=moment, last_seen=moment, agent=word),
            OneTimeLink(digest=ids.digest(word * 2), user_id=numbers[1], expires_at=moment),
        ]
    )  # fmt: skip
    session.flush()
    uploader = session.scalars(select(User.id).where(User.username == owner.user)).first()
    return uploader or numbers[1]


def _reference(company: Company, word: str) -> ForeignReference:
    return ForeignReference(
        system=word.lower(), kind="party_company", reference=word, target=company.id, made_at=clock.now()
    )


def _key(institution: int, number: int, word: str) -> ApiKey:
    moment = clock.now()
    return ApiKey(
        id=number, digest=ids.digest(f"{word}{number}"), client=word, institution_id=institution, plugin="ch_fund",
        operations=["employees:read"], name=word, created_at=moment, created_by=word,
        expires_at=moment + timedelta(days=90), per_minute=60, taken=0,
    )  # fmt: skip


def _rows(session: Session, company: Company, user: int, numbers: tuple[int, ...], word: str) -> None:
    moment = clock.now()
    session.add(_reference(company, word))
    session.add(
        Employee(
            id=numbers[4], company_id=company.id, avs_number=f"75690{numbers[4] % 10**8:08}", family_name=word,
            given_name=word, staff_number=word, canton="VD", entry_date=date(2025, 1, 1),
        )
    )  # fmt: skip
    session.add(
        Upload(id=numbers[5], user_id=user, view="ch_fund.employee", name=f"{word}.csv", content=SHEET.encode() + word.encode(), created_at=moment)
    )  # fmt: skip
    session.add(
        AuditEntry(
            id=numbers[6], at=moment, actor_id=user, actor_name=word, action="ch_fund.employee.changed",
            subject="ch_fund.employee", subject_id=str(numbers[4]),
            facts={"name": word, "changes": {"given_name": [word, word]}},
        )
    )  # fmt: skip
    if session.scalars(select(AuditChain)).first() is None:
        session.add(AuditChain(number=0, digest="", begun_at=moment, sealed_at=moment))
    session.add(
        Task(
            public_id=task_reference(numbers), kind=f"test.{word}", user_id=user, user_name=word, language="de",
            company_id=company.id, params={"name": word}, state=DONE, created_at=moment, ended_at=moment,
        )
    )  # fmt: skip
    session.add(
        StoredFile(
            id=numbers[5], reference=str(numbers[5]), company_id=company.id, user_id=user, name=f"{word}.txt",
            media_type="text/plain", size=len(word), sha256=ids.digest(word), created_at=moment,
        )
    )  # fmt: skip
    session.flush()


def _repeat(word: str) -> Repeat:
    """Make the kept answer to a request of another system."""
    return Repeat(
        client=f"gc_{word}",
        key=ids.digest(word),
        request=ids.digest(word),
        status=201,
        headers={"Location": word},
        body=word,
        at=clock.now(),
    )


def _notices(session: Session, company: int, numbers: tuple[int, ...]) -> None:
    """Make what a person has chosen, what waits for her, and what nobody was told yet."""
    theme, membership, user = "ch_fund.other", numbers[2], numbers[1]
    session.add_all(
        [
            NoticeChoice(membership_id=membership, theme=theme, pace="daily"),
            NoticeNews(company_id=company, theme=theme, kind="task"),
            NoticePending(membership_id=membership, user_id=user, theme=theme, kind="task", count=1),
        ]
    )
    session.flush()


def _webhook(session: Session, company: int, word: str, reference: str) -> None:
    """Make a subscription that is paused, so that no other test tells it anything."""
    session.add(
        WebhookSubscription(
            reference=reference,
            company_id=company,
            url=f"https://{word.lower()}.example/",
            events=[word],
            sealed=word,
            previous=word,
            state=PAUSED,
            why={"message": word, "params": {}},
            owner=f"{word}@x.example",
            made_at=clock.now(),
            changed_at=clock.now(),
        )
    )
    session.flush()


def _forms(
    session: Session, company: Company, user: int, numbers: tuple[int, ...], word: str, title: str
) -> None:
    """Make a form of the institution, a draft of it and a submission, under the reference of the long work."""
    moment, reference, text = clock.now(), task_reference(numbers), {"text": word}
    key = f"ch_fund.own_{numbers[0]}"
    fields = (Text("text", title, max=200), File("files", "Files"))
    form = Form(key=key, title=title, theme="other", sections=(Section("words", title, fields),))
    own = service.publish_own(session, "ch_fund", publish(form, (), lambda _, message: message))
    common = {
        "reference": reference, "user_id": user, "company_id": company.id, "form_key": key,
        "revision_id": own.revision_id,
    }  # fmt: skip
    session.add(Draft(**common, language="de", raw=text, created_at=moment, changed_at=moment))
    session.add(
        Submission(
            **common, send_key=f"test:{reference}", user_name=word, source="api", content=text,
            digest=ids.digest(word), sent_at=moment,
        )
    )  # fmt: skip
    sheet = FormImport(
        **common, user_name=word, language="de", file_reference=reference, file_name=f"{word}.xlsx", refusals=[],
        letters=[], good=1, created_at=moment,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    entries = encode([Entry(2, text)])
    session.add(
        FormImportPiece(
            import_id=sheet.id, company_id=company.id, number=0, last_row=2, explained=0, entries=entries, faults=b"[]"
        )
    )  # fmt: skip
    session.add(
        Dispatch(
            id=numbers[6], public_id=task_reference(numbers), channel="email", kind="console.test", plugin="console", target=f"{word}@x.example", payload="{}",
            digest=ids.digest(word), key=word, priority=5, state=DELIVERED, created_at=moment, ended_at=moment,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        DispatchAttempt(
            id=numbers[6], dispatch_id=numbers[6], number=1, started_at=moment, ended_at=moment, outcome="delivered",
            reply=f"250 {word}",
        )
    )  # fmt: skip
    session.flush()


def task_reference(numbers: tuple[int, ...]) -> str:
    """Give the reference of the long work, of the draft and of the submission among the rows with these numbers."""
    return f"T-{numbers[0]}"


def _stain(session: Session, institution: int, word: str) -> None:
    """Put the word into every longer text of the institution."""
    session.add(
        OwnText(
            language="de", owner="console", key=ids.digest("Save"), msgid="Save", texts=[word],
            changed_at=clock.now(), changed_by=word,
        )
    )  # fmt: skip
    for model in scoped_models(Model.registry):
        texts = _long_texts(model)
        for n, row in enumerate(session.scalars(select(model)) if model is not SearchTerm else ()):
            for column in texts:
                setattr(row, column, f"{word}{n}"[: model.__table__.c[column].type.length])
    session.flush()
    session.execute(
        update(Institution)
        .where(Institution.id == institution)
        .values(words_version=1, street=word, town=word, number=word, name=f"{word} Kasse", short_name=word)
    )
    session.execute(
        update(PluginSwitch)
        .where(PluginSwitch.institution_id == institution)
        .values(settings={"contact": word})
    )


def _long_texts(model: type[Any]) -> list[str]:
    """Give the columns that hold people's own words, by their length; codes and addresses inside are shorter."""
    kept = {
        "action", "subject", "subject_id", "key", "owner", "view", "avs_number", "kind", "media_type", "sha256",
        "form_key", "shape", "digest", "send_key", "plugin",
        "theme", "type", "act",
    }  # fmt: skip
    return [
        c.key
        for c in model.__table__.columns
        if isinstance(c.type, String) and (c.type.length or 0) >= 15 and c.key not in kept
    ]


def _check_complete(house: House, institution: int) -> None:
    with acting_in(house.app, Scope((institution,), purpose="test")) as session:
        empty = [
            m.__name__
            for m in scoped_models(Model.registry)
            if session.scalars(select(m).limit(1)).first() is None
        ]
    assert not set(empty) - {"OwnText"}, (
        f"make a row of {', '.join(empty)} here, or nobody proves it stays at home"
    )


def api_key(house: House, institution: str, company: str = "") -> str:
    """Give a key for all that a fund's machines may do, or those of one of its companies."""
    key = house.institution(institution)
    with house.reading(institution) as session:
        mine = session.scalar(select(Company.id).where(Company.number == company))
    of_all = [code for code in CHOSEN_EACH if not (company and code.startswith("core."))]
    with house.app.test_request_context():
        _, secret = keys.create(
            accounts(),
            institution=key,
            plugin="ch_fund",
            name="test",
            operations=["employees:read", "forms:read", "forms:check", *of_all],
            lasts=timedelta(days=1),
            created_by="test",
            per_minute=60_000,
            company=mine,
        )
        accounts.commit()
        return secret
